import { systemName } from '../../../requests/messages/state-words.ts';
import type { ClosingCode, OutcomeCode, Request, RequestState } from '../../../requests/record/request.ts';
import type { CardTone } from '../parts/card-model.ts';
import { isDeviceDrift } from './state-text.ts';

export interface Heading {
  readonly tone: CardTone;
  /** Nobody's words but ours. */
  readonly text: string;
  /** The same with somebody's name in it, where a card is drawn. */
  readonly named?: string;
}

const BY_STATE: Readonly<Record<RequestState, Heading>> = {
  draft: { tone: 'emphasis', text: '✎ Draft, not sent yet' },
  discarded: { tone: 'emphasis', text: '✕ Draft discarded' },
  pending: { tone: 'accent', text: '● Waiting for approval' },
  rejected: { tone: 'warning', text: '✕ Rejected' },
  withdrawn: { tone: 'emphasis', text: '✕ Withdrawn' },
  expired: { tone: 'emphasis', text: '✕ Expired' },
  stale: { tone: 'warning', text: '✕ Stopped' },
  approved: { tone: 'accent', text: '● Approved, being checked' },
  applying: { tone: 'accent', text: '● Approved, being applied' },
  applied: { tone: 'good', text: '✓ Applied' },
  failed: { tone: 'attention', text: '✕ Failed' },
  unknown: { tone: 'warning', text: '? Outcome unknown, being checked' },
};

const BY_CLOSING: Readonly<Partial<Record<ClosingCode, Heading>>> = {
  'expired-undecided': { tone: 'emphasis', text: '✕ Expired, nobody decided' },
  'expired-unapplied': { tone: 'warning', text: '✕ Expired, not applied' },
  'rights-lost': { tone: 'warning', text: '✕ Stopped, a role is missing' },
  'policy-changed': { tone: 'warning', text: '✕ Stopped, the approval policy changed' },
  'digest-mismatch': { tone: 'attention', text: '✕ Stopped, not what was asked for' },
  superseded: { tone: 'emphasis', text: '✕ Stopped, a newer request replaced it' },
};

const BY_OUTCOME: Readonly<Partial<Record<OutcomeCode, Heading>>> = {
  'in-place': { tone: 'good', text: '✓ Already in place' },
  'found-later': { tone: 'good', text: '✓ In place, found later' },
  verified: { tone: 'good', text: '✓ Applied, verified' },
  refused: { tone: 'attention', text: '✕ Failed, refused' },
  'not-written': { tone: 'attention', text: '✕ Failed, not written' },
  'other-state': { tone: 'attention', text: '✕ Failed, the tenant is in another state' },
};

const DEVICE_DRIFT: Heading = { tone: 'warning', text: '✕ Stopped, other devices would be affected now' };
const OVERDUE: Heading = { tone: 'warning', text: '✕ Out of time, being closed' };
const WAITING: Heading = { tone: 'warning', text: '● Approved, waiting to be applied' };

/** The first line of a request's card and its colour: where the request stands, at a glance. */
export function requestHeading(request: Request, now: number): Heading {
  if (isOverdue(request, now)) return OVERDUE;
  const byHand = handoverHeading(request);
  if (byHand) return byHand;
  if (request.state === 'approved' && request.waiting) return WAITING;
  if (isDeviceDrift(request)) return DEVICE_DRIFT;
  if (request.closing?.code === 'drift') return drifted(request);
  const ended = request.outcome
    ? BY_OUTCOME[request.outcome.code]
    : request.closing && BY_CLOSING[request.closing.code];
  return ended ?? BY_STATE[request.state];
}

function drifted({ change }: Request): Heading {
  return { tone: 'warning', text: `✕ Stopped, ${systemName(change)} was changed meanwhile` };
}

/** Where a person applies: null before the hand-over, and wherever the usual words fit. */
function handoverHeading({ state, handover, outcome, waiting }: Request): Heading | null {
  if (!handover) return null;
  if (state === 'approved' && waiting) return { tone: 'warning', text: '● Not confirmed, Defender shows otherwise' };
  if (state === 'approved') return { tone: 'accent', text: '● Approved, to be applied by hand' };
  const by = handover.attested?.by.name ?? 'somebody';
  if (state === 'applying') {
    return {
      tone: 'accent',
      text: '● Said to be applied, being checked',
      named: `● Said to be applied by ${by}, being checked`,
    };
  }
  if (state === 'expired') return { tone: 'warning', text: '✕ Expired, nobody confirmed it' };
  if (outcome?.code !== 'attested') return null;
  const attested = outcome.proof?.verified.length ? 'in part attested' : 'attested';
  const text = `✓ Applied, ${attested}`;
  return { tone: 'accent', text, named: `${text} by ${by} (not readable by API)` };
}

/** True from the deadline on until the service has closed the request: nothing can be decided on it any more. */
export function isOverdue(request: Request, now: number): boolean {
  return request.deadline !== null && request.deadline <= now;
}

/** A state in two or three words, for lists. */
export const STATE_WORDS: Readonly<Record<RequestState, string>> = {
  draft: 'Draft',
  discarded: 'Discarded',
  pending: 'Waiting for approval',
  rejected: 'Rejected',
  withdrawn: 'Withdrawn',
  expired: 'Expired',
  stale: 'Stopped',
  approved: 'Approved',
  applying: 'Being applied',
  applied: 'Applied',
  failed: 'Failed',
  unknown: 'Outcome unknown',
};
