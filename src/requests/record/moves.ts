import type { Request, RequestIn } from './request.ts';
import type { RequestEvent, TRANSITIONS } from './transitions.ts';

type Edges = typeof TRANSITIONS;

/** A request that an event can happen to, and what it is afterwards. */
export type Before<E extends RequestEvent> = RequestIn<Edges[E]['from'][number]>;
export type After<E extends RequestEvent> = RequestIn<Edges[E]['to']>;

/** What each event brings, besides the state that it leads to. */
interface Fields {
  readonly submit: Pick<After<'submit'>, 'reason' | 'digest' | 'policyVersion' | 'submittedAt' | 'deadline'>;
  readonly edit: Pick<After<'edit'>, 'deadline'>;
  readonly revise: Pick<After<'revise'>, 'change' | 'base' | 'policyVersion' | 'deadline'>;
  readonly discard: Pick<After<'discard'>, 'closing'>;
  readonly endorse: Pick<After<'endorse'>, 'approvals'>;
  readonly approve: Pick<After<'approve'>, 'approvals' | 'deadline'>;
  readonly reject: Pick<After<'reject'>, 'closing'>;
  readonly withdraw: Pick<After<'withdraw'>, 'closing'>;
  readonly expire: Pick<After<'expire'>, 'closing'>;
  readonly stale: Pick<After<'stale'>, 'closing'>;
  readonly wait: Pick<After<'wait'>, 'waiting'>;
  readonly 'hand-over': Pick<After<'hand-over'>, 'handover'>;
  readonly attest: Pick<After<'attest'>, 'handover' | 'startedAt'>;
  readonly recheck: Pick<After<'recheck'>, 'waiting'>;
  readonly contradict: Pick<After<'contradict'>, 'handover' | 'deadline' | 'waiting'>;
  readonly 'already-in-place': Pick<After<'already-in-place'>, 'outcome'>;
  readonly start: Pick<After<'start'>, 'startedAt'>;
  readonly defer: Pick<After<'defer'>, 'deadline' | 'waiting'>;
  readonly 'record-outcome': Pick<After<'record-outcome'>, 'outcome'>;
  readonly fail: Pick<After<'fail'>, 'outcome'>;
  readonly 'outcome-unknown': Pick<After<'outcome-unknown'>, 'waiting'>;
  readonly 'reconcile-applied': Pick<After<'reconcile-applied'>, 'outcome'>;
  readonly 'reconcile-failed': Pick<After<'reconcile-failed'>, 'outcome'>;
}

export type FieldsOf<E extends RequestEvent> = Fields[E];

const still = { waiting: null } as const;
const ended = { deadline: null, waiting: null } as const;

/**
 * The request after each event. What is waited for ends with every step that does not say it anew. A change that was
 * handed over is not written by Airlock: it never fails, and its outcome is never unknown.
 */
const MOVES: { readonly [E in RequestEvent]: (before: Before<E>, fields: FieldsOf<E>) => After<E> } = {
  submit: (draft, fields) => ({ ...draft, ...fields, state: 'pending' }),
  edit: (draft, fields) => ({ ...draft, ...fields }),
  revise: (draft, fields) => ({ ...draft, ...fields }),
  discard: (draft, fields) => ({ ...draft, ...ended, ...fields, state: 'discarded' }),
  endorse: (pending, fields) => ({ ...pending, ...fields }),
  approve: (pending, fields) => ({ ...pending, ...fields, state: 'approved' }),
  reject: (pending, fields) => ({ ...pending, ...ended, ...fields, state: 'rejected' }),
  withdraw: (open, fields) => ({ ...open, ...ended, ...fields, state: 'withdrawn' }),
  expire: (open, fields) => ({ ...open, ...ended, ...fields, state: 'expired' }),
  stale: (open, fields) => ({ ...open, ...ended, ...fields, state: 'stale' }),
  wait: (approved, fields) => ({ ...approved, ...fields }),
  'hand-over': (approved, fields) => ({ ...approved, ...still, ...fields }),
  attest: (approved, fields) => ({ ...approved, ...ended, ...fields, state: 'applying' }),
  recheck: (applying, fields) => ({ ...applying, ...fields }),
  contradict: (applying, fields) => ({ ...applying, ...fields, state: 'approved' }),
  'already-in-place': (approved, fields) => ({ ...approved, ...ended, ...fields, state: 'applied' }),
  start: (approved, fields) => ({ ...approved, ...ended, ...fields, state: 'applying' }),
  defer: (applying, fields) => ({ ...applying, ...fields, state: 'approved' }),
  'record-outcome': (applying, fields) => ({ ...applying, ...ended, ...fields, state: 'applied' }),
  fail: (applying, fields) => ({ ...applying, ...ended, ...fields, handover: null, state: 'failed' }),
  'outcome-unknown': (applying, fields) => ({ ...applying, ...fields, handover: null, state: 'unknown' }),
  'reconcile-applied': (unknown, fields) => ({ ...unknown, ...ended, ...fields, state: 'applied' }),
  'reconcile-failed': (unknown, fields) => ({ ...unknown, ...ended, ...fields, state: 'failed' }),
};

/** What a request is after an event, at the rev that follows. */
export function move<E extends RequestEvent>(
  event: E,
  before: Before<E> & Pick<Request, 'rev'>,
  fields: FieldsOf<E>,
): After<E> {
  return { ...MOVES[event](before, fields), rev: before.rev + 1 };
}
