import assert from 'node:assert/strict';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import Database from 'libsql';
import type { Store } from '../../../src/requests/ports/store.ts';
import { openStore } from '../../../src/store/open-store.ts';
import { aFormCard, anAnswer, aRequest, aTask, filing, TENANT } from '../../contracts/store/a-step.ts';
import { quickFolder } from '../../support/databases/quick-folder.ts';
import { counting } from '../../support/runtime/counting.ts';
import { TEST_KEYS } from '../../support/runtime/record-keys.ts';
import { buildForm } from '../../support/samples/build-form.ts';
import { BUILT_AT } from '../../support/samples/build-request.ts';
import { aConversation, anOid } from '../../support/samples/ids.ts';

const HOUR = 3_600_000;

/** One row of each table is spoiled behind the service's back. */
describe('a row that cannot be read', () => {
  let folder: string;
  let store: Store;
  beforeEach(async () => {
    folder = await quickFolder('airlock-unreadable-');
    store = await openStore({ file: join(folder, 'airlock.db'), keys: TEST_KEYS, ids: counting() });
  });
  afterEach(async () => {
    await store.close();
    await rm(folder, { recursive: true, force: true });
  });

  function spoil(statement: string): void {
    const db = new Database(join(folder, 'airlock.db'));
    db.prepare(statement).run([]);
    db.close();
  }

  const corrupt = (table: string) => ({ name: 'AirlockError', code: 'store-corrupt', message: new RegExp(table) });

  it('delays no other task, and is reported again after an hour', async () => {
    await store.send({ messages: [], tasks: [aTask('spoiled', { dueAt: BUILT_AT - 1 }), aTask('sound')] });
    spoil(`update tasks set payload = 'nonsense' where key = 'spoiled'`);
    const take = (now: number) => store.takeTask(['apply'], 'me', now, 2 * HOUR);
    await assert.rejects(take(BUILT_AT), corrupt('tasks, row 1'));
    assert.equal((await take(BUILT_AT))?.key, 'sound');
    assert.equal(await take(BUILT_AT + HOUR - 1), null);
    await assert.rejects(take(BUILT_AT + HOUR), corrupt('tasks, row 1'));
  });

  it('delays no other message, not even in its own conversation', async () => {
    const messages = [anAnswer('spoiled', 'c'), anAnswer('same', 'c'), anAnswer('other', 'd')];
    await store.send({ messages, tasks: [] });
    spoil(`update posts set content = '{"kind":"answer"}' where key = 'spoiled'`);
    const take = () => store.takeMessages('me', BUILT_AT, HOUR, 9);
    await assert.rejects(take(), corrupt('posts, row 1'));
    assert.deepEqual(
      (await take()).map(({ key }) => key),
      ['same', 'other'],
    );
  });

  it('of what is remembered hides nothing, since the record tells it, is reported by its key, and can be replaced', async () => {
    const source = { kind: 'attested', at: 1, by: 'Omar Okafor', request: 1 } as const;
    const [one, other] = ['feature:a', 'feature:b'].map((key) => ({ key, value: 'on', source, changedAt: 3 }));
    assert(one && other);
    const send = (fact: typeof one, expected: number | null) =>
      store.send({ messages: [], tasks: [], facts: { tenantId: TENANT, changes: [{ fact, expected }] } });
    await send(one, null);
    await send(other, null);
    for (const body of ['nonsense', JSON.stringify({ ...other, v: 3 })]) {
      spoil(`update facts set body = '${body}' where key = 'feature:a'`);
      const told: string[] = [];
      const found = await store.facts(TENANT, 'feature:', (key, { code }) => told.push(`${key} ${code}`));
      assert.deepEqual([found, told], [[one, other], ['feature:a store-corrupt']]);
    }
    await send({ ...one, changedAt: 4 }, 3);
    assert.deepEqual((await store.facts(TENANT, 'feature:'))[0], { ...one, changedAt: 4 });
  });

  it('delays the expiry of no other request or form', async () => {
    for (const [index, deadline] of [100, 200].entries()) {
      await store.commit(filing(aRequest(index, { deadline })));
      const form = buildForm({ id: `form-${index}`, deadline });
      await store.send({ messages: [aFormCard(form, 'c')], tasks: [], form: { form, expectedRev: null } });
    }
    spoil(`update requests set body = '{}' where number = 1`);
    spoil(`update forms set body = '{}' where id = 'form-0'`);
    await assert.rejects(store.overdue(200, 9), corrupt(`requests, row ${aRequest(0).id}`));
    assert.deepEqual(
      (await store.overdue(200, 9)).map(({ number }) => number),
      [2],
    );
    await assert.rejects(store.overdueForms(200, 9), corrupt('forms, row form-0'));
    assert.deepEqual(
      (await store.overdueForms(200, 9)).map(({ id }) => id),
      ['form-1'],
    );
  });

  it('is reported by name when it is requested', async () => {
    const one = await store.commit(filing(aRequest(1), { affected: [AFFECTED] }));
    for (const table of ['requests', 'request_devices']) spoil(`update ${table} set body = '{"v":2}'`);
    await assert.rejects(store.request(TENANT, one.id), corrupt(`requests, row ${one.id}`));
    await assert.rejects(store.affected(one.id, 0, 9), { code: 'record-broken', message: /list of devices/ });
  });

  it('is left out of a list, which names it, and the others are shown', async () => {
    for (const index of [1, 2, 3]) await store.commit(filing(aRequest(index)));
    spoil(`update requests set body = '{}' where number = 2`);
    const left: number[] = [];
    const listed = await store.requests(TENANT, { open: true, limit: 9 }, (number) => left.push(number));
    assert.deepEqual([listed.map(({ number }) => number), left], [[3, 1], [2]]);
  });

  it('of a person counts as not met yet, and is written anew', async () => {
    const known = { tenantId: TENANT, oid: anOid('o'), mri: '29:o', name: 'O', personal: null, seenAt: 1 };
    await store.rememberContact(known);
    spoil(`update contacts set body = '{}'`);
    assert.deepEqual(await store.contacts(TENANT, [anOid('o')]), []);
    await store.rememberContact(known);
    assert.deepEqual(await store.contacts(TENANT, [anOid('o')]), [known]);
  });

  it('nor sends anybody what belongs elsewhere: a conversation, a contact or a card that names another', async () => {
    const [key, other] = ['a:bob', '19:elsewhere'].map(aConversation);
    const oid = anOid('bbbbbbbb-0000-4000-8000-000000000002');
    assert(key && other && oid);
    const place = { tenantId: TENANT, serviceUrl: 'https://smba.trafficmanager.net/emea/', botId: '28:b', seenAt: 1 };
    await store.rememberConversation({ key, kind: 'personal', ...place });
    await store.rememberContact({ tenantId: TENANT, oid, mri: '29:b', name: 'Bob', personal: key, seenAt: 1 });
    const { id } = await store.commit(filing(aRequest(1)));
    const content = { kind: 'request', requestId: id, audience: 'shared', viewer: null } as const;
    await store.send({ messages: [{ ...anAnswer('card', 'c'), content }], tasks: [] });
    assert.equal((await store.conversation(key))?.key, key);
    spoil(`update conversations set body = replace(body, '${key}', '${other}')`);
    spoil(`update contacts set body = replace(body, '${oid}', 'cccccccc-0000-4000-8000-000000000003')`);
    spoil(`update posts set content = replace(content, '${id}', 'dddddddd-0000-4000-8000-000000000004')`);
    await assert.rejects(store.conversation(key), corrupt('conversations, row a:bob'));
    assert.deepEqual(await store.contacts(TENANT, [oid]), []);
    await assert.rejects(store.takeMessages('me', BUILT_AT, HOUR, 9), corrupt('posts, row'));
  });
});

const AFFECTED = { id: 'd', name: 'LAP-1', from: null, to: { id: 4, name: 'Finance' }, effect: 'raised' } as const;
