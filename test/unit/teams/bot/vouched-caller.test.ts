import assert from 'node:assert/strict';
import { carriedBy } from '../../../support/company/press-of.ts';
import { aConversation } from '../../../support/samples/ids.ts';
import { ALICE, BOB, TENANT, TeamsRoom } from '../teams-room.ts';
import { APP_ID, ChannelKeys, SERVICE } from './channel-keys.ts';

const OTHER_TENANT = '22222222-2222-4222-8222-222222222222';

/** What the token proves is that Teams calls: not for whom, and not that it calls for the first time. */
describe('a caller that Teams vouches for', () => {
  let keys: ChannelKeys;
  let room: TeamsRoom;

  beforeEach(async () => {
    keys = await ChannelKeys.open();
    const identity = { appId: APP_ID, tenantId: TENANT, appType: 'SingleTenant', secret: 'not-used-here' } as const;
    room = await TeamsRoom.open({ identity, trust: keys.trust });
  });
  afterEach(async () => {
    await room.close();
    keys.close();
  });

  const activity = (fields: Record<string, unknown>) => room.activity(ALICE, { serviceUrl: SERVICE, ...fields });

  async function press(fields: Record<string, unknown> = {}) {
    const request = await room.pending();
    await room.task();
    const action = { type: 'Action.Execute', verb: 'approve', data: carriedBy(request) };
    const invoke = { type: 'invoke', name: 'adaptiveCard/action', serviceUrl: SERVICE, value: { action } };
    return { request, press: room.activity(BOB, { ...invoke, ...fields }) };
  }

  it('asks once, however often one activity is sent with one token', async () => {
    const authorization = await keys.bearer();
    const asked = activity({ type: 'message', text: 'status' });
    for (let sent = 0; sent < 3; sent += 1) assert.equal((await room.post(asked, { authorization })).status, 200);
    assert.equal((await room.task())?.kind, 'status');
    assert.equal(await room.task(), null);
  });

  it('decides once, however often one action is sent with one token', async () => {
    const authorization = await keys.bearer();
    const { request, press: pressed } = await press();
    for (let sent = 0; sent < 3; sent += 1) assert.equal((await room.post(pressed, { authorization })).status, 200);
    const after = await room.state(request);
    assert.deepEqual([after.state, after.approvals.length, after.rev], ['approved', 1, request.rev + 1]);
    assert.equal((await room.task())?.kind, 'apply');
    assert.equal(await room.task(), null);
  });

  const fromElsewhere: Record<string, Record<string, unknown>> = {
    'a message': { type: 'message', text: 'status' },
    'an installation': { type: 'installationUpdate', action: 'add' },
    'a member that was added': { type: 'conversationUpdate', membersAdded: [{ id: '28:airlock' }] },
  };
  for (const [name, fields] of Object.entries(fromElsewhere)) {
    it(`is not heard from another tenant: ${name}`, async () => {
      const conversation = { id: 'a:stranger', tenantId: OTHER_TENANT, conversationType: 'personal' };
      const sent = activity({ ...fields, conversation, channelData: { tenant: { id: OTHER_TENANT } } });
      const answer = await room.post(sent, { authorization: await keys.bearer() });
      assert.deepEqual([answer.status, answer.text], [200, '']);
      assert.equal(await room.task(), null);
      assert.deepEqual(await room.due(), [], 'nothing is answered');
      assert.equal(await room.services.store.conversation(aConversation('a:stranger')), null, 'nothing is kept');
    });
  }

  it('is shown nothing on an action from another tenant', async () => {
    const { request, press: pressed } = await press({ channelData: { tenant: { id: OTHER_TENANT } } });
    const answer = await room.post(pressed, { authorization: await keys.bearer() });
    assert.equal(answer.status, 200);
    assert.match(answer.text, /"statusCode":403/);
    assert(!answer.text.includes(request.reason), answer.text);
    assert.equal((await room.state(request)).state, 'pending');
  });
});
