import assert from 'node:assert/strict';
import { demoApp } from '../../../../src/sandbox/oauth/demo-app.ts';
import { type Json, MDE_SCOPE, type SandboxOnLoopback, sandboxOnLoopback } from '../wire/sandbox-on-loopback.ts';

describe('sandbox/mde: antivirus scans and machine actions', () => {
  let sandbox: SandboxOnLoopback;
  let token: string;
  const machineWith = (osPlatform: string): string =>
    sandbox.world.machines.find((one) => one.osPlatform === osPlatform && one.healthStatus === 'Active')?.id ?? '';
  const scan = (machineId: string, body: unknown) =>
    sandbox.call(`/api/machines/${machineId}/runAntiVirusScan`, { method: 'POST', token, body });

  beforeEach(async () => {
    sandbox = await sandboxOnLoopback();
    token = await sandbox.token(MDE_SCOPE);
  });
  afterEach(() => sandbox.close());

  it('orders a scan, which goes from Pending to Succeeded with the time', async () => {
    const changed: unknown[] = [];
    sandbox.world.changes.on('change', () => changed.push(true));
    const ordered = await scan(machineWith('Windows11'), { Comment: 'Ask 41', ScanType: 'Full' });
    assert.equal(ordered.status, 201);
    assert.equal(ordered.body.type, 'RunAntiVirusScan');
    assert.equal(ordered.body.requestorComment, 'Ask 41');
    assert.equal(ordered.body.scope, 'Full');
    const status = async () => (await sandbox.call(`/api/machineactions/${ordered.body.id}`, { token })).body.status;
    assert.equal(await status(), 'Pending');
    sandbox.advance(20_000);
    assert.equal(await status(), 'InProgress');
    sandbox.advance(15 * 60_000);
    assert.equal(await status(), 'Succeeded');
    assert.equal(changed.length, 1);
    assert.deepEqual(
      sandbox.world.tenant.writes.map((write) => write.by),
      ['Airlock (sandbox)'],
    );
  });

  it('refuses a second scan of a machine while one runs, and takes it afterwards', async () => {
    const machineId = machineWith('Windows11');
    assert.equal((await scan(machineId, { Comment: 'One', ScanType: 'Quick' })).status, 201);
    const second = await scan(machineId, { Comment: 'Two', ScanType: 'Quick' });
    assert.equal(second.status, 400);
    assert.equal(second.body.error.message, 'Action is already in progress');
    sandbox.advance(3 * 60_000);
    assert.equal((await scan(machineId, { Comment: 'Two', ScanType: 'Quick' })).status, 201);
    assert.equal(sandbox.world.tenant.writes.length, 2);
  });

  it('refuses bodies that are not exact, phones, unknown machines and apps without Machine.Scan, and does nothing', async () => {
    const machineId = machineWith('Windows11');
    const wrong: readonly (readonly [string, unknown, number, string])[] = [
      [machineId, { comment: 'lower case', ScanType: 'Full' }, 400, 'MissingRequiredParameter'],
      [machineId, { Comment: 'x', ScanType: 'full' }, 400, 'MissingRequiredParameter'],
      [machineId, { Comment: '', ScanType: 'Full' }, 400, 'MissingRequiredParameter'],
      [machineId, '{"Comment":', 400, 'InvalidRequestBody'],
      [machineWith('iOS'), { Comment: 'x', ScanType: 'Full' }, 400, 'OsPlatformNotSupported'],
      ['0'.repeat(40), { Comment: 'x', ScanType: 'Full' }, 404, 'ResourceNotFound'],
    ];
    for (const [id, body, status, code] of wrong) {
      const answer = await scan(id, body);
      assert.deepEqual([answer.status, answer.body.error.code], [status, code]);
    }
    demoApp(sandbox.world).permissions.mde.delete('Machine.Scan');
    token = await sandbox.token(MDE_SCOPE);
    assert.equal((await scan(machineId, { Comment: 'x', ScanType: 'Full' })).status, 403);
    assert.deepEqual(sandbox.world.tenant.writes, []);
  });

  it('keeps the history of actions, and filters it', async () => {
    const all = await sandbox.call('/api/machineactions', { token });
    assert.equal(all.body.value.length, 4);
    const failed = await sandbox.call("/api/machineactions?$filter=status eq 'Failed' and type eq 'RunAntiVirusScan'", {
      token,
    });
    assert.deepEqual(
      failed.body.value.map((one: Json) => one.scope),
      ['Quick'],
    );
    const [one] = all.body.value;
    const ofMachine = await sandbox.call(`/api/machineactions?$filter=machineId eq '${one.machineId}'`, { token });
    assert.ok(ofMachine.body.value.some((other: Json) => other.id === one.id));
    assert.equal((await sandbox.call('/api/machineactions/none', { token })).status, 404);
  });
});
