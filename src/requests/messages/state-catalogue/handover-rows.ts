import { msg, say, t } from '../../../shared/language/worded.ts';
import type { ClosingCode } from '../../record/request.ts';
import { CLOSING_ROWS } from './closing-rows.ts';
import { STATE_ROWS } from './state-rows.ts';
import { NOTE, orAlone, type StatusRow, UNTOUCHED, WATCHED } from './status-row.ts';

const FOLLOW = msg`Follow these steps in the Defender portal, then select "I have applied it". Your name is recorded.`;

/** The steps were handed over, and nobody has reported the change as applied yet. */
const handedOver: StatusRow = {
  ...STATE_ROWS.approved,
  heading: orAlone(msg`Approved, to be applied by hand`, msg`On one person’s word, to be applied by hand`),
  sentence: ({ approvers }) =>
    t`Already approved by ${approvers}. It is waiting to be applied by hand; the steps are on its card.`,
  next: {
    reader: msg`Somebody who may change this applies it in the Defender portal, following these steps, and reports it here.`,
    approver: () => t`${say(FOLLOW)} Until somebody does, you can stop the request.`,
    endorser: () => t`${say(FOLLOW)} Until somebody does, you can stop the request or take your approval back.`,
    others: FOLLOW,
  },
  news: {
    tone: 'info',
    title: msg`is approved, to be applied by hand`,
    text: [
      msg`Airlock cannot write this setting. The steps are on the card; select "I have applied it" when they are done.`,
    ],
  },
  reminder: msg`is waiting to be applied by hand`,
};

/** Rows for a change that a person applies; each replaces the row of its state. */
export const HANDOVER_ROWS = {
  'handed-over': handedOver,
  'not-confirmed': {
    ...handedOver,
    tone: 'warning',
    heading: msg`Not confirmed, Defender shows otherwise`,
    story: [NOTE],
    news: { tone: 'attention', title: msg`is not confirmed`, text: [NOTE, msg`Check the steps on the card.`] },
  },
  verifying: {
    ...STATE_ROWS.applying,
    heading: msg`Reported as applied; reading back`,
    named: ({ attestedBy }) => t`Reported as applied by ${attestedBy}; reading back`,
    sentence: ({ attestedBy }) =>
      t`Reported as applied by ${attestedBy}. Airlock is reading back what can be read of it.`,
    story: [NOTE],
    next: msg`Airlock is reading in Defender what can be read of it. Nothing to do.`,
    retry: msg`Next reading`,
  },
} satisfies Record<string, StatusRow>;

const LOOK = msg`Check the setting in the Defender portal before anybody asks again.`;

/**
 * Rows for requests that end after the steps were handed over: Airlock cannot know whether anybody followed them. Other
 * endings use their usual rows.
 */
export const ENDS_AFTER_HANDOVER = {
  withdrawn: {
    ...CLOSING_ROWS.withdrawn,
    story: [UNTOUCHED],
    next: LOOK,
  },
  stopped: {
    ...CLOSING_ROWS.stopped,
    story: [UNTOUCHED],
    next: LOOK,
  },
  rejected: { ...CLOSING_ROWS.rejected, next: LOOK },
  'expired-undecided': { ...CLOSING_ROWS['expired-undecided'], next: LOOK },
  'expired-unapplied': {
    ...CLOSING_ROWS['expired-unapplied'],
    heading: msg`Expired, not confirmed`,
    story: [NOTE, WATCHED],
    next: LOOK,
    record: [msg`It was not confirmed in time that it was applied by hand.`, NOTE, UNTOUCHED],
  },
  'digest-mismatch': {
    ...CLOSING_ROWS['digest-mismatch'],
    sentence: msg`This request was stopped because what is stored is not what was approved. Tell whoever operates Airlock.`,
    story: [msg`What is stored for this request, or the steps on its card, is not what was approved.`, UNTOUCHED],
    next: msg`Compare the setting in the Defender portal with what was meant, and tell whoever operates Airlock before anybody asks again.`,
    news: { tone: 'attention', title: msg`was stopped`, text: 'story-and-next' },
  },
} satisfies Partial<Record<ClosingCode, StatusRow>>;
