import assert from 'node:assert/strict';
import { groupOf } from '../../../../src/sandbox/defender/group-of.ts';
import { demoApp } from '../../../../src/sandbox/oauth/demo-app.ts';
import {
  GRAPH_SCOPE,
  type Json,
  MDE_SCOPE,
  type SandboxOnLoopback,
  sandboxOnLoopback,
} from '../wire/sandbox-on-loopback.ts';

describe('sandbox/mde: machines, investigations, scores', () => {
  let sandbox: SandboxOnLoopback;
  let token: string;
  const get = (path: string) => sandbox.call(path, { token });

  beforeEach(async () => {
    sandbox = await sandboxOnLoopback();
    token = await sandbox.token(MDE_SCOPE);
  });
  afterEach(() => sandbox.close());

  it('lists every machine with the group it is in, under /api and /api/v1.0 alike', async () => {
    const all = await get('/api/machines');
    assert.equal(all.status, 200);
    assert.equal(all.body['@odata.context'], 'https://api.securitycenter.microsoft.com/api/$metadata#Machines');
    assert.equal(all.body.value.length, sandbox.world.machines.length);
    for (const machine of all.body.value) {
      const group = groupOf(sandbox.world).get(machine.id);
      assert.equal(machine.rbacGroupId, group?.MachineGroupId);
      assert.equal(machine.rbacGroupName, group?.IsUnassignedMachineGroup ? 'UnassignedGroup' : group?.Name);
    }
    assert.deepEqual((await get('/api/v1.0/machines')).body, all.body);
  });

  it('pages with $top and $skip', async () => {
    const all = (await get('/api/machines')).body.value.map((one: Json) => one.id);
    const page = await get('/api/machines?$top=7&$skip=295');
    assert.deepEqual(
      page.body.value.map((one: Json) => one.id),
      all.slice(295, 302),
    );
    assert.deepEqual((await get('/api/machines?$skip=5000')).body.value, []);
    assert.equal((await get('/api/machines?$top=99999')).body.value.length, all.length);
  });

  it('filters by group, name and health', async () => {
    const filter = (text: string) => get(`/api/machines?$filter=${encodeURIComponent(text)}`);
    const controllers = await filter('rbacGroupId eq 7');
    assert.ok(controllers.body.value.length > 0);
    assert.ok(controllers.body.value.every((one: Json) => one.rbacGroupName === 'Domain controllers'));
    const [first] = controllers.body.value;
    assert.deepEqual((await filter(`computerDnsName eq '${first.computerDnsName}'`)).body.value, [first]);
    const named = await filter("startswith(computerDnsName,'srv-dc') and healthStatus eq 'Active'");
    assert.ok(
      named.body.value.every((one: Json) => /^srv-dc/i.test(one.computerDnsName) && one.healthStatus === 'Active'),
    );
    assert.deepEqual((await filter("computerDnsName eq 'no-such-machine'")).body.value, []);
    for (const wrong of ["healthStatus eq 'active'", "machineColour eq 'red'", 'rbacGroupId eq', 'rbacGroupId gt 3']) {
      const answer = await filter(wrong);
      assert.equal(answer.status, 400, wrong);
      assert.equal(answer.body.error.code, 'ODataError');
    }
  });

  it('follows a change of the groups', async () => {
    const { tenant } = sandbox.world;
    const before = (await get('/api/machines?$filter=rbacGroupId eq 9')).body.value.length;
    assert.ok(before > 0);
    tenant.deviceGroups = tenant.deviceGroups.filter((group) => group.MachineGroupId !== 9);
    assert.deepEqual((await get('/api/machines?$filter=rbacGroupId eq 9')).body.value, []);
  });

  it('shows one machine by id or by name, and 404 with a target for none', async () => {
    const [machine] = sandbox.world.machines;
    assert.equal((await get(`/api/machines/${machine?.id}`)).body.computerDnsName, machine?.computerDnsName);
    assert.equal((await get(`/api/machines/${machine?.computerDnsName}`)).body.id, machine?.id);
    const none = await get(`/api/machines/${'0'.repeat(40)}`);
    assert.equal(none.status, 404);
    assert.equal(none.body.error.code, 'ResourceNotFound');
    assert.match(none.body.error.target, /^[0-9a-f-]{36}$/);
  });

  it('lists investigations, filters them, and shows one', async () => {
    const pending = await get("/api/investigations?$filter=state eq 'PendingApproval'");
    assert.equal(pending.body.value.length, 2);
    const [one] = pending.body.value;
    assert.equal((await get(`/api/investigations/${one.id}`)).body.machineId, one.machineId);
    const ofMachine = await get(`/api/investigations?$filter=machineId eq '${one.machineId}'`);
    assert.ok(ofMachine.body.value.some((other: Json) => other.id === one.id));
    assert.equal((await get("/api/investigations?$filter=state eq 'Waiting'")).status, 400);
    assert.equal((await get('/api/investigations/1')).status, 404);
  });

  it('scores each group that has devices', async () => {
    const rows = (await get('/api/exposureScore/ByMachineGroups')).body.value;
    const expected = new Set((await get('/api/machines')).body.value.map((one: Json) => one.rbacGroupName));
    assert.deepEqual(new Set(rows.map((row: Json) => row.rbacGroupName)), expected);
    assert.ok(rows.every((row: Json) => row.score > 0 && row.score < 100));
  });

  it('answers 401, 403 and 404 in its own form', async () => {
    const bare = await sandbox.call('/api/machines');
    assert.equal(bare.status, 401);
    assert.deepEqual(Object.keys(bare.body.error), ['code', 'message', 'target']);
    assert.equal((await sandbox.call('/api/machines', { token: await sandbox.token(GRAPH_SCOPE) })).status, 401);
    demoApp(sandbox.world).permissions.mde.delete('Machine.Read.All');
    const refused = await sandbox.call('/api/machines', { token: await sandbox.token(MDE_SCOPE) });
    assert.equal(refused.status, 403);
    assert.equal(refused.body.error.code, 'Forbidden');
    assert.match(
      refused.body.error.message,
      /^Missing application roles\. API required roles: Machine\.Read\.All, Machine\.ReadWrite\.All, application roles: /,
    );
    const unknown = await get('/api/machinegroups');
    assert.equal(unknown.status, 404);
    assert.equal(unknown.body.error.code, 'NotFound');
  });
});

describe('sandbox/mde: a tenant without device groups', () => {
  let sandbox: SandboxOnLoopback;
  afterEach(() => sandbox.close());

  it('puts every machine in group 0 without a name', async () => {
    sandbox = await sandboxOnLoopback({ tenant: 'business' });
    const answer = await sandbox.call('/api/machines?$top=3', { token: await sandbox.token(MDE_SCOPE) });
    assert.deepEqual(
      answer.body.value.map((one: Json) => [one.rbacGroupId, one.rbacGroupName]),
      [
        [0, null],
        [0, null],
        [0, null],
      ],
    );
  });
});
