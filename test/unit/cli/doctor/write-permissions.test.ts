import assert from 'node:assert/strict';
import { SUPPORTED_KINDS } from '../../../../src/changes/supported/supported-kinds.ts';
import { defenderApi, writer } from '../../../../src/cli/doctor/checks/check-apis.ts';
import { ACTING, PERMISSIONS, RESOURCES } from '../../../../src/cli/doctor/checks/permissions.ts';
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
  const policy = { deviceActs: { emergency: [] } };
  const context = { config: { policy, ...config }, writerToken: async () => tokenWith(...roles) };
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

  it('are no use to emergencies whose kind is off, which is told', async () => {
    const { supported, graph, policy } = configOf({ writer: WRITER });
    assert(supported);
    const deviceActs = { ...policy.deviceActs, emergency: ['isolate'] as const };
    const of = async (kinds: typeof supported.kinds) => {
      const config = { graph, supported: { ...supported, kinds }, policy: { ...policy, deviceActs } };
      return (await examined(config)).map(({ what }) => what).join('\n');
    };
    const IN_VAIN = /EMERGENCY_ACTIONS names isolate, and response-actions is not switched on/;
    assert.match(await of(['device-tags']), IN_VAIN);
    assert.doesNotMatch(await of(['response-actions']), IN_VAIN);
    assert.match(
      (await examined({ graph, supported: null, ...{ policy: { ...policy, deviceActs } } }))
        .map(({ what }) => what)
        .join(),
      IN_VAIN,
    );
  });

  for (const { kind, permissions } of supportedRows(SUPPORTED_KINDS))
    it(`are named one by one where they are missing, and alone: ${kind}`, async () => {
      const { supported, graph } = configOf({ writer: WRITER });
      assert(supported);
      const config = { graph, supported: { ...supported, kinds: [kind] } };
      for (const { name, resource } of permissions) {
        const others = permissions.filter((one) => one.name !== name).map((one) => one.name);
        const faults = (await examined(config, ...others)).filter(({ level }) => level !== 'ok');
        assert.deepEqual(
          faults.map(({ level, what }) => [level, what]),
          [['failure', `${kind}: ${name} is not granted`]],
        );
        assert.match(faults[0]?.mend ?? '', new RegExp(`Grant ${name} on ${RESOURCES[resource].name} to`));
      }
      const all = await examined(config, ...permissions.map(({ name }) => name));
      assert(all.every(({ level }) => level === 'ok'));
    });

  it('are told of, each of them, where the identity that reads holds one', async () => {
    const config = configOf();
    const writes = supportedRows(SUPPORTED_KINDS).flatMap(({ permissions }) => permissions.map(({ name }) => name));
    const acting = [...new Set(writes)].filter((name) => !name.includes('.Read.'));
    assert(acting.includes('Machine.Scan') && acting.includes('Ti.ReadWrite.All'));
    for (const name of [...acting, 'Machine.CollectForensics', 'Mail.Send', 'full_access_as_app']) {
      const context = { config, token: async () => tokenWith('Machine.Read.All', name), probe: ANSWERS };
      const findings = await defenderApi.run(context as unknown as ServiceContext);
      assert(
        findings.some(({ level, what }) => level === 'warning' && what === `it also grants ${name}`),
        name,
      );
    }
  });

  it('are told of where no kind that is switched on needs them', async () => {
    const config = configOf({ writer: WRITER });
    const granted = await examined(config, 'Machine.ReadWrite.All', 'User.ReadWrite.All');
    assert(granted.some(({ level, what }) => level === 'ok' && /device-tags: Machine\.ReadWrite\.All/.test(what)));
    assert(granted.some(({ level, what }) => level === 'warning' && /also grants User\.ReadWrite\.All/.test(what)));
  });

  it('are never those of the identity that reads', async () => {
    const findings = await examined(configOf({ writer: APP }), 'Machine.ReadWrite.All');
    assert(findings.some(({ level, what }) => level === 'failure' && /GRAPH_CLIENT_ID/.test(what)));
  });
});

const ANSWERS = async () => ({ status: 200, body: {}, at: null });

const LOG = { debug: nothing, info: nothing, warn: nothing, error: nothing };
