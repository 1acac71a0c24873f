import assert from 'node:assert/strict';
import { machineActionsOf } from '../../../../src/sandbox/mde/actions/machine-actions.ts';
import { auditPlace } from '../../../../src/store/audit/audit-record.ts';
import { Company } from '../../../support/company/company.ts';
import { actionOf, cardText } from '../../../support/company/fake-teams.ts';
import { hideFromIndex } from '../../../support/company/tamper.ts';
import { migratedPostgres } from '../../../support/databases/migrated-postgres.ts';
import type { TestDatabase } from '../../../support/databases/postgres-database.ts';
import { rowsOf, runAsOwner } from '../../../support/databases/run-as-owner.ts';
import { TEST_KEYS } from '../../../support/runtime/record-keys.ts';

const DATABASES: Readonly<Record<string, TestDatabase>> = {
  SQLite: async () => null,
  PostgreSQL: migratedPostgres,
};

for (const [name, databaseOf] of Object.entries(DATABASES))
  describe(`what went ahead on one person’s word, with the database’s owner against it, on ${name}`, () => {
    let company: Company;
    afterEach(() => company?.close());

    const open = async (environment: Readonly<Record<string, string>>) => {
      company = await Company.open({ environment, database: await databaseOf() });
    };
    const owing = () => open({ EMERGENCY_ACTIONS: 'isolate', DEBT_WINDOW: '2h' });
    const orders = () => machineActionsOf(company.sandbox.world).filter(({ source }) => source === 'PublicApi').length;
    const own = (sql: string) => runAsOwner(company.place, sql);

    /** @returns the answer to the press */
    async function act(text: string, verb: 'act-now' | 'submit'): Promise<string> {
      await company.say('alice', text);
      return press(verb);
    }

    /** @returns the answer to the press */
    async function press(verb: 'act-now' | 'submit', meanwhile = async () => {}): Promise<string> {
      const message = company.teams.messages.findLast((one) => actionOf({ ...one.card }, 'view') !== null);
      assert(message);
      const card = await company.view('alice', message);
      // Whoever owes for another one is offered none, and presses a card that was drawn before.
      const submit = actionOf(card, 'submit') ?? assert.fail('it can be sent');
      const action = actionOf(card, verb) ?? { ...submit, verb };
      const pressed = { ...action, data: { ...action.data, reason: 'Ransomware' } };
      const { value } = await company.invoke('alice', message, pressed);
      await meanwhile();
      await company.settle();
      return typeof value === 'string' ? value : cardText(value);
    }

    const cardOf = (number: number) =>
      company.teams.messages.find(
        ({ card }) => actionOf({ ...card }, 'view') !== null && cardText(card).includes(`#${number}`),
      ) ?? assert.fail();

    async function status(): Promise<string> {
      company.clock.pass(60_000);
      await company.settle();
      await company.say('bob', 'status');
      return cardText(company.teams.messages.at(-1)?.card);
    }

    async function found(): Promise<string> {
      const { faults } = await auditPlace(company.place, { keys: TEST_KEYS.known });
      return faults.map(({ where, what }) => `${where}: ${what}`).join('; ');
    }

    const SETTLED = `update requests set body = replace(body, '"why":"emergency"', '"settled":{"how":"undone","at":1,"request":1},"why":"emergency"') where number = 1`;
    const edits: Readonly<Record<string, { readonly sql: string; readonly answer: RegExp; readonly owed: RegExp }>> = {
      'no longer remembered': { sql: 'delete from facts', answer: /You did #1 at once/, owed: /is owed: #1/ },
      'said to be settled': {
        sql: SETTLED,
        answer: /somebody changed #1 in the database/,
        owed: /#1 is not as recorded/,
      },
      'of a request that is gone': {
        sql: 'delete from requests where number = 1',
        answer: /somebody changed #1 in the database/,
        owed: /#1 is not as recorded/,
      },
    };
    for (const [title, { sql, answer, owed }] of Object.entries(edits))
      it(`lets nobody act alone again on a debt that is ${title}`, async () => {
        await owing();
        await act('isolate LAP-HR-0001', 'act-now');
        await own(sql);
        assert.match(await act('isolate LAP-HR-0002', 'act-now'), answer);
        assert.equal(orders(), 1);
        assert.match(await status(), owed);
      });

    const settled: Readonly<Record<string, string>> = {
      'is changed then': `update requests set body = replace(body, 'Ransomware', 'A drill') where number = 1`,
      'is gone then': 'delete from requests where number = 1',
      'cannot be read then': `update requests set body = '{' where number = 1`,
    };
    for (const [title, sql] of Object.entries(settled))
      it(`bars nobody once the record tells that it was approved, though its row ${title}`, async () => {
        await owing();
        await act('isolate LAP-HR-0001', 'act-now');
        company.clock.pass(10 * 60_000);
        await company.settle();
        await company.approve('bob', cardOf(1));
        await company.settle();
        await own(sql);
        assert.doesNotMatch(await status(), /Done alone/);
        await act('isolate LAP-HR-0002', 'act-now');
        assert.equal(orders(), 2);
      });

    it('bars nobody where nothing was done, since its row was changed before it was applied', async () => {
      await owing();
      await company.say('alice', 'isolate LAP-HR-0001');
      await press('act-now', () =>
        own(`update requests set body = replace(body, '"why":"emergency"', '"why":"few-devices"') where number = 1`),
      );
      assert.equal(orders(), 0);
      assert.doesNotMatch(await status(), /Done alone/);
      await act('isolate LAP-HR-0002', 'act-now');
      assert.equal(orders(), 1);
    });

    it('is told where its row cannot be read, and bars everybody until then', async () => {
      await owing();
      await act('isolate LAP-HR-0001', 'act-now');
      await own(`update requests set body = '{' where number = 1`);
      assert.match(await status(), /#1 is not as recorded/);
      assert.match(await act('isolate LAP-HR-0002', 'act-now'), /somebody changed #1 in the database/);
      assert.equal(orders(), 1);
    });

    it('lets nobody act alone again on a debt whose row is that of its draft, with the entries since then hidden', async () => {
      await owing();
      await company.say('alice', 'isolate LAP-HR-0001');
      const [drafted] = await rowsOf(company.place, 'select * from requests where number = 1');
      await press('act-now');
      const since = `request_id = '${drafted?.id}' and event like 'request.%' and event <> 'request.drafted'`;
      if (name === 'SQLite') {
        const rows = await rowsOf(company.place, `select seq from audit where ${since}`);
        hideFromIndex(
          company.file,
          rows.map(({ seq }) => Number(seq)),
        );
      } else {
        await own(`drop trigger audit_append_only on audit; alter table audit rename to audit_real;
          create trigger audit_append_only before update or delete or truncate on audit_real
            for each statement execute function audit_append_only();
          create view audit as select * from audit_real where not (${since}) or current_query() !~* 'request_id"? = '
            and current_query() !~ 'step'`);
      }
      const { body, state, rev } = drafted ?? assert.fail();
      await own(
        `update requests set state = '${state}', rev = ${rev}, body = '${String(body).replaceAll("'", "''")}' where number = 1`,
      );
      await act('isolate LAP-HR-0002', 'act-now').catch(String);
      assert.equal(orders(), 1);
    });

    it('lets nobody act alone again once the entry of the emergency is gone', async () => {
      await owing();
      await act('isolate LAP-HR-0001', 'act-now');
      await own("delete from facts; delete from audit where event = 'request.proceed'");
      await act('isolate LAP-HR-0002', 'act-now').catch(String);
      assert.equal(orders(), 1);
    });

    it('counts the scans of the day that are no longer remembered', async () => {
      await open({ SCAN_APPROVAL: '2' });
      for (const device of ['LAP-HR-0001', 'LAP-HR-0002']) await act(`scan ${device}`, 'submit');
      assert.equal(orders(), 2);
      await own("delete from facts where key = 'scans-alone'");
      await act('scan LAP-HR-0003', 'submit');
      assert.equal(orders(), 2, 'it waits for another admin');
      assert.match(await found(), /scans-alone: entry \d+ tells of it, and it is gone/);
    });
  });
