import type { AuditedChange } from '../../../../src/requests/ports/tenant-audit.ts';
import type { Corroboration, Request } from '../../../../src/requests/record/request.ts';
import { BUILT_AT, buildRequest, type RequestFields } from '../../../support/samples/build-request.ts';

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const BOB = { oid: 'aaaaaaaa-0000-4000-8000-000000000002', name: 'Bob Okafor' };
export const ON = { kind: 'advanced-feature', feature: 'auto-resolve-alerts', to: 'on' } as const;
const BASE = { objects: { feature: 'auto-resolve-alerts', state: 'unread' }, preview: null, shown: null };
const STEPS = { link: 'https://security.microsoft.com/', steps: [] };
export const attested = { at: BUILT_AT, steps: STEPS, attested: { by: BOB, at: BUILT_AT + 10 * MINUTE } };
export const handed = { ...attested, attested: null };
export const ended = { at: BUILT_AT + 11 * MINUTE, note: '', code: 'attested' } as const;

export const LOGGED: Corroboration = {
  at: BUILT_AT,
  by: 'omar@company.example',
  name: null,
  recordId: 'earlier',
  source: 'hunting',
  readAt: BUILT_AT,
  findings: [],
};

/** Approved at BUILT_AT, said to be applied ten minutes later. */
export function request(fields: RequestFields = {}): Request {
  const state = fields.state ?? 'applied';
  return buildRequest({ state, change: ON, base: BASE, ...fields } as RequestFields & { state: 'applied' });
}

export const applied = (more: object = {}) => request({ handover: attested, outcome: { ...ended, ...more } });

export const saidBy = (name: string, more: object = {}) =>
  request({
    handover: {
      ...attested,
      attested: { by: { ...BOB, principalName: `${name}@company.example` }, at: BUILT_AT + 10 * MINUTE },
    },
    outcome: { ...ended, ...more },
  });

export const notShown = () =>
  request({
    state: 'failed',
    startedAt: BUILT_AT + MINUTE,
    outcome: { at: BUILT_AT - 5 * HOUR, note: '', code: 'not-shown', watchedUntil: BUILT_AT + 7 * 24 * HOUR },
  });

export const failed = (code: 'refused' | 'not-written', more: object = {}) =>
  request({ state: 'failed', startedAt: BUILT_AT + MINUTE, outcome: { at: BUILT_AT, note: '', code, ...more } });

/** Approved after that, and applied twelve minutes after it was. */
export const changedBack = request({
  number: 2,
  change: { ...ON, to: 'off' },
  approvals: [{ by: BOB, at: BUILT_AT + 11 * MINUTE }],
  handover: { ...attested, attested: { by: BOB, at: BUILT_AT + 12 * MINUTE } },
  outcome: { ...ended, at: BUILT_AT + 12 * MINUTE },
});

export function record(after: number, more: Partial<AuditedChange> = {}): AuditedChange {
  return {
    id: 'record',
    at: BUILT_AT + after,
    operation: 'SetAdvancedFeatures',
    feature: 'auto-resolve-alerts',
    setting: 'Automatically resolve alerts',
    value: 'on',
    by: 'omar@company.example',
    ...more,
  };
}
