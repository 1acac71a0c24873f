import { kindOf } from '../../../changes/registry/kind-of.ts';
import type { Status } from '../../../requests/messages/state-catalogue/status-of.ts';
import { shortDigest } from '../../../requests/record/digest.ts';
import type { Approval, Request } from '../../../requests/record/request.ts';
import { type Detail, detail, moment } from '../parts/elements.ts';
import { LENGTHS, sanitise, shownName } from '../parts/shown-text.ts';

/** How many approvals are named on a card. */
const NAMED_APPROVALS = 6;

/** How many parts of a change are named in each list. */
const NAMED_PARTS = 8;

/**
 * Who, why, when: the labelled lines of a request's card, oldest first.
 * @param quorum how many approvals it takes
 * @param actsAs the person as whom Airlock would write, where there is one
 */
export function requestDetails(
  request: Request,
  status: Status,
  quorum: number,
  actsAs: string | null,
): readonly Detail[] {
  return [
    ...asking(request),
    ...approvals(request, quorum),
    ...appliedByHand(request),
    ...ending(request, status),
    ...writer(request, actsAs),
    ...age(request),
    ...clocks(request, status),
    ...(request.digest ? [detail('Digest', { codes: [sanitise(shortDigest(request.digest))] })] : []),
  ];
}

function asking(request: Request): Detail[] {
  const { revertOf, requester, reason, submittedAt } = request;
  return [
    ...(revertOf === null ? [] : [detail('Undoes', { texts: [sanitise(`Request #${revertOf}`)] })]),
    detail('Asked by', {
      texts: [shownName(requester.name)],
      whens: submittedAt === null ? [] : [moment(submittedAt)],
    }),
    ...(reason ? [detail('Why', { texts: [sanitise(reason, LENGTHS.reason)] })] : []),
  ];
}

function approvals(request: Request, quorum: number): Detail[] {
  const given = request.approvals.slice(0, NAMED_APPROVALS);
  const lines = given.map((approval) => approvedBy(approval));
  if (quorum <= 1 || request.submittedAt === null) return lines;
  const count = sanitise(`${request.approvals.length} of ${quorum}`);
  return [...lines, detail('Approvals', { texts: [count] })];
}

function approvedBy(approval: Approval): Detail {
  return detail('Approved by', { texts: [shownName(approval.by.name)], whens: [moment(approval.at)] });
}

/** What Airlock has read and what somebody attests stand in separate lines. */
function appliedByHand({ handover, outcome }: Request): Detail[] {
  const attested = handover?.attested;
  if (!attested) return [];
  const { proof } = outcome ?? {};
  return [
    detail('Attested by', { texts: [shownName(attested.by.name)], whens: [moment(attested.at)] }),
    ...parts('Verified', proof?.verified ?? []),
    ...parts('Attested', proof?.attested ?? []),
  ];
}

function parts(label: string, all: readonly string[]): Detail[] {
  if (all.length === 0) return [];
  const named = all.slice(0, NAMED_PARTS).map((part) => sanitise(part, LENGTHS.message));
  const rest = all.length - NAMED_PARTS;
  return [detail(label, { texts: rest > 0 ? [...named, sanitise(`and ${rest} more`)] : named })];
}

function ending({ closing, outcome }: Request, { ended }: Status): Detail[] {
  if (ended === null) return [];
  if (outcome) return [detail(ended, { whens: [moment(outcome.at)] })];
  if (!closing) return [];
  const texts = closing.by ? [shownName(closing.by.name)] : [];
  const by = detail(ended, { texts, whens: [moment(closing.at)] });
  if (closing.code !== 'rejected') return [by];
  return [by, detail('Their reason', { texts: [sanitise(closing.note, LENGTHS.reason)] })];
}

/** Matters to those who approve, and only until the change is written. */
function writer({ state }: Request, actsAs: string | null): Detail[] {
  if (actsAs === null || (state !== 'pending' && state !== 'approved')) return [];
  return [detail('Written as', { texts: [sanitise(actsAs, LENGTHS.message)] })];
}

/**
 * The preview is as old as the list of devices that it is based on. Airlock reads them anew before it applies
 * anything.
 */
function age({ state, change, base }: Request): Detail[] {
  if (state !== 'draft' && state !== 'pending') return [];
  const readAt = kindOf(change).effects(change, base)?.readAt ?? null;
  return readAt === null ? [] : [detail('Devices read', { whens: [moment(readAt)] })];
}

function clocks({ waiting, deadline }: Request, status: Status): Detail[] {
  return [...at(status.retry, waiting?.nextAt ?? null), ...at(status.deadline, deadline)];
}

function at(label: string | null, when: number | null): Detail[] {
  return label === null || when === null ? [] : [detail(label, { whens: [moment(when)] })];
}
