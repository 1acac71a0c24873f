import assert from 'node:assert/strict';
import type { Request } from '../../../../src/requests/record/request.ts';
import { recordStart } from '../../../../src/requests/recording/record-start.ts';
import { auditPlace } from '../../../../src/store/audit/audit-record.ts';
import { Company, type CompanyOptions, type Name } from '../../../support/company/company.ts';
import { DatabaseOwner } from '../../../support/company/database-owner.ts';
import { actionOf, cardText, type TeamsMessage } from '../../../support/company/fake-teams.ts';
import { tamper } from '../../../support/company/tamper.ts';
import { logTo } from '../../../support/runtime/log-to.ts';
import { TEST_KEYS } from '../../../support/runtime/record-keys.ts';

const HOUR = 3_600_000;

describe('a request whose row somebody changed in the database', () => {
  let company: Company;
  afterEach(() => company.close());

  async function open(options: CompanyOptions = {}): Promise<void> {
    company = await Company.open(options);
    for (const who of ['bob', 'grace'] as const) await company.say(who, 'help', `a:${who}`);
  }

  async function request(number = 1): Promise<Request> {
    const found = await company.services.store.requestByNumber(company.services.tenantId, number);
    return found ?? assert.fail(`#${number} is not there`);
  }

  /** The button that this person's own card shows them. */
  async function offered(who: Name, card: TeamsMessage, verb: string) {
    return actionOf(await company.view(who, card), verb) ?? assert.fail(`${who} is offered no ${verb}`);
  }

  for (const what of ['its deadline', 'a reminder', 'another policy'] as const)
    it(`${what} takes no step of an ended request that is put back in the database: nothing is signed or sent`, async () => {
      const logged: string[] = [];
      await open({ log: logTo(({ message }) => logged.push(message)) });
      await company.pending();
      const { number: _, ...pending } = await request();
      await company.say('alice', 'withdraw 1');
      const { rev } = await request();
      tamper(company, (row) => ({ ...row, ...pending, rev }), pending);
      const steps = async () => (await company.recorded()).filter(({ requestId }) => requestId !== null).length;
      const before = [await steps(), company.teams.messages.length];
      if (what === 'another policy') {
        const policy = { ...company.services.policy, quorum: 2 };
        await recordStart({ ...company.services, policy }, '1.0.0');
      } else company.clock.pass((what === 'its deadline' ? 25 : 13) * HOUR);
      await company.settle();
      assert.deepEqual([await steps(), company.teams.messages.length], before);
      assert((await request()).state === 'pending' && logged.includes('request left as it is: not as recorded'));
    });

  it('a pending request that was changed is stopped when its deadline comes, and does not expire', async () => {
    await open();
    await company.pending();
    tamper(company, (row) => ({ ...row, reason: 'Swapped in' }));
    company.clock.pass(25 * HOUR);
    await company.settle();
    assert.deepEqual([(await request()).state, (await request()).closing?.code], ['stale', 'record-mismatch']);
  });

  for (const [what, deadline] of [
    ['far ahead', '9000000000000'],
    ['away', 'null'],
  ] as const)
    it(`a request ends at its own deadline where the one beside it is put ${what}, in an hour or so`, async () => {
      const logged: string[] = [];
      await open({ log: logTo(({ message }) => logged.push(message)) });
      await company.pending();
      await company.say('bob', 'enable automatically resolve alerts', 'a:bob');
      new DatabaseOwner(company.file).run(`update requests set deadline = ${deadline}`);
      company.clock.pass(25 * HOUR);
      await company.settle();
      assert.equal((await request()).state, 'pending');
      await company.app.jobs.tidy();
      await company.settle();
      assert.deepEqual([(await request()).state, (await request(2)).state], ['expired', 'discarded']);
      assert.equal(logged.filter((one) => one.startsWith('deadline of a request was put off')).length, 2);
      await company.assertAuditHolds();
    });

  it('one whose deadline is put off in its row and beside it is stopped, in an hour or so', async () => {
    await open();
    await company.pending();
    const deadline = company.clock.now() + 900 * HOUR;
    tamper(company, (row) => ({ ...row, deadline }), { state: 'pending', deadline });
    await company.app.jobs.tidy();
    assert.deepEqual([(await request()).state, (await request()).closing?.code], ['stale', 'record-mismatch']);
  });

  it('no step of a draft that was changed is stored, except that it can be discarded', async () => {
    await open();
    await company.say('alice', 'enable automatically resolve alerts');
    const card = company.teams.messages.at(-1) ?? assert.fail();
    const { data, verb } = await offered('alice', card, 'submit');
    const discard = await offered('alice', card, 'discard');
    tamper(company, (row) => ({ ...row, origin: '19:elsewhere@thread.tacv2' }));
    const answer = await company.invoke('alice', card, { verb, data: { ...data, reason: 'Agreed' } });
    assert.match(cardText({ value: answer.value }), /somebody changed #1 in the database/);
    assert.equal((await request()).state, 'draft');
    await company.invoke('alice', card, discard);
    assert.equal((await request()).state, 'discarded');
  });

  for (const who of ['its requester', 'the service'] as const)
    it(`a draft that was changed and is discarded by ${who} is told of once, as what Airlock found itself`, async () => {
      const logged: string[] = [];
      await open({ log: logTo(({ message }) => logged.push(message)) });
      await company.say('alice', 'enable automatically resolve alerts');
      const card = company.teams.messages.at(-1) ?? assert.fail();
      const discard = await offered('alice', card, 'discard');
      tamper(company, (row) => ({
        ...row,
        origin: '19:elsewhere@thread.tacv2',
        ...(who === 'the service' && { change: { ...Object(row.change), to: 'off' } }),
      }));
      if (who === 'its requester') await company.invoke('alice', card, discard);
      else company.clock.pass(25 * HOUR);
      await company.settle();
      assert.equal((await request()).state, 'discarded');
      assert(logged.includes('draft discarded: not as recorded'));
      const { faults } = await auditPlace(company.place, { keys: TEST_KEYS.known });
      assert.deepEqual(
        faults.map(({ isStopped, what }) => [isStopped, /^it found another row than the one/.test(what)]),
        [[true, true]],
      );
    });

  it('a lock that names a request which does not hold it bars nobody, and the log says so', async () => {
    const logged: string[] = [];
    await open({ log: logTo(({ message }) => logged.push(message)) });
    const told = () => logged.filter((message) => message.startsWith('lock not honoured')).length;
    await company.pending();
    await company.say('alice', 'withdraw 1');
    const lock = `insert into object_locks select tenant, 'advanced-feature:automated-investigation', id from requests where number = 1`;
    new DatabaseOwner(company.file).run(lock);
    await company.pending();
    assert.equal((await request(2)).state, 'pending');
    assert(told() > 0);
    await company.assertAuditHolds();
  });
});
