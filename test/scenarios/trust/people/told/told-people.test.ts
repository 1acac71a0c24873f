import assert from 'node:assert/strict';
import { Company, type CompanyOptions, type Name } from '../../../../support/company/company.ts';
import { DatabaseOwner } from '../../../../support/company/database-owner.ts';
import { actionOf, type TeamsMessage } from '../../../../support/company/fake-teams.ts';

describe('the record tells roles and marks of everybody who takes a step', () => {
  let company: Company;
  let card: TeamsMessage;
  let owner: DatabaseOwner;
  afterEach(() => company.close());

  async function open(options: CompanyOptions = {}): Promise<void> {
    company = await Company.open(options);
    owner = new DatabaseOwner(company.file);
  }

  const steps = () => owner.entries().filter(({ event, actor }) => /^request/.test(event) && actor !== 'service');
  const untold = () =>
    steps().flatMap(({ event, data }) => {
      const { roles, marks } = JSON.parse(data).person;
      return roles?.length > 0 && marks?.length > 0 ? [] : [event];
    });
  async function press(who: Name, verb: string, on = card): Promise<void> {
    const { data } = actionOf(await company.view(who, on), verb) ?? assert.fail(`${who} is offered no ${verb}`);
    await company.invoke(who, on, { verb, data });
    await company.settle();
  }

  it('until it is withdrawn, and of whoever discards a draft', async () => {
    await open({ environment: { APPROVALS_REQUIRED: '2' } });
    card = await company.pending();
    await company.approve('bob', card);
    await press('bob', 'take-back');
    await company.approve('grace', card);
    await press('alice', 'withdraw');
    await company.say('alice', 'enable automatically resolve alerts');
    const draft = company.teams.messages.findLast((one) => actionOf({ ...one.card }, 'view') !== null);
    await press('alice', 'discard', draft);
    const told = steps().map(({ event }) => event.slice('request.'.length));
    assert.equal(told.join(), 'drafted,submit,endorse,take-back,endorse,withdraw,drafted,discard');
    assert.deepEqual(untold(), []);
  });

  it('and of whoever says that they applied it', async () => {
    await open({ connector: 'guided' });
    card = await company.pending();
    await company.approve('bob', card);
    await company.settle();
    await press('grace', 'attest');
    assert(steps().some(({ event }) => event === 'request.attest'));
    assert.deepEqual(untold(), []);
  });

  it('and hinders nobody while the directory does not answer', async () => {
    await open();
    card = await company.pending();
    const { data } = actionOf(await company.view('alice', card), 'withdraw') ?? assert.fail('no button');
    company.sandbox.world.faults.push({ surface: 'graph', kind: 'status', status: 503 });
    await company.invoke('alice', card, { verb: 'withdraw', data });
    const request = await company.services.store.requestByNumber(company.services.tenantId, 1);
    assert.equal(request?.state, 'withdrawn');
    assert.equal(JSON.parse(steps().at(-1)?.data ?? '').person.roles, null);
  });
});
