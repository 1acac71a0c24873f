import assert from 'node:assert/strict';
import { remindRequest } from '../../../../src/requests/notifying/remind.ts';
import { AirlockError } from '../../../../src/shared/errors.ts';
import { Company, SOC } from '../../../support/company/company.ts';
import { actionOf, cardText, type TeamsMessage } from '../../../support/company/fake-teams.ts';

const HOUR = 3_600_000;

describe('a request that nobody decides, by the front door', () => {
  let company: Company;
  let card: TeamsMessage;
  beforeEach(async () => {
    company = await Company.open();
    for (const name of ['bob', 'rita'] as const) await company.say(name, 'help', `a:${name}`);
    card = await company.pending();
  });
  afterEach(() => company.close());

  async function later(ms: number): Promise<void> {
    company.clock.pass(ms);
    await company.settle();
  }

  const reminded = (conversation: string) =>
    company.teams.messages
      .filter((one) => one.conversation === conversation)
      .map((one) => cardText(one.card))
      .filter((text) => /#1 is waiting for approval/.test(text));

  it('is brought to mind at half and at nine tenths of its time, where it was asked and to who can approve', async () => {
    await later(12 * HOUR - 1);
    assert.deepEqual([reminded(SOC), reminded('a:bob')], [[], []]);
    await later(1);
    const [first = ''] = reminded(SOC);
    assert.match(
      first,
      /Alice Ahlgren: Automated investigation Off → On[\s\S]*#1 is waiting for approval\. It expires in 12 hours\./,
    );
    assert.match(first, /show 1/i);
    await later(9.6 * HOUR);
    assert.deepEqual(
      [SOC, 'a:bob', 'a:rita', 'a:alice'].map((where) => reminded(where).length),
      [2, 2, 0, 0],
    );
    await later(3 * HOUR);
    assert.match(cardText(card.card), /nobody decided/);
    assert.equal(reminded(SOC).length, 0, 'nobody is waited for any more');
    const ended = company.teams.messages.filter(({ card: { body } }) => /#1: Expired/.test(JSON.stringify(body)));
    assert.deepEqual([...new Set(ended.map(({ conversation }) => conversation))], [SOC]);
  });

  it('is decided on the reminder itself, by whoever can, and nowhere once it is decided', async () => {
    await later(12 * HOUR);
    const reminder = company.teams.messages.findLast(({ conversation }) => conversation === 'a:bob');
    assert(reminder);
    assert.match(cardText(reminder.card), /#1 is waiting for approval\. It expires in 12 hours\./);
    const approve = actionOf(reminder.card, 'approve');
    assert(approve);
    await company.invoke('bob', reminder, approve);
    await later(2_000);
    const inChat = company.teams.messages.filter(({ conversation }) => conversation === 'a:bob');
    assert(inChat.every(({ card: shown }) => actionOf(shown, 'approve') === null));
  });

  it('shows no card to decide on to those whose approval would not count', async () => {
    await company.close();
    company = await Company.open();
    await company.say('ed', 'help', 'a:ed');
    card = await company.pending();
    await later(12 * HOUR);
    const own = company.teams.messages.filter(({ conversation }) => conversation === 'a:ed');
    assert.equal(reminded('a:ed').length, 1);
    assert(own.every(({ card: shown }) => actionOf(shown, 'approve') === null));
  });

  it('causes no more reminders once it is decided, withdrawn or expired', async () => {
    await company.say('alice', 'withdraw 1');
    await later(30 * HOUR);
    assert.deepEqual([reminded(SOC), reminded('a:bob')], [[], []]);
  });

  it('reminds only those whose approval is still needed, with how many are given', async () => {
    await company.close();
    company = await Company.open({ environment: { APPROVALS_REQUIRED: '2' } });
    for (const name of ['bob', 'grace'] as const) await company.say(name, 'help', `a:${name}`);
    card = await company.pending();
    await company.approve('bob', card);
    await later(12 * HOUR);
    assert.match(reminded(SOC).join(), /1 of 2 approvals are given/);
    assert.deepEqual([reminded('a:bob').length, reminded('a:grace').length], [0, 1]);
  });

  it('is brought to mind once by two instances, and once where the work was done but not said to be', async () => {
    const second = await company.another();
    company.clock.pass(12 * HOUR);
    await Promise.all([company.settle(), company.settle(second)]);
    await company.settle();
    assert.deepEqual([reminded(SOC).length, reminded('a:bob').length], [1, 1]);
    company.clock.pass(9.6 * HOUR);
    const task = await company.services.store.takeTask(['remind'], 'killed', company.clock.now(), 1_000);
    assert(task?.requestId);
    await remindRequest({ ...company.services, store: neverCompleting(company) }, task, task.requestId);
    await later(2_000);
    assert.deepEqual([reminded(SOC).length, reminded('a:bob').length], [2, 2]);
  });

  it('is brought to mind in the channel at once while the directory does not answer, and to the approvers later', async () => {
    const { directory } = company.services;
    const holders = directory.holders.bind(directory);
    let isDown = true;
    directory.holders = async (ids) => {
      if (isDown) throw new AirlockError('directory-unavailable', 'The directory did not answer.');
      return holders(ids);
    };
    await later(12 * HOUR);
    assert.deepEqual([reminded(SOC).length, reminded('a:bob').length], [1, 0]);
    isDown = false;
    await later(10 * 60_000);
    assert.deepEqual([reminded(SOC).length, reminded('a:bob').length], [1, 1]);
  });
});

/** The store of a process that is killed right before it says that its work is done. */
function neverCompleting(company: Company) {
  const { store } = company.services;
  return new Proxy(store, {
    get(target, name, receiver) {
      if (name !== 'send') return Reflect.get(target, name, receiver);
      return ({ completes: _never, ...step }: Parameters<typeof store.send>[0]) => store.send(step);
    },
  });
}
