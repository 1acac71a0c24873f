import assert from 'node:assert/strict';
import { setImmediate as turn } from 'node:timers/promises';
import { clientSecretToken } from '../../../src/directory/token-sources.ts';
import { ManualClock } from '../../support/runtime/manual-clock.ts';
import { answers, ServiceOnLoopback } from '../shared/service-on-loopback.ts';

const MINUTE = 60_000;
const HIDDEN = { tenantId: 't', clientId: 'c', secret: 'hush', scope: 's', timeoutMs: 60_000 };

describe('a token for Graph and Defender', () => {
  let service: ServiceOnLoopback;
  let clock: ManualClock;
  let given: number;
  const token = () => clientSecretToken({ authority: service.url, clock, ...HIDDEN });
  beforeEach(async () => {
    service = await ServiceOnLoopback.open();
    clock = new ManualClock();
    given = 0;
    service.behaves = (response, call) => {
      given += 1;
      answers(200, JSON.stringify({ access_token: `token ${given}`, expires_in: 3_600 }))(response, call);
    };
  });
  afterEach(() => service.close());

  it('is asked for once by all calls that wait for it', async () => {
    const get = token();
    const got = await Promise.all([get(), get(), get(), get(), get(), get()]);
    assert.deepEqual(new Set(got), new Set(['token 1']));
    assert.equal(service.seen.length, 1);
  });

  it('is renewed while calls go on with the old one, which nobody waits for', async () => {
    const get = token();
    await get();
    clock.pass(31 * MINUTE);
    let answerNow = () => {};
    const gives = service.behaves;
    const arrived = new Promise<void>((resolve) => {
      service.behaves = (response, call) => {
        answerNow = () => gives(response, call);
        resolve();
      };
    });
    assert.deepEqual(await Promise.all([get(), get()]), ['token 1', 'token 1']);
    await arrived;
    assert.equal(await get(), 'token 1');
    answerNow();
    while ((await get()) !== 'token 2') await turn();
    assert.equal(service.seen.length, 2);
  });

  it('is used until five minutes before its end where no new one comes', async () => {
    const get = token();
    await get();
    service.behaves = answers(503, '{}');
    clock.pass(54 * MINUTE);
    assert.equal(await get(), 'token 1');
    clock.pass(2 * MINUTE);
    await assert.rejects(get(), { code: 'directory-unavailable' });
  });
});
