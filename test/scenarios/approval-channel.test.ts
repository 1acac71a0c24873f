import assert from 'node:assert/strict';
import { approvalChannel, storedChannel } from '../../src/requests/rules/setting-owner.ts';
import { AirlockError } from '../../src/shared/errors.ts';
import { Company, type Name, SOC } from '../support/company/company.ts';
import { actionOf, cardText, type TeamsMessage } from '../support/company/fake-teams.ts';

const HOME = '19:approvals@thread.tacv2';
const ASKED_IN = `${HOME};messageid=7`;
const NAME = 'Approvals';

describe('the approval channel, by the front door', () => {
  let company: Company;
  beforeEach(async () => {
    company = await Company.open();
  });
  afterEach(async () => {
    await company.assertAuditHolds();
    await company.close();
  });

  /** In the channel's own thread, with the channel's name as Teams gives it at times. */
  async function write(text: string, who: Name = 'alice', conversation = ASKED_IN): Promise<TeamsMessage> {
    const { tenantId } = company.services;
    const envelope = company.envelope(who, conversation);
    const channelData = { tenant: { id: tenantId }, channel: { id: HOME, name: NAME } };
    await company.post({ ...envelope, type: 'message', text, channelData });
    await company.settle();
    const message = company.teams.messages.at(-1);
    assert(message);
    return message;
  }

  async function submit(message: TeamsMessage, who: Name = 'alice'): Promise<TeamsMessage> {
    const action = actionOf(await company.view(who, message), 'submit');
    assert(action, cardText(message.card));
    await company.invoke(who, message, { ...action, data: { ...action.data, reason: 'One place to look at' } });
    await company.settle();
    return message;
  }

  async function chosen(): Promise<TeamsMessage> {
    const card = await submit(await write('use this channel for approvals'));
    await company.approve('bob', card);
    await company.settle();
    return card;
  }

  function inChannel(): readonly TeamsMessage[] {
    return company.teams.messages.filter(({ conversation }) => conversation === HOME);
  }

  it('is set by two admins, and then every pending request is posted there and kept current', async () => {
    const card = await submit(await write('use this channel for approvals'));
    assert.match(cardText(card.card), /Use Approvals for approvals[\s\S]*Approvals \(19:approvals@thread\.tacv2\)/);
    assert.equal(actionOf(await company.view('alice', card), 'approve'), null);
    assert.equal(await approvalChannel(company.services), null, 'nothing is set before the second door');
    await company.approve('bob', card);
    await company.settle();
    assert.deepEqual(await approvalChannel(company.services), { conversation: HOME, label: NAME });
    assert.match(cardText(card.card), /Written to Airlock's own setting and read back/);
    assert.doesNotMatch(cardText(card.card), /Defender/);
    assert.equal(company.writes.length, 0, 'Defender is not touched');

    await company.pending();
    const [copy, ...more] = inChannel();
    assert(copy);
    assert.equal(more.length, 0);
    assert.match(cardText(copy.card), /CHG-1042/);
    await company.approve('grace', copy);
    await company.settle();
    assert.match(cardText(copy.card), /Applied/);
  });

  it('is shown by status', async () => {
    await company.say('rita', 'status');
    assert.match(
      cardText(company.message('Approvals go to').card),
      /Approvals go to\s+The conversation where a request is made/,
    );
    await chosen();
    await company.say('rita', 'status');
    assert.match(cardText(company.message('Approvals go to').card), /Approvals go to\s+Approvals/);
  });

  it('gets no second copy of what was asked in one of its threads', async () => {
    await chosen();
    const card = await submit(await write('enable automated investigation', 'alice', `${HOME};messageid=9`));
    assert.match(cardText(card.card), /Waiting for approval/);
    assert.equal(inChannel().length, 0);
  });

  it('gets a request once, even while the directory does not answer, and then who can decide is called', async () => {
    await chosen();
    const { directory } = company.services;
    const holders = directory.holders.bind(directory);
    let refusals = 1;
    directory.holders = async (ids) => {
      if (refusals-- > 0) throw new AirlockError('directory-unavailable', 'The directory did not answer.');
      return holders(ids);
    };
    await company.pending();
    assert.equal(inChannel().length, 1);
    company.clock.pass(10 * 60_000);
    await company.settle();
    const calls = inChannel().filter(({ card }) => /waits for a decision/.test(cardText(card)));
    assert.deepEqual([inChannel().length, calls.length], [2, 1]);
  });

  it('is not the requester’s own to approve, nor a reader’s', async () => {
    const card = await submit(await write('use this channel for approvals'));
    for (const [who, says] of [
      ['alice', /You asked for this change/],
      ['alice2', /belong to one person/],
      ['rita', /do not hold a role/],
    ] as const) {
      const answer = await company.approve(who, card);
      assert.match(cardText({ value: answer.value }), says);
    }
    await company.settle();
    assert.equal(await approvalChannel(company.services), null);
  });

  it('is decided once by two admins at the same moment on two instances', async () => {
    const second = await company.another();
    const card = await submit(await write('use this channel for approvals'));
    const seen = actionOf(await company.view('bob', card), 'approve');
    assert(seen);
    await Promise.all([company.invoke('bob', card, seen), company.invoke('grace', card, seen, { app: second })]);
    await Promise.all([company.settle(), company.settle(second)]);
    const events = (await company.recorded()).map(({ event }) => event);
    for (const once of ['request.approve', 'request.start', 'request.record-outcome'])
      assert.equal(events.filter((event) => event === once).length, 1, once);
    assert.deepEqual(await approvalChannel(company.services), { conversation: HOME, label: NAME });
  });

  it('is set by the instance that comes after the one that took the approval', async () => {
    const card = await submit(await write('use this channel for approvals'));
    await company.approve('bob', card);
    const next = await company.another();
    await company.settle(next);
    assert.match(cardText(card.card), /Applied/);
    assert.deepEqual(await approvalChannel(company.services), { conversation: HOME, label: NAME });
  });

  it('is found set where the answer to the write was lost', async () => {
    const card = await submit(await write('use this channel for approvals'));
    const { store } = company.services;
    const replace = store.replaceSetting.bind(store);
    company.services.store.replaceSetting = async (...setting) => {
      await replace(...setting);
      throw new AirlockError('store-unavailable', 'The store gave no answer.');
    };
    await company.approve('bob', card);
    await company.settle();
    assert.match(cardText(card.card), /In place, found later/);
    assert.deepEqual(await approvalChannel(company.services), { conversation: HOME, label: NAME });
  });

  it('that a write brings which had no end, after the request has ended without it, corrects the request', async () => {
    const card = await submit(await write('use this channel for approvals'));
    const { store, tenantId } = company.services;
    const { replaceSetting } = store;
    store.replaceSetting = async () => {
      throw new AirlockError('store-unavailable', 'The store gave no answer.');
    };
    await company.approve('bob', card);
    await company.settle();
    company.clock.pass(2 * 60_000);
    await company.settle();
    assert.match(cardText(card.card), /Failed, not shown/);
    await replaceSetting(tenantId, 'approval-channel', { from: null, to: { conversation: HOME, label: NAME } });
    company.clock.pass(15 * 60_000);
    await company.settle();
    assert.match(cardText(card.card), /Applied, seen later/);
  });

  it('that was changed meanwhile makes the request stale, and stays as it is', async () => {
    const card = await submit(await write('use this channel for approvals'));
    const other = { conversation: '19:other@thread.tacv2', label: 'Other' };
    company.tampered = true;
    await company.approve('bob', card);
    await company.services.store.replaceSetting(company.services.tenantId, 'approval-channel', {
      from: null,
      to: other,
    });
    await company.settle();
    assert.match(cardText(card.card), /Airlock's own setting was changed meanwhile/);
    assert.deepEqual(await storedChannel(company.services), other);
  });

  it('is given up by the same two doors, in words and by revert', async () => {
    await chosen();
    const revert = await submit(await write('revert 1', 'grace'), 'grace');
    assert.match(cardText(revert.card), /Stop using Approvals for approvals/);
    await company.approve('bob', revert);
    await company.settle();
    assert.equal(await approvalChannel(company.services), null);
    await chosen();
    const stop = await submit(await write('stop using this channel for approvals'));
    assert.notEqual(await approvalChannel(company.services), null);
    await company.approve('bob', stop);
    await company.settle();
    assert.equal(await approvalChannel(company.services), null);
  });

  it('is asked for where it makes a difference, by those who may ask, in a channel', async () => {
    const notice = async (text: string, who: Name, where: string) => cardText((await write(text, who, where)).card);
    assert.match(await notice('use this channel for approvals', 'rita', ASKED_IN), /do not hold a role/);
    assert.match(await notice('use this channel for approvals', 'alice', 'a:alice'), /Write this in the channel/);
    assert.match(await notice('stop using this channel for approvals', 'alice', ASKED_IN), /nothing to approve/);
    await chosen();
    assert.match(await notice('use this channel for approvals', 'alice', ASKED_IN), /already posted for approval/);
    assert.match(await notice('stop using this channel for approvals', 'alice', SOC), /nothing to approve/);
  });

  it('out of which the bot was removed stops nobody, and those who approve are told', async () => {
    await chosen();
    await company.say('bob', 'help', 'a:bob');
    const card = await company.pending();
    company.teams.removeFrom(HOME);
    await company.approve('bob', card);
    for (let second = 0; second < 8; second += 1) {
      company.clock.pass(1_000);
      await company.settle();
    }
    assert.equal(company.features().AutomatedIrEnabled, true);
    const told = company.teams.messages.filter(({ card: one }) =>
      /channel for approvals cannot be reached/.test(cardText(one)),
    );
    assert.deepEqual(
      told.map(({ conversation }) => conversation),
      ['a:bob'],
    );
  });
});

describe('the approval channel where changes are applied by hand', () => {
  it('is set by Airlock itself: there is nothing to hand over', async () => {
    const company = await Company.open({ connector: 'guided' });
    try {
      const card = await company.pending('use this channel for approvals');
      await company.approve('bob', card);
      await company.settle();
      assert.match(cardText(card.card), /Applied/);
      assert.equal((await approvalChannel(company.services))?.conversation, '19:soc@thread.tacv2');
      assert.equal(
        await company.services.store.requestByNumber(company.services.tenantId, 1).then((r) => r?.handover),
        null,
      );
      await company.assertAuditHolds();
    } finally {
      await company.close();
    }
  });
});
