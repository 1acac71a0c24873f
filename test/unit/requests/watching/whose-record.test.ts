import assert from 'node:assert/strict';
import type { DirectoryPerson } from '../../../../src/requests/ports/directory.ts';
import type { AuditedChange } from '../../../../src/requests/ports/tenant-audit.ts';
import type { Request } from '../../../../src/requests/record/request.ts';
import { explainRecord } from '../../../../src/requests/watching/explained/explain-record.ts';
import { aPerson } from '../../../support/people/a-person.ts';
import { BUILT_AT, type RequestFields } from '../../../support/samples/build-request.ts';
import { applied, BOB, ended, HOUR, LOGGED, MINUTE, ON, record, request, saidBy } from './logged-requests.ts';

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
  ['the only one after the word, with nothing in between', [record(HOUR)], saidBy('omar'), 'corroborates'],
  ['one after the word that follows another value', [off(30 * MINUTE), record(HOUR)], saidBy('omar'), 'outside'],
  [
    'one before the word, though a later one follows another value',
    [record(14 * MINUTE, { id: 'later' }), off(12 * MINUTE), record(9 * MINUTE)],
    saidBy('omar'),
    'corroborates',
  ],
  [
    'one before the word that comes after a later one of another run',
    [record(HOUR, { id: 'earlier' }), off(30 * MINUTE), record(9 * MINUTE)],
    saidBy('omar', { corroborated: { ...LOGGED, at: BUILT_AT + HOUR } }),
    'corroborates',
  ],
  [
    'the one that is kept, after another value that came late',
    [off(30 * MINUTE), record(HOUR, { id: 'earlier' })],
    saidBy('omar', { corroborated: { ...LOGGED, at: BUILT_AT + HOUR } }),
    'outside',
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

describe('which of several records is that of a request', () => {
  for (const [title, records, one, expected] of SEVERAL)
    it(`${title}: ${expected}`, () => {
      const last = records.at(-1) ?? assert.fail();
      assert.equal(explainRecord(last, [one], { records, told: [], persons: new Map() }).kind, expected);
    });
});
