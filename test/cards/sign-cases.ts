import type { Change } from '../../src/changes/registry/change.ts';
import { kindOf } from '../../src/changes/registry/kind-of.ts';
import type { Target } from '../../src/changes/supported/indicators/indicator-entry.ts';
import type { AlertRecord, IndicatorRecord, TenantSnapshot } from '../../src/changes/tenant-snapshot.ts';
import type { Request } from '../../src/requests/record/request.ts';
import { BUILT_AT, buildRequest, type RequestFields } from '../support/samples/build-request.ts';
import { executives, GROUPS } from '../support/samples/group-samples.ts';

const DAY = 86_400_000;
const SHA = '3f2a'.repeat(16);

const OLD: IndicatorRecord = {
  id: '994',
  value: 'evil.example',
  type: 'DomainName',
  action: 'Block',
  title: 'Feed 7',
  description: 'By hand',
  expiresAt: null,
  severity: 'High',
  groups: [],
  createdBy: 'sam@harbourline.example',
  generateAlert: true,
  recommendedActions: null,
};

const ALERT: AlertRecord = {
  id: 'da637399794050273582_-760707377',
  title: "'Wacatac' malware was detected",
  severity: 'Medium',
  device: 'lap-hr-0001.harbourline.example',
  status: 'New',
  classification: null,
  determination: null,
};

const MANY = Array.from({ length: 200 }, (_, index) => `da637399794050273582_${index}`);

const TENANT: TenantSnapshot = {
  tenantId: 'tenant',
  readAt: BUILT_AT,
  product: 'plan2',
  groups: GROUPS,
  devices: [],
  indicators: { found: [OLD], lacks: null },
  indicatorTotal: 14_400,
  alerts: { found: [ALERT, ...MANY.map((id) => ({ ...ALERT, id }))], lacks: null },
};

const until = BUILT_AT + 7 * DAY;
const allow: Target = { action: 'Allowed', groups: [executives.name], lasts: 7 * DAY, until };
const block: Target = { action: 'Block', groups: [], lasts: null, until: null };
const domain = (value: string, to: Target | null) => ({ type: 'DomainName', value, to }) as const;

function asked(change: Change, fields: RequestFields): Request {
  return buildRequest({ ...fields, change, base: kindOf(change).base(change, TENANT) });
}

/** Requests about indicators and alerts. @param pending fields of one that waits; `applied` of one that was written */
export function signRequests(pending: RequestFields, applied: RequestFields): Readonly<Record<string, Request>> {
  const many = Array.from({ length: 500 }, (_, index) => domain(`d${index}.a-long-name-of-a-domain.example`, block));
  const files = many.map(
    (_, index) => ({ type: 'FileSha256', value: `${index}`.padStart(64, 'a'), to: block }) as const,
  );
  const said = { status: 'Resolved', classification: 'FalsePositive', determination: 'NotMalicious' };
  const one = { id: ALERT.id, title: `${ALERT.title} on ${ALERT.device} (Medium severity)`, to: said };
  const alerts = MANY.map((id) => ({ ...one, id }));
  return {
    'indicator-allow': asked({ kind: 'indicators', entries: [{ type: 'FileSha256', value: SHA, to: allow }] }, pending),
    'indicator-removal': asked({ kind: 'indicators', entries: [domain('evil.example', null)] }, pending),
    'indicator-import': asked({ kind: 'indicators', entries: many }, pending),
    'indicator-hashes': asked({ kind: 'indicators', entries: files }, pending),
    'indicator-applied': asked({ kind: 'indicators', entries: [domain('evil.example', allow)] }, applied),
    'alert-one': asked({ kind: 'alerts', entries: [one] }, pending),
    'alert-many': asked({ kind: 'alerts', entries: alerts }, pending),
  };
}
