import assert from 'node:assert/strict';
import { Company, type Name } from '../../support/company/company.ts';
import { actionOf, cardText, type TeamsMessage } from '../../support/company/fake-teams.ts';

const ASK = 'enable automated investigation';
const APPROVERS = ['bob', 'grace'] as const;

describe('asking again right after withdrawing, by the front door', () => {
  let company: Company;
  beforeEach(async () => {
    company = await Company.open();
    for (const who of APPROVERS) await company.say(who, 'help', `a:${who}`);
  });
  afterEach(async () => {
    await company.assertAuditHolds();
    await company.close();
  });

  function cards(who: Name): readonly TeamsMessage[] {
    return company.teams.messages.filter(
      ({ conversation, card }) => conversation === `a:${who}` && /Airlock request/.test(cardText(card)),
    );
  }

  async function withdraw(number: number): Promise<void> {
    await company.say('alice', `withdraw ${number}`);
  }

  it('ten rounds send each approver one card, which shows the request of now and decides it', async () => {
    for (let round = 1; round <= 10; round += 1) {
      await company.pending(ASK);
      if (round < 10) await withdraw(round);
      company.clock.pass(2_000);
    }
    for (const who of APPROVERS) assert.equal(cards(who).length, 1, who);
    const [card] = cards('bob');
    assert(card);
    assert.match(cardText(card.card), /Airlock request 10/);
    const approve = actionOf(card.card, 'approve') ?? assert.fail('the reused card offers the decision');
    await company.invoke('bob', card, approve);
    await company.settle();
    assert.equal(company.features().AutomatedIrEnabled, true);
    assert.match(cardText(cards('grace')[0]?.card), /Applied/);
  });

  it('who sees the request of now on a card that they had is not told anew: it says so, and since when', async () => {
    await company.pending(ASK);
    await withdraw(1);
    company.clock.pass(60_000);
    await company.pending(ASK);
    await company.say('alice', 'show 2');
    const shown = cardText(company.message('Airlock request 2').card);
    assert.match(
      shown,
      /Shown on cards they had\s+Bob Brandt; Grace Gallagher; none of them was called[^\n]+\s+\{\{DATE\(2026-11-24T03:01/,
    );
  });

  it('a withdrawn card that is not used again says so', async () => {
    await company.pending(ASK);
    await withdraw(1);
    assert.match(cardText(cards('bob')[0]?.card), /[Ww]ithdrawn/);
  });

  const others: Readonly<Record<string, () => Promise<unknown>>> = {
    'after the cool-down': async () => {
      company.clock.pass(10 * 60_000);
      return company.pending(ASK);
    },
    'for something else': () => company.pending('enable automatically resolve alerts'),
    'by somebody else': async () => company.pending(ASK, 'omar'),
  };
  for (const [title, ask] of Object.entries(others)) {
    it(`asking ${title} sends new cards`, async () => {
      await company.pending(ASK);
      await withdraw(1);
      await ask();
      assert.equal(cards('bob').length, 2);
    });
  }

  const group = (round: number) => `create device group "Lab ${round}" level full tag equals t${round} rank 1`;

  it('asking for something else each time sends each approver five cards at most, and the last is of now', async () => {
    for (let round = 1; round <= 8; round += 1) {
      await company.pending(group(round));
      if (round < 8) await withdraw(round);
      company.clock.pass(2_000);
    }
    for (const who of APPROVERS) {
      assert.equal(cards(who).length, 5, who);
      assert.equal(cards(who).filter(({ card }) => /request 8\b/.test(cardText(card))).length, 1, who);
    }
    await company.pending(ASK);
    assert.equal(cards('bob').length, 5, 'another card that was withdrawn');
    company.clock.pass(10 * 60_000);
    await company.pending('enable automatically resolve alerts');
    assert.equal(cards('bob').length, 6, 'after the cool-down');
  });

  it('what waits keeps its card, however much one person asks for', async () => {
    for (let round = 1; round <= 7; round += 1) await company.pending(group(round));
    assert.equal(cards('bob').length, 7);
  });

  it('reminding of the same after each round reminds once, and of other things three times in half an hour', async () => {
    const remind = async (ask: string) => {
      const card = await company.pending(ask);
      const pressed = actionOf(await company.view('alice', card), 'remind') ?? assert.fail('a reminder is offered');
      const { value } = await company.invoke('alice', card, pressed);
      await company.settle();
      return cardText({ value });
    };
    for (let round = 1; round <= 6; round += 1) {
      const said = await remind(ASK);
      assert.match(said, round === 1 ? /Reminded: / : /were reminded a moment ago/);
      await withdraw(round);
      company.clock.pass(2_000);
    }
    for (const who of APPROVERS) assert.equal(cards(who).length, 2, `${who}: what was announced, and one reminder`);
    const said = [];
    for (let round = 7; round <= 10; round += 1) said.push(/Reminded: /.test(await remind(group(round))));
    assert.deepEqual(said, [true, true, false, false]);
    company.clock.pass(30 * 60_000);
    assert.match(await remind(group(11)), /Reminded: /);
  });

  it('an approver who was not told before gets a card of their own', async () => {
    await company.pending(ASK);
    await withdraw(1);
    await company.say('omar', 'help', 'a:omar');
    await company.pending(ASK);
    assert.deepEqual([cards('bob').length, cards('omar').length], [1, 1]);
  });

  it('a directory that fails in between sends nothing twice', async () => {
    const channel = await company.pending('use this channel for approvals', 'alice');
    await company.approve('bob', channel);
    await company.settle();
    await company.pending(ASK);
    await withdraw(2);
    const { directory } = company.services;
    const holders = directory.holders.bind(directory);
    let silent = true;
    Object.assign(directory, {
      holders: async (ids: readonly string[]) => {
        if (silent) throw new Error('down');
        return holders(ids);
      },
    });
    await company.pending(ASK);
    silent = false;
    company.clock.pass(120_000);
    await company.settle();
    assert.equal(cards('grace').filter(({ card }) => /request 3/.test(cardText(card))).length, 1);
    assert.equal(cards('grace').length, 2, 'one for the channel’s own request, one for this');
  });
});
