import type { RequestState } from '../../record/request.ts';
import { NOTE, NOTHING_MORE, type StatusRow, UNTOUCHED } from './status-row.ts';

const CHECKED_OR_STOPPED =
  'Airlock checks roles and tenant once more before anything is applied. Until it is written, or reported as applied, you can stop it.';
const TRIED_OR_STOPPED =
  'Airlock will try again. Airlock has changed nothing so far; until it is written, or reported as applied, you can stop it.';

/**
 * A row for each state. Where a state has several causes, `closing-rows`, `drift-rows`, `outcome-rows` and
 * `handover-rows` refine it.
 */
export const STATE_ROWS: Readonly<Record<RequestState, StatusRow>> = {
  draft: {
    ...NOTHING_MORE,
    tone: 'quiet',
    sign: '✎',
    heading: 'Draft, not sent yet',
    short: 'Draft',
    sentence: ({ requester }) => `${requester} has not submitted this request yet.`,
    next: {
      requester: 'Say why, then send it to the approvers. Nothing changes before one of them agrees.',
      others: ({ requester }) => `${requester} is preparing a request. Nothing changes before it is sent.`,
    },
    deadline: 'Kept until',
  },
  discarded: {
    ...NOTHING_MORE,
    tone: 'quiet',
    sign: '✕',
    heading: 'Draft discarded',
    short: 'Discarded',
    sentence: 'This draft was discarded.',
    story: [NOTE, 'Nothing was sent to anybody.'],
    next: 'Write the command again to start over.',
    ended: ({ closedBy }) => (closedBy === null ? 'Ended' : 'Discarded'),
    record: [
      ({ closedBy }) =>
        closedBy === null ? 'Nobody submitted this draft in time.' : 'The requester discarded this draft.',
    ],
  },
  pending: {
    ...NOTHING_MORE,
    tone: 'info',
    sign: '●',
    heading: 'Waiting for approval',
    short: 'Waiting for approval',
    sentence: 'This request is waiting for a decision.',
    next: {
      requester: 'Another admin must approve this first.',
      approver: 'Nothing changes before it is approved.',
      rejecter: 'You can reject this. Another admin must approve it; nothing changes before that.',
      endorser: 'Your approval counts; another admin must approve, too. Until then you can take it back.',
      others: ({ requester }) => `An approver other than ${requester} must decide.`,
    },
    reminder: 'is waiting for approval',
    deadline: 'Expires',
  },
  rejected: {
    ...NOTHING_MORE,
    tone: 'warning',
    sign: '✕',
    heading: 'Rejected',
    short: 'Rejected',
    sentence: ({ closedBy }) => `Already rejected by ${closedBy ?? 'an approver'}.`,
    story: [UNTOUCHED],
    next: 'Ask again once what the approver says is settled.',
    news: {
      tone: 'warning',
      title: 'was rejected',
      text: [({ closedBy, note }) => `${closedBy ?? 'An approver'}: ${note}`],
    },
    ended: 'Rejected by',
  },
  withdrawn: {
    ...NOTHING_MORE,
    tone: 'quiet',
    sign: '✕',
    heading: 'Withdrawn',
    short: 'Withdrawn',
    sentence: ({ closedBy, requester }) => `${closedBy ?? requester} has withdrawn this request.`,
    story: [UNTOUCHED],
    next: 'Ask again when it is wanted.',
    ended: 'Withdrawn',
    record: ['The requester withdrew this request.'],
  },
  expired: {
    ...NOTHING_MORE,
    tone: 'quiet',
    sign: '✕',
    heading: 'Expired',
    short: 'Expired',
    sentence: 'This request has expired. Ask again if it is still wanted.',
    story: [NOTE],
    next: 'Ask again if it is still wanted.',
    news: { tone: 'warning', title: 'has expired', text: 'story-and-next' },
    ended: 'Ended',
  },
  stale: {
    ...NOTHING_MORE,
    tone: 'warning',
    sign: '✕',
    heading: 'Stopped',
    short: 'Stopped',
    sentence: 'This request was stopped, so it cannot be decided. Its card says why.',
    story: [NOTE],
    next: 'Ask again if it is still wanted.',
    news: { tone: 'attention', title: 'was stopped; Airlock changed nothing', text: 'story-and-next' },
    ended: 'Ended',
  },
  approved: {
    ...NOTHING_MORE,
    tone: 'info',
    sign: '●',
    heading: 'Approved, being checked',
    short: 'Approved',
    sentence: ({ approvers }) =>
      `Already approved by ${approvers}. It is being checked once more before anything is applied.`,
    next: {
      approver: CHECKED_OR_STOPPED,
      rejecter: CHECKED_OR_STOPPED,
      endorser:
        'Airlock checks roles and tenant once more before anything is applied. ' +
        'Until it is written, or reported as applied, you can stop it or take your approval back.',
      others: 'Airlock checks roles and tenant once more before anything is applied. Nothing to do yet.',
    },
    deadline: 'Apply before',
  },
  applying: {
    ...NOTHING_MORE,
    tone: 'info',
    sign: '●',
    heading: 'Approved, being applied',
    short: 'Being applied',
    sentence: ({ approvers }) =>
      `Already approved by ${approvers}. It is being applied. The write has begun, so nobody can stop it any more.`,
    next: ({ system }) => `Airlock is writing it to ${system} and reading it back. Nothing to do.`,
  },
  applied: {
    ...NOTHING_MORE,
    tone: 'good',
    sign: '✓',
    heading: 'Applied',
    short: 'Applied',
    sentence: ({ approvers, number }) =>
      `Already applied, approved by ${approvers}. "revert ${number}" asks to undo it.`,
    next: 'Nothing to do.',
    news: { tone: 'good', title: 'is applied', text: 'story' },
    ended: 'Ended',
  },
  failed: {
    ...NOTHING_MORE,
    tone: 'attention',
    sign: '✕',
    heading: 'Failed',
    short: 'Failed',
    sentence: 'This request was approved, but applying it failed.',
    next: 'Look at the tenant with "status" before anybody asks again.',
    news: { tone: 'attention', title: 'failed', text: 'story-and-next' },
    ended: 'Ended',
  },
  unknown: {
    ...NOTHING_MORE,
    tone: 'warning',
    sign: '?',
    heading: 'Outcome unknown, being checked',
    short: 'Outcome unknown',
    sentence: ({ system }) => `This request was approved. Airlock is checking whether ${system} took the change.`,
    story: [
      ({ system }) =>
        `${system} gave no clear answer: the change may be in place, or not. ` +
        'Airlock reads until it knows, and does not write again.',
      NOTE,
    ],
    next: 'Wait for the result on this card. Do not make the change by hand meanwhile.',
    news: { tone: 'warning', title: 'has an unknown outcome; Airlock is checking', text: 'story' },
    onceMended: 'Then Airlock reads what became of it.',
  },
};

/** Written and accepted, and no reading shows it so far. */
export const ACCEPTED_ROW: StatusRow = {
  ...STATE_ROWS.unknown,
  heading: ({ system }) => `Accepted by ${system}, not shown yet`,
  short: 'Accepted, not shown yet',
  sentence: ({ system }) => `This request was approved. ${system} accepted the change, and no reading shows it so far.`,
  story: [
    ({ system, begun }) =>
      `${system} accepted the change (${begun}), and no reading shows it so far, which can take hours. ` +
      'Airlock reads until it shows, and does not write again.',
    NOTE,
  ],
  news: { tone: 'warning', title: 'is accepted, but not shown yet; Airlock is checking', text: 'story' },
};

/** An approved change that cannot be applied at the moment. */
export const WAITING_ROW: StatusRow = {
  ...STATE_ROWS.approved,
  tone: 'warning',
  heading: 'Approved, waiting to be applied',
  story: [NOTE],
  next: {
    approver: TRIED_OR_STOPPED,
    rejecter: TRIED_OR_STOPPED,
    endorser:
      'Airlock will try again. Airlock has changed nothing so far; ' +
      'until it is written, or reported as applied, you can stop it or take your approval back.',
    others: 'Airlock will try again. Airlock has changed nothing so far.',
  },
  onceMended: 'Then Airlock applies it, unless its deadline has passed.',
  retry: 'Next try',
};

/** What a request shows from its deadline on, until the service has closed it. */
export const OVERDUE: Pick<StatusRow, 'tone' | 'sign' | 'heading' | 'short' | 'next'> = {
  tone: 'warning',
  sign: '✕',
  heading: 'Out of time, being closed',
  short: 'Out of time',
  next: 'Nothing can be decided here any more. Ask again if it is still wanted.',
};
