import assert from 'node:assert/strict';
import { throttle } from '../../../../src/sandbox/mde/mde-throttle.ts';
import { MDE_SCOPE, type SandboxOnLoopback, sandboxOnLoopback } from '../wire/sandbox-on-loopback.ts';

describe('sandbox/mde: throttling', () => {
  let sandbox: SandboxOnLoopback | undefined;
  afterEach(async () => {
    await sandbox?.close();
    sandbox = undefined;
  });

  it('answers 429 with the seconds to wait once the minute is used up, and takes the app back when they are over', async () => {
    const started = await sandboxOnLoopback({ mde: { throttle: { perMinute: 3, perHour: 1500 } } });
    sandbox = started;
    const token = await started.token(MDE_SCOPE);
    const get = () => started.call('/api/investigations', { token });
    for (const _ of [1, 2, 3]) assert.equal((await get()).status, 200);
    started.advance(20_000);
    const refused = await get();
    assert.equal(refused.status, 429);
    assert.equal(refused.body.error.code, 'TooManyRequests');
    assert.equal(refused.headers.get('retry-after'), '40');
    started.advance(40_000);
    assert.equal((await get()).status, 200);
  });

  it('can be switched off', async () => {
    const started = await sandboxOnLoopback({ mde: { throttle: false } });
    sandbox = started;
    const token = await started.token(MDE_SCOPE);
    for (let call = 0; call < 101; call += 1) {
      assert.equal((await started.call('/api/investigations/4021', { token })).status, 200);
    }
  });

  it('counts the hour as well as the minute, and each app for itself', () => {
    const judge = throttle({ perMinute: 2, perHour: 3 });
    assert.equal(judge('a', 0), null);
    assert.equal(judge('a', 1_000), null);
    assert.equal(judge('a', 2_000), 58);
    assert.equal(judge('b', 2_000), null);
    assert.equal(judge('a', 61_000), null);
    assert.equal(judge('a', 130_000), 3470);
    assert.equal(judge('a', 3_600_000), null);
  });
});
