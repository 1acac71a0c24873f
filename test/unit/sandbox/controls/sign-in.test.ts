import assert from 'node:assert/strict';
import { PEOPLE_IDS } from '../../../../src/sandbox/company/people.ts';
import type { Sandbox } from '../../../../src/sandbox/start-sandbox.ts';
import { sandboxSession } from '../../../../src/service/demo/sandbox-session.ts';
import { FEATURES, openSandbox, PortalBrowser, SAVE_FEATURES, send } from '../defender/portal-browser.ts';

const CONTEXT = '/sccManagement/mgmt/TenantContext?realTime=true';

describe('a sign-in to the portal by a control', () => {
  let sandbox: Sandbox;
  const post = (body: unknown) => send(`${sandbox.url}/sandbox/session`, { method: 'POST', body });
  /** A browser with the bot's own session. */
  const browserOf = async (source: ReturnType<typeof sandboxSession>) => {
    const session = await source.current();
    assert(session);
    return Object.assign(new PortalBrowser(sandbox), { sccauth: session.sccauth, xsrf: session.xsrf });
  };
  const owner = async (browser: PortalBrowser) => (await browser.call(CONTEXT)).body.AuthInfo;

  beforeEach(async () => {
    sandbox = await openSandbox();
  });
  afterEach(() => sandbox.close());

  it('gives the bot a session of somebody else, who writes by it; the one before has ended', async () => {
    const source = sandboxSession(sandbox);
    const before = await browserOf(source);
    assert.equal((await owner(before)).UserName, 'omar@harbourline.example');
    const answer = await post({ as: 'Bob@harbourline.example' });
    assert.deepEqual(answer.body.sessions, [
      { owner: 'bob@harbourline.example', said: 'bob@harbourline.example', signedIn: true },
    ]);
    assert.equal((await before.call(FEATURES)).status, 440);
    const after = await browserOf(source);
    assert.deepEqual(await owner(after), { TenantId: sandbox.world.tenantId, UserName: 'bob@harbourline.example' });
    const settings = (await after.call(FEATURES)).body;
    await after.call(SAVE_FEATURES, 'POST', { ...settings, EnableEndpointDlp: false });
    assert.equal(sandbox.world.tenant.writes[0]?.by, 'bob@harbourline.example');
  });

  it('can be said to be of another person, or of nobody that there is, and the portal knows better', async () => {
    const source = sandboxSession(sandbox);
    for (const said of ['omar@harbourline.example', 'nobody@harbourline.example']) {
      await post({ as: PEOPLE_IDS.bob, said });
      assert.equal((await source.current())?.owner, said);
      assert.equal((await owner(await browserOf(source))).UserName, 'bob@harbourline.example');
    }
  });

  it('can be to a portal that does not tell whose session it is', async () => {
    const source = sandboxSession(sandbox);
    await post({ as: 'omar@harbourline.example', tells: false });
    assert.equal(await owner(await browserOf(source)), undefined);
    await post({ as: 'omar@harbourline.example' });
    assert.equal((await owner(await browserOf(source))).UserName, 'omar@harbourline.example');
  });

  it('is refused for somebody whom nobody knows, and beside an action', async () => {
    const nobody = await post({ as: 'nobody@harbourline.example' });
    assert.deepEqual([nobody.status, nobody.body.error], [404, "Nobody is called 'nobody@harbourline.example'."]);
    assert.equal((await post({ as: 'bob@harbourline.example', action: 'expire' })).status, 400);
    assert.equal((await post({ said: 'bob@harbourline.example' })).status, 400);
  });
});
