import { kindOf } from '../../../src/changes/kind-of.ts';
import { digestOf } from '../../../src/requests/record/digest.ts';
import type { Request } from '../../../src/requests/record/request.ts';

/** 2026-11-24T02:10:00Z, when built requests were made. */
export const BUILT_AT = Date.UTC(2026, 10, 24, 2, 10);

const TENANT = '11111111-1111-4111-8111-111111111111';

/** A request that is whole in itself: Alice asks to turn on automated investigation, which is off; a draft unless overridden. */
export function buildRequest(overrides: Partial<Request> = {}): Request {
  const change = overrides.change ?? { kind: 'advanced-feature', feature: 'automated-investigation', to: 'on' };
  const from = change.kind === 'advanced-feature' && change.to === 'on' ? 'off' : 'on';
  const base = overrides.base ?? {
    objects: { feature: 'automated-investigation', state: from },
    preview: null,
    shown: null,
  };
  const request: Request = {
    id: '5f1c3f6e-9d0b-4c6d-8d2e-3f6a3a1b0c12',
    number: 12,
    tenantId: TENANT,
    rev: 1,
    state: 'draft',
    change,
    base,
    digest: null,
    policyVersion: 'aabbccddeeff',
    reason: '',
    requester: { oid: 'aaaaaaaa-0000-4000-8000-000000000001', name: 'Alice Nguyen' },
    origin: '19:soc@thread.tacv2',
    createdAt: BUILT_AT,
    submittedAt: null,
    deadline: null,
    approvals: [],
    closing: null,
    startedAt: null,
    waiting: null,
    handover: null,
    outcome: null,
    revertOf: null,
    formId: null,
    ...overrides,
  };
  kindOf(request.change).diff(request.change, request.base);
  if (request.submittedAt === null || overrides.digest !== undefined) return request;
  return { ...request, digest: digestOf(request) };
}
