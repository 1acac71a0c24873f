import assert from 'node:assert/strict';
import type { DirectoryPerson } from '../../../../src/requests/ports/directory.ts';
import type { AuditedChange } from '../../../../src/requests/ports/tenant-audit.ts';
import type { Corroboration, Request } from '../../../../src/requests/record/request.ts';
import { explainRecord } from '../../../../src/requests/watching/explain-record.ts';
import { aPerson } from '../../../support/people/a-person.ts';
import { BUILT_AT, buildRequest, type RequestFields } from '../../../support/samples/build-request.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const BOB = { oid: 'aaaaaaaa-0000-4000-8000-000000000002', name: 'Bob Okafor' };
const ON = { kind: 'advanced-feature', feature: 'auto-resolve-alerts', to: 'on' } as const;
const BASE = { objects: { feature: 'auto-resolve-alerts', state: 'unread' }, preview: null, shown: null };
const STEPS = { link: 'https://security.microsoft.com/', steps: [] };
const attested = { at: BUILT_AT, steps: STEPS, attested: { by: BOB, at: BUILT_AT + 10 * MINUTE } };
const handed = { ...attested, attested: null };
const ended = { at: BUILT_AT + 11 * MINUTE, note: '', code: 'attested' } as const;

const LOGGED: Corroboration = {
  at: BUILT_AT,
  by: 'omar@company.example',
  name: null,
  recordId: 'earlier',
  source: 'hunting',
  readAt: BUILT_AT,
  findings: [],
};

/** Approved at BUILT_AT, said to be applied ten minutes later. */
function request(fields: RequestFields = {}): Request {
  const state = fields.state ?? 'applied';
  return buildRequest({ state, change: ON, base: BASE, ...fields } as RequestFields & { state: 'applied' });
}

const applied = (more: object = {}) => request({ handover: attested, outcome: { ...ended, ...more } });

const saidBy = (name: string) =>
  request({
    handover: {
      ...attested,
      attested: { by: { ...BOB, principalName: `${name}@company.example` }, at: BUILT_AT + 10 * MINUTE },
    },
    outcome: ended,
  });

const notShown = () =>
  request({
    state: 'failed',
    startedAt: BUILT_AT + MINUTE,
    outcome: { at: BUILT_AT - 5 * HOUR, note: '', code: 'not-shown', watchedUntil: BUILT_AT + 7 * 24 * HOUR },
  });

/** Approved after that, and applied twelve minutes after it was. */
const changedBack = request({
  number: 2,
  change: { ...ON, to: 'off' },
  approvals: [{ by: BOB, at: BUILT_AT + 11 * MINUTE }],
  handover: { ...attested, attested: { by: BOB, at: BUILT_AT + 12 * MINUTE } },
  outcome: { ...ended, at: BUILT_AT + 12 * MINUTE },
});

function record(after: number, more: Partial<AuditedChange> = {}): AuditedChange {
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

const closing = { code: 'expired-unapplied', by: null, at: BUILT_AT + HOUR, note: '', now: null } as const;

const CASES: readonly (readonly [string, AuditedChange, readonly Request[], string | RegExp])[] = [
  ['the same switch and value after the approval', record(9 * MINUTE), [applied()], 'corroborates'],
  ['a clock that is a minute behind', record(-MINUTE), [applied()], 'corroborates'],
  ['a record from before the approval', record(-10 * MINUTE), [applied()], /was approved only later/],
  ['the same again after a later request changed it back', record(13 * MINUTE), [changedBack, applied()], 'outside'],
  [
    'the first of it, though a later request changed it back',
    record(9 * MINUTE),
    [changedBack, applied()],
    'corroborates',
  ],
  ['the other value', record(9 * MINUTE, { value: 'off' }), [applied()], 'outside'],
  ['another switch', record(9 * MINUTE, { feature: 'automated-investigation' }), [applied()], 'outside'],
  [
    'words that Airlock does not know',
    record(9 * MINUTE, { feature: null }),
    [applied()],
    /does not know this setting/,
  ],
  ['a change long after somebody said so', record(3 * HOUR), [applied()], 'outside'],
  ['somebody who says so first and does it then', record(20 * MINUTE), [applied()], 'corroborates'],
  ['no value, beside an own request', record(9 * MINUTE, { value: null }), [applied()], 'outside'],
  ['no value, by who said so before they did', record(9 * MINUTE, { value: null }), [saidBy('omar')], 'known'],
  ['no value, by who said so long before', record(20 * MINUTE, { value: null }), [saidBy('omar')], 'outside'],
  ['a change hours after exactly that person said so', record(3 * HOUR), [saidBy('Omar')], 'corroborates'],
  ['a change hours after another person said so', record(3 * HOUR), [saidBy('carla')], 'outside'],
  ['a write that does not show', record(5 * MINUTE), [notShown()], 'surfaces'],
  ['a write that no reading shows yet', record(5 * MINUTE), [request({ state: 'unknown' })], 'surfaces'],
  [
    'no value, beside a write that no reading shows yet',
    record(MINUTE, { value: null }),
    [request({ state: 'unknown' })],
    'waits',
  ],
  ['another, long after a write that does not show yet', record(5 * HOUR), [notShown()], 'outside'],
  ['no value, beside none', record(9 * MINUTE, { value: null }), [], 'outside'],
  ['no request at all', record(9 * MINUTE), [], 'outside'],
  ['the same save once more', record(9 * MINUTE), [applied({ corroborated: LOGGED })], 'known'],
  [
    'somebody else, after it was corroborated',
    record(9 * MINUTE, { by: 'carla@company.example' }),
    [applied({ corroborated: LOGGED })],
    'outside',
  ],
  [
    'the same once more under a number, by the same account',
    record(9 * MINUTE, { id: 'twin', by: '10032001ABCDEF00', oid: BOB.oid }),
    [applied({ corroborated: { ...LOGGED, oid: BOB.oid } })],
    'known',
  ],
  [
    'another account that has the principal name now',
    record(9 * MINUTE, { id: 'other', oid: BOB.oid }),
    [applied({ corroborated: { ...LOGGED, oid: '99999999-0000-4000-8000-000000000009' } })],
    'outside',
  ],
  ['steps that nobody reported yet', record(9 * MINUTE), [request({ state: 'approved', handover: handed })], 'waits'],
  ['a report that is being checked', record(9 * MINUTE), [request({ state: 'applying', handover: attested })], 'waits'],
  [
    'steps that were handed over before the approval was taken back',
    record(9 * MINUTE),
    [request({ state: 'pending', approvals: [], handedOver: BUILT_AT + MINUTE })],
    /#12 asked for exactly this and was handed over, and its approval was taken back/,
  ],
  [
    'a request that waits for approval',
    record(9 * MINUTE),
    [request({ state: 'pending' })],
    /asks for exactly this, and is not approved/,
  ],
  [
    'steps that nobody reported in time',
    record(9 * MINUTE),
    [request({ state: 'expired', approvals: [{ by: BOB, at: BUILT_AT }], handover: handed, closing })],
    'surfaces',
  ],
  [
    'steps that nobody reported in time, done long after',
    record(3 * HOUR),
    [request({ state: 'expired', approvals: [{ by: BOB, at: BUILT_AT }], handover: handed, closing })],
    'outside',
  ],
  ['a write that failed a moment ago', record(9 * MINUTE), [request({ state: 'failed' })], 'surfaces'],
  [
    'no value, beside a write that failed',
    record(9 * MINUTE, { value: null }),
    [request({ state: 'failed' })],
    /failed: it may have been its write/,
  ],
  [
    'two requests for the same: the later one',
    record(9 * MINUTE),
    [
      applied(),
      request({ number: 3, approvals: [{ by: BOB, at: BUILT_AT - HOUR }], outcome: { ...ended, at: BUILT_AT } }),
    ],
    'corroborates',
  ],
];

const off = (after: number) => record(after, { id: `off ${after}`, value: 'off' });

/** Records of one switch, oldest first, and what the last of them is. */
const SEVERAL: readonly (readonly [string, readonly AuditedChange[], Request, string])[] = [
  ['the first of two, before somebody said so', [record(2 * MINUTE)], saidBy('omar'), 'corroborates'],
  [
    'an equal one of the same account, after another value',
    [record(2 * MINUTE, { id: 'earlier' }), off(4 * MINUTE), record(6 * MINUTE)],
    applied({ corroborated: { ...LOGGED, at: BUILT_AT + 2 * MINUTE } }),
    'outside',
  ],
  [
    'an equal one of the same account, with nothing in between',
    [off(MINUTE), record(2 * MINUTE, { id: 'earlier' }), record(6 * MINUTE)],
    applied({ corroborated: { ...LOGGED, at: BUILT_AT + 2 * MINUTE } }),
    'known',
  ],
  [
    'the last that was set before somebody said so',
    [record(2 * MINUTE, { id: 'earlier' }), off(4 * MINUTE), record(6 * MINUTE)],
    saidBy('omar'),
    'corroborates',
  ],
  [
    'an earlier one of the same account, which waits for the other',
    [record(6 * MINUTE, { id: 'later' }), off(4 * MINUTE), record(2 * MINUTE)],
    saidBy('omar'),
    'waits',
  ],
  [
    'an earlier one of somebody else than who said so',
    [record(6 * MINUTE, { id: 'later' }), record(2 * MINUTE, { by: 'grace@company.example' })],
    saidBy('omar'),
    'outside',
  ],
  [
    'a later one of who said so',
    [record(2 * MINUTE, { id: 'earlier', by: 'grace@company.example' }), record(6 * MINUTE)],
    saidBy('omar'),
    'corroborates',
  ],
];

const named = (name: string, oid: string) =>
  aPerson(oid, { name, userPrincipalName: `${name}@company.example`, addresses: [] });
const GRACE = named('grace', 'cccccccc-0000-4000-8000-000000000003');
const OMAR = named('omar', BOB.oid);

/** The session of Omar wrote it. */
const session = { name: 'omar@company.example', source: 'read' } as const;
const notShownBy = request({
  state: 'unknown',
  startedAt: BUILT_AT,
  waiting: { since: BUILT_AT, note: '', nextAt: BUILT_AT, session },
} as RequestFields);
const failedBy = request({
  state: 'failed',
  startedAt: BUILT_AT,
  outcome: { ...ended, code: 'not-shown', session },
} as RequestFields);

const severalBy = (name: string) =>
  request({
    ...saidBy(name),
    change: { kind: 'several', parts: [ON, { ...ON, feature: 'automated-investigation' }] },
    base: {
      objects: {
        parts: ['auto-resolve-alerts', 'automated-investigation'].map((feature) => ({
          kind: 'advanced-feature',
          objects: { feature, state: 'unread' },
        })),
      },
      preview: null,
      shown: { parts: [null, null] },
    },
  } as RequestFields);

const LATE = /another person/;

/** Who said so, whom the record names, when after the approval, and what it is. `null`: the directory knows nobody. */
const NAMED: readonly (readonly [string, Request, DirectoryPerson | null, number, string | RegExp])[] = [
  ['who said so, a while after their word', saidBy('omar'), OMAR, 24, 'corroborates'],
  ['who said so, a day after', saidBy('omar'), OMAR, 1_500, 'outside'],
  ['another person, before that word', saidBy('omar'), GRACE, 9, 'corroborates'],
  ['another person, within what clocks may differ', saidBy('omar'), GRACE, 11, 'corroborates'],
  ['another person, a while after that word', saidBy('omar'), GRACE, 24, LATE],
  ['nobody that is known, before the word', saidBy('omar'), null, 9, 'corroborates'],
  ['nobody that is known, a while after the word', saidBy('omar'), null, 24, 'corroborates'],
  ['nobody that is known, hours after', saidBy('omar'), null, 180, 'outside'],
  ["the session's own person, of a write that does not show", notShownBy, OMAR, 1, 'surfaces'],
  ['another person, beside a write that does not show', notShownBy, GRACE, 1, LATE],
  ["the session's own person, of a write that failed", failedBy, OMAR, 1, 'surfaces'],
  ['another person, beside a write that failed', failedBy, GRACE, 1, LATE],
  ['another person than who said so of several changes', severalBy('omar'), GRACE, 9, 'corroborates'],
  ['another person, a while after the word on several changes', severalBy('omar'), GRACE, 24, 'outside'],
];

describe('whom a record of the audit log names beside who said so', () => {
  for (const [title, one, person, after, expected] of NAMED)
    it(`${title}: ${expected}`, () => {
      const by = person?.userPrincipalName ?? '10032001ABCDEF00';
      const logged = record(after * MINUTE, { by, ...(person && { oid: person.oid }) });
      const persons = new Map([[logged.id, person]]);
      const found = explainRecord(logged, [one], { records: [logged], told: [], persons });
      if (typeof expected === 'string') return assert.equal(found.kind, expected);
      assert.match(found.kind === 'outside' ? (found.note ?? '') : found.kind, expected);
    });
});

describe('what a record of the audit log is beside own requests', () => {
  for (const [title, records, one, expected] of SEVERAL)
    it(`${title}: ${expected}`, () => {
      const last = records.at(-1) ?? assert.fail();
      assert.equal(explainRecord(last, [one], { records, told: [], persons: new Map() }).kind, expected);
    });

  for (const [title, logged, requests, expected] of CASES) {
    it(`${title}: ${expected}`, () => {
      const found = explainRecord(logged, requests);
      if (typeof expected === 'string') return assert.equal(found.kind, expected);
      assert.match(found.kind === 'outside' ? (found.note ?? '') : found.kind, expected);
    });
  }
});
