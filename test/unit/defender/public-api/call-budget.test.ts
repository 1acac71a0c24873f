import assert from 'node:assert/strict';
import { createCallBudget, READING_LIMITS } from '../../../../src/defender/public-api/call-budget.ts';
import { ManualClock } from '../../../support/runtime/manual-clock.ts';

describe('the budget of calls', () => {
  it('lets the calls of a minute through, and tells when the next one may go', () => {
    const clock = new ManualClock();
    const budget = createCallBudget(READING_LIMITS, clock);
    const first = clock.now();
    for (let call = 0; call < 100; call += 1) {
      assert.equal(budget.take(), null);
      clock.pass(100);
    }
    assert.equal(budget.take()?.until, first + 60_000);
    clock.pass(first + 60_000 - clock.now() - 1);
    assert.equal(budget.take()?.until, first + 60_000);
    clock.pass(1);
    assert.equal(budget.take(), null);
  });

  it('never makes more calls in any minute or hour than are allowed, however it is used', () => {
    const clock = new ManualClock();
    const budget = createCallBudget(READING_LIMITS, clock);
    const made: number[] = [];
    for (let step = 0; step < 9_000; step += 1) {
      if (budget.take() === null) made.push(clock.now());
      clock.pass(step % 7 === 0 ? 3_000 : 250);
    }
    for (const { calls, windowMs } of READING_LIMITS) {
      made.forEach((at, index) => {
        const since = made[index - calls];
        if (since !== undefined) assert(at - since >= windowMs, `${calls} calls in ${at - since} ms`);
      });
    }
    assert(made.length > 1_500, 'the hour is used up and goes on');
  });

  it('does not count a call that was not made', () => {
    const clock = new ManualClock();
    const budget = createCallBudget([{ calls: 1, windowMs: 1_000 }], clock);
    assert.equal(budget.take(), null);
    const free = clock.now() + 1_000;
    for (let call = 0; call < 5; call += 1) assert.equal(budget.take()?.until, free);
    clock.pass(1_000);
    assert.equal(budget.take(), null);
  });

  it('keeps a part for urgent calls, which take from the rest, too, and never exceeds the whole', () => {
    const clock = new ManualClock();
    const budget = createCallBudget([{ calls: 10, windowMs: 1_000, kept: 3 }], clock);
    const free = clock.now() + 1_000;
    for (let call = 0; call < 7; call += 1) assert.equal(budget.take(), null);
    assert.deepEqual(budget.take(), { until: free, why: 'kept' });
    for (let call = 0; call < 3; call += 1) assert.equal(budget.urgent.take(), null);
    assert.deepEqual(budget.urgent.take(), { until: free, why: 'paced' });
    assert.deepEqual(budget.take(), { until: free, why: 'paced' });
    clock.pass(1_000);
    for (let call = 0; call < 10; call += 1) assert.equal(budget.urgent.take(), null);
    assert.equal(budget.take()?.why, 'paced');
    budget.urgent.pause({ until: clock.now() + 5_000, asked: clock.now() + 5_000 });
    assert.equal(budget.take()?.why, 'asked', 'a pause is for all calls');
  });

  it('pauses for as long as the service asks, and never for less', () => {
    const clock = new ManualClock();
    const budget = createCallBudget([], clock);
    const until = clock.now() + 30_000;
    budget.pause({ until, asked: until });
    budget.pause({ until: until - 20_000, asked: null });
    assert.deepEqual(budget.take(), { until, why: 'asked' });
    clock.pass(30_000);
    assert.equal(budget.take(), null);
    budget.pause({ until: clock.now() + 60_000, asked: null });
    assert.equal(budget.take()?.why, 'unsaid', 'the wait is of our own choice');
  });
});
