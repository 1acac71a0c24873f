import { msg, t } from '../../../shared/language/worded.ts';
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
    heading: msg`Expired, nobody decided`,
    story: [({ untouched }) => t`Nobody decided in time. ${untouched}`],
    next: msg`Ask again if it is still wanted, and tell an approver.`,
  },
  'expired-unapplied': {
    ...expired,
    tone: 'warning',
    heading: msg`Expired, not applied`,
    next: ({ system }) => t`Ask again once ${system} can be reached, if it is still wanted.`,
    record: [msg`It was approved, but could not be applied in time.`, NOTE, UNTOUCHED],
  },
  drift: OBJECT_DRIFT_ROW,
  'rights-lost': {
    ...stale,
    heading: msg`Stopped, no longer allowed`,
    sentence: msg`This request was stopped because what somebody asked for or approved no longer counts. It can be asked for again.`,
    next: msg`Whoever may ask for it now can ask again.`,
  },
  'policy-changed': {
    ...stale,
    heading: msg`Stopped, the approval policy changed`,
    sentence: msg`This request was stopped because the approval policy has changed. Ask again under the new policy.`,
    story: [(facts) => t`The approval policy was changed after this was asked for. ${wroteNothing(facts)}`],
    next: msg`Ask again: the new policy then applies.`,
  },
  'digest-mismatch': {
    ...stale,
    tone: 'attention',
    heading: msg`Stopped, not what was asked for`,
    sentence: msg`This request was stopped because what is stored is not what was asked for. Tell whoever operates Airlock.`,
    story: [({ untouched }) => t`What is stored is not what was asked for, byte for byte. ${untouched}`],
    next: msg`Tell whoever operates Airlock before anybody asks again.`,
  },
  stopped: {
    ...rejected,
    heading: msg`Stopped by an approver`,
    short: msg`Stopped`,
    sentence: ({ closedBy }) => t`${closedBy ?? t`An approver`} stopped this request after it was approved.`,
    story: [({ untouched }) => t`It was stopped after its approval and before anything was written. ${untouched}`],
    next: msg`Talk to whoever stopped it before you ask again.`,
    news: {
      tone: 'warning',
      title: msg`was stopped`,
      text: [({ closedBy, note }) => `${closedBy ?? t`An approver`}: ${note}`],
    },
    ended: msg`Stopped by`,
    record: [msg`No reason was given.`],
  },
  'requester-gone': {
    ...stale,
    heading: msg`Stopped, the requester is gone`,
    sentence: msg`This request was stopped because whoever asked for it is no longer in the directory.`,
    next: msg`Somebody else can ask for it.`,
  },
  'identity-changed': {
    ...stale,
    tone: 'attention',
    heading: msg`Stopped, an account was changed`,
    sentence: msg`This request was stopped because an account of somebody who acted on it was changed in the directory.`,
    next: msg`Tell whoever operates Airlock before anybody asks again.`,
  },
  'record-mismatch': {
    ...stale,
    tone: 'attention',
    heading: msg`Stopped, the record says otherwise`,
    sentence: msg`This request was stopped because the record does not show what is stored of it. Tell whoever operates Airlock.`,
    next: msg`Tell whoever operates Airlock before anybody asks again.`,
    record: [msg`The record does not show what is stored of it.`, UNTOUCHED],
  },
  restored: {
    ...stale,
    heading: msg`Stopped, a backup was restored`,
    sentence: msg`This request was stopped because the database was restored from a backup. Ask again if it is still wanted.`,
    story: [msg`The database was put back to an earlier day. What was decided or applied since is not known here.`],
    next: ({ system }) => t`Look at ${system} first: it may have been applied. Then ask again if it is still wanted.`,
    news: { tone: 'attention', title: msg`was stopped: a backup was restored`, text: 'story-and-next' },
    record: [msg`The database was put back to an earlier day. What was decided or applied since is not known here.`],
  },
  'kind-off': {
    ...stale,
    heading: msg`Stopped, switched off`,
    sentence: msg`This request was stopped because changes of its kind were switched off. Its card says which.`,
    story: [NOTE, ({ untouched }) => untouched],
    next: msg`Whoever operates Airlock can switch them on again; then ask again if it is still wanted.`,
    record: [NOTE, UNTOUCHED],
  },
  // Read from old stores only: nothing ends a request this way any more.
  superseded: {
    ...stale,
    tone: 'quiet',
    heading: msg`Stopped, a newer request replaced it`,
    story: [NOTE, UNTOUCHED],
    next: msg`Follow the newer request.`,
  },
};
