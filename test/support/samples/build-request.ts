import assert from 'node:assert/strict';
import { kindOf } from '../../../src/changes/registry/kind-of.ts';
import type { AuditFacts } from '../../../src/requests/ports/audit-entry.ts';
import { type DigestParts, digestOf } from '../../../src/requests/record/digest.ts';
import {
  type ClosingCode,
  isIn,
  type Lapsed,
  type Request,
  type RequestIn,
  type RequestState,
  requestSchema,
} from '../../../src/requests/record/request.ts';
import { type Plain, TENANT } from './ids.ts';

/** 2026-11-24T02:10:00Z, when built requests were made. */
export const BUILT_AT = Date.UTC(2026, 10, 24, 2, 10);

/** When the time of built requests is over, where they have one. */
export const BUILT_UNTIL = BUILT_AT + 3_600_000;

const GRACE = { oid: 'aaaaaaaa-0000-4000-8000-000000000003', name: 'Grace Gallagher' };

/** Fields of a request, of whatever state. */
export type RequestFields = {
  readonly [K in keyof Request]?: K extends 'change' | 'base' ? Request[K] : Plain<Request[K]>;
} & { readonly handedOver?: number; readonly lapsed?: readonly Plain<Lapsed>[] };

/**
 * A request that is whole in itself: Alice asks to turn on automated investigation, which is off; a draft unless
 * overridden. What its state needs is there; what its state cannot have is refused.
 */
export function buildRequest<S extends RequestState = 'draft'>(
  overrides: RequestFields & { readonly state?: S } = {},
): RequestIn<S> {
  const built = requestSchema.parse(wholeOf(overrides));
  // Sound: a state that is not named is `draft`, as the type parameter is then.
  const asked = (overrides.state ?? 'draft') as S;
  assert(isIn(built, [asked]));
  return built;
}

/** The same; null where no request of this state can have these fields. */
export function buildIfPossible(overrides: RequestFields): Request | null {
  return requestSchema.safeParse(wholeOf(overrides)).data ?? null;
}

function wholeOf(overrides: RequestFields): object {
  const change = overrides.change ?? { kind: 'advanced-feature', feature: 'automated-investigation', to: 'on' };
  const from = change.kind === 'advanced-feature' && change.to === 'on' ? 'off' : 'on';
  const base = overrides.base ?? {
    objects: { feature: 'automated-investigation', state: from },
    preview: null,
    shown: null,
  };
  const state = overrides.state ?? 'draft';
  const request = {
    id: '5f1c3f6e-9d0b-4c6d-8d2e-3f6a3a1b0c12',
    number: 12,
    tenantId: TENANT,
    rev: 1,
    state,
    change,
    base,
    policyVersion: 'aabbccddeeff',
    reason: '',
    requester: { oid: 'aaaaaaaa-0000-4000-8000-000000000001', name: 'Alice Nguyen' },
    origin: '19:soc@thread.tacv2',
    createdAt: BUILT_AT,
    revertOf: null,
    formId: null,
    ...fieldsOf(state),
    ...overrides,
  };
  kindOf(request.change).diff(request.change, request.base);
  return withDigest(request);
}

/** The same request with other fields; in another state, with what that state needs. */
export function rebuilt(request: Request, fields: RequestFields): Request {
  const { state = request.state } = fields;
  const whole = state === request.state ? request : { ...request, ...fieldsOf(state) };
  return requestSchema.parse(withDigest({ ...whole, ...fields }));
}

/** The digest of a request that is submitted, unless it has one. */
function withDigest(
  request: DigestParts & { readonly submittedAt: number | null; readonly digest: string | null },
): object {
  return request.submittedAt === null || request.digest ? request : { ...request, digest: digestOf(request) };
}

const NOTHING_YET = {
  digest: null,
  submittedAt: null,
  deadline: null,
  approvals: [],
  closing: null,
  startedAt: null,
  waiting: null,
  handover: null,
  outcome: null,
} as const;

/** What a request of this state has besides what every request has. */
function fieldsOf(state: RequestState) {
  const submitted = { ...NOTHING_YET, submittedAt: BUILT_AT };
  const approved = { ...submitted, approvals: [{ by: GRACE, at: BUILT_AT }] };
  const outcome = { at: BUILT_AT, note: '' };
  switch (state) {
    case 'draft':
      return { ...NOTHING_YET, deadline: BUILT_UNTIL };
    case 'discarded':
      return { ...NOTHING_YET, closing: closing('discarded') };
    case 'pending':
      return { ...submitted, deadline: BUILT_UNTIL };
    case 'rejected':
    case 'withdrawn':
      return { ...submitted, closing: closing(state) };
    case 'expired':
      return { ...submitted, closing: closing('expired-undecided') };
    case 'stale':
      return { ...submitted, closing: closing('policy-changed') };
    case 'approved':
      return { ...approved, deadline: BUILT_UNTIL };
    case 'applying':
      return { ...approved, startedAt: BUILT_AT };
    case 'unknown':
      return { ...approved, startedAt: BUILT_AT, waiting: { since: BUILT_AT, note: '', nextAt: BUILT_AT } };
    case 'applied':
      return { ...approved, startedAt: BUILT_AT, outcome: { ...outcome, code: 'written' } };
    case 'failed':
      return { ...approved, startedAt: BUILT_AT, outcome: { ...outcome, code: 'refused' } };
  }
}

function closing(code: ClosingCode) {
  return { code, by: null, at: BUILT_AT, note: '', now: null };
}

/** An entry that tells of a request as a test stores it: without one, its row would be somebody else's doing. */
export function entryOf({ id, tenantId, requester, createdAt, state }: Request): AuditFacts {
  return {
    tenantId,
    at: createdAt,
    event: 'request.drafted',
    actor: requester.oid,
    requestId: id,
    data: { to: state },
  };
}
