import assert from 'node:assert/strict';
import {
  GRAPH_SCOPE,
  type Json,
  MDE_SCOPE,
  type SandboxOnLoopback,
  sandboxOnLoopback,
} from '../wire/sandbox-on-loopback.ts';

describe('sandbox/graph: alerts and device groups', () => {
  let sandbox: SandboxOnLoopback;
  afterEach(() => sandbox.close());

  it('lists alerts, the same each time, and agrees with the investigations of the public API', async () => {
    sandbox = await sandboxOnLoopback();
    const token = await sandbox.token(GRAPH_SCOPE);
    const filter = "serviceSource eq 'microsoftDefenderForEndpoint' and (status eq 'new' or status eq 'inProgress')";
    const path = `/beta/security/alerts_v2?$filter=${encodeURIComponent(filter)}`;
    const open = await sandbox.call(path, { token });
    assert.equal(open.status, 200);
    assert.ok(open.body.value.every((alert: Json) => alert.status !== 'resolved'));
    assert.ok(open.body.value.some((alert: Json) => alert.investigationState === 'pendingApproval'));
    assert.deepEqual((await sandbox.call(path, { token })).body, open.body);
    const all = await sandbox.call('/v1.0/security/alerts_v2', { token });
    const investigations = await sandbox.call('/api/investigations', { token: await sandbox.token(MDE_SCOPE) });
    assert.deepEqual(
      all.body.value.map((alert: Json) => alert.id),
      investigations.body.value.map((one: Json) => one.triggeringAlertId),
    );
    assert.ok(new Set(all.body.value.map((alert: Json) => alert.evidence[0].mdeDeviceId)).size > 4);
  });

  it('refuses to filter by investigationState with 400', async () => {
    sandbox = await sandboxOnLoopback();
    const token = await sandbox.token(GRAPH_SCOPE);
    const answer = await sandbox.call("/beta/security/alerts_v2?$filter=investigationState eq 'pendingApproval'", {
      token,
    });
    assert.equal(answer.status, 400);
    assert.match(answer.body.error.message, /investigationState/);
  });

  it('names the device groups in beta, without the ungrouped devices', async () => {
    sandbox = await sandboxOnLoopback();
    const token = await sandbox.token(GRAPH_SCOPE);
    const answer = await sandbox.call('/beta/roleManagement/defender/customAppScopes', { token });
    assert.equal(answer.body.value.length, sandbox.world.tenant.deviceGroups.length - 1);
    assert.deepEqual(answer.body.value[0], {
      id: '00007',
      type: 'DeviceGroups',
      displayName: 'Domain controllers',
      description: 'Tier 0: nobody touches these without the server team',
      customAttributes: [],
    });
  });

  it('has no device groups to name in Defender for Business', async () => {
    sandbox = await sandboxOnLoopback({ tenant: 'business' });
    const token = await sandbox.token(GRAPH_SCOPE);
    assert.deepEqual((await sandbox.call('/beta/roleManagement/defender/customAppScopes', { token })).body.value, []);
  });
});
