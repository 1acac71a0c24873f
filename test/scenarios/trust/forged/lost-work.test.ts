import assert from 'node:assert/strict';
import { auditPlace } from '../../../../src/store/audit/audit-record.ts';
import { Company } from '../../../support/company/company.ts';
import { DatabaseOwner } from '../../../support/company/database-owner.ts';
import { logTo } from '../../../support/runtime/log-to.ts';
import { TEST_KEYS } from '../../../support/runtime/record-keys.ts';
import { LOSSES, type Loss, WAITS } from '../../../support/tampering/waiting-work.ts';

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
});
