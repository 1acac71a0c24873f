import assert from 'node:assert/strict';
import { retryAt } from '../../../src/shared/transport-error.ts';

const NOW = Date.parse('2026-11-24T03:00:00Z');
const MINUTE = 60_000;

describe('Retry-After', () => {
  const cases: Readonly<Record<string, number>> = {
    '0': 0,
    '120': 120_000,
    ' 7 ': 7_000,
    '999999': 999_999_000,
    'Tue, 24 Nov 2026 03:02:00 GMT': 2 * MINUTE,
    'Tue, 24 Nov 2026 03:00:00 GMT': 0,
  };
  for (const [value, wait] of Object.entries(cases))
    it(`"${value}" is ${wait} ms`, () => assert.equal(retryAt(new Headers({ 'retry-after': value }), NOW), NOW + wait));

  const unclear = [
    '',
    '-5',
    '1.5',
    '1e3',
    '0x10',
    '10000000',
    'soon',
    '2026-11-24T04:00:00Z',
    'Tuesday, 24-Nov-26 04:00:00 GMT',
    'Tue, 24 Nov 2026 04:00:00 CET',
    'Tue, 99 Nov 2026 04:00:00 GMT',
    'Tue, 24 Nov 2026 02:59:59 GMT',
  ];
  for (const value of unclear)
    it(`"${value}" is a minute`, () => assert.equal(retryAt(new Headers({ 'retry-after': value }), NOW), NOW + MINUTE));

  it('nothing is a minute', () => assert.equal(retryAt(new Headers(), NOW), NOW + MINUTE));
});
