import assert from 'node:assert/strict';
import { z } from 'zod';
import { carriedBy } from '../../../support/company/press-of.ts';
import { ALICE, BOB, type Person, RITA, SOC, TENANT, TeamsRoom } from '../teams-room.ts';

const notice = z.object({ text: z.string(), suggestions: z.array(z.string()) });

describe('what is no command', () => {
  let room: TeamsRoom;
  beforeEach(async () => {
    room = await TeamsRoom.open();
  });
  afterEach(() => room.close());

  /** Delivers it three times; the one sentence and the next steps that follow. */
  async function heard(who: Person, fields: Record<string, unknown>, conversation = SOC) {
    const activity = room.activity(who, { type: 'message', ...fields }, conversation);
    for (let time = 0; time < 3; time += 1) assert.equal((await room.post(activity)).status, 200);
    return notice.parse(JSON.parse((await room.answer()).text));
  }

  it('a press of an old client does nothing, and is told so with the request that it was about', async () => {
    const request = await room.pending();
    await room.due();
    for (const value of [carriedBy(request), { action: { data: carriedBy(request) } }, { data: carriedBy(request) }]) {
      const { text, suggestions } = await heard(BOB, { value }, ALICE.home);
      assert.match(text, /older Teams clients/);
      assert.deepEqual(suggestions, ['show 1', 'requests', 'help']);
    }
    assert.deepEqual((await heard(BOB, { value: { verb: 'approve', requestId: 7 } })).suggestions, [
      'requests',
      'help',
    ]);
    const said = await heard(BOB, { value: { say: 'requests page 2' } });
    assert.deepEqual(said.suggestions, ['requests page 2', 'requests', 'help']);
    assert.equal((await room.state(request)).state, 'pending');
  });

  it('a press of an old client names no draft of somebody else', async () => {
    const draft = await room.draft();
    assert.deepEqual((await heard(BOB, { value: carriedBy(draft) })).suggestions, ['requests', 'help']);
    assert.deepEqual((await heard(ALICE, { value: carriedBy(draft) })).suggestions, ['show 1', 'requests', 'help']);
  });

  it('an edited message does nothing, and is told so once for each text, with a button for it', async () => {
    const edit = { type: 'messageUpdate', id: '7', channelData: { tenant: { id: TENANT }, eventType: 'editMessage' } };
    const first = await heard(ALICE, { ...edit, text: 'enable automated investigation' });
    assert.match(first.text, /hears a message once/);
    assert.deepEqual(first.suggestions, ['enable automated investigation', 'help']);
    await heard(ALICE, { ...edit, text: 'disable automated investigation' });
    assert.equal(await room.task(), null);
    const restored = { ...edit, text: 'status', channelData: { ...edit.channelData, eventType: 'undeleteMessage' } };
    await room.post(room.activity(ALICE, restored));
    assert.deepEqual(await room.due(), []);
  });

  it('a message with an attachment alone is told that nothing was opened', async () => {
    for (const contentType of ['image/png', 'application/vnd.microsoft.teams.file.download.info']) {
      const { text } = await heard(ALICE, { text: '', attachments: [{ contentType, contentUrl: 'https://x' }] });
      assert.match(text, /opened nothing/);
    }
    await room.post(room.activity(ALICE, { type: 'message', text: '', attachments: [{ contentType: 'text/html' }] }));
    assert.equal((await room.answer()).view, 'help', 'an empty message asks for help');
  });

  it('comes from somebody who may not look: then it is told nothing else, and nothing is stored', async () => {
    const request = await room.pending();
    await room.due();
    room.readers.clear();
    await room.post(room.activity(RITA, { type: 'message', value: carriedBy(request) }, RITA.home));
    await room.post(room.activity(RITA, { type: 'messageUpdate', text: 'show 1' }, RITA.home));
    assert.deepEqual(await room.due(), []);
    assert.equal(room.connector.messages.length, 2);
    for (const { card } of room.connector.messages) assert.doesNotMatch(JSON.stringify(card), /show 1|Alice/);
  });

  it('a reason that is too long for any card is told how long it may be, and what was typed stays', async () => {
    const request = await room.pending();
    const { body } = await room.press(BOB, 'reject', { ...carriedBy(request), reason: 'no '.repeat(20_000) });
    assert.match(JSON.stringify(body.value), /characters long; the limit is 500/);
    assert.match(JSON.stringify(body.value), /"value":"no no /);
    assert.equal((await room.state(request)).state, 'pending');
  });

  it('an invoke of another kind shows its sentence where it was sent from', async () => {
    const dialog = await room.invoke(BOB, {}, { name: 'task/fetch' });
    assert.deepEqual(dialog.body.task, { type: 'message', value: dialog.body.value });
    const extension = await room.invoke(BOB, {}, { name: 'composeExtension/queryLink' });
    assert.deepEqual(extension.body.composeExtension, { type: 'message', text: extension.body.value });
    room.readers.clear();
    for (const name of ['task/fetch', 'composeExtension/queryLink', 'fileConsent/invoke']) {
      const outside = String((await room.invoke(RITA, {}, { name })).body.value);
      assert.match(outside, /This account may not look at that/, name);
    }
  });
});
