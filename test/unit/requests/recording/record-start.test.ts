import assert from 'node:assert/strict';
import type { Task } from '../../../../src/requests/ports/outbox.ts';
import {
  checkpointRecord,
  makeOverdueCheckpoint,
  noteOutside,
} from '../../../../src/requests/recording/note-checkpoint.ts';
import { recordStart } from '../../../../src/requests/recording/record-start.ts';
import { AirlockError, TELL_THE_OPERATOR } from '../../../../src/shared/errors.ts';
import { isNamed } from '../../../../src/store/record/entry.ts';
import { memoryServices } from '../../../support/company/memory-services.ts';
import { BUILT_AT } from '../../../support/samples/build-request.ts';

const DAY = 86_400_000;

describe('entries of the service itself', () => {
  let services: Awaited<ReturnType<typeof memoryServices>>;
  let noted: string[];
  beforeEach(async () => {
    noted = [];
    services = await memoryServices(() => null);
    const witness = { add: async (note: string) => void (noted.includes(note) || noted.push(note)) };
    services = Object.assign(services, { witness });
  });
  afterEach(() => services.store.close());

  async function take(owner: string): Promise<Task> {
    const task = await services.store.takeTask(['checkpoint'], owner, services.now, 1_000);
    return task ?? assert.fail('a checkpoint is due');
  }

  async function events(): Promise<readonly string[]> {
    return (await services.store.audit(0, 100)).map(({ event }) => event);
  }

  const killed = new TypeError('killed');

  it('a checkpoint that was killed before it was stored is made by another instance, once', async () => {
    await recordStart(services, '1');
    const dying = { ...services, store: { ...services.store, send: () => Promise.reject(killed) } };
    await assert.rejects(checkpointRecord(dying, await take('one')), killed);
    assert.deepEqual(noted, []);
    services.now += 1_000;
    await checkpointRecord(services, await take('two'));
    assert.deepEqual(await events(), ['service.start', 'record.checkpoint']);
    assert.equal(noted.length, 1);
  });

  it('a checkpoint that was killed before it was noted outside is noted later, from the record', async () => {
    await recordStart(services, '1');
    await checkpointRecord({ ...services, witness: { add: () => Promise.reject(killed) } }, await take('one'));
    assert.deepEqual(noted, []);
    for (const _again of [1, 2]) await noteOutside(services);
    assert.equal(noted.length, 1);
  });

  it('a checkpoint whose task somebody took out of the database is made all the same, once a day', async () => {
    await recordStart(services, '1');
    await checkpointRecord(services, await take('one'));
    services.now += DAY;
    await makeOverdueCheckpoint(services);
    assert.equal(noted.length, 1, 'its task is on its way');
    services.now += 3_600_001;
    await Promise.all([makeOverdueCheckpoint(services), makeOverdueCheckpoint(services)]);
    await makeOverdueCheckpoint(services);
    assert.deepEqual(await events(), ['service.start', 'record.checkpoint', 'record.checkpoint']);
    assert.equal(noted.length, 2);
  });

  it('a start notes the last checkpoint in a witness that lost it, and says so', async () => {
    await recordStart(services, '1');
    await checkpointRecord({ ...services, witness: { add: () => Promise.reject(killed) } }, await take('one'));
    const said: string[] = [];
    const log = { ...services.log, error: (_fields: object, message: string) => void said.push(message) };
    await recordStart({ ...services, log, witness: { ...services.witness, isBlank: true } }, '1');
    assert.match(said.join(), /^the witness file held no checkpoint, though the record tells of one/);
    assert.equal(noted.length, 1);
  });

  it('a start on a record that was put back says it to whoever operates Airlock', async () => {
    const broken = new AirlockError('record-broken', `The record ends before entry 5. ${TELL_THE_OPERATOR}`);
    const store = { ...services.store, send: () => Promise.reject(broken) };
    await assert.rejects(recordStart({ ...services, store }, '1'), {
      code: 'record-broken',
      message:
        /before entry 5\. Airlock does not start on it.* If you restored a backup, say so .* see docs\/operate\.md#restore-a-backup/,
    });
  });

  it('a checkpoint of two instances that run the same task is stored once', async () => {
    await recordStart(services, '1');
    const task = await take('one');
    services.now += 1_000;
    const again = await take('two');
    const both = await Promise.allSettled([checkpointRecord(services, task), checkpointRecord(services, again)]);
    assert.deepEqual(both.map(({ status }) => status).sort(), ['fulfilled', 'rejected']);
    assert.deepEqual(await events(), ['service.start', 'record.checkpoint']);
  });

  it('a checkpoint that is days late is made for today alone, and the next is due tomorrow', async () => {
    await recordStart(services, '1');
    services.now += 5 * DAY;
    await checkpointRecord(services, await take('one'));
    assert.deepEqual(await events(), ['service.start']);
    const today = await take('one');
    assert.equal(today.key, `checkpoint:${new Date(services.now).toISOString().slice(0, 10)}`);
    await checkpointRecord(services, today);
    assert.equal(await services.store.takeTask(['checkpoint'], 'me', services.now, 1_000), null);
    services.now = (Math.floor(services.now / DAY) + 1) * DAY;
    assert.equal((await take('one')).dueAt, services.now);
  });

  it('a start holds the policy in full, and a stop names its start', async () => {
    const stop = await recordStart(services, '1.2.3');
    await stop();
    const [start, stopped] = await services.store.audit(0, 9);
    const data = start?.data ?? null;
    assert(isNamed(data) && isNamed(data.policy ?? null));
    const { instance, version, policy } = data;
    assert.equal(version, '1.2.3');
    assert.deepEqual(policy, JSON.parse(JSON.stringify(services.policy)));
    assert.deepEqual(stopped?.data, { instance });
  });

  it('a policy that changed is said at the next start, and only then', async () => {
    await recordStart(services, '1');
    const changed = { ...services, policy: { ...services.policy, quorum: 2 } };
    for (const _again of [1, 2]) await recordStart(changed, '1');
    assert.deepEqual(await events(), ['service.start', 'policy.changed', 'service.start', 'service.start']);
  });

  it('a start and a stop note outside how far the record came, where entries came before', async () => {
    const notes: string[] = [];
    const witness = { ...services.witness, add: async (note: string) => void notes.push(note) };
    const noting = { ...services, witness };
    const stop = await recordStart(noting, '1');
    assert.equal(notes.length, 0, 'nothing came before the first start');
    await stop();
    assert.equal(notes.length, 1);
    await recordStart(noting, '1');
    assert.equal(notes.length, 2);
    const counts = notes.map((note) => Number(note.split('\n')[1]));
    assert.deepEqual(counts, [2, 3]);
    assert.deepEqual(await events(), ['service.start', 'service.stop', 'service.start']);
  });

  it('a stop that cannot be stored is logged, and stops all the same', async () => {
    const lines: string[] = [];
    const log = { ...services.log, error: (_fields: object, message: string) => void lines.push(message) };
    const stop = await recordStart({ ...services, log, store: { ...services.store } }, '1');
    await services.store.close();
    await stop();
    assert.deepEqual(lines, ['stop not recorded']);
    services = await memoryServices(() => null);
  });

  it('is at home in the time of the tests', () => assert.equal(services.now, BUILT_AT));
});
