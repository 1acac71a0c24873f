import assert from 'node:assert/strict';
import { once } from 'node:events';
import {
  BOT,
  GROUP_CHAT_ID,
  personalChatId,
  SOC_CHANNEL_ID,
  TEAM,
} from '../../../../src/sandbox/chat/state/conversation.ts';
import type { Person } from '../../../../src/sandbox/company/person.ts';
import { type Json, type TeamsInABox, teamsInABox } from './teams-in-a-box.ts';

describe('what the sandbox sends to the bot', () => {
  let box: TeamsInABox;
  let alice: Person;
  beforeEach(async () => {
    box = await teamsInABox({ botTimeoutMs: 5_000 });
    alice = box.world.people[0] as Person;
  });
  afterEach(() => box.close());

  const say = (conversationId: string, text: string, more: object = {}) =>
    box.call('POST', '/chat/messages', { as: alice.id, conversationId, text, wait: true, ...more });
  const last = () => box.bot.received.at(-1) as Json;

  it('begins with the installation in the team and in each personal chat', () => {
    const [team, install, added] = box.bot.received;
    assert.deepEqual(
      [team.type, team.membersAdded, team.channelData.eventType],
      ['conversationUpdate', [{ id: BOT.id }], 'teamMemberAdded'],
    );
    assert.equal(team.conversation.id, TEAM.id);
    assert.deepEqual(
      [install.type, install.action, install.conversation.id],
      ['installationUpdate', 'add', personalChatId(alice)],
    );
    assert.deepEqual([added.type, added.membersAdded.at(-1)], ['conversationUpdate', { id: BOT.id }]);
    const ids = box.bot.received.map((one) => one.id);
    assert.equal(new Set(ids).size, ids.length);
  });

  it('adds the bot only where it has not been added before', async () => {
    await box.close();
    box = await teamsInABox({
      prepare: ({ conversations, introduced }) => {
        for (const id of conversations.keys()) if (id !== 'a:bob') introduced.add(id);
      },
    });
    alice = box.world.people[0] as Person;
    assert.deepEqual(
      box.bot.received.map(({ type, from }) => [type, from.id]),
      ['installationUpdate', 'conversationUpdate'].map((type) => [type, '29:bob']),
    );
  });

  it('adds the bot once more where it did not answer', async () => {
    await box.close();
    box = await teamsInABox({ botTimeoutMs: 100 });
    const known = box.bot.received.length;
    let hangs = true;
    box.bot.answer = () => {
      if (!hangs) return { status: 200 };
      hangs = false;
      return 'hang';
    };
    const added = box.next('conversationUpdate');
    box.world.people.push({ ...alice, id: 'new', mri: '29:new' });
    box.world.changes.emit('change');
    await added;
    assert.deepEqual(
      box.bot.received.slice(known).map(({ type, from }) => [type, from.id]),
      ['installationUpdate', 'installationUpdate', 'conversationUpdate'].map((type) => [type, '29:new']),
    );
  });

  it('sends a new post of a channel with mention, thread, team and tenant', async () => {
    const said = await say(SOC_CHANNEL_ID, 'enable <b> & co');
    const { id } = said.body.message;
    const activity = last();
    const { tenantId } = box.world;
    assert.deepEqual(activity.from, { id: alice.mri, name: alice.name, aadObjectId: alice.id });
    assert.deepEqual(activity.recipient, { id: '28:airlock', name: 'Airlock' });
    assert.deepEqual(activity.conversation, {
      isGroup: true,
      conversationType: 'channel',
      tenantId,
      id: `${SOC_CHANNEL_ID};messageid=${id}`,
    });
    assert.deepEqual(activity.channelData, {
      teamsChannelId: SOC_CHANNEL_ID,
      teamsTeamId: TEAM.id,
      channel: { id: SOC_CHANNEL_ID },
      team: { id: TEAM.id },
      tenant: { id: tenantId },
    });
    assert.deepEqual(
      [activity.type, activity.id, activity.channelId, activity.textFormat],
      ['message', id, 'msteams', 'plain'],
    );
    assert.equal(activity.text, '<at>Airlock</at> enable <b> & co');
    assert.deepEqual(activity.entities[0], {
      type: 'mention',
      mentioned: { id: BOT.id, name: 'Airlock' },
      text: '<at>Airlock</at>',
    });
    assert.equal(activity.entities[1].type, 'clientInfo');
    assert.match(activity.attachments[0].content, /enable &lt;b&gt; &amp; co<\/div>$/);
    assert.equal(activity.serviceUrl, box.url);
    assert.equal(activity.timestamp, '2026-11-24T03:00:00.000Z');
  });

  it('keeps a reply in its thread', async () => {
    const root = (await say(SOC_CHANNEL_ID, 'status')).body.message.id;
    const wireId = `${SOC_CHANNEL_ID};messageid=${root}`;
    const reply = (await say(wireId, 'help')).body.message;
    assert.equal(reply.threadId, root);
    assert.deepEqual([last().conversation.id, last().id], [wireId, reply.id]);
  });

  it('sends the bot nothing from a channel or group chat in which it is not mentioned', async () => {
    const before = box.bot.received.length;
    await say(SOC_CHANNEL_ID, 'lunch?', { mentionBot: false });
    await say(GROUP_CHAT_ID, 'lunch?', { mentionBot: false });
    assert.equal(box.bot.received.length, before);
    await say(personalChatId(alice), 'help', { mentionBot: false });
    assert.deepEqual([last().text, last().conversation.conversationType], ['help', 'personal']);
    assert.equal('isGroup' in last().conversation, false);
    await say(GROUP_CHAT_ID, 'help');
    assert.deepEqual([last().conversation.conversationType, last().conversation.isGroup], ['groupChat', true]);
  });

  it('says under the message that the bot was not reached, and never delivers a second time on its own', async () => {
    box.bot.answer = () => ({ status: 500 });
    const before = box.bot.received.length;
    const said = await say(SOC_CHANNEL_ID, 'help');
    assert.match(said.body.message.undelivered, /could not be reached/);
    assert.equal(box.bot.received.length, before + 1);
  });

  it('delivers again on demand, under the same id or a new one', async () => {
    await say(SOC_CHANNEL_ID, 'help');
    const first = last();
    const again = (newId: boolean) => box.call('POST', '/chat/activities/redeliver', { activityId: first.id, newId });
    assert.equal((await again(false)).body.answer.status, 200);
    assert.deepEqual(last(), first);
    await again(true);
    assert.notEqual(last().id, first.id);
    assert.equal(last().text, first.text);
    assert.equal((await box.call('POST', '/chat/activities/redeliver', { activityId: 'x' })).status, 404);
  });

  it('adds the bot for whoever joins, and carries what they say', async () => {
    const from = box.bot.received.length;
    const pim = { ...alice, id: 'dead0000-0000-4000-8000-000000000001', mri: '29:pim', name: 'Pim' };
    box.world.people.push(pim);
    box.world.changes.emit('change');
    box.world.changes.emit('change');
    while (box.bot.received.length < from + 2) await once(box.bot.events, 'activity');
    await say(personalChatId(pim), 'help', { as: pim.id });
    const received = box.bot.received.slice(from);
    assert.deepEqual(
      received.map(({ type, from: sender }) => [type, sender.aadObjectId]),
      ['installationUpdate', 'conversationUpdate', 'message'].map((type) => [type, pim.id]),
    );
  });

  it('shows a person only the conversations that person is in', async () => {
    const stranger = box.world.people.at(-1) as Person;
    const id = encodeURIComponent(personalChatId(alice));
    assert.equal((await box.call('GET', `/chat/conversations/${id}/messages?as=${stranger.id}`)).status, 404);
    const refused = await box.call('POST', '/chat/messages', {
      as: stranger.id,
      conversationId: personalChatId(alice),
      text: 'x',
    });
    assert.equal(refused.status, 404);
    assert.equal((await box.call('GET', '/chat/conversations?as=nobody')).status, 404);
    assert.equal((await box.call('GET', '/chat/conversations')).status, 400);
  });
});
