import type { ClosingCode } from '../../record/request.ts';
import { OBJECT_DRIFT_ROW } from './drift-rows.ts';
import { STATE_ROWS } from './state-rows.ts';
import { NOTE, type StatusRow, UNTOUCHED, wroteNothing } from './status-row.ts';

const { discarded, rejected, withdrawn, expired, stale } = STATE_ROWS;

/** A row for each way in which a request ends without being applied. */
export const CLOSING_ROWS: Readonly<Record<ClosingCode, StatusRow>> = {
  discarded,
  rejected,
  withdrawn,
  'expired-undecided': {
    ...expired,
    heading: 'Expired, nobody decided',
    story: [({ untouched }) => `Nobody decided in time. ${untouched}`],
    next: 'Ask again if it is still wanted, and tell an approver.',
  },
  'expired-unapplied': {
    ...expired,
    tone: 'warning',
    heading: 'Expired, not applied',
    next: ({ system }) => `Ask again once ${system} can be reached, if it is still wanted.`,
    record: ['It was approved, but could not be applied in time.', NOTE, UNTOUCHED],
  },
  drift: OBJECT_DRIFT_ROW,
  'rights-lost': {
    ...stale,
    heading: 'Stopped, a role is missing',
    sentence: 'This request was stopped because a role is missing. Somebody who holds the role can ask again.',
    next: 'Somebody who holds the role now can ask again.',
  },
  'policy-changed': {
    ...stale,
    heading: 'Stopped, the approval policy changed',
    sentence: 'This request was stopped because the approval policy has changed. Ask again under the new policy.',
    story: [(facts) => `The approval policy was changed after this was asked for. ${wroteNothing(facts)}`],
    next: 'Ask again: the new policy then applies.',
  },
  'digest-mismatch': {
    ...stale,
    tone: 'attention',
    heading: 'Stopped, not what was asked for',
    sentence:
      'This request was stopped because what is stored is not what was asked for. Tell whoever operates Airlock.',
    story: [({ untouched }) => `What is stored is not what was asked for, byte for byte. ${untouched}`],
    next: 'Tell whoever operates Airlock before anybody asks again.',
  },
  stopped: {
    ...rejected,
    heading: 'Stopped by an approver',
    sentence: ({ closedBy }) => `${closedBy ?? 'An approver'} stopped this request after it was approved.`,
    story: [({ untouched }) => `It was stopped after its approval and before anything was written. ${untouched}`],
    next: 'Talk to whoever stopped it before you ask again.',
    news: {
      tone: 'warning',
      title: 'was stopped',
      text: [({ closedBy, note }) => `${closedBy ?? 'An approver'}: ${note}`],
    },
    ended: 'Stopped by',
    record: ['No reason was given.'],
  },
  'requester-gone': {
    ...stale,
    heading: 'Stopped, the requester is gone',
    sentence: 'This request was stopped because whoever asked for it is no longer in the directory.',
    next: 'Somebody else can ask for it.',
  },
  'identity-changed': {
    ...stale,
    tone: 'attention',
    heading: 'Stopped, an account was changed',
    sentence: 'This request was stopped because an account of somebody who acted on it was changed in the directory.',
    next: 'Tell whoever operates Airlock before anybody asks again.',
  },
  'record-mismatch': {
    ...stale,
    tone: 'attention',
    heading: 'Stopped, the record says otherwise',
    sentence:
      'This request was stopped because the record does not show what is stored of it. Tell whoever operates Airlock.',
    next: 'Tell whoever operates Airlock before anybody asks again.',
    record: ['The record does not show what is stored of it.', UNTOUCHED],
  },
  restored: {
    ...stale,
    heading: 'Stopped, a backup was restored',
    sentence:
      'This request was stopped because the database was restored from a backup. Ask again if it is still wanted.',
    story: ['The database was put back to an earlier day. What was decided or applied since is not known here.'],
    next: ({ system }) => `Look at ${system} first: it may have been applied. Then ask again if it is still wanted.`,
    news: { tone: 'attention', title: 'was stopped: a backup was restored', text: 'story-and-next' },
    record: ['The database was put back to an earlier day. What was decided or applied since is not known here.'],
  },
  // Read from old stores only: nothing ends a request this way any more.
  superseded: {
    ...stale,
    tone: 'quiet',
    heading: 'Stopped, a newer request replaced it',
    story: [NOTE, UNTOUCHED],
    next: 'Follow the newer request.',
  },
};
