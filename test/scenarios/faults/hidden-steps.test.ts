import assert from 'node:assert/strict';
import Database from 'libsql';
import { Client } from 'pg';
import { machineActionsOf } from '../../../src/sandbox/mde/actions/machine-actions.ts';
import { Company } from '../../support/company/company.ts';
import { DatabaseOwner } from '../../support/company/database-owner.ts';
import { cardText } from '../../support/company/fake-teams.ts';
import { hideFromIndex } from '../../support/company/tamper.ts';
import { migratedPostgres } from '../../support/databases/migrated-postgres.ts';
import { rowsOf } from '../../support/databases/run-as-owner.ts';
import { logTo } from '../../support/runtime/log-to.ts';
import { TagRoom } from '../supported/tag-room.ts';

const FORGED = `insert into tasks(key, kind, tenant, request_id, payload, correlation, due_at, attempts, lease_until, completed)`;

describe('a step that the database hides from whoever asks for the entries of its request', () => {
  let company: Company;
  let logged: string[];
  afterEach(() => company?.close());

  /** Bob approves what Alice asks for, and she withdraws it before it is applied. @returns the row as approved */
  async function withdrawn(database: Awaited<ReturnType<typeof migratedPostgres>> | null) {
    logged = [];
    company = await Company.open({ log: logTo(({ message }) => logged.push(message)), database });
    await company.approve('bob', await company.pending());
    const [approved] = await rowsOf(company.place, 'select * from requests where number = 1');
    await company.say('alice', 'withdraw 1', 'a:alice');
    assert.equal(company.writes.length, 0);
    return approved ?? assert.fail();
  }

  async function nothingIsWritten(): Promise<void> {
    await company.settle();
    assert.equal(company.writes.length, 0);
    assert(logged.includes('request stopped: not as recorded'), logged.join('; '));
  }

  it('by an index that lacks it, on SQLite: nothing is written', async () => {
    const approved = await withdrawn(null);
    const owner = new DatabaseOwner(company.file);
    const withdraw = owner.entries().filter(({ event }) => event === 'request.withdraw');
    hideFromIndex(
      company.file,
      withdraw.map(({ seq }) => seq),
    );
    const db = new Database(company.file);
    const found = db.prepare("select count(*) as n from audit where request_id = ? and event = 'request.withdraw'");
    assert.equal((found.get([approved.id]) as { n: number }).n, 0, 'the index hides it');
    db.close();
    owner.edit(1, () => JSON.parse(approved.body ?? ''));
    owner.fileApply(1, company.clock.now());
    await nothingIsWritten();
  });

  /** Two devices are to be isolated: one was ordered, and Defender asks to wait with the other. */
  async function begun(database: Awaited<ReturnType<typeof migratedPostgres>> | null): Promise<TagRoom> {
    logged = [];
    const room = await TagRoom.open({ log: logTo(({ message }) => logged.push(message)), database });
    company = room.company;
    const path = `${room.machine('LAP-HR-0002').id}/isolate`;
    room.world.faults.push({ surface: 'mde', kind: 'status', status: 429, retryAfter: 600, path, times: 1 });
    await room.approved('isolate LAP-HR-0001, LAP-HR-0002');
    await company.settle();
    assert.deepEqual(ordered(room), ['LAP-HR-0001']);
    return room;
  }

  const ordered = ({ world }: TagRoom) =>
    machineActionsOf(world).flatMap(({ source, computerDnsName }) =>
      source === 'PublicApi' ? [computerDnsName.split('.')[0]] : [],
    );

  const WAITING =
    "update request_items set state = 'waiting', external_id = null, reason = null, at = (select min(at) from request_items)";

  it('by an index that lacks how far its items are, on SQLite: nothing is ordered twice', async () => {
    const room = await begun(null);
    const owner = new DatabaseOwner(company.file);
    const moved = owner.entries().filter(({ event }) => event === 'items.moved');
    assert(moved.length > 0);
    hideFromIndex(
      company.file,
      moved.map(({ seq }) => seq),
    );
    owner.run(WAITING);
    await room.pass(601, 3);
    assert.deepEqual(ordered(room), ['LAP-HR-0001'], logged.join('; '));
    assert(
      logged.some((one) => /not as recorded|record broken/.test(one)),
      logged.join('; '),
    );
  });

  for (const hidden of ["event <> 'items.moved'", "event <> 'items.moved' or current_query() !~* 'request_id\"? = '"])
    it(`by a view that shows where ${hidden}, on PostgreSQL: nothing is ordered twice`, async () => {
      const room = await begun(await migratedPostgres());
      const client = new Client({ connectionString: 'url' in company.place ? company.place.url : assert.fail() });
      await client.connect();
      await client.query(`drop trigger audit_append_only on audit; alter table audit rename to audit_real;
        create trigger audit_append_only before update or delete or truncate on audit_real
          for each statement execute function audit_append_only();
        create view audit as select * from audit_real where ${hidden}; ${WAITING}`);
      await client.end();
      await room.pass(601, 3);
      assert.deepEqual(ordered(room), ['LAP-HR-0001'], logged.join('; '));
    });

  /** With `guided`: approved, handed over, withdrawn, and then as approved again in the database. */
  async function withdrawnSteps(hide: (seqs: readonly number[]) => void): Promise<string> {
    logged = [];
    company = await Company.open({ connector: 'guided', log: logTo(({ message }) => logged.push(message)) });
    const owner = new DatabaseOwner(company.file);
    await company.approve('bob', await company.pending());
    await company.settle();
    const approved = owner.row(1);
    await company.say('alice', 'withdraw 1', 'a:alice');
    await company.settle();
    const withdraw = owner.entries().filter(({ event }) => event === 'request.withdraw');
    hide(withdraw.map(({ seq }) => seq));
    owner.edit(1, () => JSON.parse(approved.body));
    const before = company.teams.messages.length;
    await company.say('omar', 'show 1', 'a:omar');
    const shown = company.teams.messages.slice(before).map(({ card }) => cardText(card));
    return shown.join('; ');
  }

  it('by an index that lacks it, with steps for people: nobody is shown them again', async () => {
    const shown = await withdrawnSteps((seqs) => hideFromIndex(company.file, seqs));
    assert.match(shown, /#1 was stopped.*is kept from whoever asks the database/s);
    assert.doesNotMatch(shown, /to be applied by hand|Follow these steps/i);
  });

  it('by cutting it off with all that follows, with steps for people: nobody is shown them again', async () => {
    const shown = await withdrawnSteps((seqs) => {
      const owner = new DatabaseOwner(company.file);
      owner.unguard();
      owner.run(`delete from audit where seq >= ${Math.min(...seqs)}`);
      owner.guard();
    });
    assert.match(shown, /The record itself does not hold together/);
    assert.doesNotMatch(shown, /Follow these steps|I have applied it/i);
  });

  const BY_REQUEST = `current_query() !~* 'request_id"? = ' and current_query() !~ 'step'`;
  const BY_WALK = `current_query() !~ '"seq" >= '`;
  const NEWEST = `current_query() !~ 'order by "seq" desc'`;
  const VIEWS: Readonly<Record<string, string>> = {
    'whoever asks by the request': `event <> 'request.withdraw' or ${BY_REQUEST}`,
    'whoever walks along the record, too': `event <> 'request.withdraw' or (${BY_REQUEST} and ${BY_WALK})`,
    'whoever walks, with all that follows': `seq < (select max(seq) from withdrawn) or (${BY_REQUEST} and ${BY_WALK})`,
    'whoever asks for the newest, too': `seq < (select max(seq) from withdrawn) or (${BY_REQUEST} and ${BY_WALK} and ${NEWEST})`,
  };
  for (const [name, shown] of Object.entries(VIEWS))
    it(`by a view in the place of the record, from ${name}, on PostgreSQL: nothing is written`, async () => {
      const approved = await withdrawn(await migratedPostgres());
      const client = new Client({ connectionString: 'url' in company.place ? company.place.url : assert.fail() });
      await client.connect();
      await client.query(`drop trigger audit_append_only on audit; alter table audit rename to audit_real;
        create trigger audit_append_only before update or delete or truncate on audit_real
          for each statement execute function audit_append_only();
        create table withdrawn as select seq from audit_real where event = 'request.withdraw';
        create view audit as select * from audit_real where ${shown}`);
      await client.query(
        'update requests set body = $1, state = $2, rev = $3, deadline = $4, open = 1 where number = 1',
        [...[approved.body, approved.state, approved.rev, approved.deadline]],
      );
      await client.query(`${FORGED} values ('forged', 'apply', $1, $2, 'null', 'x', $3, 0, 0, 0)`, [
        ...[approved.tenant, approved.id, company.clock.now()],
      ]);
      await client.end();
      await company.settle();
      assert.equal(company.writes.length, 0, logged.join('; '));
    });

  it('by a view that hides nothing so far, on PostgreSQL: nothing is written while it stands there', async () => {
    logged = [];
    const database = await migratedPostgres();
    company = await Company.open({ log: logTo(({ message }) => logged.push(message)), database });
    await company.approve('bob', await company.pending());
    const client = new Client({ connectionString: 'url' in company.place ? company.place.url : assert.fail() });
    await client.connect();
    await client.query(`drop trigger audit_append_only on audit; alter table audit rename to audit_real;
      create trigger audit_append_only before update or delete or truncate on audit_real
        for each statement execute function audit_append_only();
      create view audit as select * from audit_real`);
    await client.end();
    await company.settle();
    assert.equal(company.writes.length, 0, logged.join('; '));
    assert(logged.includes('request stopped: not as recorded'), logged.join('; '));
  });
});
