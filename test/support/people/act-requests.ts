import type { AntivirusScanChange } from '../../../src/changes/supported/actions/antivirus-scan-change.ts';
import type { ResponseActionsChange } from '../../../src/changes/supported/actions/response-actions-change.ts';
import { USUAL_DEVICE_ACTS } from '../../../src/requests/record/digest.ts';
import { type Request, requestSchema } from '../../../src/requests/record/request.ts';
import { BUILT_AT, buildRequest, type RequestFields } from '../samples/build-request.ts';
import { anOid } from '../samples/ids.ts';

/** With isolation as an emergency. */
export const ACTS = { deviceActs: { ...USUAL_DEVICE_ACTS, emergency: ['isolate'] } } as const;

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

const ALICE = { oid: anOid('aaaaaaaa-0000-4000-8000-000000000001'), name: 'Alice Nguyen' };
const BOB = { oid: anOid('aaaaaaaa-0000-4000-8000-000000000002'), name: 'Bob Okafor' };

const devices = (count: number) =>
  Array.from({ length: count }, (_, at) => {
    const name = `LAP-HR-${String(at + 1).padStart(4, '0')}`;
    return { id: String(at).padStart(40, '0'), name, os: 'Windows11' };
  });

const scan = (count: number): AntivirusScanChange => ({
  kind: 'antivirus-scan',
  scan: 'Full',
  wanted: { group: 'HR laptops' },
  devices: devices(count),
  leftOut: 2,
});

const isolation: ResponseActionsChange = {
  kind: 'response-actions',
  act: 'isolate',
  wanted: { names: ['LAP-HR-0001'] },
  devices: devices(1),
  leftOut: 0,
};

const scanned = { change: scan(48), base: { objects: null, preview: null, shown: null } };
const isolated = {
  change: isolation,
  base: {
    objects: { standings: { [devices(1)[0]?.id ?? '']: null } },
    preview: null,
    shown: { restricted: ['LAP-HR-0001'], controllers: [], lacks: null },
  },
};

const begun = {
  reason: 'Ransomware on the share, incident 4711.',
  submittedAt: BUILT_AT + 2 * MINUTE,
  startedAt: BUILT_AT + 3 * MINUTE,
  state: 'applied',
  deadline: null,
  rev: 6,
  approvals: [],
} as const satisfies RequestFields;

const followed = (counts: Readonly<Record<string, number>>, note: string, isOver: boolean) => ({
  at: BUILT_AT + 4 * MINUTE,
  code: 'written',
  note: `${counts.total ?? 0} of ${counts.total ?? 0} ordered.`,
  items: { total: counts.total ?? 0, done: counts.total ?? 0, refused: 0, unknown: 0 },
  followed: { at: BUILT_AT + 9 * MINUTE, note, counts, isOver },
});

const seen = { marks: [], roles: [], since: { account: 0, role: null }, proof: null };
const emergency = {
  why: 'emergency',
  by: ALICE,
  at: BUILT_AT + 3 * MINUTE,
  evidence: seen,
  until: BUILT_AT + 4 * HOUR,
};
const ordered = {
  at: BUILT_AT + 4 * MINUTE,
  code: 'written',
  note: '1 of 1 ordered.',
  items: { total: 1, done: 1, refused: 0, unknown: 0 },
};

/** The same with what only such a request has. */
function withMore(request: Request, more: object): Request {
  return requestSchema.parse({ ...request, ...more });
}

/** Approved by another admin, ordered on all devices, and ended as counted. */
function ended(
  what: typeof scanned | typeof isolated,
  counts: Readonly<Record<string, number>>,
  note: string,
): Request {
  return withMore(buildRequest({ ...what, ...begun, approvals: [{ by: BOB, at: BUILT_AT + 3 * MINUTE }] }), {
    outcome: followed(counts, note, true),
  });
}

/** What becomes of scans and of actions on devices: by two people, on one person's word, and in an emergency. */
export const ACT_CASES: Readonly<Record<string, Request>> = {
  'scan-pending': buildRequest({ ...scanned, ...begun, state: 'pending', startedAt: null, deadline: BUILT_AT + HOUR }),
  'scan-running': withMore(
    buildRequest({ ...scanned, ...begun, approvals: [{ by: BOB, at: BUILT_AT + 3 * MINUTE }] }),
    {
      outcome: followed({ total: 48, Succeeded: 12, InProgress: 36 }, 'Of 48: 12 scanned, 36 scanning.', false),
    },
  ),
  'scan-alone': withMore(buildRequest({ ...scanned, ...begun, change: scan(3) }), {
    alone: { why: 'few-devices', by: ALICE, at: BUILT_AT + 2 * MINUTE },
    outcome: followed({ total: 3, Succeeded: 2, Failed: 1 }, 'Of 3: 2 scanned, 1 failed.', true),
  }),
  'scan-ended-in-part': ended(
    scanned,
    { total: 48, Succeeded: 45, Failed: 2, TimeOut: 1 },
    'Of 48: 45 scanned, 2 failed, 1 timed out.',
  ),
  'scan-timed-out-in-part': ended(
    scanned,
    { total: 48, Succeeded: 3, TimeOut: 44, Failed: 1 },
    'Of 48: 3 scanned, 1 failed, 44 timed out.',
  ),
  'scan-not-known': ended(scanned, { total: 48, Succeeded: 3, missing: 45 }, 'Of 48: 3 scanned, 45 not listed yet.'),
  'scan-cancelled-whole': ended(scanned, { total: 48, Cancelled: 48 }, 'Of 48: 0 scanned, 48 cancelled.'),
  'scan-timed-out': ended(scanned, { total: 48, TimeOut: 48 }, 'Of 48: 0 scanned, 48 timed out.'),
  'scan-cancelled': ended(scanned, { total: 48, Succeeded: 3, Cancelled: 45 }, 'Of 48: 3 scanned, 45 cancelled.'),
  'act-failed': ended(isolated, { total: 1, Failed: 1 }, 'Of 1: 0 isolated, 1 failed.'),
  'act-timed-out': ended(isolated, { total: 1, TimeOut: 1 }, 'Of 1: 0 isolated, 1 timed out.'),
  'emergency-draft': buildRequest({ ...isolated, deadline: BUILT_AT + HOUR }),
  'emergency-owed': withMore(buildRequest({ ...isolated, ...begun }), { alone: emergency, outcome: ordered }),
  'emergency-ratified': withMore(buildRequest({ ...isolated, ...begun }), {
    alone: { ...emergency, settled: { how: 'approved', approval: { by: BOB, at: BUILT_AT + HOUR, evidence: seen } } },
    outcome: ordered,
  }),
  'emergency-undone': withMore(buildRequest({ ...isolated, ...begun }), {
    alone: { ...emergency, settled: { how: 'undone', at: BUILT_AT + HOUR, request: 13 } },
    outcome: ordered,
  }),
};
