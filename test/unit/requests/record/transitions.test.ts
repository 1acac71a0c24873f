import assert from 'node:assert/strict';
import { REQUEST_STATES } from '../../../../src/requests/record/request.ts';
import {
  type ActorRole,
  hasEnded,
  nextState,
  type RequestEvent,
  TRANSITIONS,
} from '../../../../src/requests/record/transitions.ts';

/** The table of docs/architecture.md#life-of-a-request, written a second time: `state -event-> state by role`. */
const LIFE: Readonly<Record<string, string>> = {
  'draft submit requester': 'pending',
  'draft edit requester': 'draft',
  'draft revise requester': 'draft',
  'draft revise service': 'draft',
  'draft discard requester': 'discarded',
  'draft discard service': 'discarded',
  'pending endorse approver': 'pending',
  'pending approve approver': 'approved',
  'pending take-back approver': 'pending',
  'approved lapse service': 'pending',
  'approved take-back approver': 'pending',
  'pending reject approver': 'rejected',
  'approved reject approver': 'rejected',
  'pending withdraw requester': 'withdrawn',
  'approved withdraw requester': 'withdrawn',
  'pending expire service': 'expired',
  'approved expire service': 'expired',
  'pending stale service': 'stale',
  'approved stale service': 'stale',
  'applying stale service': 'stale',
  'approved hand-over service': 'approved',
  'approved attest requester': 'applying',
  'approved attest approver': 'applying',
  'applying recheck service': 'applying',
  'applying write-rest service': 'applying',
  'applying contradict service': 'approved',
  'approved wait service': 'approved',
  'approved already-in-place service': 'applied',
  'approved start service': 'applying',
  'applying defer service': 'approved',
  'applying record-outcome service': 'applied',
  'applying fail service': 'failed',
  'applying outcome-unknown service': 'unknown',
  'unknown outcome-unknown service': 'unknown',
  'unknown reconcile-applied service': 'applied',
  'unknown reconcile-failed service': 'failed',
  'unknown surface service': 'applied',
  'failed surface service': 'applied',
  'expired surface service': 'applied',
  'applied surface service': 'applied',
  'applied corroborate service': 'applied',
  'applied follow service': 'applied',
  'pending proceed requester': 'approved',
  'applied ratify approver': 'applied',
  'failed ratify-failed approver': 'failed',
  'unknown ratify-unknown approver': 'unknown',
  'applied undone service': 'applied',
  'applied undone-in-part service': 'applied',
  'applied reverted service': 'applied',
  'applying halt requester': 'applying',
  'applying halt approver': 'applying',
  'applied cancel requester': 'applied',
  'applied cancel approver': 'applied',
};

describe('the table of a request’s life', () => {
  const roles: ActorRole[] = ['requester', 'approver', 'service'];
  for (const state of REQUEST_STATES) {
    it(`from ${state}: every event by every actor`, () => {
      for (const event of Object.keys(TRANSITIONS) as RequestEvent[]) {
        for (const role of roles) {
          const expected = LIFE[`${state} ${event} ${role}`];
          if (expected) assert.equal(nextState(state, event, role), expected);
          else
            assert.throws(() => nextState(state, event, role), {
              name: 'AirlockError',
              code: /^(wrong-state|not-allowed)$/,
            });
        }
      }
    });
  }

  it('ends in these states', () => {
    const ended = REQUEST_STATES.filter(hasEnded);
    assert.deepEqual(ended, ['discarded', 'rejected', 'withdrawn', 'expired', 'stale', 'applied', 'failed']);
  });
});
