import { msg, t } from '../../../shared/language/worded.ts';
import type { Request, RequestState } from '../../record/request.ts';
import { isOrders } from '../../record/told-by-request.ts';
import { APPROVED_BY, NOTE, NOTHING_MORE, orAlone, type StatusRow, textOf, UNTOUCHED } from './status-row.ts';

const CHECKED_OR_STOPPED = msg`Airlock checks roles and tenant once more before anything is applied. Until it is written, or reported as applied, you can stop it.`;
const TRIED_OR_STOPPED = msg`Airlock will try again. Airlock has changed nothing so far; until it is written, or reported as applied, you can stop it.`;

/**
 * A row for each state. Where a state has several causes, `closing-rows`, `drift-rows`, `outcome-rows` and
 * `handover-rows` refine it.
 */
export const STATE_ROWS: Readonly<Record<RequestState, StatusRow>> = {
  draft: {
    ...NOTHING_MORE,
    tone: 'quiet',
    sign: '✎',
    heading: msg`Draft, not sent yet`,
    short: msg`Draft`,
    sentence: ({ requester }) => t`${requester} has not submitted this request yet.`,
    next: {
      requester: msg`Say why, then send it to the approvers. Nothing changes before one of them agrees.`,
      others: ({ requester }) => t`${requester} is preparing a request. Nothing changes before it is sent.`,
    },
    deadline: msg`Kept until`,
  },
  discarded: {
    ...NOTHING_MORE,
    tone: 'quiet',
    sign: '✕',
    heading: msg`Draft discarded`,
    short: msg`Discarded`,
    sentence: msg`This draft was discarded.`,
    story: [NOTE, msg`Nothing was sent to anybody.`],
    next: msg`Write the command again to start over.`,
    ended: ({ closedBy }) => (closedBy === null ? t`Ended` : t`Discarded`),
    record: [
      ({ closedBy }) =>
        closedBy === null ? t`Nobody submitted this draft in time.` : t`The requester discarded this draft.`,
    ],
  },
  pending: {
    ...NOTHING_MORE,
    tone: 'info',
    sign: '●',
    heading: msg`Waiting for approval`,
    short: msg`Waiting for approval`,
    sentence: msg`This request is waiting for a decision.`,
    next: {
      requester: msg`Another admin must approve this first.`,
      approver: msg`Nothing changes before it is approved.`,
      rejecter: msg`You can reject this. Another admin must approve it; nothing changes before that.`,
      endorser: msg`Your approval counts; another admin must approve, too. Until then you can take it back.`,
      others: ({ requester }) => t`An approver other than ${requester} must decide.`,
    },
    reminder: msg`is waiting for approval`,
    deadline: msg`Expires`,
  },
  rejected: {
    ...NOTHING_MORE,
    tone: 'warning',
    sign: '✕',
    heading: msg`Rejected`,
    short: msg`Rejected`,
    sentence: ({ closedBy }) => t`Already rejected by ${closedBy ?? t`an approver`}.`,
    story: [UNTOUCHED],
    next: msg`Ask again once what the approver says is settled.`,
    news: {
      tone: 'warning',
      title: msg`was rejected`,
      text: [({ closedBy, note }) => `${closedBy ?? t`An approver`}: ${note}`],
    },
    ended: msg`Rejected by`,
  },
  withdrawn: {
    ...NOTHING_MORE,
    tone: 'quiet',
    sign: '✕',
    heading: msg`Withdrawn`,
    short: msg`Withdrawn`,
    sentence: ({ closedBy, requester }) => t`${closedBy ?? requester} has withdrawn this request.`,
    story: [UNTOUCHED],
    next: msg`Ask again when it is wanted.`,
    ended: msg`Withdrawn`,
    record: [msg`The requester withdrew this request.`],
  },
  expired: {
    ...NOTHING_MORE,
    tone: 'quiet',
    sign: '✕',
    heading: msg`Expired`,
    short: msg`Expired`,
    sentence: msg`This request has expired. Ask again if it is still wanted.`,
    story: [NOTE],
    next: msg`Ask again if it is still wanted.`,
    news: { tone: 'warning', title: msg`has expired`, text: 'story-and-next' },
    ended: msg`Ended`,
  },
  stale: {
    ...NOTHING_MORE,
    tone: 'warning',
    sign: '✕',
    heading: msg`Stopped`,
    short: msg`Stopped`,
    sentence: msg`This request was stopped, so it cannot be decided. Its card says why.`,
    story: [NOTE],
    next: msg`Ask again if it is still wanted.`,
    news: { tone: 'attention', title: msg`was stopped; Airlock changed nothing`, text: 'story-and-next' },
    ended: msg`Ended`,
  },
  approved: {
    ...NOTHING_MORE,
    tone: 'info',
    sign: '●',
    heading: orAlone(msg`Approved, being checked`, msg`On one person’s word, being checked`),
    short: msg`Approved`,
    sentence: (facts) =>
      `${textOf(APPROVED_BY, facts)} ${t`It is being checked once more before anything is applied.`}`,
    next: {
      approver: CHECKED_OR_STOPPED,
      rejecter: CHECKED_OR_STOPPED,
      endorser: msg`Airlock checks roles and tenant once more before anything is applied. Until it is written, or reported as applied, you can stop it or take your approval back.`,
      others: msg`Airlock checks roles and tenant once more before anything is applied. Nothing to do yet.`,
    },
    deadline: msg`Apply before`,
  },
  applying: {
    ...NOTHING_MORE,
    tone: 'info',
    sign: '●',
    heading: orAlone(msg`Approved, being applied`, msg`On one person’s word, being applied`),
    short: msg`Being applied`,
    sentence: (facts) =>
      `${textOf(APPROVED_BY, facts)} ${t`It is being applied. The write has begun, so nobody can stop it any more.`}`,
    next: ({ system }) => t`Airlock is writing it to ${system} and reading it back. Nothing to do.`,
  },
  applied: {
    ...NOTHING_MORE,
    tone: 'good',
    sign: '✓',
    heading: msg`Applied`,
    short: msg`Applied`,
    sentence: ({ approvers, number }) =>
      t`Already applied, approved by ${approvers}. "revert ${number}" asks to undo it.`,
    next: msg`Nothing to do.`,
    news: { tone: 'good', title: msg`is applied`, text: 'story' },
    ended: msg`Ended`,
  },
  failed: {
    ...NOTHING_MORE,
    tone: 'attention',
    sign: '✕',
    heading: msg`Failed`,
    short: msg`Failed`,
    sentence: orAlone(
      msg`This request was approved, but applying it failed.`,
      msg`This request went ahead on one person’s word, but applying it failed.`,
    ),
    next: msg`Look at the tenant with "status" before anybody asks again.`,
    news: { tone: 'attention', title: msg`failed`, text: 'story-and-next' },
    ended: msg`Ended`,
  },
  unknown: {
    ...NOTHING_MORE,
    tone: 'warning',
    sign: '?',
    heading: msg`Outcome unknown, being checked`,
    short: msg`Outcome unknown`,
    sentence: ({ system, isAlone }) =>
      isAlone
        ? t`This request went ahead on one person’s word. Airlock is checking whether ${system} took the change.`
        : t`This request was approved. Airlock is checking whether ${system} took the change.`,
    story: [
      ({ system }) =>
        t`${system} gave no clear answer: the change may be in place, or not. Airlock reads until it knows, and does not write again.`,
      NOTE,
    ],
    next: msg`Wait for the result on this card. Do not make the change by hand meanwhile.`,
    news: { tone: 'warning', title: msg`has an unknown outcome; Airlock is checking`, text: 'story' },
    onceMended: msg`Then Airlock reads what became of it.`,
  },
};

/** Written and accepted, and no reading shows it so far. */
export const ACCEPTED_ROW: StatusRow = {
  ...STATE_ROWS.unknown,
  heading: ({ system }) => t`Accepted by ${system}, not shown yet`,
  short: msg`Accepted, not shown yet`,
  sentence: ({ system, isAlone }) =>
    isAlone
      ? t`This request went ahead on one person’s word. ${system} accepted the change, and no reading shows it so far.`
      : t`This request was approved. ${system} accepted the change, and no reading shows it so far.`,
  story: [
    ({ system, begun }) =>
      t`${system} accepted the change (${begun}), and no reading shows it so far, which can take hours. Airlock reads until it shows, and does not write again.`,
    NOTE,
  ],
  news: { tone: 'warning', title: msg`is accepted, but not shown yet; Airlock is checking`, text: 'story' },
};

/** An approved change that cannot be applied at the moment. */
export const WAITING_ROW: StatusRow = {
  ...STATE_ROWS.approved,
  tone: 'warning',
  heading: orAlone(msg`Approved, waiting to be applied`, msg`On one person’s word, waiting to be applied`),
  story: [NOTE],
  next: {
    approver: TRIED_OR_STOPPED,
    rejecter: TRIED_OR_STOPPED,
    endorser: msg`Airlock will try again. Airlock has changed nothing so far; until it is written, or reported as applied, you can stop it or take your approval back.`,
    others: msg`Airlock will try again. Airlock has changed nothing so far.`,
  },
  onceMended: msg`Then Airlock applies it, unless its deadline has passed.`,
  retry: msg`Next try`,
};

/** What nobody knows of. Orders that no reading shows hold their devices no longer. */
export function unknownRow({ change, waiting }: Pick<Request, 'change' | 'waiting'>): StatusRow {
  if (waiting?.accepted) return ACCEPTED_ROW;
  if (waiting?.unclear && change.kind === 'several') return ORDER_OF_LIST_UNKNOWN;
  return isOrders(change) ? ORDERS_UNKNOWN : STATE_ROWS.unknown;
}

const ORDERS_UNKNOWN: StatusRow = {
  ...STATE_ROWS.unknown,
  story: [...STATE_ROWS.unknown.story, msg`No reading shows the order so far, so others may act on these devices.`],
  next: msg`This card says what became of it.`,
};

const ORDER_OF_LIST_UNKNOWN: StatusRow = {
  ...ORDERS_UNKNOWN,
  next: ({ number }) =>
    t`This card says what became of the order. What was certainly not written can be asked for meanwhile: select Ask again or write "ask again ${number}".`,
};

/** What a request shows from its deadline on, until the service has closed it. */
export const OVERDUE: Pick<StatusRow, 'tone' | 'sign' | 'heading' | 'short' | 'next'> = {
  tone: 'warning',
  sign: '✕',
  heading: msg`Out of time, being closed`,
  short: msg`Out of time`,
  next: msg`Nothing can be decided here any more. Ask again if it is still wanted.`,
};
