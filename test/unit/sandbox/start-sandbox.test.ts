import assert from 'node:assert/strict';
import { startSandbox } from '../../../src/sandbox/start-sandbox.ts';
import { openSandbox, send } from './defender/portal-browser.ts';

describe('the sandbox', () => {
  it('listens on 127.0.0.1, is the tenant that was asked for, and serves every surface', async () => {
    const sandbox = await openSandbox('plan1');
    try {
      assert.match(sandbox.url, /^http:\/\/127\.0\.0\.1:\d+$/);
      assert.equal(sandbox.world.tenant.kind, 'plan1');
      const statuses: Record<string, number> = {};
      for (const path of [
        '/',
        '/sandbox/status',
        '/apiproxy/mtp/settings/overrideMdeFlavor',
        '/api/machines',
        '/v1.0/users',
        '/beta/users',
        '/common/discovery/instance',
        '/v3/nothing',
      ]) {
        statuses[path] = (await send(sandbox.url + path)).status;
      }
      assert.deepEqual(statuses, {
        '/': 200,
        '/sandbox/status': 200,
        '/apiproxy/mtp/settings/overrideMdeFlavor': 440,
        '/api/machines': 401,
        '/v1.0/users': 401,
        '/beta/users': 401,
        '/common/discovery/instance': 200,
        '/v3/nothing': 404,
      });
    } finally {
      await sandbox.close();
    }
  });

  it('refuses to start on a port that is taken, and frees its own when closed', async () => {
    const first = await openSandbox();
    const options = { port: Number(new URL(first.url).port), botUrl: () => 'http://127.0.0.1:1/', now: () => 0 };
    await assert.rejects(startSandbox(options), { code: 'config-invalid' });
    await first.close();
    const second = await startSandbox(options);
    assert.equal(second.url, first.url);
    await second.close();
  });
});
