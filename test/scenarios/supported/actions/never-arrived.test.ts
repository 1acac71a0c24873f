import assert from 'node:assert/strict';
import { machineActionsOf } from '../../../../src/sandbox/mde/actions/machine-actions.ts';
import type { Name } from '../../../support/company/company.ts';
import { actionOf, cardText, type TeamsMessage } from '../../../support/company/fake-teams.ts';
import { TagRoom } from '../tag-room.ts';

describe('an emergency that never arrived', () => {
  let room: TagRoom;
  beforeEach(async () => {
    room = await TagRoom.open({ environment: { EMERGENCY_ACTIONS: 'isolate' } });
  });
  afterEach(async () => {
    await room.company.assertAuditHolds();
    await room.company.close();
  });

  const ordered = () => machineActionsOf(room.world).filter(({ source }) => source === 'PublicApi');

  async function actNow(text: string, who: Name): Promise<TeamsMessage> {
    const { company } = room;
    await company.say(who, text);
    const message = company.teams.messages.findLast((one) => actionOf({ ...one.card }, 'view') !== null);
    assert(message, room.last);
    const action = actionOf(await company.view(who, message), 'act-now') ?? assert.fail('it can be done at once');
    await company.invoke(who, message, { ...action, data: { ...action.data, reason: 'Ransomware' } });
    await company.settle();
    return message;
  }

  async function cut(): Promise<TeamsMessage> {
    room.world.faults.push({ surface: 'mde', kind: 'cut', path: '/isolate', times: 1 });
    const card = await actNow('isolate LAP-HR-0001', 'alice');
    await room.pass(60, 2);
    return card;
  }

  const texts = () => room.company.teams.messages.map((one) => cardText(one.card)).join('\n');
  const LOCKED = /#1, asked for by Alice Ahlgren.*is open on the same object/;

  it('frees its device a quarter of an hour later, by a reading, and is never sent again', async () => {
    const card = await cut();
    assert.match(
      cardText(card.card),
      /on LAP-HR-0001: it may be done there, or not\..*shows no such order by .*, others may act on it, and Airlock reads/,
    );
    await room.company.say('bob', 'requests');
    assert.match(room.last, /ordered alone as an emergency, approval owed/);
    await room.company.say('bob', 'isolate LAP-HR-0001');
    assert.match(texts(), LOCKED);
    await room.pass(60, 16);
    assert.match(cardText(card.card), /No reading shows the order so far, so others may act on these devices/);
    assert.match(cardText(card.card), /ordered this alone, as an emergency, and it is not known so far whether it was/);
    assert.doesNotMatch(cardText(card.card), /did this alone/);
    assert.deepEqual(ordered(), []);
    const own = await actNow('isolate LAP-HR-0001', 'bob');
    const told = room.company.teams.messages.map((one) => cardText(one.card)).join('\n');
    assert.match(
      told,
      /did #1, Isolate LAP-HR-0001, as an emergency.*It is not known whether Defender took the order/s,
    );
    await room.pass(600, 3);
    assert.match(cardText(own.card), /Done: 1 of 1/);
    await room.pass(3_600, 8);
    assert.equal(ordered().length, 1);
  });

  it('is never told as done, and owes nothing, where somebody else did the same', async () => {
    const card = await cut();
    await room.pass(60, 16);
    const own = await actNow('isolate LAP-HR-0001', 'bob');
    await room.pass(600, 3);
    assert.match(cardText(own.card), /Done: 1 of 1/);
    assert.equal((await room.request())?.state, 'unknown');
    assert.doesNotMatch(cardText(card.card), /In place|found later|1 of 1 ordered/);
    await room.pass(3_600, 9);
    assert.equal((await room.request())?.state, 'failed');
    assert.match(cardText(card.card), /Failed, not shown.*show nothing of it: it may not have arrived/s);
    assert.match(cardText(card.card), /The devices are as asked by another order/);
    assert.match(cardText(card.card), /Defender lists no order of it, so nobody owes an approval for it/);
    await room.company.say('bob', 'status');
    assert.match(room.last, /an approval is owed: #2[^0-9]/);
    await room.pass(3_600 * 24, 8);
    assert.equal((await room.request())?.state, 'failed');
    assert.equal((await room.request())?.outcome?.items?.done, 0);
    await room.company.say('bob', 'revert 1');
    assert.match(room.last, /Only what was applied can be undone/);
    assert.equal(ordered().length, 1);
  });

  /** The first moment that a card names behind these words, in ms since 1970. */
  const momentAfter = (words: string, card: TeamsMessage): number => {
    const [, date] = new RegExp(`${words}\\s+\\{\\{DATE\\(([^,]*),`).exec(cardText(card.card)) ?? assert.fail(words);
    return Date.parse(date ?? '');
  };

  it('is said at once, with what is known, until when Airlock looks, and where to look meanwhile', async () => {
    room.world.faults.push({ surface: 'mde', kind: 'status', status: 500, path: '/isolate', times: 1 });
    const card = await actNow('isolate LAP-HR-0001', 'alice');
    assert.match(cardText(card.card), /No clear answer, being checked/);
    assert.match(
      cardText(card.card),
      /Look at the device in Defender meanwhile: there it can be done, or undone, by hand/,
    );
    const { id } = room.machine('LAP-HR-0001');
    assert.match(JSON.stringify(card.card), new RegExp(`https://security.microsoft.com/machines/${id}/overview`));
    for (let at = 0; at < 14; at += 1) {
      await room.pass(60);
      assert(momentAfter('Airlock looks until', card) > room.company.clock.now(), 'it names no moment that has passed');
    }
    assert.doesNotMatch(texts(), /did it alone|Goes on/);
    await room.company.say('bob', 'isolate LAP-HR-0001');
    assert.doesNotMatch(room.last, /approved by nobody/);
    assert.match(texts(), /It went ahead on one person’s word\. .*no clear answer on LAP-HR-0001/);
    await room.company.say('bob', 'revert 1');
    assert.match(room.last, /It is not known yet whether Defender did #1, so it cannot be undone by Airlock so far/);
    await room.company.say('bob', 'stop 1');
    assert.match(
      cardText(card.card),
      /It was stopped: no more of it is sent\. Look at the device in Defender meanwhile/,
    );
    assert.doesNotMatch(cardText(card.card), /Airlock is writing it/);
    await room.pass(60, 3);
    await room.company.say('bob', 'revert 1');
    assert.match(room.last, /Release LAP-HR-0001 from isolation/);
  });

  it('keeps its device for an hour where the list of actions cannot be read to its end', async () => {
    room.world.faults.push({
      surface: 'mde',
      kind: 'odd-list',
      path: '/machineactions',
      list: { more: [{ id: 'odd' }] },
    });
    await cut();
    await room.pass(60, 20);
    await room.company.say('bob', 'isolate LAP-HR-0001');
    assert.match(texts(), LOCKED);
    await room.pass(600, 5);
    assert.equal((await room.request())?.state, 'unknown');
  });
});
