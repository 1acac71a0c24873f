import assert from 'node:assert/strict';
import { SOC_CHANNEL_ID } from '../../../../src/sandbox/chat/state/conversation.ts';
import type { Person } from '../../../../src/sandbox/company/person.ts';
import { type Json, type TeamsInABox, teamsInABox } from './teams-in-a-box.ts';

const SOC = `/v3/conversations/${encodeURIComponent(SOC_CHANNEL_ID)}`;
const ADAPTIVE = 'application/vnd.microsoft.card.adaptive';
const MESSAGE = 'application/vnd.microsoft.activity.message';

describe('cards in the sandbox', () => {
  let box: TeamsInABox;
  let alice: Person;
  let bob: Person;
  beforeEach(async () => {
    box = await teamsInABox({ botTimeoutMs: 100 });
    [alice, bob] = box.world.people as [Person, Person];
  });
  afterEach(() => box.close());

  const card = (text: string, refresh?: object) => ({
    type: 'AdaptiveCard',
    version: '1.5',
    body: [{ type: 'TextBlock', text }],
    ...(refresh ? { refresh } : {}),
  });
  const message = (content: object) => ({ type: 'message', attachments: [{ contentType: ADAPTIVE, content }] });
  const post = async (content: object): Promise<string> =>
    (await box.call('POST', `${SOC}/activities`, message(content))).body.id;
  const edit = (id: string, content: object) => box.call('PUT', `${SOC}/activities/${id}`, message(content));
  const view = async (id: string, viewer: Person): Promise<Json> => {
    const path = `/chat/conversations/${encodeURIComponent(SOC_CHANNEL_ID)}/messages?as=${viewer.id}`;
    return (await box.call('GET', path)).body.messages.find((one: Json) => one.id === id);
  };
  const press = async (id: string, viewer: Person, action: object = { verb: 'approve', data: { requestId: 'r1' } }) =>
    (await box.call('POST', `/chat/messages/${id}/execute`, { as: viewer.id, action })).body.shown;
  const refresh = async (id: string, viewer: Person, trigger = 'automatic') =>
    (await box.call('POST', `/chat/messages/${id}/refresh`, { as: viewer.id, trigger })).body.shown;
  const asked = (...people: Person[]) => ({
    action: { type: 'Action.Execute', verb: 'view', data: { requestId: 'r1' } },
    userIds: people.map((one) => one.mri),
  });
  const answerWith = (type: string, value: unknown, statusCode = 200) => {
    box.bot.answer = () => ({ status: 200, body: { statusCode, type, value } });
  };
  const first = (seen: Json) => seen.card.body[0].text;

  it('sends a pressed button as an invoke and shows the answered card to that person alone', async () => {
    const id = await post(card('base'));
    answerWith(ADAPTIVE, card('for Bob'));
    assert.equal((await press(id, bob)).kind, 'card');
    const invoke = box.bot.received.at(-1) as Json;
    assert.deepEqual([invoke.type, invoke.name, invoke.replyToId], ['invoke', 'adaptiveCard/action', id]);
    const action = { type: 'Action.Execute', verb: 'approve', data: { requestId: 'r1' } };
    assert.deepEqual(invoke.value, { action, trigger: 'manual' });
    assert.equal(invoke.conversation.id, `${SOC_CHANNEL_ID};messageid=${id}`);
    assert.deepEqual([first(await view(id, bob)), first(await view(id, alice))], ['for Bob', 'base']);
    await edit(id, card('edited'));
    assert.equal(first(await view(id, bob)), 'edited');
  });

  it('shows a message, and hides the details of an error', async () => {
    const id = await post(card('base'));
    answerWith(MESSAGE, 'You cannot approve your own request.');
    assert.deepEqual(await press(id, alice), { kind: 'message', text: 'You cannot approve your own request.' });
    const wrong = { kind: 'error', text: 'Something went wrong. Please try again.' };
    answerWith('application/vnd.microsoft.error', { code: 'x', message: 'secret' }, 400);
    assert.deepEqual(await press(id, alice), wrong);
    answerWith(ADAPTIVE, card('a card cannot carry a refusal'), 403);
    assert.deepEqual(await press(id, alice), wrong);
    box.bot.answer = () => ({ status: 501 });
    assert.deepEqual(await press(id, alice), wrong);
    answerWith(MESSAGE, '');
    assert.equal((await press(id, alice)).kind, 'error');
  });

  it('gives up on a bot that does not answer in time', async () => {
    const id = await post(card('base'));
    box.bot.answer = () => 'hang';
    assert.deepEqual(await press(id, alice), { kind: 'error', text: 'Unable to reach app. Please try again.' });
  });

  it('refreshes automatically only for those named, once a minute, and again after an edit', async () => {
    const id = await post(card('base', asked(bob)));
    answerWith(ADAPTIVE, card('for Bob'));
    assert.deepEqual([(await view(id, alice)).refreshDue, (await view(id, bob)).refreshDue], [false, true]);
    assert.equal(await refresh(id, alice), null);
    assert.equal((await refresh(id, bob)).kind, 'card');
    assert.equal((box.bot.received.at(-1) as Json).value.trigger, 'automatic');
    assert.equal(await refresh(id, bob), null, 'within the minute');
    box.pass(60_000);
    assert.equal((await refresh(id, bob)).kind, 'card');
    await edit(id, card('edited', asked(bob)));
    assert.equal((await view(id, bob)).refreshDue, true);
    assert.equal((await refresh(id, bob)).kind, 'card');
    await edit(id, card('final', asked()));
    assert.equal((await view(id, bob)).refreshDue, false);
    assert.equal((await refresh(id, bob, 'manual')).kind, 'card', 'an empty list leaves the menu entry');
  });

  it('refreshes again at once where no card came of it', async () => {
    const id = await post(card('base', asked(bob)));
    box.bot.answer = () => ({ status: 500 });
    assert.equal((await refresh(id, bob)).kind, 'error');
    assert.equal((await view(id, bob)).refreshDue, true);
    answerWith(ADAPTIVE, card('for Bob'));
    assert.equal((await refresh(id, bob)).kind, 'card');
    assert.equal((await view(id, bob)).refreshDue, false);
  });

  it('numbers views as they are made, so that a page knows which of two is newer', async () => {
    const id = await post(card('base'));
    const [one, other] = [await view(id, bob), await view(id, bob)];
    assert(one.asOf < other.asOf);
    answerWith(ADAPTIVE, card('for Bob'));
    const { body } = await box.call('POST', `/chat/messages/${id}/refresh`, { as: bob.id, trigger: 'manual' });
    assert(other.asOf < body.message.asOf);
  });

  it('refreshes for everybody when no userIds are given, and never by Entra object id', async () => {
    const { userIds: _, ...everybody } = asked();
    const id = await post(card('base', everybody));
    assert.deepEqual([(await view(id, alice)).refreshDue, (await view(id, bob)).refreshDue], [true, true]);
    const other = await post(card('base', { ...everybody, userIds: [bob.id] }));
    assert.equal((await view(other, bob)).refreshDue, false);
  });

  it('drops an answer that was overtaken by an edit', async () => {
    const id = await post(card('base'));
    box.bot.answer = async () => {
      await edit(id, card('newer'));
      return { status: 200, body: { statusCode: 200, type: ADAPTIVE, value: card('stale') } };
    };
    await press(id, bob);
    assert.equal(first(await view(id, bob)), 'newer');
  });

  it('sends Action.Submit as a message with a value and no text', async () => {
    const id = await post(card('base'));
    await box.call('POST', `/chat/messages/${id}/submit`, { as: alice.id, value: { verb: 'x' } });
    const activity = box.bot.received.at(-1) as Json;
    assert.deepEqual([activity.type, activity.replyToId, activity.value], ['message', id, { verb: 'x' }]);
    assert.equal('text' in activity, false);
  });

  it('asks the bot for choices, and shows 15 at most', async () => {
    const id = await post(card('base'));
    const results = Array.from({ length: 20 }, (_, i) => ({ title: `Group ${i}`, value: `${i}` }));
    answerWith('application/vnd.microsoft.search.searchResponse', { results });
    const search = { as: alice.id, dataset: 'groups', queryText: 'gr' };
    const { choices } = (await box.call('POST', `/chat/messages/${id}/search`, search)).body;
    assert.equal(choices.length, 15);
    const activity = box.bot.received.at(-1) as Json;
    assert.equal(activity.name, 'application/search');
    assert.deepEqual(activity.value, { queryText: 'gr', queryOptions: { skip: 0, top: 15 }, dataset: 'groups' });
    box.bot.answer = () => ({ status: 500 });
    assert.equal((await box.call('POST', `/chat/messages/${id}/search`, search)).body.choices, null);
  });
});
