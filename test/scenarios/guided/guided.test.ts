import assert from 'node:assert/strict';
import type { Request } from '../../../src/requests/record/request.ts';
import { Company, type Name, SOC } from '../../support/company/company.ts';
import { actionOf, cardText, type TeamsMessage } from '../../support/company/fake-teams.ts';
import { tamper } from '../../support/company/tamper.ts';
import { alterPerson } from '../../support/people/alter-people.ts';

const HOUR = 3_600_000;
const SECURITY_ADMIN = '194ae4cb-b126-40b2-bd5b-6091b380977d';

describe('a change that a person applies, by the front door', () => {
  let company: Company;
  let card: TeamsMessage;
  beforeEach(async () => {
    company = await Company.open({ connector: 'guided' });
    await company.say('alice', 'help', 'a:alice');
    card = await company.pending('enable automatically resolve alerts');
  });
  afterEach(async () => {
    assert.equal(company.writes.filter(({ by }) => by.startsWith('omar')).length, 0, 'Airlock wrote nothing');
    await company.assertAuditHolds();
    await company.close();
  });

  async function request(): Promise<Request> {
    const found = await company.services.store.requestByNumber(company.services.tenantId, 1);
    assert(found);
    return found;
  }

  async function handedOver(): Promise<void> {
    await company.approve('bob', card);
    await company.settle();
  }

  async function attest(who: Name) {
    const press = actionOf(card.card, 'attest');
    assert(press, 'the card offers it');
    const answer = await company.invoke(who, card, press);
    await company.settle();
    return answer;
  }

  async function later(ms: number): Promise<void> {
    company.clock.pass(ms);
    await company.settle();
  }

  function told(text: RegExp, conversation: string): number {
    return company.teams.messages.filter((one) => one.conversation === conversation && text.test(cardText(one.card)))
      .length;
  }

  it('says before the approval that the current value is not known, and how to make it known', () => {
    assert.match(cardText(card.card), /Not known[\s\S]*→[\s\S]*On/);
    assert.match(cardText(card.card), /Write "automatically resolve alerts is on" or .* if you see it in the portal/);
  });

  it('hands over exact steps, waits, and records as attested what nobody can read', async () => {
    await handedOver();
    const shown = cardText(card.card);
    assert.match(shown, /to be applied by hand/);
    assert.match(
      shown,
      /1\.[\s\S]*Settings > Endpoints > Advanced features[\s\S]*Automatically resolve alerts[\s\S]*On/,
    );
    assert.match(
      JSON.stringify(card.card),
      /"url":"https:\/\/security\.microsoft\.com\/securitysettings\/endpoints\/integration"/,
    );
    assert.equal((await request()).state, 'approved');
    company.sandbox.world.tenant.advancedFeatures.AutoResolveInvestigatedAlerts = true;
    await attest('omar');
    const after = await request();
    assert.equal(after.state, 'applied');
    assert.equal(after.outcome?.code, 'attested');
    assert.deepEqual(after.outcome?.proof, { verified: [], attested: ['Automatically resolve alerts: On'] });
    const ended = cardText(card.card);
    assert.match(ended, /Applied, attested by Omar Okafor \(not readable by API\)/);
    assert.doesNotMatch(ended, /[Vv]erified/);
    await company.say('alice', 'withdraw 1');
    assert.match(cardText(company.teams.messages.at(-1)?.card), /Already applied, as Omar Okafor attests/);
    await company.say('rita', 'all requests');
    assert.match(cardText(company.teams.messages.at(-1)?.card), /Applied, attested/);
    assert.equal(told(/#1 is applied, attested by Omar Okafor/, SOC), 1);
  });

  it('records who attested what, and what was handed over', async () => {
    await handedOver();
    await attest('grace');
    const entries = await company.recorded();
    const of = (event: string) => entries.find((entry) => entry.event === event);
    assert.match(JSON.stringify(of('request.hand-over')?.data), /Save preferences/);
    assert.equal(of('request.attest')?.actor, company.person('grace').id);
    const settled = JSON.stringify(of('request.record-outcome')?.data);
    const { id, name } = company.person('grace');
    assert.match(settled, new RegExp(`"attestedBy":\\{"oid":"${id}","name":"${name}","principalName":"`));
    assert.match(settled, /"code":"attested"/);
    assert.deepEqual(
      entries.filter(({ event }) => /start|lose|fail/.test(event)),
      [],
    );
  });

  it('lets the requester report it, once, however often the action arrives', async () => {
    await handedOver();
    const press = actionOf(card.card, 'attest');
    assert(press);
    const clicks = ['1', '2', '3'].map((id) => company.invoke('alice', card, press, { id }));
    for (const answer of await Promise.all(clicks)) assert.equal(answer.statusCode, 200);
    await company.settle();
    assert.equal((await request()).handover?.attested?.by.name, 'Alice Ahlgren');
    const entries = await company.recorded();
    assert.equal(entries.filter(({ event }) => event === 'request.attest').length, 1);
  });

  it('takes the word in text, too', async () => {
    await handedOver();
    await company.decide('omar', 'applied', 1);
    assert.equal((await request()).outcome?.code, 'attested');
  });

  const refused: Record<string, { who: Name; says: RegExp }> = {
    'a reader': { who: 'rita', says: /do not hold a role that may confirm changes/ },
    'a guest': { who: 'gus', says: /Guests and accounts invited from outside cannot/ },
    'a disabled admin': { who: 'dora', says: /account is disabled/ },
    'an eligible-only admin': { who: 'ed', says: /Privileged Identity Management/ },
  };
  for (const [title, { who, says }] of Object.entries(refused)) {
    it(`does not take the word of ${title}`, async () => {
      await handedOver();
      const answer = await attest(who);
      assert.match(cardText({ value: answer.value }), says);
      assert.equal((await request()).state, 'approved');
    });
  }

  it('asks the directory on that action: a role taken away meanwhile, or no answer, means no', async () => {
    await handedOver();
    company.person('omar').roles.delete(SECURITY_ADMIN);
    await attest('omar');
    company.sandbox.world.faults.push({ surface: 'graph', kind: 'status', status: 500 });
    await attest('grace');
    assert.equal((await request()).state, 'approved');
  });

  it('hands over nothing when a role was taken away between approval and hand-over', async () => {
    await company.approve('bob', card);
    company.person('bob').roles.delete(SECURITY_ADMIN);
    await company.settle();
    assert.equal((await request()).state, 'pending');
    assert.equal((await request()).handover, null);
    assert.doesNotMatch(cardText(card.card), /Save preferences/);
  });

  it('takes no word before the hand-over', async () => {
    await company.decide('omar', 'applied', 1);
    assert.equal((await request()).state, 'pending');
    assert.match(cardText(company.teams.messages.at(-1)?.card), /is waiting for a decision/);
  });

  it('reminds at half and at nine tenths of the execution window, once each, in the original conversation and the requester’s chat only', async () => {
    await handedOver();
    const reminded = (where: string) => told(/is waiting to be applied by hand/, where);
    await later(2 * HOUR - 1);
    assert.equal(reminded(SOC), 0);
    await later(1);
    await later(60_000);
    assert.deepEqual([reminded(SOC), reminded('a:alice')], [1, 1]);
    assert.equal(told(/It expires in 2 hours/, SOC), 1);
    await later(1.6 * HOUR);
    assert.deepEqual([reminded(SOC), reminded('a:alice')], [2, 2]);
    await later(HOUR);
    assert.deepEqual([reminded(SOC), reminded('a:alice')], [2, 2]);
  });

  it('is not undone by a guess: the opposite is offered, as a change of its own', async () => {
    await handedOver();
    await attest('omar');
    await company.say('alice', 'revert 1');
    const answer = cardText(company.teams.messages.at(-1)?.card);
    assert.match(answer, /was on or off before is not known[\s\S]*Nothing was filed/);
    assert.match(answer, /disable automatically resolve alerts/i);
  });

  it('reminds nobody of what is attested', async () => {
    await handedOver();
    await attest('omar');
    await later(4 * HOUR);
    assert.equal(told(/is waiting to be applied by hand/, SOC), 0);
  });

  it('expires when nobody confirms it, and does not say that nothing was changed', async () => {
    await handedOver();
    await later(4 * HOUR);
    const after = await request();
    assert.equal(after.state, 'expired');
    assert.equal(after.closing?.code, 'expired-unapplied');
    assert.match(cardText(card.card), /not confirmed/i);
    assert.doesNotMatch(cardText(card.card), /Nothing was changed/);
    const late = await company.invoke('bob', card, { verb: 'attest', data: { requestId: after.id, rev: after.rev } });
    assert.match(cardText({ value: late.value }), /expired/);
  });

  it('can be withdrawn until somebody says that it is applied, and does not say that nothing was changed', async () => {
    await handedOver();
    await company.say('alice', 'withdraw 1');
    assert.equal((await request()).state, 'withdrawn');
    assert.match(cardText(card.card), /Airlock itself changed nothing/);
    assert.equal(told(/anything done by following them still stands/, SOC), 2);
  });

  for (const [ending, end] of [
    ['rejects', () => company.say('bob', 'reject 1 because not tonight')],
    ['withdraws', () => company.say('alice', 'withdraw 1')],
    ['lets it expire', () => later(200 * HOUR)],
  ] as const) {
    it(`never says that nothing was changed once the steps were handed over: somebody takes back, then ${ending}`, async () => {
      await handedOver();
      const before = company.teams.messages.length;
      await company.say('bob', 'take back 1');
      const stands = /Airlock itself changed nothing\. The steps had been handed over: anything done by following them/;
      const said = company.teams.messages.slice(before).map(({ card: one }) => cardText(one));
      assert.match(said.join('\n'), stands);
      await end();
      await company.settle();
      assert.match(cardText(card.card), stands);
      assert.equal(told(/Nothing was changed/, SOC), 0);
    });
  }

  it('takes no word once the approver carries another employee id, and says that the steps may have been followed', async () => {
    await handedOver();
    await alterPerson(company, 'bob', { employeeId: '5555001' });
    const answer = await attest('omar');
    const why = /The account of Bob .*was changed in the directory since they approved this \(employee id\)/;
    assert.match(cardText({ value: answer.value }), why);
    assert.equal((await request()).closing?.code, 'identity-changed');
    assert.match(cardText(card.card), /anything done by following them still stands/);
  });

  it('takes no word once the requester is gone', async () => {
    await handedOver();
    await alterPerson(company, 'alice', { status: 404 });
    await attest('omar');
    assert.equal((await request()).closing?.code, 'requester-gone');
  });

  it('withdrawing meets attesting: exactly one of them', async () => {
    await handedOver();
    const press = actionOf(card.card, 'attest');
    const view = await company.view('alice', card);
    const withdraw = actionOf(view, 'withdraw');
    assert(press && withdraw);
    await Promise.all([company.invoke('omar', card, press), company.invoke('alice', card, withdraw)]);
    await company.settle();
    const { state, handover } = await request();
    assert(state === 'applied' || state === 'withdrawn', state);
    assert.equal(handover?.attested !== null, state === 'applied');
  });

  it('takes no word on steps that were altered in the store', async () => {
    await handedOver();
    tamper(company, (stored) => JSON.parse(JSON.stringify(stored).replaceAll('"On"', '"Off"')));
    const answer = await attest('omar');
    assert.match(cardText({ value: answer.value }), /the record says otherwise/);
    assert.equal((await request()).state, 'stale');
    assert.doesNotMatch(cardText(card.card), /Nothing was changed/);
    assert.equal(told(/#1 was stopped/, SOC), 1);
    assert.equal(told(/nothing was changed/i, SOC), 0);
  });

  it('says in the status how changes are applied and what cannot be read', async () => {
    await company.say('rita', 'status');
    const status = cardText(company.teams.messages.at(-1)?.card);
    assert.match(status, /an operator applies approved changes by hand/);
    assert.match(status, /Automatically resolve alerts\n[\s\S]*Not known/);
    assert.match(status, /Domain controllers\n[\s\S]*Level not known/);
  });
});
