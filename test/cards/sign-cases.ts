import type { Change } from '../../src/changes/registry/change.ts';
import { kindOf } from '../../src/changes/registry/kind-of.ts';
import type { Target } from '../../src/changes/supported/indicators/indicator-entry.ts';
import type { DeviceTagsChange } from '../../src/changes/supported/tags/tag-change.ts';
import type { AlertRecord, IndicatorRecord, TenantSnapshot } from '../../src/changes/tenant-snapshot.ts';
import type { Request } from '../../src/requests/record/request.ts';
import { BUILT_AT, buildRequest, type RequestFields } from '../support/samples/build-request.ts';
import { SMALL_TENANT } from '../support/samples/group-requests.ts';
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
    'indicator-ended': asked(
      { kind: 'indicators', entries: [{ type: 'FileSha256', value: SHA, to: allow }] },
      { ...applied, outcome: followed('The indicator has ended.', { stand: 0, ended: 1, replaced: 0, changed: 0 }) },
    ),
    'indicator-overtaken': asked(
      { kind: 'indicators', entries: [domain('evil.example', block)] },
      { ...applied, outcome: followed('It was changed by #2.', { stand: 0, ended: 0, replaced: 1, changed: 0 }) },
    ),
    'indicator-otherwise': asked(
      { kind: 'indicators', entries: [domain('evil.example', allow)] },
      { ...applied, outcome: followed(OTHERWISE, { stand: 0, ended: 0, replaced: 0, changed: 1, otherwise: 1 }) },
    ),
    'alert-one': asked({ kind: 'alerts', entries: [one] }, pending),
    'alert-many': asked({ kind: 'alerts', entries: alerts }, pending),
    ...troubled({ kind: 'indicators', entries: files }, { kind: 'alerts', entries: alerts }, pending, applied),
  };
}

const OTHERWISE =
  'It was changed since, and no request explains that. It is now: Allow on all devices without an end. Where it should not be, write "remove indicator evil.example".';

function followed(note: string, counts: Readonly<Record<string, number>>): Request['outcome'] {
  const at = BUILT_AT + HOUR;
  const items = { total: 1, done: 1, refused: 0, unknown: 0 };
  const found = { at: at + 24 * 7 * HOUR, note, counts, isOver: true };
  return { at, code: 'written', note: '1 of 1 written.', items, followed: found };
}

/** What is being written, was written in part, and was refused as a whole. */
function troubled(
  indicators: Change,
  alerts: Change,
  pending: RequestFields,
  applied: RequestFields,
): Readonly<Record<string, Request>> {
  const at = BUILT_AT + HOUR;
  const writing = { ...pending, rev: 4, state: 'applying', deadline: null, startedAt: at } as const;
  const part = (of: number, done: number, note: string): RequestFields => ({
    ...applied,
    outcome: { at, code: 'written', note, items: { total: of, done, refused: of - done, unknown: 0 } },
  });
  const refused = (note: string): RequestFields => ({
    ...applied,
    state: 'failed',
    outcome: { at, code: 'refused', note },
  });
  const waiting = { since: at, note: 'So far: 120 of 500 written.', nextAt: at + HOUR };
  return {
    'indicator-applying': asked(indicators, { ...writing, waiting }),
    'indicator-applied-in-part': asked(
      indicators,
      part(500, 498, `498 of 500 written. 2 refused: ${'a'.repeat(64)} (${QUOTA}).`),
    ),
    'indicator-failed': asked(indicators, refused(`0 of 500 written. 500 refused: ${'a'.repeat(64)} (${QUOTA}).`)),
    'alert-applying': asked(alerts, { ...writing, waiting: { ...waiting, note: 'So far: 100 of 200 updated.' } }),
    'alert-applied-in-part': asked(alerts, part(200, 150, `150 of 200 updated. 50 refused: ${MANY[0]} (${BARRED}).`)),
    'alert-failed': asked(alerts, refused(`0 of 200 updated. 200 refused: ${MANY[0]} (${BARRED}).`)),
  };
}

const QUOTA = 'Defender refused the call (HTTP 400): Request failed, max number of 15,000 indicators reached';
const BARRED = "Airlock's token lacks the permission Alert.ReadWrite.All on Defender (HTTP 403)";

const HOUR = 3_600_000;

function tagging(count: number): DeviceTagsChange {
  const devices = (SMALL_TENANT.devices ?? []).slice(0, count).map(({ id, name }) => ({ id, name }));
  return { kind: 'device-tags', action: 'add', tag: 'finance', wanted: { startsWith: 'LAP-' }, devices };
}

function about(now: TenantSnapshot, count: number): Pick<Request, 'change' | 'base'> {
  const change = tagging(count);
  return { change, base: kindOf(change).base(change, now) };
}

const UNKNOWN: TenantSnapshot = {
  ...SMALL_TENANT,
  groups: (SMALL_TENANT.groups ?? []).map((group) => ({ ...group, level: 'unread' })),
  tags: {
    found: [],
    lacks: 'Whether asset rules or registries set this tag is not known: advanced hunting gave no answer.',
  },
};

/**
 * One request for each thing that can become of tags.
 * @param submitted, approved what a request of these states has
 */
export function tagRequests(submitted: RequestFields, approved: RequestFields): Readonly<Record<string, Request>> {
  const many = about(SMALL_TENANT, 40);
  const started = { ...approved, deadline: null, startedAt: BUILT_AT + HOUR };
  const at = BUILT_AT + 2 * HOUR;
  const note =
    '4,998 of 5,000 tagged. 2 refused: LAP-1 (Defender refused the call (HTTP 400): not seen for too long.), LAP-2.';
  const items = { total: 5_000, done: 4_998, refused: 2, unknown: 0 };
  const followed = { at, note: '31 of 40 moved to their groups.', counts: { moved: 31, of: 40 }, isOver: false };
  return {
    'tags-draft': buildRequest({ ...many, deadline: BUILT_AT + HOUR }),
    'tags-pending': buildRequest({ ...submitted, ...many, state: 'pending' }),
    'tags-pending-unknown': buildRequest({ ...submitted, ...about(UNKNOWN, 3), state: 'pending' }),
    'tags-applying': buildRequest({
      ...started,
      ...many,
      state: 'applying',
      waiting: { since: at, note: 'So far: 120 of 5,000 tagged.', nextAt: at },
    }),
    'tags-applied': buildRequest({
      ...started,
      ...many,
      state: 'applied',
      outcome: {
        at,
        code: 'written',
        note: '40 of 40 tagged.',
        items: { ...items, total: 40, done: 40, refused: 0 },
        followed,
      },
    }),
    'tags-applied-in-part': buildRequest({
      ...started,
      ...many,
      state: 'applied',
      outcome: { at, code: 'written', note, items },
    }),
  };
}
