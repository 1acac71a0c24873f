import assert from 'node:assert/strict';
import { machineActionsOf } from '../../../../src/sandbox/mde/actions/machine-actions.ts';
import { auditPlace } from '../../../../src/store/audit/audit-record.ts';
import { Company, type Name } from '../../../support/company/company.ts';
import { actionOf, cardText, type TeamsMessage } from '../../../support/company/fake-teams.ts';
import { postgresDatabase, type TestDatabase } from '../../../support/databases/postgres-database.ts';
import { runAsOwner } from '../../../support/databases/run-as-owner.ts';
import { alterPerson, knowSinceLong } from '../../../support/people/alter-people.ts';
import { TEST_KEYS } from '../../../support/runtime/record-keys.ts';

const DATABASES: Readonly<Record<string, TestDatabase>> = {
  SQLite: async () => null,
  PostgreSQL: postgresDatabase,
};

const EDITS: Readonly<Record<string, string>> = {
  changed: `update requests set body = replace(body, 'Seen in Defender', 'A drill') where number = 1`,
  gone: 'delete from requests where number = 1',
  unreadable: `update requests set body = '{' where number = 1`,
};

for (const [name, databaseOf] of Object.entries(DATABASES))
  describe(`an emergency of which nobody can tell whether it is owed, on ${name}`, () => {
    let company: Company;
    afterEach(() => company?.close());

    const orders = () => machineActionsOf(company.sandbox.world).filter(({ source }) => source === 'PublicApi').length;

    async function open(): Promise<void> {
      company = await Company.open({
        environment: { EMERGENCY_ACTIONS: 'isolate', DEBT_WINDOW: '2h' },
        database: await databaseOf(),
      });
      await knowSinceLong(company, 'alice', 'bob', 'grace');
    }

    /** Alice isolates a device at once, and somebody edits what is stored of it. */
    async function untold(sql: string): Promise<void> {
      await open();
      await actNow('alice', 'isolate LAP-HR-0001');
      company.clock.pass(600_000);
      await company.settle();
      await runAsOwner(company.place, sql);
    }

    async function ask(who: Name, text: string): Promise<TeamsMessage> {
      await company.say(who, text);
      return company.teams.messages.findLast((one) => actionOf({ ...one.card }, 'view') !== null) ?? assert.fail();
    }

    async function press(who: Name, message: TeamsMessage, verb: 'act-now' | 'submit'): Promise<string> {
      const card = await company.view(who, message);
      const submit = actionOf(card, 'submit') ?? assert.fail('it can be sent');
      const action = { ...submit, verb };
      const pressed = { ...action, data: { ...action.data, reason: 'Seen in Defender: it was released' } };
      const { value } = await company.invoke(who, message, pressed);
      await company.settle();
      return typeof value === 'string' ? value : cardText(value) || JSON.stringify(value);
    }

    const actNow = async (who: Name, text: string) => press(who, await ask(who, text), 'act-now');

    async function approve(who: Name, message: TeamsMessage): Promise<string> {
      const { value } = await company.approve(who, message);
      await company.settle();
      return typeof value === 'string' ? value : cardText(value) || JSON.stringify(value);
    }

    async function status(): Promise<string> {
      company.clock.pass(60_000);
      await company.settle();
      await company.say('bob', 'status');
      return cardText(company.teams.messages.at(-1)?.card);
    }

    for (const [title, sql] of Object.entries(EDITS))
      it(`is settled by two who did not do it, where its row is ${title}, and is owed no more`, async () => {
        await untold(sql);
        assert.match(await status(), /#1 is not as recorded.*Until two admins settle it/);
        assert.match(await actNow('bob', 'isolate LAP-HR-0002'), /can settle it: write \\?"settle emergency 1/);
        const message = await ask('bob', 'settle emergency 1');
        const shown = cardText(await company.view('bob', message));
        assert.match(shown, /Settle the emergency #1/);
        assert.match(
          shown,
          /Alice Ahlgren \(alice@harbourline\.example\) did #1 alone as an emergency: Isolate LAP-HR-0001/,
        );
        await press('bob', message, 'submit');
        assert.match(await approve('alice', message), /You cannot settle #1/);
        assert.match(await status(), /#1 is not as recorded/, 'nothing is settled so far');
        await approve('grace', message);
        assert.match(cardText(message.card), /Applied/);
        assert.doesNotMatch(await status(), /Done alone/);
        await actNow('alice', 'isolate LAP-HR-0003');
        assert.equal(orders(), 2);
        const { faults } = await auditPlace(company.place, { keys: TEST_KEYS.known });
        const told = faults.map(({ request, where, what }) => `${request} ${where}: ${what}`);
        assert.deepEqual(
          told.filter((line) => !line.startsWith('#1 ')),
          [],
          'of the rest the audit says nothing',
        );
      });

    it('is not settled by whoever did it, nor with an account that is not known to be another person’s', async () => {
      await untold(EDITS.changed ?? assert.fail());
      const own = await ask('alice', 'settle emergency 1');
      assert.match(await press('alice', own, 'submit'), /You cannot settle #1/);
      const message = await ask('bob', 'settle emergency 1');
      await press('bob', message, 'submit');
      await alterPerson(company, 'grace', { employeeId: null });
      await approve('grace', message);
      assert.match(await status(), /#1 is not as recorded/);
    });

    it('is not settled where whoever did it turns out to be who approved that, before it is stored', async () => {
      await untold(EDITS.changed ?? assert.fail());
      const message = await ask('bob', 'settle emergency 1');
      await press('bob', message, 'submit');
      await company.approve('grace', message);
      const { employeeId } = company.person('grace');
      await alterPerson(company, 'alice', { employeeId });
      await company.settle();
      assert.match(await status(), /#1 is not as recorded/);
    });

    const PUT_BACK = `update requests set body = replace(body, 'A drill', 'Seen in Defender') where number = 1`;

    it('is not settled where its row is as recorded again before that is stored: the card says so, and it is owed', async () => {
      await untold(EDITS.changed ?? assert.fail());
      const message = await ask('bob', 'settle emergency 1');
      await press('bob', message, 'submit');
      await company.approve('grace', message);
      await runAsOwner(company.place, PUT_BACK);
      await company.settle();
      const shown = cardText(message.card);
      assert.match(shown, /Stopped, the emergency is as recorded again/);
      assert.doesNotMatch(shown, /outside Airlock|Already in place/);
      assert.match(await status(), /#1/);
      assert.deepEqual((await auditPlace(company.place, { keys: TEST_KEYS.known })).faults, []);
    });

    it('reminds nobody of it once two settled it, also where its row is as recorded again', async () => {
      await untold(EDITS.changed ?? assert.fail());
      const message = await ask('bob', 'settle emergency 1');
      await press('bob', message, 'submit');
      await approve('grace', message);
      await runAsOwner(company.place, PUT_BACK);
      const before = company.teams.messages.length;
      for (let day = 0; day < 3; day += 1) {
        company.clock.pass(86_400_000);
        await company.settle();
      }
      const told = company.teams.messages.slice(before).map(({ card }) => cardText(card));
      assert.doesNotMatch(told.join('\n'), /#1/);
    });

    it('is told to whoever asks for an action on the same device', async () => {
      for (const sql of Object.values(EDITS)) {
        await untold(sql);
        await company.say('bob', 'isolate LAP-HR-0001');
        const told = company.teams.messages.map(({ card }) => cardText(card)).join('\n');
        assert.match(
          told,
          /#1 was done at once as an emergency on some of these devices, and somebody changed #1 in the database/,
        );
        if (sql !== Object.values(EDITS).at(-1)) await company.close();
      }
    });

    it('is the only one that can be settled so', async () => {
      await open();
      await actNow('alice', 'isolate LAP-HR-0001');
      await company.say('bob', 'settle emergency 1');
      assert.match(cardText(company.teams.messages.at(-1)?.card), /there is nothing to settle/);
      await company.say('bob', 'settle emergency 9');
      assert.match(cardText(company.teams.messages.at(-1)?.card), /there is nothing to settle/);
    });
  });
