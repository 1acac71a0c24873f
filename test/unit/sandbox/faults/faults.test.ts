import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { Sandbox } from '../../../../src/sandbox/start-sandbox.ts';
import { TENANT } from '../../../support/samples/ids.ts';
import { FEATURES, GROUPS, openSandbox, PortalBrowser, SAVE_FEATURES, send } from '../defender/portal-browser.ts';

describe('faults', () => {
  let sandbox: Sandbox & { pass(ms: number): void };
  let browser: PortalBrowser;
  const control = (body: unknown) => send(`${sandbox.url}/sandbox/faults`, { method: 'POST', body });
  const listed = async () => (await send(`${sandbox.url}/sandbox/faults`)).body;

  beforeEach(async () => {
    sandbox = await openSandbox();
    browser = new PortalBrowser(sandbox);
  });
  afterEach(() => sandbox.close());

  it('answer with a status and Retry-After as often as asked, then go away', async () => {
    await control({ surface: 'portal', kind: 'status', status: 429, retryAfter: 7, times: 2 });
    for (const left of [1, 0]) {
      const answer = await browser.call(FEATURES);
      assert.deepEqual([answer.status, answer.headers.get('retry-after')], [429, '7']);
      assert.equal((await listed())[0]?.times ?? 0, left);
    }
    assert.equal((await browser.call(FEATURES)).status, 200);
    assert.deepEqual(await listed(), []);
  });

  it('affect only calls of their method, until cleared', async () => {
    await control({ surface: 'portal', method: 'post', kind: 'status', status: 503 });
    const settings = (await browser.call(FEATURES)).body;
    assert.equal((await browser.call(SAVE_FEATURES, 'POST', settings)).status, 503);
    assert.equal((await browser.call(SAVE_FEATURES, 'POST', settings)).status, 503);
    await control({ clear: true });
    assert.equal((await browser.call(SAVE_FEATURES, 'POST', settings)).status, 200);
  });

  it('affect only calls of their path', async () => {
    await control({ surface: 'portal', path: 'machine_groups', kind: 'status', status: 503 });
    assert.equal((await browser.call(FEATURES)).status, 200);
    assert.equal((await browser.call(GROUPS)).status, 503);
  });

  it('affect only their API', async () => {
    await control({ surface: 'graph', kind: 'status', status: 502 });
    assert.equal((await browser.call(FEATURES)).status, 200);
    assert.equal((await send(`${sandbox.url}/api/machines`)).status, 401);
  });

  for (const [surface, path, key] of [
    ['portal', `/apiproxy/mtp${FEATURES}`, ['Message', 'ErrorCode', 'CorrelationId']],
    ['mde', '/api/machines', ['error']],
    ['graph', '/v1.0/users', ['error']],
    ['graph', '/beta/roleManagement/defender/customAppScopes', ['error']],
    ['connector', '/v3/conversations', ['error']],
    ['sign-in', `/${TENANT}/discovery/v2.0/keys`, ['error', 'error_description', 'error_codes']],
  ] as const) {
    it(`strike ${path} as ${surface}, worded as that service does, and nothing else`, async () => {
      await control({ surface, kind: 'status', status: 502 });
      const answer = await send(sandbox.url + path);
      assert.equal(answer.status, 502);
      assert.deepEqual(Object.keys(answer.body), key);
      assert.equal((await send(`${sandbox.url}/sandbox/people`)).status, 200);
    });
  }

  it('break the connection before the work: nothing is written', async () => {
    const settings = (await browser.call(FEATURES)).body;
    await control({ surface: 'portal', kind: 'cut', times: 1 });
    await assert.rejects(browser.call(SAVE_FEATURES, 'POST', settings), TypeError);
    assert.equal(sandbox.world.tenant.writes.length, 0);
  });

  it('break the connection after the work: it is written, no answer arrives, and the session continues', async () => {
    const settings = (await browser.call(FEATURES)).body;
    await control({ surface: 'portal', kind: 'cut-after', times: 1 });
    const changed = { ...settings, AutoResolveInvestigatedAlerts: true };
    await assert.rejects(browser.call(SAVE_FEATURES, 'POST', changed), TypeError);
    assert.equal(sandbox.world.tenant.writes.length, 1);
    sandbox.pass(240_000);
    assert.equal((await browser.call(FEATURES)).body.AutoResolveInvestigatedAlerts, true);
  });

  it('hang until the client gives up, and do not keep the sandbox from closing', async () => {
    await control({ surface: 'portal', kind: 'hang' });
    const giveUp = new AbortController();
    const call = send(browser.base + FEATURES, { headers: browser.headers(), signal: giveUp.signal });
    const struck = once(sandbox.world.changes, 'change');
    await control({ surface: 'mde', kind: 'hang' });
    await struck;
    giveUp.abort();
    await assert.rejects(call, { name: 'AbortError' });
    const open = assert.rejects(send(browser.base + FEATURES, { headers: browser.headers() }), TypeError);
    await send(`${sandbox.url}/sandbox/people`);
    await sandbox.close();
    await open;
    sandbox = await openSandbox();
  });

  it('break the body: half of the JSON, or a page of HTML', async () => {
    await control({ surface: 'portal', kind: 'truncated-json', times: 1 });
    const half = await browser.call(FEATURES);
    assert.deepEqual([half.status, half.text.slice(0, 1), half.body], [200, '{', undefined]);
    await control({ surface: 'portal', kind: 'wrong-content-type', times: 1 });
    const page = await browser.call(FEATURES);
    assert.match(page.headers.get('content-type') ?? '', /^text\/html/);
    assert.match(page.text, /^<!DOCTYPE html>/);
  });

  it('let the schema drift: one key gone, others new, in the object or in each of its items', async () => {
    await control({ surface: 'portal', kind: 'schema-drift', times: 2 });
    const settings = (await browser.call(FEATURES)).body;
    assert.equal('AutoResolveInvestigatedAlerts' in settings, false);
    assert.equal('SchemaVersion' in settings, true);
    const { items } = (await browser.call(GROUPS)).body;
    assert.deepEqual(
      items.map((group: object) => ['AutoRemediationLevel' in group, 'Extensions' in group, 'Priority' in group]),
      items.map(() => [false, true, true]),
    );
  });

  it('lag: each address answers as it first did since, until the fault is cleared', async () => {
    await control({ surface: 'portal', method: 'GET', kind: 'stale' });
    const before = (await browser.call(FEATURES)).body;
    sandbox.world.tenant.advancedFeatures.AutoResolveInvestigatedAlerts = !before.AutoResolveInvestigatedAlerts;
    assert.deepEqual((await browser.call(FEATURES)).body, before);
    await control({ clear: true });
    assert.notDeepEqual((await browser.call(FEATURES)).body, before);
  });

  it('are refused when they make no sense', async () => {
    for (const fault of [
      { surface: 'portal', kind: 'status' },
      { surface: 'portal', kind: 'hang', status: 500 },
      { surface: 'portal', kind: 'status', status: 200 },
      { surface: 'portal', kind: 'hang', times: 0 },
      { surface: 'portal', kind: 'explode' },
      { surface: 'moon', kind: 'hang' },
      { surface: 'portal', kind: 'hang', speed: 3 },
      { surface: 'graph', kind: 'latency' },
      { surface: 'graph', kind: 'latency', ms: 0 },
      { surface: 'graph', kind: 'hang', ms: 10 },
      { clear: false },
    ]) {
      assert.equal((await control(fault)).status, 400, JSON.stringify(fault));
    }
    assert.deepEqual(await listed(), []);
  });

  it('names what is wrong with a fault, and not how to clear them', async () => {
    const { status, body } = await control({ kind: 'latency', ms: -1 });
    assert.equal(status, 400);
    assert.match(body.error, /surface/);
    assert.doesNotMatch(body.error, /clear/);
  });
});
