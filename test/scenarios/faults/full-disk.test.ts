import assert from 'node:assert/strict';
import Database from 'libsql';
import { recordStart } from '../../../src/requests/recording/record-start.ts';
import { Company } from '../../support/company/company.ts';
import { cardText } from '../../support/company/fake-teams.ts';

const MINUTE = 60_000;

/** As many pages as SQLite can have. */
const ROOM = 1_073_741_823;

/** The connections that the bot opens from now on, as SQLite's own driver made them. */
function opened(): { readonly files: Database.Database[]; stop(): void } {
  const { pragma } = Database.prototype;
  const files: Database.Database[] = [];
  Database.prototype.pragma = function (this: Database.Database, ...asked: Parameters<typeof pragma>) {
    if (!files.includes(this)) files.push(this);
    return pragma.apply(this, asked);
  };
  const stop = () => {
    Database.prototype.pragma = pragma;
  };
  return { files, stop };
}

describe('a database that may not grow, by SQLite itself', () => {
  let company: Company;
  let sqlite: Database.Database;
  beforeEach(async () => {
    const { files, stop } = opened();
    company = await Company.open().finally(stop);
    sqlite = files.find(({ open }) => open) ?? assert.fail('the bot opened no file');
    const card = await company.pending('use this channel for approvals');
    await company.approve('bob', card);
    await company.settle();
  });
  afterEach(() => company.close());

  const texts = () => company.teams.messages.map(({ card }) => cardText(card));
  const request = async (number: number) =>
    (await company.services.store.requestByNumber(company.services.tenantId, number)) ?? assert.fail(`#${number}`);

  /** Takes what room there is: every free page, and then what the record's last page has left. */
  async function fill(): Promise<void> {
    sqlite.exec('create table rest (bytes blob)');
    const [{ page_count: pages }] = sqlite.pragma('page_count') as [{ page_count: number }];
    assert.deepEqual(sqlite.pragma(`max_page_count = ${pages}`), [{ max_page_count: pages }]);
    for (let size = 65_536; size > 0; size = Math.floor(size / 2)) while (takes(size));
    while (await starts());
  }

  function takes(size: number): boolean {
    try {
      sqlite.exec(`insert into rest values (zeroblob(${size}))`);
      return true;
    } catch (error) {
      assert.match(String(Reflect.get(Object(error), 'code')), /SQLITE_FULL/);
      return false;
    }
  }

  /** One entry more, of the smallest kind. */
  async function starts(): Promise<boolean> {
    try {
      await recordStart(company.services, '0.0.0');
      return true;
    } catch (error) {
      assert.equal(Reflect.get(Object(error), 'details').reason, 'SQLITE_FULL');
      return false;
    }
  }

  const makeRoom = () => void sqlite.exec(`pragma max_page_count = ${ROOM}`);

  it('keeps nothing of what is pressed, says so, goes on reading, and counts it once there is room', async () => {
    const card = await company.pending();
    await fill();
    const answer = await company.approve('bob', card);
    assert.match(JSON.stringify(answer), /SQLITE_FULL: the disk is full.*not stored/);
    assert.equal((await request(2)).state, 'pending');
    await company.say('bob', 'requests', 'a:bob');
    assert.match(texts().at(-1) ?? '', /#2/);
    assert.match(cardText(await company.view('bob', card)), /#2/);
    await assert.rejects(company.services.store.ping(), { details: { trouble: 'full', reason: 'SQLITE_FULL' } });
    makeRoom();
    await company.approve('bob', card);
    await company.settle();
    assert.deepEqual([(await request(2)).state, company.writes.length], ['applied', 1]);
    await company.assertAuditHolds();
  });

  it('writes nothing to Defender whose start cannot be stored, applies it once there is room, and tells that once', async () => {
    await company.approve('bob', await company.pending());
    await fill();
    for (let minute = 0; minute < 3; minute += 1) {
      await company.settle().catch(() => undefined);
      company.clock.pass(MINUTE);
    }
    assert.deepEqual([(await request(2)).state, company.writes.length], ['approved', 0]);
    makeRoom();
    for (let minute = 0; minute < 3; minute += 1) {
      await company.services.store.ping();
      await company.settle();
      company.clock.pass(MINUTE);
    }
    assert.deepEqual([(await request(2)).state, company.writes.length], ['applied', 1]);
    const told = texts().filter((text) => /Airlock can store again[\s\S]*the disk is full/.test(text));
    assert.equal(told.length, 1);
    await company.assertAuditHolds();
  });
});
