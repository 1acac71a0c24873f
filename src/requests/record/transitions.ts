import { AirlockError } from '../../shared/errors.ts';
import type { RequestState } from './request.ts';

/** Who may cause an event: the requester, another admin, or the service itself. */
export type ActorRole = 'requester' | 'approver' | 'service';

/**
 * Every edge of a request's life, and who may walk it; the only place that names one
 * (docs/architecture.md#life-of-a-request). `edit`: a draft's form is opened again; `revise`: the draft is replaced by
 * what its form was filled in with since. `endorse` counts an approval below the quorum. `stale`: what was asked for no
 * longer fits the tenant, the policy or the people's rights. `hand-over`: a person is to apply it; `attest`: a person
 * says that it is applied; `recheck`: the reading after that does not bear it out yet; `contradict`: it still does not.
 * `already-in-place`: the tenant was as asked, nothing was written. `defer`: Defender refused for now (throttled,
 * signed out), certainly without writing. `record-outcome`: it is applied; `outcome-unknown`: no clear answer to the
 * write.
 */
export const TRANSITIONS = {
  submit: { from: ['draft'], to: 'pending', by: ['requester'] },
  edit: { from: ['draft'], to: 'draft', by: ['requester'] },
  revise: { from: ['draft'], to: 'draft', by: ['requester'] },
  discard: { from: ['draft'], to: 'discarded', by: ['requester', 'service'] },
  endorse: { from: ['pending'], to: 'pending', by: ['approver'] },
  approve: { from: ['pending'], to: 'approved', by: ['approver'] },
  reject: { from: ['pending'], to: 'rejected', by: ['approver'] },
  withdraw: { from: ['pending', 'approved'], to: 'withdrawn', by: ['requester'] },
  expire: { from: ['pending', 'approved'], to: 'expired', by: ['service'] },
  stale: { from: ['pending', 'approved', 'applying'], to: 'stale', by: ['service'] },
  wait: { from: ['approved'], to: 'approved', by: ['service'] },
  'hand-over': { from: ['approved'], to: 'approved', by: ['service'] },
  attest: { from: ['approved'], to: 'applying', by: ['requester', 'approver'] },
  recheck: { from: ['applying'], to: 'applying', by: ['service'] },
  contradict: { from: ['applying'], to: 'approved', by: ['service'] },
  'already-in-place': { from: ['approved'], to: 'applied', by: ['service'] },
  start: { from: ['approved'], to: 'applying', by: ['service'] },
  defer: { from: ['applying'], to: 'approved', by: ['service'] },
  'record-outcome': { from: ['applying'], to: 'applied', by: ['service'] },
  fail: { from: ['applying'], to: 'failed', by: ['service'] },
  'outcome-unknown': { from: ['applying'], to: 'unknown', by: ['service'] },
  'reconcile-applied': { from: ['unknown'], to: 'applied', by: ['service'] },
  'reconcile-failed': { from: ['unknown'], to: 'failed', by: ['service'] },
} as const satisfies Record<string, Edge>;

interface Edge {
  readonly from: readonly RequestState[];
  readonly to: RequestState;
  readonly by: readonly ActorRole[];
}

export type RequestEvent = keyof typeof TRANSITIONS;

/** @throws AirlockError wrong-state when the edge does not start there, not-allowed when the actor may not walk it. */
export function nextState(state: RequestState, event: RequestEvent, role: ActorRole): RequestState {
  const edge: Edge = TRANSITIONS[event];
  if (!edge.by.includes(role))
    throw new AirlockError('not-allowed', `A ${role} cannot ${event} a request.`, { details: { event, role } });
  if (!edge.from.includes(state)) {
    throw new AirlockError('wrong-state', `A request that is ${state} cannot take this step.`, {
      details: { event, state },
    });
  }
  return edge.to;
}

/** True where no edge leads out: the request has ended. */
export function hasEnded(state: RequestState): boolean {
  return !Object.values(TRANSITIONS).some((edge: Edge) => edge.from.includes(state));
}
