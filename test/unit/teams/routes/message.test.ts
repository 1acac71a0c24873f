import assert from 'node:assert/strict';
import { carriedBy } from '../../../support/company/press-of.ts';
import { aConversation } from '../../../support/samples/ids.ts';
import { ALICE, actorFor, BOB, RITA, SOC, TENANT, TeamsRoom } from '../teams-room.ts';
import { withoutAnswer } from '../without-answer.ts';

describe('a message', () => {
  let room: TeamsRoom;
  beforeEach(async () => {
    room = await TeamsRoom.open();
  });
  afterEach(() => room.close());

  it('that asks for a change becomes a task and is answered at once, once for each message', async () => {
    const activity = room.activity(ALICE, { type: 'message', text: '<at>Airlock</at>&nbsp;turn AIR on', id: '42' });
    for (let time = 0; time < 3; time += 1) assert.equal((await room.post(activity)).status, 200);
    const task = await room.task();
    assert.deepEqual([task?.kind, task?.key, task?.tenantId], ['draft', `${SOC}:42:draft`, TENANT]);
    assert.deepEqual(withoutAnswer(task), {
      change: { kind: 'advanced-feature', feature: 'automated-investigation', to: 'on' },
      actor: actorFor(ALICE),
      conversation: SOC,
    });
    assert.equal(await room.task(), null);
    assert.match((await room.answer()).text, /Reading Defender.*turn AIR on/);
  });

  it('of the same id in another conversation is another message', async () => {
    for (const conversation of [SOC, ALICE.home]) {
      await room.post(room.activity(ALICE, { type: 'message', text: 'status', id: '42' }, conversation));
    }
    assert.notEqual((await room.task(['status']))?.key, (await room.task(['status']))?.key);
  });

  it('that asks for the status becomes a task', async () => {
    await room.say(RITA, 'status', RITA.home);
    const task = await room.task();
    assert.equal(task?.kind, 'status');
    assert.deepEqual(withoutAnswer(task), { actor: actorFor(RITA), conversation: RITA.home });
  });

  it('that says not to is answered and does nothing', async () => {
    await room.say(ALICE, 'do not enable automated investigation');
    assert.match((await room.answer()).text, /Nothing was done/);
    assert.equal(await room.task(), null);
  });

  it('that asks for help is told whether to mention the bot', async () => {
    await room.say(ALICE, 'help');
    assert.deepEqual(await room.answer(), { view: 'help', text: '{"mention":true}' });
    await room.say(ALICE, 'help', ALICE.home);
    assert.deepEqual(await room.answer(), { view: 'help', text: '{"mention":false}' });
  });

  it('that asks for the requests gets the open ones, or all', async () => {
    const request = await room.pending();
    await room.say(RITA, 'requests', RITA.home);
    assert.match((await room.answer()).text, /"number":1,.*"state":"pending"/);
    await room.say(ALICE, `withdraw ${request.number}`);
    await room.due();
    await room.say(RITA, 'requests', RITA.home);
    assert.match((await room.answer()).text, /"lines":\[\]/);
    await room.say(RITA, 'all requests', RITA.home);
    assert.match((await room.answer()).text, /"state":"withdrawn"/);
  });

  it('that asks to show a request gets its card, in a personal chat one’s own', async () => {
    await room.pending();
    const shown = async () =>
      (await room.due()).map(({ content }) => content.kind === 'request' && [content.audience, content.viewer]);
    await room.say(BOB, 'show 1');
    assert.deepEqual(await shown(), [['shared', null]]);
    await room.say(BOB, 'show 1', BOB.home);
    assert.deepEqual(await shown(), [['approver', BOB.oid]]);
    await room.say(ALICE, 'show 1', ALICE.home);
    assert.deepEqual(await shown(), [['requester', ALICE.oid]]);
    await room.say(RITA, 'show 1', RITA.home);
    assert.deepEqual(await shown(), [['shared', null]]);
  });

  it('finds no draft of somebody else by its number', async () => {
    const draft = await room.draft();
    for (const text of ['show', 'approve', 'withdraw'].map((verb) => `${verb} ${draft.number}`)) {
      await room.say(BOB, text);
      assert.match((await room.answer()).text, /There is no request #1 here/);
    }
    await room.say(ALICE, 'show 1');
    assert.equal((await room.due())[0]?.content.kind, 'request');
  });

  it('approves in the same way as the button', async () => {
    const request = await room.pending();
    await room.say(ALICE, 'approve 1');
    assert.match((await room.answer()).text, /You asked for this change/);
    await room.say(RITA, 'approve 1');
    assert.match((await room.answer()).text, /do not hold a role/);
    await room.say(BOB, 'approve 1 ffff0000');
    assert.match((await room.answer()).text, /digest you wrote is not/);
    await room.say(BOB, 'approve 2');
    assert.match((await room.answer()).text, /There is no request #2/);
    assert.equal((await room.state(request)).state, 'pending');
    await room.say(BOB, `approve 1 ${request.digest?.slice(0, 8)}`);
    assert.match((await room.answer()).text, /You approved #1/);
    assert.equal((await room.state(request)).state, 'approved');
  });

  it('that decides by a bare number is answered with that person’s own card, where they wrote', async () => {
    const request = await room.pending();
    for (const [where, audience] of [
      [BOB.home, 'approver'],
      [SOC, 'shared'],
    ] as const) {
      await room.say(BOB, 'approve 1', where);
      const said = (await room.due()).map(({ conversation, content }) => ({ conversation, content }));
      const { content, conversation } = said.at(-1) ?? assert.fail();
      assert(content.kind === 'request');
      const { notice, ...card } = content;
      const viewer = audience === 'approver' ? BOB.oid : null;
      assert.deepEqual([conversation, card], [where, { kind: 'request', requestId: request.id, audience, viewer }]);
      const isOwn = audience === 'approver';
      assert.deepEqual([said.length, notice === undefined], isOwn ? [1, false] : [2, true]);
      assert.match(isOwn ? (notice ?? '') : JSON.stringify(said[0]), /Nothing was decided/);
    }
    assert.deepEqual(await room.state(request), request);
  });

  it('stops what is approved, or takes one’s own approval back', async () => {
    const request = await room.pending();
    await room.press(BOB, 'approve', carriedBy(request));
    await room.say(BOB, 'take back 1', BOB.home);
    assert.match(JSON.stringify(await room.due()), /You took back your approval of #1/);
    await room.say(BOB, 'take back 1', BOB.home);
    assert.match(JSON.stringify(await room.due()), /No approval of yours counts on #1/);
    const pending = await room.state(request);
    assert.equal(pending.state, 'pending');
    await room.press(BOB, 'approve', carriedBy(pending));
    await room.say(BOB, 'stop 1', BOB.home);
    assert.match(
      JSON.stringify(await room.due()),
      /You stopped #1.*Turn on Automated investigation.*You stopped it after its approval/,
    );
    assert.equal((await room.state(request)).closing?.code, 'stopped');
    await room.say(BOB, 'stop 1 the pilot is off', BOB.home);
    assert.match(JSON.stringify(await room.due()), /You had stopped #1 already.*what you wrote now is not kept/);
    assert.equal((await room.state(request)).closing?.note, 'No reason was given.');
  });

  it('of what is applied says how to undo it, before it asks for a reason', async () => {
    await room.draft({ state: 'applied', deadline: null });
    for (const text of ['take back 1', 'stop 1', 'applied 1', 'reject 1', 'approve 1']) {
      await room.say(BOB, text);
      assert.match((await room.answer()).text, /Already applied.*revert 1\\" asks to undo it/, text);
    }
  });

  it('rejects with a reason only', async () => {
    const request = await room.pending();
    await room.say(BOB, 'reject 1');
    assert.match((await room.answer()).text, /needs a reason/);
    assert.equal((await room.state(request)).state, 'pending');
    await room.say(BOB, 'reject 1 ---');
    assert.match((await room.answer()).text, /needs a reason/);
    await room.say(BOB, `reject 1 ${'long '.repeat(600)}`);
    assert.match((await room.answer()).text, /characters long/);
    await room.say(BOB, 'reject 1 Not during the freeze');
    assert.equal((await room.state(request)).closing?.note, 'Not during the freeze');
  });

  it('withdraws one’s own request only', async () => {
    const request = await room.pending();
    await room.say(BOB, 'withdraw 1');
    assert.match((await room.answer()).text, /Only Alice can withdraw/);
    await room.say(ALICE, 'withdraw 1');
    assert.match((await room.answer()).text, /You withdrew #1/);
    assert.equal((await room.state(request)).state, 'withdrawn');
  });

  it('of each sender is remembered, with where it was written', async () => {
    await room.say(ALICE, 'help', ALICE.home);
    await room.say(ALICE, 'help');
    const [contact] = await room.services.store.contacts(TENANT, [ALICE.oid]);
    assert.deepEqual([contact?.mri, contact?.name, contact?.personal], ['29:alice', 'Alice', ALICE.home]);
    const where = await room.services.store.conversation(aConversation(SOC));
    assert.deepEqual(
      [where?.kind, where?.serviceUrl, where?.botId],
      ['channel', `${room.connector.url}/`, '28:airlock'],
    );
  });

  it('is remembered anew only when something about its sender changed', async () => {
    const written: string[] = [];
    const { store } = room.services;
    const rememberConversation = store.rememberConversation.bind(store);
    store.rememberConversation = async (conversation) => {
      written.push(conversation.key);
      await rememberConversation(conversation);
    };
    for (let time = 0; time < 5; time += 1) await room.say(ALICE, 'help');
    assert.deepEqual(
      written.splice(0),
      [SOC, SOC.split(';')[0]],
      'the thread, and the channel for what belongs to none',
    );
    await room.post(room.activity(ALICE, { type: 'message', text: 'help', serviceUrl: `${room.connector.url}/emea` }));
    assert.equal(written.splice(0).length, 2);
    room.clock.pass(7 * 3_600_000);
    await room.post(room.activity(ALICE, { type: 'message', text: 'help', serviceUrl: `${room.connector.url}/emea` }));
    assert.equal(written.length, 2);
  });
});

describe('being added', () => {
  let room: TeamsRoom;
  beforeEach(async () => {
    room = await TeamsRoom.open();
  });
  afterEach(() => room.close());

  it('is greeted once in each conversation, whichever activity announces it', async () => {
    const added = { type: 'conversationUpdate', membersAdded: [{ id: '29:alice' }, { id: '28:airlock' }] };
    const installed = { type: 'installationUpdate', action: 'add' };
    for (const fields of [{ ...added, id: '1' }, installed, { ...added, id: '1' }])
      await room.post(room.activity(ALICE, fields, ALICE.home));
    await room.post(room.activity(ALICE, added, '19:team@thread.tacv2'));
    const greeted = (await room.due()).map(({ conversation, content }) => [
      conversation,
      content.kind === 'answer' && [content.view, content.data],
    ]);
    assert.deepEqual(greeted, [
      [ALICE.home, ['help', { mention: false }]],
      ['19:team@thread.tacv2', ['help', { mention: true }]],
    ]);
    assert.equal((await room.services.store.contacts(TENANT, [ALICE.oid]))[0]?.personal, ALICE.home);
  });

  it('again is greeted again, once for each time', async () => {
    const added = { type: 'conversationUpdate', membersAdded: [{ id: '28:airlock' }] };
    const installed = { type: 'installationUpdate', action: 'add' };
    const removed = { type: 'installationUpdate', action: 'remove' };
    const helps = async () => (await room.due()).filter(({ content }) => content.kind === 'answer').length;
    for (const time of [1, 2, 3]) {
      for (const fields of [installed, added, removed]) await room.post(room.activity(ALICE, fields, ALICE.home));
      assert.equal(await helps(), 1, `time ${time}`);
    }
    const upgraded = { type: 'installationUpdate', action: 'add-upgrade' };
    for (const _time of [1, 2]) await room.post(room.activity(ALICE, upgraded, ALICE.home));
    assert.equal(await helps(), 1, 'a newer version of the app greets once');
    await room.post(room.activity(ALICE, upgraded, ALICE.home));
    assert.equal(await helps(), 0);
  });

  it('says nothing when somebody else is added, or the bot is removed', async () => {
    await room.post(room.activity(ALICE, { type: 'conversationUpdate', membersAdded: [{ id: '29:bob' }] }));
    await room.post(room.activity(ALICE, { type: 'conversationUpdate', membersRemoved: [{ id: '28:airlock' }] }));
    await room.post(room.activity(ALICE, { type: 'installationUpdate', action: 'remove' }));
    assert.deepEqual(await room.due(), []);
  });
});
