import assert from 'node:assert/strict';
import { RateLimits, SEND_LIMITS } from '../../../../src/sandbox/connector/rate-limits.ts';

describe('the limits of one conversation', () => {
  it('let 7 through in a second and say how long to wait', () => {
    let now = 0;
    const limits = new RateLimits(SEND_LIMITS, () => now);
    for (let i = 0; i < 7; i += 1) assert.equal(limits.take('soc'), 0);
    assert.equal(limits.take('soc'), 1);
    assert.equal(limits.take('general'), 0, 'another conversation is not held up');
    now = 1_000;
    assert.equal(limits.take('soc'), 0, 'the eighth, a second later');
    assert.equal(limits.take('soc'), 1, 'but not a ninth within two seconds');
    now = 2_000;
    assert.equal(limits.take('soc'), 0);
  });

  it('let 60 through in half a minute and 1800 in an hour', () => {
    let now = 0;
    const limits = new RateLimits(SEND_LIMITS, () => now);
    const taken = (until: number, step: number) => {
      let count = 0;
      for (; now < until; now += step) if (limits.take('soc') === 0) count += 1;
      return count;
    };
    assert.equal(taken(30_000, 300), 60);
    assert.equal(60 + taken(3_600_000, 1_000), 1_800);
  });

  it('do not count what they refused', () => {
    let now = 0;
    const limits = new RateLimits([{ count: 1, spanMs: 1_000 }], () => now);
    assert.equal(limits.take('soc'), 0);
    now = 900;
    assert.equal(limits.take('soc'), 1);
    now = 1_000;
    assert.equal(limits.take('soc'), 0);
  });
});
