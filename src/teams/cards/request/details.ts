import { kindOf } from '../../../changes/kind-of.ts';
import { shortDigest } from '../../../requests/record/digest.ts';
import type { Approval, ClosingCode, Request } from '../../../requests/record/request.ts';
import { type Detail, detail, moment } from '../parts/elements.ts';
import { LENGTHS, sanitise, shownName } from '../parts/shown-text.ts';

/** How many approvals are named on a card. */
const NAMED_APPROVALS = 6;

/** How many parts of a change are named in each list. */
const NAMED_PARTS = 8;

const DEADLINES: Readonly<Partial<Record<Request['state'], string>>> = {
  draft: 'Kept until',
  pending: 'Expires',
  approved: 'Apply before',
};

const ENDED_BY: Readonly<Partial<Record<ClosingCode, string>>> = {
  rejected: 'Rejected by',
  withdrawn: 'Withdrawn',
  discarded: 'Discarded',
};

/**
 * Who, why, when: the labelled lines of a request's card, oldest first.
 * @param quorum how many approvals it takes
 * @param actsAs the person as whom Airlock would write, where there is one
 */
export function requestDetails(request: Request, quorum: number, actsAs: string | null): readonly Detail[] {
  return [
    ...asking(request),
    ...approvals(request, quorum),
    ...appliedByHand(request),
    ...ending(request),
    ...writer(request, actsAs),
    ...age(request),
    ...clocks(request),
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

/** What was read and what is known by a person's word stand in lines of their own, never in one. */
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

function ending(request: Request): Detail[] {
  const { closing, outcome } = request;
  if (outcome?.proof) return [detail('Checked', { whens: [moment(outcome.at)] })];
  if (outcome) return [detail(outcome.code === 'written' ? 'Applied' : 'Settled', { whens: [moment(outcome.at)] })];
  if (!closing) return [];
  if (!closing.by) return [detail('Ended', { whens: [moment(closing.at)] })];
  const by = detail(ENDED_BY[closing.code] ?? 'Ended by', {
    texts: [shownName(closing.by.name)],
    whens: [moment(closing.at)],
  });
  if (closing.code !== 'rejected') return [by];
  return [by, detail('Their reason', { texts: [sanitise(closing.note, LENGTHS.reason)] })];
}

/** Whose session it is matters to those who approve, and until it is written. */
function writer({ state }: Request, actsAs: string | null): Detail[] {
  if (actsAs === null || (state !== 'pending' && state !== 'approved')) return [];
  return [detail('Written as', { texts: [sanitise(actsAs, LENGTHS.message)] })];
}

/** A preview is as old as the list of devices it was worked out on; before anything is applied they are read anew. */
function age({ state, change, base }: Request): Detail[] {
  if (state !== 'draft' && state !== 'pending') return [];
  const readAt = kindOf(change).effects(change, base)?.readAt ?? null;
  return readAt === null ? [] : [detail('Devices read', { whens: [moment(readAt)] })];
}

function clocks(request: Request): Detail[] {
  const { state, deadline } = request;
  const label = DEADLINES[state];
  return [...nextTry(request), ...(label && deadline !== null ? [detail(label, { whens: [moment(deadline)] })] : [])];
}

/** A change that waits for a person has no next try of its own. */
function nextTry({ state, waiting, handover }: Request): Detail[] {
  if (!waiting) return [];
  if (state === 'approved' && !handover) return [detail('Next try', { whens: [moment(waiting.nextAt)] })];
  return state === 'applying' ? [detail('Next reading', { whens: [moment(waiting.nextAt)] })] : [];
}
