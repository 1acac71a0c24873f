import assert from 'node:assert/strict';
import { join } from 'node:path';
import Database from 'libsql';
import type { Store } from '../../../../src/requests/ports/store.ts';
import type { AccountSeen } from '../../../../src/requests/record/account-seen.ts';
import { type EntraObjectId, entraObjectId } from '../../../../src/shared/ids.ts';
import { asJson } from '../../../../src/shared/json.ts';
import { auditPlace } from '../../../../src/store/audit/audit-record.ts';
import { openStore } from '../../../../src/store/open-store.ts';
import { recordKeys } from '../../../../src/store/record/record-keys.ts';
import { DatabaseOwner } from '../../../support/company/database-owner.ts';
import { quickFolder } from '../../../support/databases/quick-folder.ts';
import { counting } from '../../../support/runtime/counting.ts';
import { publicPem, TEST_KEYS, testKeyPem } from '../../../support/runtime/record-keys.ts';
import { BUILT_AT } from '../../../support/samples/build-request.ts';
import { TENANT } from '../../../support/samples/ids.ts';
import { STARTED } from '../../../support/tampering/service-started.ts';

const HOUR = 3_600_000;

const oidOf = (index: number): EntraObjectId =>
  entraObjectId.parse(`${String(index).padStart(8, '0')}-0000-4000-8000-000000000001`);

function account(index: number, employeeId: string | null = `1${index}`): AccountSeen {
  const named = { name: 'Bob', userPrincipalName: `bob${index}@contoso.example` };
  const carried = { ...named, employeeId, onPremisesImmutableId: null, addresses: [] };
  const role = { isApprover: true, approverSince: null, leftAt: null };
  return { oid: oidOf(index), carried, former: [], marksSince: null, ...role };
}

describe('accounts that were seen stand in the record', () => {
  let file: string;
  let owner: DatabaseOwner;
  const stores: Store[] = [];
  beforeEach(async () => {
    file = join(await quickFolder('airlock-accounts-'), 'airlock.db');
    owner = new DatabaseOwner(file);
  });
  afterEach(async () => {
    for (const store of stores.splice(0)) await store.close();
  });

  async function open(keys: typeof TEST_KEYS | null = TEST_KEYS): Promise<Store> {
    const store = await openStore({ file, keys, ids: counting() });
    stores.push(store);
    return store;
  }

  async function begun(): Promise<Store> {
    const store = await open();
    await store.send({ messages: [], tasks: [], audit: [STARTED] });
    return store;
  }

  const census = (store: Store, ...accounts: AccountSeen[]) => censusAt(store, BUILT_AT, ...accounts);

  const censusAt = (store: Store, at: number, ...accounts: AccountSeen[]) =>
    store.noteAccounts({ tenantId: TENANT, oids: null, at }, () => ({
      accounts,
      census: { at, looked: accounts.length },
    }));

  async function checkpoint(store: Store): Promise<void> {
    const data = asJson(await store.checkpoint(TENANT));
    await store.send({ messages: [], tasks: [], audit: [{ ...STARTED, event: 'record.checkpoint', data }] });
  }

  const told = () => owner.entries().filter(({ event }) => event === 'accounts.seen');
  const faults = async () => (await auditPlace({ file }, { keys: TEST_KEYS.known })).faults;
  const strange = async (store: Store, ...indexes: number[]) =>
    (await store.accountsSeen(TENANT, indexes.map(oidOf))).strange;

  it('in one entry for what changed at once, and in none where nothing did and everybody was looked at lately', async () => {
    const store = await begun();
    await census(store, account(1), account(2));
    await census(store);
    await census(store, account(2, '77'));
    const entries = told().map(({ data }) => JSON.parse(data));
    assert.deepEqual(
      entries.map(({ accounts, census: first }) => [accounts.length, first ?? null]),
      [
        [2, BUILT_AT],
        [1, BUILT_AT],
      ],
    );
    assert.equal(entries[1].accounts[0].before, entries[0].accounts[1].stored);
    assert.equal(entries[1].previous.seq, told()[0]?.seq);
    assert.deepEqual(await faults(), []);
  });

  it('with the time of each census and how many it looked at, which the row only repeats', async () => {
    const store = await begun();
    await census(store, account(1));
    await censusAt(store, BUILT_AT + HOUR);
    assert.deepEqual(
      told().map(({ data }) => [JSON.parse(data).census, JSON.parse(data).looked]),
      [
        [BUILT_AT, 1],
        [BUILT_AT + HOUR, 0],
      ],
    );
    assert.deepEqual(await faults(), []);
    owner.run(`update accounts_seen set updated_at = ${BUILT_AT + 2 * HOUR} where oid = 'census'`);
    assert.equal((await store.accountsSeen(TENANT, [])).censusAt, BUILT_AT + HOUR);
    assert.match(JSON.stringify(await faults()), /the last census.*entries tell of/);
  });

  it('a hundred in an entry, also those that an earlier version left', async () => {
    const store = await begun();
    const rows = new Database(file);
    for (let index = 0; index < 230; index += 1)
      rows
        .prepare('insert into accounts_seen(tenant, oid, body, updated_at) values (?, ?, ?, 1)')
        .run([TENANT, oidOf(index), JSON.stringify({ v: 3, ...account(index) })]);
    rows
      .prepare("insert into accounts_seen(tenant, oid, body, updated_at) values (?, 'census', '{\"v\":3}', 9)")
      .run([TENANT]);
    rows.close();
    assert.match(
      (await auditPlace({ file }, { keys: TEST_KEYS.known })).open.join(),
      /remembered of accounts: no entry/,
    );
    assert.deepEqual(await strange(store, 5), []);
    await census(store, account(3, '77'));
    assert.deepEqual(
      told().map(({ data }) => [JSON.parse(data).accounts.length, JSON.parse(data).census ?? null]),
      [
        [100, null],
        [100, null],
        [30, BUILT_AT],
      ],
    );
    assert.deepEqual(await faults(), []);
    owner.run(`delete from accounts_seen where oid = '${oidOf(7)}'`);
    assert.deepEqual(await strange(store, 5, 7), [oidOf(7)]);
  });

  it('for every instance, whichever noted them and whichever key of the record signs', async () => {
    const [first, second] = [await begun(), await open()];
    await census(first, account(1));
    assert.deepEqual(await strange(second, 1), []);
    await census(second, account(1, '77'), account(2));
    assert.deepEqual(await strange(first, 1, 2), []);
    await checkpoint(first);
    const third = await open(recordKeys(testKeyPem('b'), publicPem('a')));
    await census(third, account(2, '88'));
    assert.deepEqual(await strange(third, 1, 2), []);
    assert.deepEqual(await strange(await open(null), 1, 2), []);
  });

  for (const [when, before, after] of [
    ['after', 1, 0],
    ['before', 0, 1],
    ['without', 0, 0],
  ] as const)
    it(`so that one that starts misses an entry that was hidden ${when} the last checkpoint`, async () => {
      const store = await begun();
      await census(store, account(1));
      if (before) await checkpoint(store);
      await census(store, account(1, '77'));
      if (after) await checkpoint(store);
      const [earlier, later] = told();
      owner.unguard();
      owner.run(`update audit set event = 'tenant.listed' where seq = ${later?.seq}`);
      await assert.rejects(strange(await open(), 1), { code: 'record-broken' });
      owner.run(`update audit set event = 'accounts.seen' where seq = ${later?.seq}`);
      owner.run(`update audit set data = '${earlier?.data}' where seq = ${later?.seq}`);
      await assert.rejects(strange(await open(), 1), { code: 'record-broken' });
    });

  it('and a checkpoint vouches for those up to the entry that it counts, whatever was told meanwhile', async () => {
    const store = await begun();
    const made = await store.checkpoint(TENANT);
    await census(store, account(1));
    const put = (data: object) =>
      store.send({
        messages: [],
        tasks: [],
        audit: [{ ...STARTED, event: 'record.checkpoint', data: asJson({ ...made, ...data }) }],
      });
    await put({});
    assert.deepEqual(await faults(), []);
    await put({ count: made.count + 1 });
    assert.match(JSON.stringify(await faults()), /vouches for another entry on accounts/);
  });
});
