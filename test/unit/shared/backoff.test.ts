import assert from 'node:assert/strict';
import { doubling, nextTry, pausesOf } from '../../../src/shared/backoff.ts';

describe('the pauses between tries', () => {
  it('follow their list, then stay at its end', () => {
    const pauses = pausesOf(10, 20, 30);
    assert.deepEqual(
      [0, 1, 2, 3, 1_000].map((attempts) => pauses(attempts)),
      [10, 20, 30, 30, 30],
    );
    assert.equal(pausesOf(5)(7), 5);
  });

  it('double up to the longest, however many tries there were', () => {
    const pauses = doubling(500, 60_000);
    assert.deepEqual(
      [0, 1, 2, 5, 6, 7, 8, 2_000].map((attempts) => pauses(attempts)),
      [500, 1_000, 2_000, 16_000, 32_000, 60_000, 60_000, 60_000],
    );
  });

  it('grow by the random share that is given, at the end as at the beginning', () => {
    assert.equal(doubling(500, 60_000)(0, 0.5), 750);
    assert.equal(doubling(500, 60_000)(40, 1), 120_000);
    assert.equal(pausesOf(10, 20)(1, 0.25), 25);
  });

  it('are no shorter than a service asks for', () => {
    assert.equal(nextTry(1_000, 500, 1_200), 1_500);
    assert.equal(nextTry(1_000, 500, 9_000), 9_000);
    for (const nothing of [undefined, null, '9000']) assert.equal(nextTry(1_000, 500, nothing), 1_500);
  });
});
