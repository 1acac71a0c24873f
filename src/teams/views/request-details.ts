import { shortDigest } from '../../requests/digest.ts';
import type { Approval, ClosingCode, Request } from '../../requests/request.ts';
import { type Detail, detail } from './detail.ts';
import { moment } from './moment.ts';
import { LENGTHS, shown, shownName } from './shown-text.ts';

/** How many approvals are named on a card. */
const NAMED_APPROVALS = 6;

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

/** Who, why, when: the labelled lines of a request's card, oldest first. `quorum`: how many approvals it takes, where known. */
export function requestDetails(request: Request, quorum: number): readonly Detail[] {
  return [
    ...asking(request),
    ...approvals(request, quorum),
    ...ending(request),
    ...clocks(request),
    ...(request.digest ? [detail('Digest', { codes: [shown(shortDigest(request.digest))] })] : []),
  ];
}

function asking(request: Request): Detail[] {
  const { revertOf, requester, reason, submittedAt } = request;
  return [
    ...(revertOf === null ? [] : [detail('Undoes', { texts: [shown(`Request #${revertOf}`)] })]),
    detail('Asked by', {
      texts: [shownName(requester.name)],
      whens: submittedAt === null ? [] : [moment(submittedAt)],
    }),
    ...(reason ? [detail('Why', { texts: [shown(reason, LENGTHS.reason)] })] : []),
  ];
}

function approvals(request: Request, quorum: number): Detail[] {
  const given = request.approvals.slice(0, NAMED_APPROVALS);
  const lines = given.map((approval) => approvedBy(approval));
  if (quorum <= 1 || request.submittedAt === null) return lines;
  const count = shown(`${request.approvals.length} of ${quorum}`);
  return [...lines, detail('Approvals', { texts: [count] })];
}

function approvedBy(approval: Approval): Detail {
  return detail('Approved by', { texts: [shownName(approval.by.name)], whens: [moment(approval.at)] });
}

function ending(request: Request): Detail[] {
  const { closing, outcome } = request;
  if (outcome) return [detail(outcome.code === 'written' ? 'Applied' : 'Settled', { whens: [moment(outcome.at)] })];
  if (!closing) return [];
  if (!closing.by) return [detail('Ended', { whens: [moment(closing.at)] })];
  const by = detail(ENDED_BY[closing.code] ?? 'Ended by', {
    texts: [shownName(closing.by.name)],
    whens: [moment(closing.at)],
  });
  if (closing.code !== 'rejected') return [by];
  return [by, detail('Their reason', { texts: [shown(closing.note, LENGTHS.reason)] })];
}

function clocks(request: Request): Detail[] {
  const { state, waiting, deadline } = request;
  const label = DEADLINES[state];
  return [
    ...(waiting && state === 'approved' ? [detail('Next try', { whens: [moment(waiting.nextAt)] })] : []),
    ...(label && deadline !== null ? [detail(label, { whens: [moment(deadline)] })] : []),
  ];
}
