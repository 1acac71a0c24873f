import assert from 'node:assert/strict';
import { Company, type Name, SOC } from '../../../support/company/company.ts';
import { actionOf, cardText, startFakeTeams, type TeamsMessage } from '../../../support/company/fake-teams.ts';
import { aConversation } from '../../../support/samples/ids.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** What Teams says of a message that somebody deleted, and now and then of others. */
const GONE = 'ActivityNotFoundInConversation';

describe('messages that Teams does not take, by the front door', () => {
  let company: Company;
  beforeEach(async () => {
    company = await Company.open();
    for (const name of ['alice', 'bob'] as const) await company.say(name, 'help', `a:${name}`);
  });
  afterEach(async () => {
    await company.assertAuditHolds();
    await company.close();
  });

  async function later(ms: number, step = ms): Promise<void> {
    for (let passed = 0; passed < ms; passed += step) {
      company.clock.pass(step);
      await company.settle();
    }
  }

  /** Alice has submitted, and no job ran since. */
  async function asked(): Promise<void> {
    await company.say('alice', 'enable automated investigation');
    const card = company.teams.messages.at(-1);
    const submit = card && actionOf(await company.view('alice', card), 'submit');
    assert(submit);
    await company.invoke('alice', card, { ...submit, data: { ...submit.data, reason: 'See CHG-1042' } });
  }

  const saying = (text: RegExp, where?: string) =>
    company.teams.messages.filter(
      ({ card, conversation }) => text.test(cardText(card)) && (where === undefined || conversation === where),
    );
  const undelivered = async () =>
    (await company.services.store.undelivered(company.services.tenantId, company.clock.now(), 50)).count;
  const closed = (conversation: string, status = 403, code = 'BotNotInConversationRoster') => {
    company.teams.refuse = ({ path }) => (path.includes(`/${conversation}/`) ? { status, code } : null);
  };

  it('for three hours are all delivered once, in their order, and no card stays behind', async () => {
    const card = await company.pending();
    const own = saying(/CHG-1042/, 'a:bob')[0];
    company.teams.refuse = () => ({ status: 503 });
    await company.approve('bob', card);
    await company.say('alice', 'enable automatically resolve alerts');
    await company.say('alice', 'requests', 'a:alice');
    const before = company.teams.messages.length;
    await later(3 * HOUR, 10 * MINUTE);
    assert.equal(company.teams.messages.length, before);
    assert.notEqual(await undelivered(), 0);
    company.teams.refuse = null;
    await later(75_000, 15_000);
    assert.equal(await undelivered(), 0);
    assert.match(cardText(card.card), /Applied/);
    assert.match(cardText(own?.card), /Applied/);
    assert.equal(saying(/resolve alerts/, SOC).length, 1);
    assert.equal(saying(/Open requests|Requests/, 'a:alice').length, 1);
    const texts = company.teams.messages
      .slice(before)
      .map(({ conversation, card: one }) => conversation + cardText(one));
    assert.equal(new Set(texts).size, texts.length, 'nothing is told twice');
  });

  it('show at once on the requester’s card and in the status that an own chat is closed', async () => {
    closed('a:bob');
    const card = await company.pending();
    await later(2_000);
    assert.match(cardText(card.card), /Told\n[\s\S]*Bob Brandt \(own chat: Airlock is not installed there\)/);
    await company.say('alice', 'status');
    assert.match(cardText(saying(/Advanced features/, SOC).at(-1)?.card), /1 message: Airlock is not installed there/);
  });

  it('whose answer was lost are not sent again once somebody looks at them', async () => {
    await company.pending();
    company.teams.loses = 1;
    await company.say('alice', 'show 1');
    const cardsThere = () => saying(/CHG-1042/, SOC).filter((one) => actionOf(one.card, 'view'));
    const cards = cardsThere();
    const shown = cards.at(-1);
    assert(shown && cards.length === 2);
    await company.view('alice', shown);
    await later(HOUR, MINUTE);
    assert.deepEqual(cardsThere(), cards);
    assert.equal(shown.updates, 1);
  });

  for (const isDecided of [false, true])
    it(`in an own chat are ${isDecided ? 'both right' : 'not sent again'} once somebody looks at them ${isDecided ? 'later' : 'in time'}`, async () => {
      await asked();
      company.teams.loses = 9;
      await company.settle();
      company.teams.loses = 0;
      const [first] = saying(/CHG-1042/, 'a:bob');
      assert(first);
      if (isDecided) {
        await later(MINUTE);
        await company.approve('bob', saying(/CHG-1042/, 'a:bob')[1] ?? assert.fail('it was sent again'));
        await later(MINUTE);
        assert.match(cardText(first.card), /Waiting for/);
      }
      await company.view('bob', first);
      await later(HOUR, MINUTE);
      const texts = saying(/CHG-1042/, 'a:bob').map(({ card }) => cardText(card));
      assert.equal(texts.length, isDecided ? 2 : 1);
      for (const text of texts) assert.match(text, isDecided ? /Applied/ : /Expired|Waiting for/);
    });

  for (const isPressed of [true, false])
    it(`${isPressed ? 'nor are' : 'but are'} notices, where somebody ${isPressed ? 'presses' : 'does not press'} a button of theirs`, async () => {
      company.teams.loses = 1;
      await company.say('bob', 'show 99', 'a:bob');
      const shown = company.teams.messages.at(-1);
      const button = actionOf(shown?.card, 'say');
      assert(shown && button);
      if (isPressed) await company.invoke('bob', shown, button);
      await later(HOUR, MINUTE);
      assert.equal(saying(/That was not done/, 'a:bob').length, isPressed ? 1 : 2);
    });

  it('and stand as cards that could not be updated are put right when somebody looks at one', async () => {
    const card = await company.pending();
    company.teams.refuse = ({ method }) => (method === 'PUT' ? { status: 404, code: GONE } : null);
    await company.approve('bob', card);
    await later(HOUR, MINUTE);
    company.teams.refuse = null;
    await later(HOUR, MINUTE);
    assert.doesNotMatch(cardText(card.card), /Applied/);
    await company.view('alice', card);
    await company.settle();
    assert.match(cardText(card.card), /Applied/);
  });

  it('that call for a decision are not sent once it is made', async () => {
    await company.say('alice', 'enable automated investigation', 'a:alice');
    company.teams.refuse = ({ method, path }) => (method === 'POST' && path.includes(SOC) ? { status: 502 } : null);
    await company.services.store.replaceSetting(company.services.tenantId, 'approval-channel', {
      from: null,
      to: { conversation: '19:other@thread.tacv2', label: 'Other' },
    });
    company.tampered = true;
    const card = await submitIn('a:alice', 'alice');
    company.clock.pass(12 * HOUR);
    company.teams.refuse = ({ path }) => (path.includes('a:bob') ? { status: 502 } : null);
    await company.settle();
    const { data } = actionOf(card.card, 'withdraw') ?? assert.fail('the requester can withdraw');
    await company.invoke('alice', card, { verb: 'withdraw', data });
    company.teams.refuse = null;
    await later(2 * MINUTE, MINUTE);
    assert.equal(saying(/is waiting for approval/, 'a:bob').length, 0);
  });

  it('at one 403 are tried again', async () => {
    let once = true;
    company.teams.refuse = ({ method, path }) => {
      if (!once || method !== 'POST' || !path.includes('/a:bob/')) return null;
      once = false;
      return { status: 403, code: 'BotDisabledByAdmin' };
    };
    await company.pending();
    await later(2_000, 1_000);
    assert.equal(saying(/CHG-1042/, 'a:bob').length, 1);
    assert.equal(saying(/Nobody could be told/).length, 0);
    assert.equal(await undelivered(), 0);
  });

  it('where it was asked go to the requester’s own chat: the outcome, once, and the card', async () => {
    const card = await company.pending();
    await company.approve('bob', card);
    closed(SOC, 404, 'ConversationNotFound');
    await later(MINUTE, 2_000);
    assert.equal(saying(/#1 is applied/, 'a:alice').length, 1);
    assert.equal(saying(/● Applied|✓ Applied|Applied/, 'a:alice').length >= 1, true);
    company.teams.refuse = null;
    await later(2 * HOUR, 10 * MINUTE);
    assert.match(cardText(card.card), /Applied/, 'the card there is put right, too');
    assert.deepEqual([saying(/#1 is applied/, SOC).length, saying(/#1 is applied/, 'a:alice').length], [0, 1]);
    assert.equal(await undelivered(), 0);
  });

  it('in a chat that is closed for good are given another way: a mention where everybody reads along', async () => {
    await company.say('bob', 'mute', 'a:bob');
    await company.say('bob', 'unmute', 'a:bob');
    closed('a:bob', 403, 'MessageWritesBlocked');
    const card = await company.pending();
    await later(20_000, 2_000);
    assert.match(cardText(card.card), /Told\n[\s\S]*Bob/, 'he is mentioned there already');
    await company.approve('grace', card);
    await company.settle();
    company.teams.refuse = null;
    await company.say('bob', 'requests', 'a:bob');
    assert.equal(saying(/Approved by/, 'a:bob').length, 0, 'no card of a request that is over comes late');
    assert.equal(await undelivered(), 0);
  });

  it('are asked for at the former address of the place, too', async () => {
    const old = await startFakeTeams();
    try {
      const { store } = company.services;
      const place = await store.conversation(aConversation('a:bob'));
      assert(place);
      await store.rememberConversation({ ...place, serviceUrl: old.url });
      await store.rememberConversation(place);
      closed('a:bob', 404, 'ConversationNotFound');
      await company.pending();
      await later(4_000, 500);
      assert.match(cardText(old.messages.at(-1)?.card), /CHG-1042/);
    } finally {
      await old.close();
    }
  });

  it('for all who can decide: whoever asked is told, once', async () => {
    company.teams.refuse = ({ method, path }) =>
      method === 'POST' && !path.includes('a:alice') ? { status: 403, code: 'BotNotInConversationRoster' } : null;
    await company.say('alice', 'enable automated investigation', 'a:alice');
    await submitIn('a:alice', 'alice');
    assert.equal(saying(/Nobody could be told of #1/, 'a:alice').length, 1);
    assert.match(cardText(saying(/Nobody could be told of #1/)[0]?.card), /Bob [^:;]*: Airlock is not installed there/);
    await later(HOUR, 5 * MINUTE);
    assert.equal(saying(/Nobody could be told of #1/).length, 1);
    const own = saying(/CHG-7/, 'a:alice')[0];
    assert.match(cardText(own?.card), /Not told[\s\S]*Bob/);
    company.teams.refuse = null;
    await company.say('bob', 'hello', 'a:bob');
    assert.equal(saying(/CHG-7/, 'a:bob').length, 1, 'at the first sign of life');
    await later(2_000);
    assert.match(cardText(own?.card), /Told\n[\s\S]*Bob/);
  });

  async function submitIn(conversation: string, who: Name): Promise<TeamsMessage> {
    const message = company.teams.messages.findLast((one) => one.conversation === conversation);
    assert(message);
    const submit = actionOf(message.card, 'submit');
    assert(submit, cardText(message.card));
    await company.invoke(who, message, { ...submit, data: { ...submit.data, reason: 'See CHG-7' } });
    await company.settle();
    return message;
  }
});
