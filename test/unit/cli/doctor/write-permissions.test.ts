import assert from 'node:assert/strict';
import { writer } from '../../../../src/cli/doctor/checks/check-apis.ts';
import { ACTING, PERMISSIONS } from '../../../../src/cli/doctor/checks/permissions.ts';
import type { ServiceContext } from '../../../../src/cli/doctor/context.ts';
import { supportedRows } from '../../../../src/defender/supported/registry.ts';
import { composeClients } from '../../../../src/service/compose.ts';
import { readDemoConfig } from '../../../../src/service/config/read-config.ts';
import type { ServiceConfig } from '../../../../src/service/config/service-config.ts';
import { loopbackConfig } from '../../../../src/service/demo/loopback-config.ts';
import { TEST_KEYS } from '../../../support/runtime/record-keys.ts';

const nothing = (): void => {};
const APP = { clientId: '22222222-2222-4222-8222-222222222222', clientSecret: 'none' };
const WRITER = { clientId: '55555555-5555-4555-8555-555555555555', clientSecret: 'none' };
const WORLD = { url: 'http://127.0.0.1:1', tenantId: '11111111-1111-4111-8111-111111111111', app: APP };

function configOf(more: object = {}) {
  return loopbackConfig({ ...WORLD, ...more }, readDemoConfig({ env: {}, faults: [] }), TEST_KEYS);
}

function tokenWith(...roles: string[]): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  return `${part({ alg: 'none' })}.${part({ roles, tid: WORLD.tenantId })}.x`;
}

async function examined(config: Pick<ServiceConfig, 'supported' | 'graph'>, ...roles: string[]) {
  const context = { config, writerToken: async () => tokenWith(...roles) };
  return writer.run(context as unknown as ServiceContext);
}

describe('permissions to write', () => {
  it('are none of what the identity that reads is asked for', () => {
    assert.deepEqual(
      PERMISSIONS.filter(({ name }) => ACTING.test(name)),
      [],
    );
  });

  it('are asked for by no client, and by no doctor, where every kind is off', async () => {
    const config = configOf();
    assert.equal(config.supported, null);
    const runtime = { clock: { now: () => 0 }, ids: { next: () => '' }, log: LOG };
    const { supported } = composeClients(config, runtime);
    assert.deepEqual(supported.kinds, []);
    assert.deepEqual(supportedRows([]), []);
    const findings = await examined(config, 'Machine.ReadWrite.All');
    assert.match(findings.map(({ what }) => what).join(), /no permission to write/);
  });

  it('are named one by one where they are missing', async () => {
    const config = configOf({ writer: WRITER });
    const missing = await examined(config);
    assert(missing.some(({ level, what }) => level === 'failure' && /device-tags: Machine\.ReadWrite\.All/.test(what)));
    const granted = await examined(config, 'Machine.ReadWrite.All', 'User.ReadWrite.All');
    assert(granted.some(({ level, what }) => level === 'ok' && /device-tags: Machine\.ReadWrite\.All/.test(what)));
    assert(granted.some(({ level, what }) => level === 'warning' && /also grants User\.ReadWrite\.All/.test(what)));
  });

  it('are never those of the identity that reads', async () => {
    const findings = await examined(configOf({ writer: APP }), 'Machine.ReadWrite.All');
    assert(findings.some(({ level, what }) => level === 'failure' && /GRAPH_CLIENT_ID/.test(what)));
  });
});

const LOG = { debug: nothing, info: nothing, warn: nothing, error: nothing };
