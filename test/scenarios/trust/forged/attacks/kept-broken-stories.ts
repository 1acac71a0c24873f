import assert from 'node:assert/strict';
import { auditPlace } from '../../../../../src/store/audit/audit-record.ts';
import { restoreRecord } from '../../../../../src/store/operator/restore-record.ts';
import { Company } from '../../../../support/company/company.ts';
import type { TestDatabase } from '../../../../support/databases/postgres-database.ts';
import { rowsOf, runAsOwner } from '../../../../support/databases/run-as-owner.ts';
import { logTo } from '../../../../support/runtime/log-to.ts';
import { TEST_KEYS } from '../../../../support/runtime/record-keys.ts';

const BROKEN = { code: 'record-broken' };

/** What becomes of a record that somebody changed, when the service is started anew; no file of checkpoints tells. */
export function keptBrokenStories(database: TestDatabase): void {
  let company: Company;
  let logged: string[];
  beforeEach(async () => {
    logged = [];
    const log = logTo(({ message }) => logged.push(message));
    company = await Company.open({ database: await database(), log });
    await company.pending();
  });
  afterEach(() => company.close());

  const asOwner = (sql: string) => runAsOwner(company.place, sql);
  const entries = () => company.services.store.audit(0, 1_000);
  const cut = (from: number) => asOwner(`delete from audit where seq >= ${from}`);

  async function length(): Promise<number> {
    return (await auditPlace(company.place, { keys: TEST_KEYS.known })).entries;
  }

  async function stop(): Promise<void> {
    for (const app of company.apps.splice(0)) await app.close();
  }

  async function start(): Promise<void> {
    const app = await company.another();
    // Sound: an app holds the services that it was made with.
    company.services = { ...company.services, store: app.stored.store };
    await company.settle(app);
  }

  async function faults(): Promise<readonly string[]> {
    const { faults: found } = await auditPlace(company.place, { keys: TEST_KEYS.known });
    return found.map(({ where, what }) => `${where}: ${what}`);
  }

  const restore = (more: object = {}) =>
    restoreRecord(company.place, {
      ...{ keys: TEST_KEYS, at: company.clock.now(), known: null, lastGiven: null, emptyOf: null },
      ...more,
    });

  it('one whose end was cut is refused at each start, and nothing is appended', async () => {
    const all = await entries();
    await cut(all.length);
    await company.say('alice', 'withdraw 1');
    assert(logged.includes('record broken') && logged.includes('record checkpoint of before it was broken'));
    await stop();
    for (const _again of [1, 2])
      await assert.rejects(start(), {
        ...BROKEN,
        message: /if you restored a backup.*a-record-that-was-found-broken/i,
      });
    assert.equal(await length(), all.length - 1);
    assert.match((await faults()).join('\n'), /the record: it was found broken on .*ends before entry/);
  });

  it('one that was cut while no service ran is refused, though nobody saw it before', async () => {
    await stop();
    const count = await length();
    await cut(count);
    assert.match(
      (await faults()).join('\n'),
      new RegExp(`the record: it ends at entry ${count - 1}, and the note beside it`),
    );
    await assert.rejects(start(), { ...BROKEN, message: /its end was cut off/ });
    await asOwner("delete from settings where name = 'record-head'");
    assert.match((await faults()).join('\n'), /the record: the note of its end .* is gone/);
    await assert.rejects(start(), { ...BROKEN, message: /the note of its end .* is gone/ });
    assert.equal(await length(), count - 1);
  });

  it('one whose entries go on past an older note is walked, and one beside a changed note is refused', async () => {
    const [{ body } = { body: '' }] = await rowsOf(
      company.place,
      "select body from settings where name = 'record-head'",
    );
    await company.pending('enable automatically resolve alerts');
    await stop();
    await asOwner(`update settings set body = replace('${body}', '"count":', '"count":1') where name = 'record-head'`);
    await assert.rejects(start(), { ...BROKEN, message: /the note of its end .* was changed/ });
    await asOwner(`update settings set body = '${body}' where name = 'record-head'`);
    await start();
    await stop();
    await asOwner(`update settings set body = '${body}' where name = 'record-head'`);
    await asOwner("update audit set actor = 'x' where seq = (select max(seq) from audit) - 1");
    await assert.rejects(start(), { ...BROKEN, message: /entry \d+ was changed/ });
  });

  it('one whose cut end was put back before the next start stays refused', async () => {
    const [last] = (await rowsOf(company.place, 'select * from audit order by seq desc limit 1')) as [AuditRow];
    await cut(last.seq);
    await company.say('alice', 'withdraw 1');
    await stop();
    await asOwner(insertOf(last));
    await assert.rejects(start(), { ...BROKEN, message: /it was found broken on/ });
    await assert.rejects(start(), BROKEN);
  });

  it('one whose last entry named a strange key, or none, and was put back stays refused', async () => {
    const [last] = (await rowsOf(company.place, 'select * from audit order by seq desc limit 1')) as [AuditRow];
    await asOwner(`update audit set key_id = null, signature = null where seq = ${last.seq}`);
    await company.say('alice', 'withdraw 1');
    assert(logged.includes('record checkpoint of before it was broken'));
    await asOwner(
      `update audit set key_id = '${last.key_id}', signature = '${last.signature}' where seq = ${last.seq}`,
    );
    await stop();
    await assert.rejects(start(), { ...BROKEN, message: /it was found broken on .* was changed/ });
  });

  it('one with an entry that was edited since the last checkpoint is refused', async () => {
    const [, , third] = await entries();
    await company.say('alice', 'enable automatically resolve alerts');
    await asOwner(`update audit set actor = 'x' where seq = ${third?.seq}`);
    await stop();
    const count = await length();
    await assert.rejects(start(), { ...BROKEN, message: /entry 3 was changed/ });
    await assert.rejects(restore(), { ...BROKEN, message: /Nothing was said in it\. Restore a backup/ });
    assert.equal(await length(), count);
    await asOwner(`update audit set actor = '${third?.actor}' where seq = ${third?.seq}`);
    await assert.rejects(start(), { ...BROKEN, message: /it was found broken on/ });
    await restore();
    await start();
    assert.deepEqual(await faults(), []);
  });

  it('one that another instance found broken stops every instance', async () => {
    const other = await company.another();
    const [last] = (await rowsOf(company.place, 'select * from audit order by seq desc limit 1')) as [AuditRow];
    await cut(last.seq);
    await assert.rejects(other.stored.store.checkpoint(company.services.tenantId), BROKEN);
    await asOwner(insertOf(last));
    const before = await length();
    await company.say('alice', 'withdraw 1');
    assert.equal(await length(), before);
  });

  it('one that its operator says was restored goes on, and says what was given up', async () => {
    await company.say('alice', 'withdraw 1');
    const all = await entries();
    const end = all.at(-1);
    await cut(all.length - 1);
    await company.say('alice', 'help');
    await assert.rejects(company.services.store.checkpoint(company.services.tenantId), BROKEN);
    await stop();
    await assert.rejects(start(), BROKEN);
    const { said } = await restore({ by: 'root@vm-1', reason: 'Accepted by the CISO' });
    assert.deepEqual(said.noted, { count: end?.seq, head: end?.hash });
    assert.match(said.broken?.why ?? '', /ends before entry/);
    await start();
    await company.pending('enable automatically resolve alerts');
    const { restorings } = await auditPlace(company.place, { keys: TEST_KEYS.known });
    assert.equal(restorings.length, 1);
    assert.match(
      String(restorings),
      new RegExp(
        `goes on after entry ${all.length - 2} .*Given up: 2 entries; before, it had ${end?.seq} entries .*${end?.hash}.*found broken on.*by root@vm-1\\. Reason: Accepted`,
      ),
    );
    await stop();
    await start();
  });
}

type AuditRow = Readonly<Record<string, string | number | null>> & { readonly seq: number };

function insertOf(row: AuditRow): string {
  const value = (one: string | number | null) => (one === null ? 'null' : `'${String(one).replaceAll("'", "''")}'`);
  const names = Object.keys(row);
  return `insert into audit (${names.join(', ')}) values (${names.map((name) => value(row[name] ?? null)).join(', ')})`;
}
