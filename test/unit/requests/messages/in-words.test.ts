import assert from 'node:assert/strict';
import { inWords } from '../../../../src/shared/language/time-words.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

describe('a length of time in words', () => {
  const said: readonly (readonly [number, string])[] = [
    [0, '1 second'],
    [2_000, '2 seconds'],
    [59_999, '59 seconds'],
    [60_000, '1 minute'],
    [24 * MINUTE, '24 minutes'],
    [119 * MINUTE, '119 minutes'],
    [2 * HOUR, '2 hours'],
    [47 * HOUR, '47 hours'],
    [48 * HOUR, '2 days'],
  ];
  for (const [ms, words] of said) {
    it(`${ms} ms: ${words}`, () => assert.equal(inWords(ms), words));
  }
});
