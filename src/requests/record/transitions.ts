import { AirlockError } from '../../shared/errors.ts';
import type { Alone, Emergency, Request, RequestIn, RequestState } from './request.ts';

type Edges = typeof TRANSITIONS;

/** A request that an event can happen to, and what it is afterwards. */
export type Before<E extends RequestEvent> = RequestIn<Edges[E]['from'][number]>;
export type After<E extends RequestEvent> = RequestIn<Edges[E]['to']>;

/** The fields that each event sets, besides the state that it leads to. */
interface Fields {
  readonly submit: Pick<
    After<'submit'>,
    | 'reason'
    | 'digest'
    | 'digestVersion'
    | 'policyVersion'
    | 'submittedAt'
    | 'deadline'
    | 'requester'
    | 'requesterEvidence'
  >;
  readonly edit: Pick<After<'edit'>, 'deadline'>;
  readonly revise: Pick<After<'revise'>, 'change' | 'base' | 'policyVersion' | 'deadline'> & {
    readonly reason?: string;
  };
  readonly discard: Pick<After<'discard'>, 'closing'>;
  readonly endorse: Pick<After<'endorse'>, 'approvals' | 'lapsed'>;
  readonly approve: Pick<After<'approve'>, 'approvals' | 'deadline' | 'lapsed'>;
  readonly lapse: Pick<After<'lapse'>, 'approvals' | 'deadline' | 'lapsed'>;
  readonly proceed: Pick<After<'proceed'>, 'deadline'> & { readonly alone: Alone };
  readonly 'take-back': Pick<After<'take-back'>, 'approvals' | 'deadline' | 'takenBack'>;
  readonly reject: Pick<After<'reject'>, 'closing'>;
  readonly withdraw: Pick<After<'withdraw'>, 'closing'>;
  readonly expire: Pick<After<'expire'>, 'closing'>;
  readonly stale: Pick<After<'stale'>, 'closing'>;
  readonly wait: Pick<After<'wait'>, 'waiting'>;
  readonly 'hand-over': Pick<After<'hand-over'>, 'handover'>;
  readonly attest: Pick<After<'attest'>, 'handover' | 'startedAt'>;
  readonly recheck: Pick<After<'recheck'>, 'waiting'>;
  readonly 'write-rest': Pick<After<'write-rest'>, 'handover' | 'startedAt'>;
  readonly halt: { readonly halted: NonNullable<After<'halt'>['halted']> };
  readonly contradict: Pick<After<'contradict'>, 'handover' | 'deadline' | 'waiting'>;
  readonly 'already-in-place': Pick<After<'already-in-place'>, 'outcome'>;
  readonly start: Pick<After<'start'>, 'startedAt'>;
  readonly defer: Pick<After<'defer'>, 'deadline' | 'waiting'>;
  readonly 'record-outcome': Pick<After<'record-outcome'>, 'outcome'>;
  readonly fail: Pick<After<'fail'>, 'outcome'>;
  readonly 'outcome-unknown': Pick<After<'outcome-unknown'>, 'waiting'>;
  readonly 'reconcile-applied': Pick<After<'reconcile-applied'>, 'outcome'>;
  readonly 'reconcile-failed': Pick<After<'reconcile-failed'>, 'outcome'>;
  readonly surface: Pick<After<'surface'>, 'outcome'>;
  readonly corroborate: Pick<After<'corroborate'>, 'outcome'>;
  readonly follow: Pick<After<'follow'>, 'outcome'>;
  readonly cancel: Pick<After<'cancel'>, 'outcome'>;
  readonly reverted: Pick<After<'reverted'>, 'outcome'>;
  readonly ratify: { readonly alone: Emergency };
  readonly 'ratify-failed': { readonly alone: Emergency };
  readonly 'ratify-unknown': { readonly alone: Emergency };
  readonly undone: { readonly alone: Emergency };
  readonly 'undone-in-part': { readonly alone: Emergency };
}

export type FieldsOf<E extends RequestEvent> = Fields[E];

const still = { waiting: null } as const;
const ended = { deadline: null, waiting: null } as const;

/** A request whose approvals are not enough any more. */
function undecided<R extends Before<'take-back'>>(open: R) {
  const handedOver = open.handover && { handedOver: open.handedOver ?? open.handover.at };
  return { ...open, ...still, ...handedOver, handover: null, startedAt: null };
}

/**
 * The request after each event. Every step clears `waiting` unless it sets it again. A change that was
 * handed over is not written by Airlock: it never fails, and its outcome is never unknown.
 */
const MOVES: { readonly [E in RequestEvent]: (before: Before<E>, fields: FieldsOf<E>) => After<E> } = {
  submit: (draft, fields) => ({ ...draft, ...fields, state: 'pending' }),
  edit: (draft, fields) => ({ ...draft, ...fields }),
  revise: (draft, fields) => ({ ...draft, ...fields }),
  discard: (draft, fields) => ({ ...draft, ...ended, ...fields, state: 'discarded' }),
  endorse: (pending, fields) => ({ ...pending, ...fields }),
  approve: (pending, fields) => ({ ...pending, ...fields, state: 'approved' }),
  lapse: (approved, fields) => ({ ...undecided(approved), ...fields, state: 'pending' }),
  'take-back': (open, fields) => ({ ...undecided(open), ...fields, state: 'pending' }),
  proceed: (pending, fields) => ({ ...pending, ...fields, state: 'approved' }),
  reject: (open, fields) => ({ ...open, ...ended, ...fields, state: 'rejected' }),
  withdraw: (open, fields) => ({ ...open, ...ended, ...fields, state: 'withdrawn' }),
  expire: (open, fields) => ({ ...open, ...ended, ...fields, state: 'expired' }),
  stale: (open, fields) => ({ ...open, ...ended, ...fields, state: 'stale' }),
  wait: (approved, fields) => ({ ...approved, ...fields }),
  'hand-over': (approved, fields) => ({ ...approved, ...still, ...fields }),
  attest: (approved, fields) => ({ ...approved, ...ended, ...fields, state: 'applying' }),
  recheck: (applying, fields) => ({ ...applying, ...fields }),
  'write-rest': (applying, fields) => ({ ...applying, ...still, ...fields }),
  halt: (applying, fields) => ({ ...applying, ...fields }),
  contradict: (applying, fields) => ({ ...applying, ...fields, state: 'approved' }),
  'already-in-place': (approved, fields) => ({ ...approved, ...ended, ...fields, state: 'applied' }),
  start: (approved, fields) => ({ ...approved, ...ended, ...fields, state: 'applying' }),
  defer: (applying, fields) => ({ ...applying, ...fields, state: 'approved' }),
  'record-outcome': (applying, fields) => ({ ...applying, ...ended, ...fields, state: 'applied' }),
  fail: (applying, fields) => ({ ...applying, ...ended, ...fields, handover: null, state: 'failed' }),
  'outcome-unknown': (applying, fields) => ({ ...applying, ...fields, handover: null, state: 'unknown' }),
  'reconcile-applied': (unknown, fields) => ({ ...unknown, ...ended, ...fields, state: 'applied' }),
  'reconcile-failed': (unknown, fields) => ({ ...unknown, ...ended, ...fields, state: 'failed' }),
  surface: (over, fields) => ({ ...over, ...ended, closing: null, ...fields, state: 'applied' }),
  corroborate: (applied, fields) => ({ ...applied, ...fields }),
  follow: (applied, fields) => ({ ...applied, ...fields }),
  cancel: (applied, fields) => ({ ...applied, ...fields }),
  reverted: (applied, fields) => ({ ...applied, ...fields }),
  ratify: (applied, fields) => ({ ...applied, ...fields }),
  'ratify-failed': (failed, fields) => ({ ...failed, ...fields }),
  'ratify-unknown': (unknown, fields) => ({ ...unknown, ...fields }),
  undone: (applied, fields) => ({ ...applied, ...fields }),
  'undone-in-part': (applied, fields) => ({ ...applied, ...fields }),
};

/** What a request is after an event, at the rev that follows. */
export function move<E extends RequestEvent>(
  event: E,
  before: Before<E> & Pick<Request, 'rev'>,
  fields: FieldsOf<E>,
): After<E> {
  return { ...MOVES[event](before, fields), rev: before.rev + 1 };
}

/** Who may cause an event: the requester, another admin, or the service itself. */
export type ActorRole = 'requester' | 'approver' | 'service';

/**
 * Every step of a request's life, and who may take it; listed here and nowhere else
 * (docs/architecture.md#life-of-a-request). `edit`: the draft's form is reopened; `revise`: the draft is replaced by
 * what was filled in since, or shows what became known since. `endorse` counts an approval below the quorum;
 * `take-back`: an approver's own approval counts no longer; `lapse`: those of people who may not approve any more do
 * not. `reject` also stops what is approved already. `stale`: what was asked for no longer fits the tenant, the policy
 * or the people's rights. `proceed`: it goes ahead on the word of whoever asked, where the policy allows that;
 * `ratify`, `ratify-failed`, `ratify-unknown`: another admin approves an emergency afterwards; `undone`: a request
 * that undid it was applied; `undone-in-part`: one undid a part of it, and the rest is owed. `cancel`: somebody who
 * may ask cancels what has not ended in Defender. `hand-over`: a person is to apply it; `attest`: a person reports it
 * as applied; `recheck`: Defender does not show it yet; `write-rest`: nothing contradicts that report, and Airlock
 * begins to write the other changes of the request; `halt`: no further item of it is sent; `contradict`: Defender
 * still does not show it when it should. `already-in-place`: the tenant was as asked, nothing was written. `defer`:
 * Defender refused for now (throttled, signed out), certainly without writing. `record-outcome`: it is applied;
 * `outcome-unknown`: the tenant does not show what was written, or gave no clear answer. `surface`: the tenant shows
 * it after the request has ended without that, or Microsoft's audit log has a record of it. `corroborate`: Microsoft's
 * audit log says who applied it and when. `follow`: a reading shows how what was applied goes on in the tenant.
 * `reverted`: another request undid it, or a part of it.
 */
export const TRANSITIONS = {
  submit: { from: ['draft'], to: 'pending', by: ['requester'] },
  edit: { from: ['draft'], to: 'draft', by: ['requester'] },
  revise: { from: ['draft'], to: 'draft', by: ['requester', 'service'] },
  discard: { from: ['draft'], to: 'discarded', by: ['requester', 'service'] },
  endorse: { from: ['pending'], to: 'pending', by: ['approver'] },
  approve: { from: ['pending'], to: 'approved', by: ['approver'] },
  lapse: { from: ['approved'], to: 'pending', by: ['service'] },
  proceed: { from: ['pending'], to: 'approved', by: ['requester'] },
  'take-back': { from: ['pending', 'approved'], to: 'pending', by: ['approver'] },
  reject: { from: ['pending', 'approved'], to: 'rejected', by: ['approver'] },
  withdraw: { from: ['pending', 'approved'], to: 'withdrawn', by: ['requester'] },
  expire: { from: ['pending', 'approved'], to: 'expired', by: ['service'] },
  stale: { from: ['pending', 'approved', 'applying'], to: 'stale', by: ['service'] },
  wait: { from: ['approved'], to: 'approved', by: ['service'] },
  'hand-over': { from: ['approved'], to: 'approved', by: ['service'] },
  attest: { from: ['approved'], to: 'applying', by: ['requester', 'approver'] },
  recheck: { from: ['applying'], to: 'applying', by: ['service'] },
  'write-rest': { from: ['applying'], to: 'applying', by: ['service'] },
  halt: { from: ['applying'], to: 'applying', by: ['requester', 'approver'] },
  contradict: { from: ['applying'], to: 'approved', by: ['service'] },
  'already-in-place': { from: ['approved'], to: 'applied', by: ['service'] },
  start: { from: ['approved'], to: 'applying', by: ['service'] },
  defer: { from: ['applying'], to: 'approved', by: ['service'] },
  'record-outcome': { from: ['applying'], to: 'applied', by: ['service'] },
  fail: { from: ['applying'], to: 'failed', by: ['service'] },
  'outcome-unknown': { from: ['applying', 'unknown'], to: 'unknown', by: ['service'] },
  'reconcile-applied': { from: ['unknown'], to: 'applied', by: ['service'] },
  'reconcile-failed': { from: ['unknown'], to: 'failed', by: ['service'] },
  surface: { from: ['unknown', 'failed', 'expired', 'applied'], to: 'applied', by: ['service'] },
  corroborate: { from: ['applied'], to: 'applied', by: ['service'] },
  follow: { from: ['applied'], to: 'applied', by: ['service'] },
  reverted: { from: ['applied'], to: 'applied', by: ['service'] },
  cancel: { from: ['applied'], to: 'applied', by: ['requester', 'approver'] },
  ratify: { from: ['applied'], to: 'applied', by: ['approver'] },
  'ratify-failed': { from: ['failed'], to: 'failed', by: ['approver'] },
  'ratify-unknown': { from: ['unknown'], to: 'unknown', by: ['approver'] },
  undone: { from: ['applied'], to: 'applied', by: ['service'] },
  'undone-in-part': { from: ['applied'], to: 'applied', by: ['service'] },
} as const satisfies Record<string, Edge>;

interface Edge {
  readonly from: readonly RequestState[];
  readonly to: RequestState;
  readonly by: readonly ActorRole[];
}

export type RequestEvent = keyof typeof TRANSITIONS;

/**
 * @throws AirlockError wrong-state when the event cannot happen in this state, not-allowed when this role may not cause
 * it.
 */
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

/**
 * Whether a request in this state has ended: nobody can act on it any more, it has no deadline and holds no object.
 * What Airlock reads later may still correct what is told of it.
 */
const ENDED: Readonly<Record<RequestState, boolean>> = {
  draft: false,
  discarded: true,
  pending: false,
  rejected: true,
  withdrawn: true,
  expired: true,
  stale: true,
  approved: false,
  applying: false,
  applied: true,
  failed: true,
  unknown: false,
};

export function hasEnded(state: RequestState): boolean {
  return ENDED[state];
}

/** Whether it is certain that nothing was sent so far of what was decided. */
export function isUnsent({ state, waiting }: Pick<Request, 'state'> & Partial<Pick<Request, 'waiting'>>): boolean {
  return state === 'approved' || (state === 'applying' && waiting?.unsent === true);
}
