import assert from 'node:assert/strict';
import { ROLES } from '../../../../src/sandbox/company/roles.ts';
import type { Sandbox } from '../../../../src/sandbox/start-sandbox.ts';
import { FEATURES, openSandbox, PortalBrowser, SAVE_FEATURES, send } from './portal-browser.ts';

describe("the portal's session", () => {
  let sandbox: Sandbox & { pass(ms: number): void };
  let browser: PortalBrowser;
  const url = () => `${browser.base}${FEATURES}`;

  beforeEach(async () => {
    sandbox = await openSandbox();
    browser = new PortalBrowser(sandbox);
  });
  afterEach(() => sandbox.close());

  it('lets in whoever holds both cookies and the header', async () => {
    assert.equal((await browser.call(FEATURES)).status, 200);
  });

  it('answers 440 without cookies, and with a session that nobody was given', async () => {
    assert.equal((await send(url())).status, 440);
    const headers = { ...browser.headers(), cookie: `sccauth=made-up; XSRF-TOKEN=${browser.xsrf}` };
    assert.equal((await send(url(), { headers })).status, 440);
  });

  it('answers 403 when the header is absent, still encoded, or of another token', async () => {
    const { cookie = '' } = browser.headers();
    assert.equal((await send(url(), { headers: { cookie } })).status, 403);
    for (const header of [browser.xsrf, 'another']) {
      assert.equal((await send(url(), { headers: { cookie, 'x-xsrf-token': header } })).status, 403, header);
    }
  });

  it('answers 440 to a token of its own making, though cookie and header agree', async () => {
    assert.equal((await send(url(), { headers: browser.headers('forged') })).status, 440);
  });

  it('hands out another token with every answer, refusals included', async () => {
    const first = browser.xsrf;
    await browser.call(FEATURES);
    const second = browser.xsrf;
    assert.equal((await browser.call(SAVE_FEATURES, 'POST', [])).status, 400);
    assert.equal(new Set([first, second, browser.xsrf]).size, 3);
  });

  it('takes the token before for a minute after its successor was used, so that calls at one time pass', async () => {
    const old = browser.xsrf;
    const answers = await Promise.all([1, 2, 3].map(() => send(url(), { headers: browser.headers(old) })));
    assert.deepEqual(
      answers.map(({ status }) => status),
      [200, 200, 200],
    );
    await browser.call(FEATURES);
    await browser.call(FEATURES);
    sandbox.pass(59_000);
    assert.equal((await send(url(), { headers: browser.headers(old) })).status, 200);
    sandbox.pass(2_000);
    assert.equal((await send(url(), { headers: browser.headers(old) })).status, 500);
    assert.equal((await browser.call(FEATURES)).status, 200);
  });

  it('continues with the old token when the answer with the next one was lost, within its life', async () => {
    await send(url(), { headers: browser.headers() });
    sandbox.pass(299_000);
    assert.equal((await browser.call(FEATURES)).status, 200);
  });

  for (const status of [500, 403]) {
    it(`answers ${status} to a token of five minutes, without another; its page gives one`, async () => {
      const control = `${sandbox.url}/sandbox/session`;
      assert.equal((await send(control, { method: 'POST', body: { oldTokens: status } })).status, 200);
      sandbox.pass(300_000);
      const old = browser.xsrf;
      assert.equal((await browser.call(FEATURES)).status, status);
      assert.equal(browser.xsrf, old);
      const page = await send(`${sandbox.url}/`, { headers: browser.headers() });
      const [xsrf] = page.headers.getSetCookie().map((cookie) => /^XSRF-TOKEN=([^;]+)/.exec(cookie)?.[1]);
      assert(xsrf);
      assert.equal((await send(url(), { headers: browser.headers(xsrf) })).status, 200);
    });
  }

  it('gives no token on its page to whoever has no session', async () => {
    assert.deepEqual((await send(`${sandbox.url}/`)).headers.getSetCookie(), []);
    const headers = { cookie: 'sccauth=made-up' };
    assert.deepEqual((await send(`${sandbox.url}/`, { headers })).headers.getSetCookie(), []);
  });

  it('ends when its owner is disabled', async () => {
    const owner = sandbox.world.people.find(({ userPrincipalName }) => userPrincipalName.startsWith('omar@'));
    assert(owner);
    owner.accountEnabled = false;
    assert.equal((await browser.call(FEATURES)).status, 440);
  });

  it('lets readers read and only security and global admins write, as their roles are now', async () => {
    const reader = new PortalBrowser(sandbox, 'rita@harbourline.example');
    const settings = (await reader.call(FEATURES)).body;
    assert.equal((await reader.call(SAVE_FEATURES, 'POST', settings)).status, 403);
    const rita = sandbox.world.people.find(({ mri }) => mri === '29:rita');
    rita?.roles.add(ROLES['Global Administrator']);
    assert.equal((await reader.call(SAVE_FEATURES, 'POST', settings)).status, 200);
    rita?.roles.clear();
    assert.equal((await reader.call(FEATURES)).status, 403);
  });

  it('is given to people of the company only', () => {
    assert.throws(() => sandbox.portalSession('nobody@harbourline.example'), { code: 'not-found' });
  });
});
