import assert from 'node:assert/strict';
import { actionHabitsOf } from '../../../../src/sandbox/mde/actions/machine-actions.ts';
import { demoApp } from '../../../../src/sandbox/oauth/demo-app.ts';
import { type Json, MDE_SCOPE, type SandboxOnLoopback, sandboxOnLoopback } from '../wire/sandbox-on-loopback.ts';

describe('sandbox/mde: actions on devices', () => {
  let sandbox: SandboxOnLoopback;
  let token: string;
  const machineWith = (osPlatform: string): string =>
    sandbox.world.machines.find((one) => one.osPlatform === osPlatform && one.healthStatus === 'Active')?.id ?? '';
  const scan = (machineId: string, body: unknown) =>
    sandbox.call(`/api/machines/${machineId}/runAntiVirusScan`, { method: 'POST', token, body });

  beforeEach(async () => {
    sandbox = await sandboxOnLoopback();
    demoApp(sandbox.world).permissions.mde.add('Machine.Scan');
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

  const act = (machineId: string, path: string, body: unknown) =>
    sandbox.call(`/api/machines/${machineId}/${path}`, { method: 'POST', token, body });
  const grant = async (...permissions: string[]) => {
    for (const one of permissions) demoApp(sandbox.world).permissions.mde.add(one);
    token = await sandbox.token(MDE_SCOPE);
  };

  it('isolates, releases, restricts and lifts, each with its own permission', async () => {
    const machineId = machineWith('Windows11');
    const rows = [
      ['isolate', { Comment: 'x', IsolationType: 'Selective' }, 'Isolate', 'Selective', 'Machine.Isolate'],
      ['unisolate', { Comment: 'x' }, 'Unisolate', null, 'Machine.Isolate'],
      ['restrictCodeExecution', { Comment: 'x' }, 'RestrictCodeExecution', null, 'Machine.RestrictExecution'],
      ['unrestrictCodeExecution', { Comment: 'x' }, 'UnrestrictCodeExecution', null, 'Machine.RestrictExecution'],
    ] as const;
    for (const [path, body, type, scope, permission] of rows) {
      demoApp(sandbox.world).permissions.mde.delete(permission);
      token = await sandbox.token(MDE_SCOPE);
      assert.equal((await act(machineId, path, body)).status, 403);
      await grant(permission);
      assert.equal((await act(machineId, path, {})).status, 400);
      const done = await act(machineId, path, body);
      assert.deepEqual([done.status, done.body.type, done.body.scope], [201, type, scope]);
      sandbox.advance(60_000);
    }
  });

  it('refuses an action while one of its family is open, or answers with the open one', async () => {
    await grant('Machine.Isolate');
    const machineId = machineWith('Windows11');
    const first = await act(machineId, 'isolate', { Comment: 'One', IsolationType: 'Full' });
    assert.equal((await act(machineId, 'unisolate', { Comment: 'Two' })).status, 400);
    const again = { Comment: 'Three', IsolationType: 'Full' };
    assert.equal((await act(machineId, 'isolate', again)).body.error.code, 'ActiveRequestAlreadyExists');
    actionHabitsOf(sandbox.world).again = 'pending';
    assert.equal((await act(machineId, 'isolate', again)).body.id, first.body.id);
    assert.equal((await act(machineId, 'runAntiVirusScan', { Comment: 'x', ScanType: 'Quick' })).status, 201);
  });

  it('refuses restricted devices, and platforms on which it cannot be done', async () => {
    await grant('Machine.Isolate', 'Machine.RestrictExecution');
    const machineId = machineWith('Windows11');
    actionHabitsOf(sandbox.world).restricted.add(machineId);
    const refused = await act(machineId, 'isolate', { Comment: 'x', IsolationType: 'Full' });
    assert.deepEqual([refused.status, refused.body.error.code], [400, 'RestrictedSecurityOperation']);
    const onMac = await act(machineWith('macOS'), 'isolate', { Comment: 'x', IsolationType: 'Selective' });
    const onLinux = await act(machineWith('Linux'), 'restrictCodeExecution', { Comment: 'x' });
    assert.deepEqual([onMac.body.error.code, onLinux.body.error.code], Array(2).fill('OsPlatformNotSupported'));
  });

  it('cancels what has not ended, and nothing else', async () => {
    const ordered = await scan(machineWith('Windows11'), { Comment: 'One', ScanType: 'Full' });
    const cancel = (id: string, body: unknown = { Comment: 'Stop' }) =>
      sandbox.call(`/api/machineactions/${id}/cancel`, { method: 'POST', token, body });
    assert.equal((await cancel(ordered.body.id, {})).status, 400);
    assert.equal((await cancel('none')).status, 404);
    const cancelled = await cancel(ordered.body.id);
    assert.deepEqual([cancelled.status, cancelled.body.status], [200, 'Cancelled']);
    assert.equal(cancelled.body.cancellationComment, 'Stop');
    assert.equal((await cancel(ordered.body.id)).status, 400);
  });

  it('lists a new action later than its own address has it, and finds it by its comment and on a page', async () => {
    actionHabitsOf(sandbox.world).listLag = 60_000;
    const ordered = await scan(machineWith('Windows11'), { Comment: 'Airlock #7 0a1b2c3d', ScanType: 'Full' });
    const filter = encodeURIComponent("requestorComment eq 'Airlock #7 0a1b2c3d'");
    const listed = async () =>
      (await sandbox.call(`/api/machineactions?$filter=${filter}`, { token })).body.value.length;
    assert.equal(await listed(), 0);
    assert.equal((await sandbox.call(`/api/machineactions/${ordered.body.id}`, { token })).status, 200);
    sandbox.advance(60_000);
    assert.equal(await listed(), 1);
    const page = await sandbox.call('/api/machineactions?$top=2&$skip=4', { token });
    assert.equal(page.body.value.length, 1);
  });

  it('ends actions as it was told', async () => {
    const habits = actionHabitsOf(sandbox.world);
    const ends: string[] = [];
    for (const end of ['Failed', 'TimeOut'] as const) {
      habits.ends = end;
      const { body } = await scan(machineWith('Windows11'), { Comment: 'x', ScanType: 'Quick' });
      sandbox.advance(3 * 60_000);
      ends.push((await sandbox.call(`/api/machineactions/${body.id}`, { token })).body.status);
    }
    assert.deepEqual(ends, ['Failed', 'TimeOut']);
  });
});
