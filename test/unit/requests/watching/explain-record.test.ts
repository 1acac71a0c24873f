import assert from 'node:assert/strict';
import type { AuditedChange } from '../../../../src/requests/ports/tenant-audit.ts';
import type { Request } from '../../../../src/requests/record/request.ts';
import { explainRecord } from '../../../../src/requests/watching/explained/explain-record.ts';
import { BUILT_AT } from '../../../support/samples/build-request.ts';
import {
  applied,
  attested,
  BOB,
  changedBack,
  ended,
  failed,
  HOUR,
  handed,
  LOGGED,
  MINUTE,
  notShown,
  record,
  request,
  saidBy,
} from './logged-requests.ts';

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
  ['a write that failed a moment ago', record(9 * MINUTE), [failed('not-written')], 'surfaces'],
  ['a write that was refused', record(9 * MINUTE), [failed('refused')], /was refused: it wrote nothing/],
  [
    'a write that was refused after it had been put off',
    record(9 * MINUTE),
    [failed('refused', { watchedUntil: BUILT_AT + HOUR })],
    'surfaces',
  ],
  [
    'a request that found it so',
    record(MINUTE),
    [request({ outcome: { at: BUILT_AT + MINUTE, note: '', code: 'in-place' } })],
    /found it so: it wrote nothing/,
  ],
  [
    'a write that was read later, long before',
    record(3 * HOUR),
    [
      request({
        startedAt: BUILT_AT + MINUTE,
        outcome: { at: BUILT_AT + 4 * HOUR, note: '', code: 'surfaced' },
      }),
    ],
    /was told as seen later: this may be what was seen/,
  ],
  [
    'no value, beside a write that failed',
    record(9 * MINUTE, { value: null }),
    [failed('not-written')],
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

describe('what a record of the audit log is beside own requests', () => {
  for (const [title, logged, requests, expected] of CASES) {
    it(`${title}: ${expected}`, () => {
      const found = explainRecord(logged, requests);
      if (typeof expected === 'string') return assert.equal(found.kind, expected);
      assert.match(found.kind === 'outside' ? (found.note ?? '') : found.kind, expected);
    });
  }
});
