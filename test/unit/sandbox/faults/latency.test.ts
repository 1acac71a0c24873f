import assert from 'node:assert/strict';
import { EventEmitter, once } from 'node:events';
import { PEOPLE_IDS } from '../../../../src/sandbox/company/people.ts';
import type { Sandbox } from '../../../../src/sandbox/start-sandbox.ts';
import { TENANT } from '../../../support/samples/ids.ts';
import { FEATURES, openSandbox, PortalBrowser, SAVE_FEATURES, send } from '../defender/portal-browser.ts';

/** A timer that goes off when the test says so. */
class Timer {
  readonly events = new EventEmitter();
  readonly asked: number[] = [];
  readonly wait = (ms: number, signal: AbortSignal): Promise<void> =>
    new Promise((resolve, reject) => {
      this.asked.push(ms);
      this.events.once('ring', resolve);
      signal.addEventListener('abort', () => {
        reject(signal.reason);
        this.events.emit('hung up');
      });
      this.events.emit('asked');
    });

  ring(): void {
    this.events.emit('ring');
  }
}

describe('latency', () => {
  let sandbox: Sandbox;
  let browser: PortalBrowser;
  let timer: Timer;
  const control = (body: unknown) => send(`${sandbox.url}/sandbox/faults`, { method: 'POST', body });
  const late = (more: object = {}) => control({ surface: 'portal', kind: 'latency', ms: 2_500, ...more });
  const lateCall = async (path: string, method = 'GET', body?: unknown) => {
    const asked = once(timer.events, 'asked');
    const answer = browser.call(path, method, body);
    await asked;
    return { answer };
  };

  beforeEach(async () => {
    timer = new Timer();
    sandbox = await openSandbox('classic', { wait: timer.wait });
    browser = new PortalBrowser(sandbox);
  });
  afterEach(() => sandbox.close());

  it('lets the right answer come late, each time until it is cleared', async () => {
    await late();
    for (const _time of [1, 2]) {
      const { answer } = await lateCall(FEATURES);
      timer.ring();
      assert.equal((await answer).status, 200);
    }
    await control({ clear: true });
    assert.equal((await browser.call(FEATURES)).status, 200);
    assert.deepEqual(timer.asked, [2_500, 2_500]);
  });

  it('affects only calls of its surface, method and path, and as often as asked', async () => {
    await late({ method: 'POST', path: 'SaveAdvanced', times: 1 });
    const settings = (await browser.call(FEATURES)).body;
    assert.equal((await send(`${sandbox.url}/v1.0/users`)).status, 401);
    const { answer } = await lateCall(SAVE_FEATURES, 'POST', settings);
    timer.ring();
    assert.equal((await answer).status, 200);
    assert.equal((await browser.call(SAVE_FEATURES, 'POST', settings)).status, 200);
    assert.deepEqual(timer.asked, [2_500]);
  });

  it('does no work for a caller who hung up meanwhile', async () => {
    const activities = `${sandbox.url}/v3/conversations/19:soc@thread.tacv2/activities`;
    const body = { type: 'message', text: 'kept' };
    const { id } = (await send(activities, { method: 'POST', body })).body;
    await late({ surface: 'connector' });
    const giveUp = new AbortController();
    const asked = once(timer.events, 'asked');
    const call = send(`${activities}/${id}`, { method: 'DELETE', signal: giveUp.signal });
    await asked;
    const hungUp = once(timer.events, 'hung up');
    giveUp.abort();
    await assert.rejects(call, { name: 'AbortError' });
    await hungUp;
    await control({ clear: true });
    const channel = `${sandbox.url}/chat/conversations/19:soc@thread.tacv2/messages?as=${PEOPLE_IDS.alice}`;
    assert.equal((await send(channel)).body.messages[0].deleted, false);
  });

  for (const [surface, path] of [
    ['portal', '/'],
    ['mde', '/api/machines'],
    ['graph', '/v1.0/users'],
    ['activity', `/api/v1.0/${TENANT}/activity/feed/subscriptions/list`],
    ['connector', '/v3/conversations'],
    ['sign-in', '/common/discovery/instance'],
    ['sign-in', `/${TENANT}/v2.0/.well-known/openid-configuration`],
    ['sign-in', `/${TENANT}/discovery/v2.0/keys`],
    ['sign-in', `/${TENANT}/oauth2/v2.0/token`],
  ] as const)
    it(`comes to ${surface}: ${path}`, async () => {
      await late({ surface, times: 1 });
      const asked = once(timer.events, 'asked');
      const method = path.endsWith('/token') ? 'POST' : 'GET';
      const answer = send(sandbox.url + path, { method, headers: { cookie: 'sccauth=one' } });
      await asked;
      timer.ring();
      await answer;
      assert.deepEqual(timer.asked, [2_500]);
    });

  it('delays no chat page with the portal, though both are at one address', async () => {
    await late();
    await send(`${sandbox.url}/`);
    assert.deepEqual(timer.asked, []);
  });

  it('delays a refusal, too', async () => {
    await late();
    await control({ surface: 'portal', kind: 'status', status: 503 });
    const { answer } = await lateCall(FEATURES);
    timer.ring();
    assert.equal((await answer).status, 503);
  });

  it('does not keep the sandbox from closing, and leaves no timer behind', async () => {
    await late();
    const { answer } = await lateCall(FEATURES);
    const hungUp = once(timer.events, 'hung up');
    const cut = assert.rejects(answer, TypeError);
    await sandbox.close();
    await Promise.all([cut, hungUp]);
    sandbox = await openSandbox();
  });

  it('is waited for by a timer of Node otherwise', async () => {
    await sandbox.close();
    sandbox = await openSandbox();
    browser = new PortalBrowser(sandbox);
    await late({ ms: 1 });
    assert.equal((await browser.call(FEATURES)).status, 200);
  });
});
