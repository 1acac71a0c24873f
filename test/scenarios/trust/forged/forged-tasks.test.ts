import assert from 'node:assert/strict';
import { censusOnce } from '../../../../src/jobs/census.ts';
import { makeOverdueCheckpoint } from '../../../../src/requests/recording/note-checkpoint.ts';
import { takeCensus } from '../../../../src/requests/recording/take-census.ts';
import { auditPlace } from '../../../../src/store/audit/audit-record.ts';
import { Company, type CompanyOptions, type Name } from '../../../support/company/company.ts';
import { DatabaseOwner } from '../../../support/company/database-owner.ts';
import { cardText } from '../../../support/company/fake-teams.ts';
import { logTo } from '../../../support/runtime/log-to.ts';
import { TEST_KEYS } from '../../../support/runtime/record-keys.ts';

/** What Alice asks, by the kind of the task that it files. What is reverted was applied before. */
const ASKED: Readonly<Record<string, { readonly says: readonly string[]; readonly options: CompanyOptions }>> = {
  sight: { says: ['automated investigation is on'], options: { connector: 'guided' } },
  draft: { says: ['enable automated investigation'], options: {} },
  'open-form': { says: ['create device group'], options: {} },
  status: { says: ['status'], options: {} },
  revert: { says: ['revert 1'], options: {} },
};

describe('work that the owner of the database files in the name of somebody', () => {
  let company: Company;
  let owner: DatabaseOwner;
  let logged: string[];
  afterEach(() => company.close());

  async function asked(kind: string): Promise<void> {
    const { says = [], options } = ASKED[kind] ?? { options: {} };
    logged = [];
    company = await Company.open({ ...options, log: logTo(({ message }) => logged.push(message)) });
    owner = new DatabaseOwner(company.file);
    if (kind === 'revert') await company.approve('bob', await company.pending());
    for (const text of says) await company.say('alice', text);
  }

  /** Files once more what Alice asked, changed by an expression of SQL on its payload. */
  function file(kind: string, payload: string): void {
    owner.run(
      `insert into tasks(key, kind, tenant, request_id, payload, correlation, due_at, attempts, lease_until, completed)
       select 'planted', kind, tenant, request_id, ${payload}, correlation, 0, 0, 0, 0 from tasks
       where kind = '${kind}' order by id limit 1`,
    );
  }

  const oid = (who: Name) => company.person(who).id;
  const entries = async () => (await company.services.store.audit(0, 1_000)).map(({ event, actor }) => [event, actor]);
  const said = () => company.teams.messages.map(({ card }) => cardText(card)).join('\n');

  for (const kind of Object.keys(ASKED)) {
    const ways: Record<string, () => string> = {
      'names another person': () => `replace(payload, '${oid('alice')}', '${oid('bob')}')`,
      'bears no seal': () => `json_remove(payload, '$.seal')`,
      'bears the seal of other work': () => 'payload',
    };
    for (const [way, payload] of Object.entries(ways)) {
      it(`is not done, signed by nobody and answered: a ${kind} that ${way}`, async () => {
        await asked(kind);
        const before = await entries();
        file(kind, payload());
        const seen = await auditPlace(company.place, { keys: TEST_KEYS.known, sealer: TEST_KEYS });
        assert.deepEqual(
          seen.faults.map(({ where }) => where.split(' ')[0]),
          ['task'],
        );
        await company.settle();
        assert.deepEqual(await entries(), before);
        assert.match(said(), /Nothing shows that you asked for this[\s\S]*Ask again\./);
        assert(logged.includes('task refused: nothing shows that it was asked'));
      });
    }
  }

  it('is told as waiting, or as marked as done', async () => {
    await asked('draft');
    const mend = async () => {
      const { faults } = await auditPlace(company.place, { keys: TEST_KEYS.known, sealer: TEST_KEYS });
      return faults.map((fault) => fault.mend).join('\n');
    };
    file('draft', `replace(payload, '${oid('alice')}', '${oid('bob')}')`);
    assert.match(await mend(), /^Stop the service before it is done/);
    await company.settle();
    assert.match(await mend(), /^It is marked as done: .*see in the log whether the service refused it/);
  });

  for (const kind of Object.keys(ASKED))
    it(`is not done once more where it was done and is set back: a ${kind}`, async () => {
      await asked(kind);
      const before = await entries();
      owner.run(`update tasks set completed = 0, lease = null, lease_until = 0 where kind = '${kind}'`);
      await company.settle();
      assert.deepEqual(await entries(), before);
      assert(logged.includes('task refused: nothing shows that it was asked'));
    });

  for (const kind of ['sight', 'draft', 'revert'])
    it(`is not done once more by another instance, which knows it by the record: a ${kind}`, async () => {
      await asked(kind);
      const before = await entries();
      owner.run(`update tasks set completed = 0, lease = null, lease_until = 0 where kind = '${kind}'`);
      const { faults } = await auditPlace(company.place, { keys: TEST_KEYS.known });
      assert.match(faults[0]?.what ?? '', /is open, and entry \d+ tells that it was done/);
      const other = await company.another();
      await company.settle(other);
      assert.deepEqual((await entries()).slice(0, before.length), before);
      assert.deepEqual(
        (await entries()).slice(before.length).filter(([event]) => !event?.startsWith('service.')),
        [],
      );
    });

  it('is not done where it comes back from a copy of long ago', async () => {
    await asked('sight');
    owner.run("create table earlier as select * from tasks where kind = 'sight'");
    const before = await entries();
    company.clock.pass(3 * 3_600_000);
    owner.run(`delete from tasks where kind = 'sight';
      insert into tasks(key, kind, tenant, request_id, payload, correlation, due_at, attempts, lease_until, completed)
      select key, kind, tenant, request_id, payload, correlation, 0, 0, 0, 0 from earlier`);
    await company.settle(await company.another());
    const after = (await entries()).slice(before.length).filter(([event]) => event === 'tenant.attested');
    assert.deepEqual(after, []);
    assert(logged.includes('task refused: it was asked too long ago'));
  });
});

describe('a write that the owner of the database puts off', () => {
  let company: Company;
  afterEach(() => company.close());

  it('is found, and tried within an hour or two of it', async () => {
    company = await Company.open();
    const { clock, file, place, app } = company;
    const message = await company.pending();
    await company.approve('bob', message);
    new DatabaseOwner(file).run(`update tasks set due_at = ${clock.now() + 6 * 86_400_000} where kind = 'apply'`);
    const { faults } = await auditPlace(place, { keys: TEST_KEYS.known });
    assert.match(JSON.stringify(faults), /a task of kind apply is put off until/);
    await app.jobs.tidy();
    clock.pass(3_600_000);
    await company.settle();
    assert.equal(company.writes.length, 1);
    assert.match(cardText(message.card), /Applied/);
  });
});

describe('a lease that the owner of the database holds for years', () => {
  const DAY = 86_400_000;
  let company: Company;
  let logged: string[];
  afterEach(() => company.close());

  async function held(lease: string): Promise<void> {
    logged = [];
    company = await Company.open({ log: logTo(({ message }) => logged.push(message)) });
    const name = `${lease}:${company.services.tenantId}`.replace(/^(overdue-checkpoint):.*/, '$1');
    new DatabaseOwner(company.file).run(
      `insert or replace into leases(name, owner, until) values('${name}', 'nobody', ${Date.UTC(2090, 0, 1)})`,
    );
  }

  const faults = async () => JSON.stringify((await auditPlace(company.place, { keys: TEST_KEYS.known })).faults);
  const assertSaid = () => assert(logged.some((line) => line.startsWith('lease not honoured')));

  it('keeps nothing from being written, is said loudly and is found', async () => {
    await held('writer');
    const message = await company.pending();
    assert.match(await faults(), /the lease writer:.*held until 2090/);
    await company.approve('bob', message);
    await company.settle();
    assert.equal(company.writes.length, 1);
    assertSaid();
    assert.equal(await faults(), '[]');
  });

  it('keeps nobody from being looked at', async () => {
    await held('census');
    await censusOnce(company.services);
    assertSaid();
    const { censusAt } = await company.services.store.accountsSeen(company.services.tenantId, []);
    assert.equal(censusAt, company.clock.now());
  });

  it('keeps nobody from being looked at where it is renewed again and again, and the census is said to be new', async () => {
    await held('census');
    const { services, clock, file } = company;
    await takeCensus(services);
    const owner = new DatabaseOwner(file);
    for (let hour = 0; hour < 3; hour += 1) {
      clock.pass(3_600_000);
      const until = clock.now() + 5_400_000;
      owner.run(`update leases set owner = 'nobody', until = ${until} where name = 'census:${services.tenantId}'`);
      owner.run(`update accounts_seen set updated_at = ${clock.now()} where oid = 'census'`);
      await censusOnce(services);
    }
    const { censusAt } = await services.store.accountsSeen(services.tenantId, []);
    assert.equal(censusAt, clock.now() - 3_600_000);
    assert(logged.some((line) => line.startsWith('a lease kept the census')));
    assert.match(await faults(), /the last census/);
  });

  it('is told by the audit where nobody was looked at for more than a day while entries went on', async () => {
    await held('census');
    await takeCensus(company.services);
    const open = async () => (await auditPlace(company.place, { keys: TEST_KEYS.known })).open.join();
    await company.say('alice', 'enable automated investigation');
    assert.doesNotMatch(await open(), /what changed in accounts/);
    company.clock.pass(DAY + 3 * 3_600_000);
    await company.say('alice', 'enable automatically resolve alerts');
    assert.match(await open(), /what changed in accounts after 2026-11-24T/);
  });

  it('keeps no checkpoint from being made, nor does one that is renewed again and again', async () => {
    await held('overdue-checkpoint');
    const { services, clock } = company;
    const { store, tenantId } = services;
    const note = (event: string) =>
      store.send({
        messages: [],
        tasks: [],
        audit: [{ tenantId, at: clock.now(), event, actor: 'service', requestId: null, data: {} }],
      });
    await note('service.start');
    clock.pass(26 * 3_600_000);
    await makeOverdueCheckpoint(services);
    assertSaid();
    const first = await store.latestEntry('record.checkpoint');
    assert.equal(first?.at, clock.now());
    clock.pass(DAY + 3 * 3_600_000);
    await store.acquire('overdue-checkpoint', 'nobody', clock.now(), 600_000);
    await makeOverdueCheckpoint(services);
    assert.equal((await store.latestEntry('record.checkpoint'))?.at, clock.now());
  });
});
