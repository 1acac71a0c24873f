import assert from 'node:assert/strict';
import type { Request } from '../../../../src/requests/record/request.ts';
import { AirlockError } from '../../../../src/shared/errors.ts';
import { Company, type CompanyOptions, type Name } from '../../../support/company/company.ts';
import { actionOf, cardText, type TeamsMessage } from '../../../support/company/fake-teams.ts';
import { tamper } from '../../../support/company/tamper.ts';
import { logTo } from '../../../support/runtime/log-to.ts';

type Commit = Company['services']['store']['commit'];

const SWAPPED = (row: Record<string, unknown>) => ({ ...row, reason: 'Swapped in' });

/** A step that somebody takes, and how the request comes to where they can. */
interface Step {
  readonly who: Name;
  readonly verb: string;
  readonly event: string;
  readonly options?: CompanyOptions;
  readonly isApproved?: true;
}

const STEPS: readonly Step[] = [
  { who: 'bob', verb: 'approve', event: 'approve' },
  { who: 'bob', verb: 'approve', event: 'endorse', options: { environment: { APPROVALS_REQUIRED: '2' } } },
  { who: 'bob', verb: 'reject', event: 'reject' },
  { who: 'alice', verb: 'withdraw', event: 'withdraw' },
  { who: 'bob', verb: 'take-back', event: 'take-back', isApproved: true },
  { who: 'grace', verb: 'reject', event: 'reject', isApproved: true },
  { who: 'grace', verb: 'attest', event: 'attest', options: { connector: 'guided' }, isApproved: true },
];

describe('a row that somebody changes in the database at the very moment of a step', () => {
  let company: Company;
  let card: TeamsMessage;
  let logged: string[];
  afterEach(() => company.close());

  async function open({ options = {}, isApproved }: Pick<Step, 'options' | 'isApproved'> = {}): Promise<void> {
    logged = [];
    company = await Company.open({ log: logTo(({ message }) => logged.push(message)), ...options });
    card = await company.pending();
    if (!isApproved) return;
    const { tenant } = company.services;
    if (options.connector !== 'guided')
      tenant.read = () => Promise.reject(new AirlockError('tenant-signed-out', 'The session has ended.'));
    await company.approve('bob', card);
    await company.settle();
  }

  async function request(): Promise<Request> {
    return (await company.services.store.requestByNumber(company.services.tenantId, 1)) ?? assert.fail();
  }

  const events = async () => (await company.recorded()).map(({ event }) => event);
  const stops = () => logged.filter((line) => line === 'request stopped: not as recorded').length;

  async function offered(who: Name, verb: string) {
    const found = actionOf(await company.view(who, card), verb) ?? assert.fail(`${who} is offered no ${verb}`);
    return verb === 'reject' ? { ...found, data: { ...found.data, reason: 'Called off' } } : found;
  }

  /** Puts something in between at the first commit of a step with this event. */
  function atCommit(event: string, act: (commit: () => ReturnType<Commit>) => ReturnType<Commit>): void {
    const store = company.services.store as { commit: Commit };
    const { commit } = store;
    store.commit = ((step: Parameters<Commit>[0]) => {
      if (!step.audit.some((entry) => entry.event === `request.${event}`)) return commit(step);
      store.commit = commit;
      return act(() => commit(step));
    }) as Commit;
  }

  for (const { who, verb, event, ...how } of STEPS)
    it(`${event} by ${who}${how.isApproved ? ' after the approval' : ''}: is not signed, and the next press stops it`, async () => {
      await open(how);
      const press = await offered(who, verb);
      const before = (await events()).filter((one) => one === `request.${event}`).length;
      atCommit(event, (commit) => {
        tamper(company, SWAPPED);
        return commit();
      });
      const first = await company.invoke(who, card, press);
      assert.match(cardText({ value: first.value }), /somebody changed|not what the last step|in the database/i);
      await company.invoke(who, card, press);
      await company.settle();
      assert.equal((await events()).filter((one) => one === `request.${event}`).length, before);
      assert.deepEqual([(await request()).state, (await request()).closing?.code], ['stale', 'record-mismatch']);
      assert.equal(stops(), 1);
      assert.deepEqual(company.writes, []);
    });

  it('is stopped once by two admins who press on it at once, on two instances', async () => {
    await open();
    const [mine, theirs] = [await offered('bob', 'approve'), await offered('grace', 'approve')];
    const other = await company.another();
    tamper(company, SWAPPED);
    const answers = await Promise.all([
      company.invoke('bob', card, mine),
      company.invoke('grace', card, theirs, { app: other }),
    ]);
    await company.settle();
    for (const { value } of answers) assert.doesNotMatch(cardText({ value }), /Approved by/);
    assert.equal((await events()).filter((one) => one === 'request.stale').length, 1);
    assert(!(await events()).includes('request.approve'));
    assert.deepEqual(company.writes, []);
  });

  for (const when of ['before', 'after'] as const)
    it(`is stopped once where the process dies ${when} the step that stops it is stored`, async () => {
      await open();
      const press = await offered('bob', 'approve');
      tamper(company, SWAPPED);
      atCommit('stale', async (commit) => {
        if (when === 'after') await commit();
        throw new TypeError('killed');
      });
      await company.invoke('bob', card, press);
      const other = await company.another();
      await company.invoke('grace', card, press, { app: other });
      await company.settle(other);
      assert.equal((await request()).closing?.code, 'record-mismatch');
      assert.equal((await events()).filter((one) => one === 'request.stale').length, 1);
      assert(!(await events()).includes('request.approve'));
      assert.match(cardText(card.card), /somebody changed/i);
      assert.deepEqual(company.writes, []);
    });
});
