import assert from 'node:assert/strict';
import { people } from '../../../../src/cli/doctor/checks/check-people.ts';
import type { ServiceContext } from '../../../../src/cli/doctor/context.ts';
import { takeCensus } from '../../../../src/requests/recording/take-census.ts';
import { PEOPLE_IDS } from '../../../../src/sandbox/company/people.ts';
import { auditPlace } from '../../../../src/store/audit/audit-record.ts';
import { Company, type CompanyOptions } from '../../../support/company/company.ts';
import { DatabaseOwner } from '../../../support/company/database-owner.ts';
import { actionOf, cardText, type TeamsMessage } from '../../../support/company/fake-teams.ts';
import { alterPerson } from '../../../support/people/alter-people.ts';
import { logTo } from '../../../support/runtime/log-to.ts';
import { TEST_KEYS } from '../../../support/runtime/record-keys.ts';

const HOUR = 3_600_000;
const LONG = { environment: { DECISION_WINDOW: '72h' } };
const { alice2: SECOND } = PEOPLE_IDS;

/** What the owner of the database does to what is remembered of the requester's second account. */
const WAYS: Readonly<Record<string, string>> = {
  'its row is deleted': `delete from accounts_seen where oid = '${SECOND}'`,
  'its marks are emptied': `update accounts_seen set body = json_set(body, '$.carried.employeeId', null) where oid = '${SECOND}'`,
  'it is said to carry the other id since long': `update accounts_seen set body = json_set(body, '$.carried.employeeId', '7452') where oid = '${SECOND}'`,
  'nobody can read it': `update accounts_seen set body = '{' where oid = '${SECOND}'`,
  'every row is deleted': 'delete from accounts_seen',
  'the table is put back to what it was': 'delete from accounts_seen; insert into accounts_seen select * from earlier',
};

const LOST =
  /it is not known whether this account .* what Airlock stored about this account was not what its record says/;

describe('what is remembered of accounts, in the hands of the owner of the database', () => {
  let company: Company;
  let owner: DatabaseOwner;
  let logged: string[];
  afterEach(() => company.close());

  async function open(options: CompanyOptions = LONG): Promise<TeamsMessage> {
    logged = [];
    company = await Company.open({ ...options, log: logTo(({ message }) => logged.push(message)) });
    owner = new DatabaseOwner(company.file);
    await takeCensus(company.services);
    owner.run('create table earlier as select * from accounts_seen');
    await alterPerson(company, 'alice2', { addresses: undefined, mail: 'second@harbourline.example' });
    await takeCensus(company.services);
    return company.pending();
  }

  /** Presses Approve, also where this person's own card offers it no more. */
  async function approve(who: 'alice2' | 'bob', message: TeamsMessage) {
    const { value } = await company.approve(who, message);
    await company.settle();
    return cardText(value);
  }

  const faults = async () => (await auditPlace(company.place, { keys: TEST_KEYS.known })).faults;

  for (const [way, sql] of Object.entries(WAYS))
    it(`counts for nothing where ${way}, is said loudly and is found`, async () => {
      const message = await open();
      owner.run(sql);
      assert.match(JSON.stringify(await faults()), /what is remembered of account/);
      await alterPerson(company, 'alice2', { employeeId: '7452' });
      assert.match(await approve('alice2', message), LOST);
      assert(logged.some((line) => line.startsWith('accounts are not remembered as the record tells')));
      assert.deepEqual(company.writes, []);
      assert.match(JSON.stringify(await faults()), /something else than entry \d+ had left: somebody changed it/);
      company.clock.pass(25 * HOUR);
      assert.match(await approve('alice2', message), /Approved/);
    });

  it('is named by the doctor, too', async () => {
    await open();
    const { store, policy, directory, tenantId } = company.services;
    const opened = { accountsSeen: store.accountsSeen, close: async () => undefined };
    const schema = async () => ({ kind: 'present', missing: [], newer: [] });
    // Sound: the check takes no other member.
    const context = {
      clock: company.clock,
      config: { tenantId, policy },
      directory,
      store: { schema, open: async () => opened },
    } as unknown as ServiceContext;
    const said = async () => (await people.run(context)).map(({ what }) => what).join('\n');
    assert.match(await said(), /last looked at on/);
    owner.run(WAYS['its row is deleted'] ?? '');
    assert.match(await said(), /what is remembered is not what the record tells of Alice Ahlgren/);
  });

  it('is begun anew by nobody’s second look: what was found once is told once', async () => {
    const message = await open();
    owner.run(WAYS['its row is deleted'] ?? '');
    await alterPerson(company, 'alice2', { employeeId: '7452' });
    await approve('alice2', message);
    const entries = owner.entries().length;
    assert.match(await approve('alice2', message), LOST);
    await takeCensus(company.services);
    assert.equal(owner.entries().length, entries);
  });

  it('counts for nothing also where two accounts are enough', async () => {
    const message = await open({ environment: { ...LONG.environment, PERSON_PROOF: 'accounts' } });
    owner.run(WAYS['its row is deleted'] ?? '');
    await alterPerson(company, 'alice2', { employeeId: null });
    assert.match(await approve('alice2', message), LOST);
  });

  it('makes nobody an approver since long who was put into a group a moment ago', async () => {
    company = await Company.open(LONG);
    owner = new DatabaseOwner(company.file);
    await alterPerson(company, 'bob', { roles: [] });
    const message = await company.pending();
    owner.run(
      `insert or replace into accounts_seen select tenant, '${PEOPLE_IDS.bob}', replace(body, '${PEOPLE_IDS.grace}',
       '${PEOPLE_IDS.bob}'), null, null, updated_at from accounts_seen where oid = '${PEOPLE_IDS.grace}'`,
    );
    await alterPerson(company, 'bob', { groupRoles: ['Security Administrator'] });
    assert.match(await approve('bob', message), LOST);
  });

  it('stops a request whose approver’s memory was changed before the write', async () => {
    const message = await open();
    await company.approve('bob', message);
    owner.run(`delete from accounts_seen where oid = '${PEOPLE_IDS.bob}'`);
    await company.settle();
    assert.deepEqual(company.writes, []);
    assert.match(cardText(message.card), /approval of Bob .* does not count/);
  });

  it('is not believed where entries about it were hidden: no instance starts, and one that runs is stopped', async () => {
    const message = await open();
    const viewed = actionOf(message.card, 'view') ?? assert.fail();
    company.clock.pass(25 * HOUR);
    await company.settle();
    owner.unguard();
    owner.run("update audit set event = 'tenant.listed' where event = 'accounts.seen'; delete from accounts_seen");
    owner.guard();
    await assert.rejects(company.another(), { code: 'record-broken', message: /entry \d+ on accounts is gone/ });
    await company.invoke('bob', message, viewed);
    await company.approve('bob', message);
    const request = await company.services.store.requestByNumber(company.services.tenantId, 1);
    assert.equal(request?.state, 'pending');
  });
});
