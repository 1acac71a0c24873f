import type { RequestState } from '../../../requests/record/request.ts';
import type { Orders } from '../../../requests/record/told-by-request.ts';
import type { RequestEvent } from '../../../requests/record/transitions.ts';
import { meaningOf } from '../../../shared/errors.ts';

const STEPS: Readonly<Record<RequestEvent | 'drafted', string>> = {
  drafted: 'Drafted',
  submit: 'Asked for',
  edit: 'Draft opened again',
  revise: 'Draft changed',
  discard: 'Draft discarded',
  endorse: 'Approved, more approvals needed',
  approve: 'Approved',
  lapse: 'Approval counts no longer',
  proceed: 'Went ahead on one person’s word',
  'take-back': 'Approval taken back',
  reject: 'Rejected',
  withdraw: 'Withdrawn',
  expire: 'Expired',
  stale: 'Stopped by Airlock',
  wait: 'Waiting',
  'hand-over': 'Steps handed over',
  attest: 'Reported as applied',
  recheck: 'Not shown in Defender yet',
  'write-rest': 'Writing of the rest began',
  contradict: 'Otherwise in Defender',
  'already-in-place': 'Found as asked for, nothing written',
  start: 'Writing began',
  defer: 'Put off, not taken by Defender',
  'record-outcome': 'Applied',
  fail: 'Failed',
  'outcome-unknown': 'Not known yet whether it was written',
  'reconcile-applied': 'Found applied',
  'reconcile-failed': 'Not shown as asked in all that time',
  surface: 'Found to be applied after all',
  corroborate: 'Corroborated',
  ratify: 'Approved afterwards',
  'ratify-failed': 'Approved afterwards',
  'ratify-unknown': 'Approved afterwards',
  undone: 'Undone by another request',
  'undone-in-part': 'Undone in part by another request',
  reverted: 'Undone by a later request',
  cancel: 'Cancelled in Defender',
  halt: 'Stopped while it was written',
  follow: 'Followed in Defender',
};

const OWN_STEPS: Readonly<Record<string, string>> = {
  'service.start': 'Service started',
  'service.stop': 'Service stopped',
  'policy.changed': 'Policy changed',
  'record.sealed': 'Unsigned part sealed',
  'record.key': 'Key changed',
  'record.checkpoint': 'Checkpoint',
  'record.restored': 'Database restored from a backup',
  'record.clock': 'Clock said to be put right',
  'ask.answered': 'Answered without a draft',
  'channel.left': 'Channel for approvals left',
  'emergency.settled': 'Emergency settled by what two people say',
  'items.moved': 'Items went on',
  'accounts.seen': 'Noted what accounts carry',
  'tenant.attested': 'Said what they see in the portal',
  'tenant.listed': 'Known by its number from now on',
  'tenant.remembered': 'Remembered of the tenant',
  'tenant.superseded': 'Read otherwise than said before',
  'outside.seen': 'Changed outside Airlock',
  'outside.adopted': 'Change outside Airlock adopted',
  'outside.revert': 'Asked to revert a change outside Airlock',
};

/**
 * What happened, in words; an event that this version does not know is shown as it is.
 * @param accepted whether the tenant had accepted what was written
 */
export function stepWords(event: string, from: string | null, accepted = false): string {
  const step = event.replace(/^request\./, '');
  if (step === 'outcome-unknown' && accepted) return 'Accepted, not shown yet';
  if (step === 'reject' && from === 'approved') return STOPPED;
  return wordOf(STEPS, step) ?? wordOf(OWN_STEPS, event) ?? step;
}

/** How orders on devices go, which `applied` says nothing of. */
const ORDERS: Readonly<Record<Orders['end'], string>> = {
  running: 'Ordered in Defender',
  done: 'Done on all devices',
  part: 'Not done on all devices',
  failed: 'Failed on the devices',
  cancelled: 'Cancelled in Defender',
};

/** Null where an entry tells of no orders. */
export function orderWords(end: string | null | undefined): string | null {
  return end ? (wordOf(ORDERS, end) ?? end) : null;
}

const STOPPED = 'Stopped (after approval)';

const STATES: Readonly<Record<RequestState, string>> = {
  draft: 'Draft',
  pending: 'Waits for approval',
  approved: 'Approved',
  applying: 'Being applied',
  applied: 'Applied',
  failed: 'Failed',
  unknown: 'Outcome not known yet',
  rejected: 'Rejected',
  withdrawn: 'Withdrawn',
  expired: 'Expired',
  stale: 'Stopped by Airlock',
  discarded: 'Discarded',
};

/** A state in words. @param from the state before it; null for the first */
export function stateWords(state: string, from: string | null = null): string {
  return state === 'rejected' && from === 'approved' ? STOPPED : (wordOf(STATES, state) ?? state);
}

/** Why Airlock stopped a request. */
const CAUSES: Readonly<Record<string, string>> = {
  drift: 'What was to be changed was no longer as it was when this was asked for.',
  'rights-lost': 'Somebody who acted no longer held the role.',
  'policy-changed': 'The approval policy had changed.',
  'requester-gone': 'Whoever asked was no longer in the directory.',
  'identity-changed': 'An account of somebody who acted had changed in the directory.',
  'record-mismatch': 'The record did not show what was stored.',
  restored: 'The database was restored from a backup, and what happened after that backup is not known.',
  superseded: 'A newer request replaced it.',
};

/** A code of a cause or of an error in a sentence; the code where this version does not know it. */
export function causeWords(code: string): string {
  return wordOf(CAUSES, code) ?? meaningOf(code) ?? code;
}

function wordOf(words: Readonly<Record<string, string>>, name: string): string | null {
  return Object.hasOwn(words, name) ? (words[name] ?? null) : null;
}
