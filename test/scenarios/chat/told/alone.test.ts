import assert from 'node:assert/strict';
import { Company, SOC } from '../../../support/company/company.ts';
import { actionOf, actionsIn, cardText, type TeamsMessage } from '../../../support/company/fake-teams.ts';

const SECURITY_ADMIN = '194ae4cb-b126-40b2-bd5b-6091b380977d';

describe('what concerns one person alone, by the front door', () => {
  let company: Company;
  beforeEach(async () => {
    company = await Company.open();
  });
  afterEach(async () => {
    await company.assertAuditHolds();
    await company.close();
  });

  const last = (): TeamsMessage => company.teams.messages.at(-1) ?? assert.fail();

  it('is shown in a channel to who wrote it: near misses, refusals, faults; nothing else is', async () => {
    for (const [who, text, says] of [
      ['bob', 'make me a sandwich', /did not understand/],
      ['rita', 'enable automated investigation', /do not hold a role/],
      ['bob', 'show 99', /There is no request #99/],
      ['bob', 'approve', /./],
      ['bob', 'mute', /no more messages/],
      ['gus', 'status', /./],
    ] as const) {
      await company.say(who, text);
      assert.match(cardText(last().card), says);
      const forAll = text === 'approve';
      assert.deepEqual([last().conversation, last().onlyFor], [SOC, forAll ? null : `29:${who}`], text);
    }
    for (const text of ['help', 'status', 'requests', 'enable automated investigation']) {
      await company.say('alice', text);
      assert.equal(last().onlyFor, null, text);
    }
    await company.pending('enable automatically resolve alerts');
    assert(company.teams.messages.slice(-3).every(({ onlyFor }) => onlyFor === null));
  });

  it('needs no such message in a personal chat', async () => {
    await company.say('bob', 'make me a sandwich', 'a:bob');
    assert.deepEqual([last().conversation, last().onlyFor], ['a:bob', null]);
  });

  for (const status of [400, 403, 404, 405]) {
    it(`is shown to all who read along where Teams answers ${status}`, async () => {
      company.teams.refuse = ({ isTargeted }) => (isTargeted ? { status } : null);
      await company.say('bob', 'make me a sandwich');
      assert.match(cardText(last().card), /did not understand/);
      assert.equal(last().onlyFor, null);
      assert.equal(company.teams.messages.length, 1, 'once');
      await company.say('gus', 'status');
      assert.equal(company.teams.messages.length, 2, 'what is not stored, too');
    });
  }

  it('waits where Teams is away, and is shown to nobody else then', async () => {
    company.teams.refuse = () => ({ status: 503 });
    await company.say('bob', 'make me a sandwich');
    assert.equal(company.teams.messages.length, 0);
    company.teams.refuse = null;
    company.clock.pass(60_000);
    await company.settle();
    assert.deepEqual(
      company.teams.messages.map(({ onlyFor }) => onlyFor),
      ['29:bob'],
    );
  });

  it('never becomes a request: what is tried again from there stands where all see it', async () => {
    await company.say('rita', 'enable automated investigation');
    const told = last();
    assert.equal(told.onlyFor, '29:rita');
    const again = actionsIn(told.card).find(({ title }) => title === 'Try again') ?? assert.fail();
    company.person('rita').roles.add(SECURITY_ADMIN);
    await company.invoke('rita', told, again);
    await company.settle();
    assert.equal(told.updates, 0);
    const draft = last();
    assert(actionOf(draft.card, 'view'));
    assert.equal(draft.onlyFor, null);
    for (let press = 0; press < 2; press += 1) await company.invoke('rita', told, again);
    await company.settle();
    assert.equal((await company.recorded()).filter(({ event }) => event === 'request.drafted').length, 1);
  });
});
