import assert from 'node:assert/strict';
import { readRetryAfter, retryAt } from '../../../src/shared/http/retry-after.ts';

const NOW = Date.parse('2026-11-24T03:00:00Z');
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

describe('Retry-After', () => {
  const waits: Readonly<Record<string, number>> = {
    '0': 0,
    '120': 120_000,
    ' 7 ': 7_000,
    '3600': HOUR,
    'Tue, 24 Nov 2026 03:02:00 GMT': 2 * MINUTE,
    'Tue, 24 Nov 2026 03:00:00 GMT': 0,
    'Tue, 24 Nov 2026 04:00:00 GMT': HOUR,
  };
  for (const [value, wait] of Object.entries(waits))
    it(`"${value}" is ${wait} ms`, () => assert.equal(readRetryAfter(value, NOW), NOW + wait));

  const absurd = ['3601', '999999', '10000000', '9'.repeat(400), 'Tue, 24 Nov 2026 04:00:01 GMT', dateIn(9999)];
  for (const value of absurd)
    it(`"${value.slice(0, 40)}" is an hour`, () => assert.equal(readRetryAfter(value, NOW), NOW + HOUR));

  const unclear = [
    '',
    '-5',
    '-0',
    '1.5',
    '1e3',
    '0x10',
    '١٢',
    '7, 7',
    'soon',
    'NaN',
    'Infinity',
    '2026-11-24T04:00:00Z',
    'Tuesday, 24-Nov-26 04:00:00 GMT',
    'Tue, 24 Nov 2026 04:00:00 CET',
    'Tue, 99 Nov 2026 04:00:00 GMT',
    'Tue, 24 Nov 2026 02:59:59 GMT',
    dateIn(1970),
    7,
    null,
    undefined,
    ['7'],
  ];
  for (const value of unclear)
    it(`${JSON.stringify(value)} says nothing`, () => assert.equal(readRetryAfter(value, NOW), null));

  it('is read from the headers of an answer, and is a minute where they say nothing', () => {
    assert.equal(retryAt(new Headers({ 'Retry-After': '7' }), NOW), NOW + 7_000);
    assert.equal(retryAt(new Headers({ 'Retry-After': '-5' }), NOW), NOW + MINUTE);
    assert.equal(retryAt(new Headers(), NOW), NOW + MINUTE);
  });

  it('is counted from the time that is given', () => {
    assert.equal(readRetryAfter('7', 0), 7_000);
    assert.equal(readRetryAfter(dateIn(1970), 0), HOUR);
  });
});

function dateIn(year: number): string {
  return new Date(Date.UTC(year, 0, 2)).toUTCString();
}
