import assert from 'node:assert/strict';
import { type SharedClock, sharedClock } from '../../../src/service/keeping/shared-clock.ts';
import { logTo } from '../../support/runtime/log-to.ts';

const HOUR = 3_600_000;

describe('the time that instances share', () => {
  let own: number;
  let steady: number;
  let database: number;
  let clock: SharedClock;
  beforeEach(() => {
    [own, steady, database] = [100_000, 5, 1_000_000];
    clock = sharedClock(
      { now: () => own },
      () => steady,
      logTo(() => undefined),
    );
  });
  afterEach(() => clock.stop());

  const ask = async () => database;

  it('is this machine’s until it follows another, and where there is no other', async () => {
    assert.deepEqual([clock.now(), clock.skew()], [100_000, null]);
    await clock.follow(async () => null);
    assert.deepEqual([clock.now(), clock.skew()], [100_000, null]);
  });

  it('is the database’s from then on, however this machine’s clock jumps', async () => {
    await clock.follow(ask);
    assert.deepEqual([clock.now(), clock.skew()], [1_000_000, -900_000]);
    own += 5 * HOUR;
    steady += 1_000;
    assert.equal(clock.now(), 1_001_000);
    assert.equal(clock.skew(), 5 * HOUR - 901_000);
  });

  it('takes half of the way for what the answer took', async () => {
    await clock.follow(async () => {
      steady += 400;
      return database;
    });
    assert.equal(clock.now(), 1_000_200);
  });

  it('never goes back by a little, and follows a database whose clock was set back', async () => {
    await clock.follow(ask);
    clock.stop();
    assert.equal(clock.now(), 1_000_000);
    database -= 300;
    await clock.follow(ask);
    assert.equal(clock.now(), 1_000_000);
    steady += 400;
    assert.equal(clock.now(), 1_000_100);
    database -= HOUR;
    await clock.follow(ask);
    assert.equal(clock.now(), 1_000_000 - 300 - HOUR);
  });

  it('leaves an answer out that took too long to tell the time, but the first', async () => {
    await clock.follow(ask);
    await clock.follow(async () => {
      steady += 9_000;
      return 0;
    });
    assert.equal(clock.now(), 1_009_000);
  });
});
