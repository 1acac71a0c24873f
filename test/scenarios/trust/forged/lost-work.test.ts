import assert from 'node:assert/strict';
import { auditPlace } from '../../../../src/store/audit/audit-record.ts';
import { Company, type CompanyOptions } from '../../../support/company/company.ts';
import { DatabaseOwner } from '../../../support/company/database-owner.ts';
import { actionOf } from '../../../support/company/fake-teams.ts';
import { logTo } from '../../../support/runtime/log-to.ts';
import { TEST_KEYS } from '../../../support/runtime/record-keys.ts';
import { LOSSES, type Loss, WAITS } from '../../../support/tampering/waiting-work.ts';

const HOUR = 3_600_000;

describe('work that a request waits for', () => {
  let company: Company;
  let logged: string[];
  afterEach(() => company.close());

  const faults = async () => (await auditPlace(company.place, { keys: TEST_KEYS.known })).faults;

  async function state(): Promise<string> {
    const found = await company.services.store.requestByNumber(company.services.tenantId, 1);
    const { state: now, outcome } = found ?? assert.fail();
    return [now, outcome?.code, outcome?.followed?.isOver].join(' ');
  }

  for (const [kind, { options, text, begin, goOn, ends, losses = Object.keys(LOSSES) as Loss[] }] of Object.entries(
    WAITS,
  ))
    for (const loss of losses)
      it(`${kind}: where it ${loss}, it is named, filed anew once however many look, and done`, async () => {
        logged = [];
        company = await Company.open({ ...options, log: logTo(({ message }) => logged.push(message)) });
        await begin(company, await company.pending(text));
        assert.deepEqual(await faults(), []);
        const before = await state();
        new DatabaseOwner(company.file).run(LOSSES[loss](kind));
        assert.match(JSON.stringify(await faults()), new RegExp(`the task of kind ${kind} that it waits for is gone`));
        await goOn(company);
        assert.equal(await state(), before, 'nothing goes on without it');
        const { store, tenantId } = company.services;
        const other = await company.another();
        const now = company.clock.now();
        const filed = await Promise.all([1, 2, 3].map(() => store.refileWork(tenantId, now)));
        await Promise.all([company.app.jobs.tidy(), other.jobs.tidy()]);
        assert.deepEqual(filed.flat(), [1]);
        assert.deepEqual(await faults(), []);
        await goOn(company);
        assert.match(await state(), ends);
        assert.deepEqual(await faults(), []);
      });

  it('is filed anew by the service itself, and the log says so', async () => {
    logged = [];
    company = await Company.open({ log: logTo(({ message }) => logged.push(message)) });
    await company.approve('bob', await company.pending());
    new DatabaseOwner(company.file).run(LOSSES['is removed']('apply'));
    await company.app.jobs.tidy();
    assert(logged.includes('work that a request waits for was gone: it is filed anew'));
    await company.settle();
    assert.match(await state(), /^applied/);
    await company.app.jobs.tidy();
    assert.equal(company.writes.length, 1);
  });

  it('is not filed for a row that says something else than the record', async () => {
    company = await Company.open();
    await company.pending();
    const owner = new DatabaseOwner(company.file);
    owner.run("update requests set state = 'approved', body = replace(body, '\"pending\"', '\"approved\"')");
    const { store, tenantId } = company.services;
    assert.deepEqual(await store.refileWork(tenantId, company.clock.now()), []);
  });

  const LOST: Readonly<Record<string, (kind: string) => string>> = {
    ...LOSSES,
    'is put off': (kind) => `update tasks set due_at = 9000000000000 where kind = '${kind}'`,
  };
  const REFILED = 'work that a request waits for was gone: it is filed anew';
  const told = () => company.teams.messages.filter(({ conversation }) => conversation === 'a:bob').length;

  async function open(options: CompanyOptions = {}): Promise<void> {
    logged = [];
    company = await Company.open({ ...options, log: logTo(({ message }) => logged.push(message)) });
    await company.say('bob', 'help', 'a:bob');
  }

  const drafted = () =>
    company.teams.messages.findLast((one) => actionOf({ ...one.card }, 'view') !== null) ?? assert.fail();

  /** Alice sends a request off, and nobody was told of it so far. */
  async function sentOff(): Promise<void> {
    await company.say('alice', 'enable automated investigation');
    const message = drafted();
    const submit = actionOf(await company.view('alice', message), 'submit') ?? assert.fail();
    await company.invoke('alice', message, { ...submit, data: { ...submit.data, reason: 'Pilot finished' } });
  }

  for (const [loss, sql] of Object.entries(LOST))
    it(`calls those who can decide, where the task that announces a request ${loss}`, async () => {
      await open();
      await sentOff();
      const before = told();
      new DatabaseOwner(company.file).run(sql('announce'));
      await company.settle();
      assert.equal(told(), before, 'nobody was called');
      await company.app.jobs.tidy();
      await company.settle();
      assert(logged.includes(REFILED));
      assert.equal(told(), before + 1);
      logged = [];
      await company.app.jobs.tidy();
      await company.settle();
      assert.deepEqual([logged.includes(REFILED), told()], [false, before + 1]);
    });

  for (const [loss, sql] of Object.entries(LOST))
    it(`reminds those who can decide, once, where each task that reminds of a request ${loss}`, async () => {
      await open();
      await company.pending();
      const before = told();
      new DatabaseOwner(company.file).run(sql('remind'));
      if (loss !== 'is said to be done') company.clock.pass(13 * HOUR);
      await company.settle();
      assert.equal(told(), before, 'nobody was reminded');
      await company.app.jobs.tidy();
      if (loss === 'is said to be done') company.clock.pass(13 * HOUR);
      await company.settle();
      assert(logged.includes(REFILED));
      assert(told() > before);
      const reminded = told();
      await company.app.jobs.tidy();
      await company.settle();
      assert.equal(told(), reminded);
    });

  const HONEST: Readonly<Record<string, readonly [CompanyOptions, () => Promise<unknown>]>> = {
    'waits for a decision': [{}, () => company.pending()],
    'was handed over': [
      { connector: 'guided' },
      async () => company.approve('bob', await company.pending('enable automatically resolve alerts')),
    ],
    'is owed an approval': [
      { environment: { EMERGENCY_ACTIONS: 'isolate', DEBT_WINDOW: '2h' } },
      async () => {
        await company.say('alice', 'isolate LAP-HR-0001');
        const message = drafted();
        const submit = actionOf(await company.view('alice', message), 'submit') ?? assert.fail();
        await company.invoke('alice', message, { verb: 'act-now', data: { ...submit.data, reason: 'Ransomware' } });
        await company.settle();
        assert.match(await state(), /^applied/);
      },
    ],
  };
  for (const [what, [options, begin]] of Object.entries(HONEST))
    it(`files nothing anew of a request that ${what}, however long it does`, async () => {
      await open(options);
      await begin();
      for (let hours = 0; hours < 60; hours += 5) {
        await company.app.jobs.tidy();
        await company.settle();
        company.clock.pass(5 * HOUR);
        await company.app.jobs.tidy();
      }
      assert(!logged.includes(REFILED));
    });
});
