import assert from 'node:assert/strict';
import { BOT, personalChatId, SOC_CHANNEL_ID, TEAM } from '../../../../src/sandbox/chat/state/conversation.ts';
import type { Person } from '../../../../src/sandbox/company/person.ts';
import { type TeamsInABox, teamsInABox } from './teams-in-a-box.ts';

const SOC = `/v3/conversations/${encodeURIComponent(SOC_CHANNEL_ID)}`;

describe('the Bot Connector of the sandbox: conversations', () => {
  let box: TeamsInABox;
  let alice: Person;
  beforeEach(async () => {
    box = await teamsInABox();
    alice = box.world.people[0] as Person;
  });
  afterEach(() => box.close());

  const text = (words: string) => ({ type: 'message', text: words, from: BOT });
  const seen = async (conversationId: string) =>
    (await box.call('GET', `/chat/conversations/${encodeURIComponent(conversationId)}/messages?as=${alice.id}`)).body
      .messages;

  it('starts a thread in a channel and answers with thread and message id', async () => {
    const created = await box.call('POST', '/v3/conversations', {
      isGroup: true,
      channelData: { channel: { id: SOC_CHANNEL_ID } },
      activity: text('hello'),
    });
    assert.equal(created.status, 201);
    const { id, activityId, serviceUrl } = created.body;
    assert.equal(id, `${SOC_CHANNEL_ID};messageid=${activityId}`);
    assert.equal(serviceUrl, box.url);
    const reply = await box.call('POST', `/v3/conversations/${encodeURIComponent(id)}/activities`, text('more'));
    assert.equal(reply.status, 201);
    const messages = await seen(SOC_CHANNEL_ID);
    assert.deepEqual(
      messages.map((one: { id: string; threadId: string }) => [one.id, one.threadId]),
      [
        [activityId, activityId],
        [reply.body.id, activityId],
      ],
    );
  });

  it('shows a targeted message to one member alone, and changes it only as such', async () => {
    const bob = box.world.people[1] as Person;
    const targeted = { ...text('for you'), recipient: { id: alice.mri, isTargeted: true } };
    const sent = await box.call('POST', `${SOC}/activities?isTargetedActivity=true`, targeted);
    assert.equal(sent.status, 201);
    const { id } = sent.body;
    assert.deepEqual(
      (await seen(SOC_CHANNEL_ID)).map((one: { id: string; onlyForMe: boolean }) => [one.id, one.onlyForMe]),
      [[id, true]],
    );
    const others = await box.call(
      'GET',
      `/chat/conversations/${encodeURIComponent(SOC_CHANNEL_ID)}/messages?as=${bob.id}`,
    );
    assert.deepEqual(others.body.messages, []);
    const press = { as: bob.id, action: { verb: 'say' } };
    assert.equal((await box.call('POST', `/chat/messages/${id}/execute`, press)).status, 404);
    assert.equal((await box.call('PUT', `${SOC}/activities/${id}`, text('new'))).status, 404);
    const changed = await box.call('PUT', `${SOC}/activities/${id}?isTargetedActivity=true`, targeted);
    assert.equal(changed.status, 200);
    const personal = `/v3/conversations/${personalChatId(alice)}/activities?isTargetedActivity=true`;
    assert.equal((await box.call('POST', personal, targeted)).status, 400);
    const stranger = { ...targeted, recipient: { id: '29:nobody', isTargeted: true } };
    assert.equal((await box.call('POST', `${SOC}/activities?isTargetedActivity=true`, stranger)).status, 403);
  });

  it('opens the chat with a person by MRI and by Entra object id, always the same one', async () => {
    for (const id of [alice.mri, alice.id]) {
      const asked = { isGroup: false, bot: BOT, members: [{ id }], tenantId: box.world.tenantId };
      const created = await box.call('POST', '/v3/conversations', {
        ...asked,
        channelData: { tenant: { id: asked.tenantId } },
      });
      assert.deepEqual([created.status, created.body.id], [201, personalChatId(alice)]);
    }
  });

  it('refuses a chat with two, with a stranger, in another tenant, and without a tenant', async () => {
    const { tenantId } = box.world;
    const create = async (body: object) => {
      const { status, body: answer } = await box.call('POST', '/v3/conversations', { isGroup: false, ...body });
      return [status, answer.error.code];
    };
    const member = { id: alice.mri };
    assert.deepEqual(await create({ members: [member, member], tenantId }), [400, 'BadSyntax']);
    assert.deepEqual(await create({ members: [{ id: '29:nobody' }], tenantId }), [403, 'BotNotInConversationRoster']);
    assert.deepEqual(await create({ members: [member], tenantId: 'other' }), [403, 'ForbiddenOperationException']);
    assert.deepEqual(await create({ members: [member] }), [400, 'BadArgument']);
  });

  it('updates and deletes what the bot wrote', async () => {
    const { id } = (await box.call('POST', `${SOC}/activities`, text('one'))).body;
    assert.deepEqual((await box.call('PUT', `${SOC}/activities/${id}`, text('two'))).body, { id });
    const [message] = await seen(SOC_CHANNEL_ID);
    assert.deepEqual([message.text, message.version, message.editedAt !== null], ['two', 2, true]);
    assert.equal((await box.call('DELETE', `${SOC}/activities/${id}`)).status, 200);
    assert.equal((await seen(SOC_CHANNEL_ID))[0].deleted, true);
    assert.equal((await box.call('PUT', `${SOC}/activities/${id}`, text('three'))).status, 404);
  });

  it('answers 404 for what does not exist and 403 for what somebody else wrote', async () => {
    const gone = await box.call('PUT', `${SOC}/activities/17`, text('x'));
    assert.deepEqual([gone.status, gone.body.error.code], [404, 'ActivityNotFoundInConversation']);
    const nowhere = await box.call('POST', '/v3/conversations/19%3Anowhere/activities', text('x'));
    assert.deepEqual([nowhere.status, nowhere.body.error.code], [404, 'ConversationNotFound']);
    const noThread = await box.call('POST', `${SOC}%3Bmessageid%3D17/activities`, text('x'));
    assert.equal(noThread.status, 404);
    const said = await box.call('POST', '/chat/messages', {
      as: alice.id,
      conversationId: SOC_CHANNEL_ID,
      text: 'mine',
      wait: true,
    });
    const foreign = await box.call('PUT', `${SOC}/activities/${said.body.message.id}`, text('x'));
    assert.deepEqual([foreign.status, foreign.body.error.code], [403, 'ForbiddenOperationException']);
    const other = encodeURIComponent(personalChatId(alice));
    const { id } = (await box.call('POST', `${SOC}/activities`, text('here'))).body;
    assert.equal((await box.call('PUT', `/v3/conversations/${other}/activities/${id}`, text('x'))).status, 404);
  });

  it('refuses what is too big, empty, or no activity', async () => {
    const big = await box.call('POST', `${SOC}/activities`, text('x'.repeat(51_300)));
    assert.deepEqual([big.status, big.body.error.code], [413, 'MessageSizeTooBig']);
    const huge = await box.call('POST', `${SOC}/activities`, text('x'.repeat(1_100_000)));
    assert.deepEqual([huge.status, huge.body.error.code], [413, 'MessageSizeTooBig']);
    assert.equal((await box.call('POST', `${SOC}/activities`, text('x'.repeat(50_000)))).status, 201);
    for (const body of [text(' '), { text: 'no type' }, { type: 'event' }]) {
      assert.equal((await box.call('POST', `${SOC}/activities`, body)).status, 400);
    }
  });

  it('splits text and card into two messages, and then gives no id', async () => {
    const card = {
      contentType: 'application/vnd.microsoft.card.adaptive',
      content: { type: 'AdaptiveCard', version: '1.5' },
    };
    const answer = await box.call('POST', `${SOC}/activities`, { ...text('look'), attachments: [card] });
    assert.deepEqual([answer.status, answer.body], [201, {}]);
    const messages = await seen(SOC_CHANNEL_ID);
    assert.deepEqual(
      messages.map((one: { card: object | null }) => one.card === null),
      [true, false],
    );
  });

  it('gives ids in milliseconds, never the same twice', async () => {
    const ids: string[] = [];
    for (let i = 0; i < 3; i += 1) ids.push((await box.call('POST', `${SOC}/activities`, text(`${i}`))).body.id);
    assert.equal(new Set(ids).size, 3);
    for (const id of ids) assert.match(id, /^\d{13}$/);
  });

  it('keeps a conversation within 7 in a second, on the clock of the world', async () => {
    for (let i = 0; i < 7; i += 1) assert.equal((await box.call('POST', `${SOC}/activities`, text('x'))).status, 201);
    const refused = await box.call('POST', `${SOC}/activities`, text('x'));
    assert.deepEqual([refused.status, refused.headers.get('retry-after')], [429, '1']);
    assert.equal(refused.body.error.code, 'Throttled');
    box.pass(1_000);
    assert.equal((await box.call('POST', `${SOC}/activities`, text('x'))).status, 201);
  });

  it('names members, pages them, and describes the team', async () => {
    const member = (await box.call('GET', `${SOC}/members/${alice.id}`)).body;
    assert.deepEqual([member.id, member.aadObjectId, member.tenantId], [alice.mri, alice.id, box.world.tenantId]);
    assert.deepEqual((await box.call('GET', `${SOC}/members/${encodeURIComponent(alice.mri)}`)).body, member);
    assert.equal((await box.call('GET', `${SOC}/members/29%3Anobody`)).body.error.code, 'MemberNotFoundInConversation');
    const first = (await box.call('GET', `${SOC}/pagedmembers?pageSize=3`)).body;
    const second = (
      await box.call('GET', `${SOC}/pagedmembers?pageSize=500&continuationToken=${first.continuationToken}`)
    ).body;
    assert.equal(first.members.length, 3);
    assert.equal(first.members.length + second.members.length, box.world.people.length);
    assert.equal('continuationToken' in second, false);
    const team = encodeURIComponent(TEAM.id);
    assert.equal((await box.call('GET', `/v3/teams/${team}`)).body.aadGroupId, TEAM.aadGroupId);
    const { conversations } = (await box.call('GET', `/v3/teams/${team}/conversations`)).body;
    assert.deepEqual(conversations[0], { id: SOC_CHANNEL_ID, name: 'SOC', type: 'standard' });
  });

  it('plays the faults of its surface, as often as told', async () => {
    box.world.faults.push({
      surface: 'connector',
      method: 'POST',
      kind: 'status',
      status: 429,
      retryAfter: 2,
      times: 1,
    });
    const refused = await box.call('POST', `${SOC}/activities`, text('x'));
    assert.deepEqual([refused.status, refused.headers.get('retry-after')], [429, '2']);
    assert.equal((await box.call('POST', `${SOC}/activities`, text('x'))).status, 201);
    box.world.faults.push({ surface: 'connector', kind: 'cut-after', times: 1 });
    await assert.rejects(box.call('POST', `${SOC}/activities`, text('cut')));
    assert.equal((await seen(SOC_CHANNEL_ID)).at(-1).text, 'cut');
  });

  it('answers only when called by a loopback name', async () => {
    const { request } = await import('node:http');
    const status = (host: string) =>
      new Promise<number | undefined>((resolve, reject) => {
        request(`${box.url}/v3/teams/x`, { headers: { Host: host } }, (res) => resolve(res.resume().statusCode))
          .on('error', reject)
          .end();
      });
    assert.equal(await status('evil.example:3979'), 403);
    assert.equal(await status('127.0.0.1.evil.example'), 403);
    assert.equal(await status('localhost:3979'), 404);
  });
});
