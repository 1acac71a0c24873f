import assert from 'node:assert/strict';
import type { Fault } from '../../../src/sandbox/company/world.ts';
import { actionHabitsOf, machineActionsOf } from '../../../src/sandbox/mde/actions/machine-actions.ts';
import { actionOf, cardText, type TeamsMessage } from '../../support/company/fake-teams.ts';
import { TagRoom } from './tag-room.ts';

const MINUTE = 60;
const HOUR = 60 * MINUTE;

describe('what got no clear answer', () => {
  let room: TagRoom;
  afterEach(async () => {
    await room.company.assertAuditHolds();
    await room.company.close();
  });

  const ordered = () => machineActionsOf(room.world).filter(({ source }) => source === 'PublicApi');

  /** Defender takes the write, its line is cut, and every reading after that fails for a while. */
  async function isCut(ask: string, path: string, minutes: number): Promise<TeamsMessage> {
    const card = await room.approved(ask);
    const { faults } = room.world;
    const cut: Fault = { surface: 'mde', kind: 'cut-after', path, times: 1 };
    faults.push(cut);
    faults.push({
      ...{ surface: 'mde', kind: 'status', status: 503 },
      get method() {
        return faults.includes(cut) ? 'NONE' : 'GET';
      },
    });
    await room.company.settle();
    await room.pass(10 * MINUTE, Math.ceil(minutes / 10));
    faults.length = 0;
    return card;
  }

  it('is read on until a reading succeeds, however long none does, then followed to its end', async () => {
    room = await TagRoom.open({ environment: { SCAN_APPROVAL: '0' } });
    const card = await isCut('scan LAP-HR-0001', '/runAntiVirusScan', 80);
    assert.doesNotMatch(cardText(card.card), /Failed|not shown/);
    await room.pass(10 * MINUTE, 6);
    assert.match(cardText(card.card), /Done: 1 of 1/);
    assert.equal(ordered().length, 1);
  });

  it('is no part of what was done while it cannot be read, and undone with the rest afterwards', async () => {
    room = await TagRoom.open();
    const card = await isCut('isolate LAP-HR-0001, LAP-HR-0002', `${room.machine('LAP-HR-0001').id}/isolate`, 80);
    await room.pass(10 * MINUTE, 6);
    assert.match(cardText(card.card), /Done: 2 of 2/);
    await room.company.say('alice', 'revert 1');
    assert.match(room.last, /Release 2 devices from isolation/);
  });

  it('is looked for on where some of it is known, and corrected later on the card and by a notice', async () => {
    room = await TagRoom.open();
    actionHabitsOf(room.world).listLag = 3 * HOUR * 1_000;
    room.world.faults.push({
      ...{ surface: 'mde', kind: 'cut-after', times: 1 },
      path: `${room.machine('LAP-HR-0001').id}/isolate`,
    });
    const card = await room.approved('isolate LAP-HR-0001, LAP-HR-0002');
    await room.pass(10 * MINUTE, 9);
    assert.match(cardText(card.card), /1 not known: LAP-HR-0001 \(sent, and no reading shows it\)/);
    await room.company.say('alice', 'devices 1');
    assert.match(room.last, /LAP-HR-0001\s+sent, and no reading shows it\s+not known/);
    await room.pass(HOUR, 5);
    assert.match(cardText(card.card), /Done: 2 of 2/);
    assert.match(cardText(room.company.message('#1 shows after all').card), /2 of 2 ordered/);
    await room.company.say('alice', 'devices 1');
    assert.doesNotMatch(room.last, /not known|no reading shows it/);
    assert.equal(ordered().length, 2);
  });

  it('is read on after HTTP 408 of a gateway, and never ordered again', async () => {
    room = await TagRoom.open();
    room.world.faults.push({ surface: 'mde', kind: 'status', status: 408, path: '/isolate', times: 1 });
    const card = await room.approved('isolate LAP-HR-0001');
    await room.company.settle();
    assert.equal((await room.request())?.state, 'applying');
    await room.pass(10 * MINUTE, 2);
    assert.equal((await room.request())?.state, 'unknown');
    assert.doesNotMatch(cardText(card.card), /refused|Ask again/);
    assert.deepEqual(ordered(), []);
  });

  it('is never offered to be ordered again, and the card says what settles it', async () => {
    room = await TagRoom.open();
    room.world.faults.push({
      ...{ surface: 'mde', kind: 'cut', times: 1 },
      path: `${room.machine('LAP-HR-0001').id}/isolate`,
    });
    const card = await room.approved('isolate LAP-HR-0001, LAP-HR-0002');
    await room.pass(10 * MINUTE, 9);
    assert.match(cardText(card.card), /Done: 1 of 2, 1 not known/);
    const asks = () => actionOf({ ...card.card }, 'again');
    assert.equal(asks(), null, 'what would be refused is not offered');
    const settles = /could do it twice\. The first reading that shows it settles it; look in Defender meanwhile/;
    assert.match(cardText(card.card), settles);
    await room.company.say('alice', 'ask again 1');
    assert.match(room.last, settles);
    await room.pass(24 * HOUR, 8);
    assert.equal(asks(), null);
    assert.match(
      cardText(card.card),
      /Airlock reads it no more\. Look at the device in Defender; where it was not done/,
    );
    assert.equal(ordered().length, 1);
  });

  it('is never asked for again once it counts as failed: an order may have arrived all the same', async () => {
    room = await TagRoom.open();
    room.world.faults.push({ surface: 'mde', kind: 'cut', path: '/isolate', times: 1 });
    const card = await room.approved('isolate LAP-HR-0001');
    await room.pass(HOUR, 8);
    assert.equal((await room.request())?.state, 'failed');
    assert.equal(actionOf({ ...card.card }, 'again'), null);
    assert.match(
      cardText(card.card),
      /not given again: that could do it twice\. .*look at the device in Defender meanwhile/,
    );
    await room.company.say('alice', 'ask again 1');
    assert.match(room.last, /not given again: that could do it twice/);
    await room.company.say('alice', 'isolate LAP-HR-0001');
    const told = room.company.teams.messages.map((one) => cardText(one.card)).join('\n');
    assert.match(told, /#1 is about the same devices.*It is not known whether Defender took the order/s);
    await room.pass(24 * HOUR, 8);
    assert.match(
      cardText(card.card),
      /Airlock reads it no more\. Look at the device in Defender; where it was not done/,
    );
    assert.deepEqual(ordered(), []);
  });

  it('is left out where the refused rest of it is asked for again', async () => {
    room = await TagRoom.open();
    const [unknown, refused] = ['LAP-HR-0001', 'LAP-HR-0002'].map((name) => `${room.machine(name).id}/isolate`);
    room.world.faults.push({ surface: 'mde', kind: 'cut', path: `${unknown}`, times: 1 });
    room.world.faults.push({ surface: 'mde', kind: 'status', status: 400, path: `${refused}`, times: 1 });
    const card = await room.approved('isolate LAP-HR-0001, LAP-HR-0002');
    await room.pass(HOUR, 8);
    assert.match(cardText(card.card), /where it certainly was not done, select Ask again/);
    await room.company.say('alice', 'ask again 1');
    assert.match(room.last, /Isolate LAP-HR-0002/);
    assert.doesNotMatch(room.last, /LAP-HR-0001|2 devices/);
  });

  it('is read on as one of several changes, too, until readings tell what came of it', async () => {
    room = await TagRoom.open();
    room.habits.showsAfter = 3 * HOUR * 1_000;
    room.world.faults.push({ surface: 'mde', kind: 'cut-after', path: 'AddOrRemoveTag', times: 1 });
    const card = await room.approved(
      ['as one request', 'tag LAP-HR-0001, LAP-HR-0002 with Lab', 'block domain evil.example'].join('\n'),
    );
    await room.pass(10 * MINUTE, 8);
    assert.equal((await room.request())?.state, 'unknown');
    assert.match(cardText(card.card), /Outcome unknown, being checked.*Not written: 2/s);
    assert.equal(actionOf({ ...card.card }, 'again'), null);
    await room.pass(30 * MINUTE, 8);
    assert.match(cardText(card.card), /Applied, but not all of it.*1 of 2 changes are applied/s);
    assert.notEqual(actionOf({ ...card.card }, 'again'), null, 'the rest can be asked for');
  });

  it('counts as failed as one of several changes only after readings that did not show it', async () => {
    room = await TagRoom.open();
    room.world.faults.push({ surface: 'mde', kind: 'status', status: 500, path: 'AddOrRemoveTag', times: 1 });
    const card = await room.approved(
      ['as one request', 'tag LAP-HR-0001, LAP-HR-0002 with Lab', 'block domain evil.example'].join('\n'),
    );
    await room.pass(30 * MINUTE, 8);
    assert.equal((await room.request())?.state, 'unknown');
    await room.pass(HOUR, 5);
    assert.match(cardText(card.card), /Failed, not shown.*Not written: 2.*Sent to Defender.*show nothing of it/s);
  });

  it('counts as failed only after readings that did not show it, and is corrected after that', async () => {
    room = await TagRoom.open();
    actionHabitsOf(room.world).listLag = 10 * HOUR * 1_000;
    room.world.faults.push({ surface: 'mde', kind: 'cut-after', path: '/isolate', times: 1 });
    const card = await room.approved('isolate LAP-HR-0001');
    await room.pass(HOUR, 8);
    assert.match(cardText(card.card), /Failed, not shown.*readings from .* show nothing of it/s);
    await room.pass(HOUR, 5);
    assert.match(cardText(card.card), /Done: 1 of 1/);
    await room.company.say('alice', 'revert 1');
    assert.match(room.last, /Release LAP-HR-0001 from isolation/);
  });

  it('is followed once it is found late: groups of tags', async () => {
    room = await TagRoom.open();
    room.habits.showsAfter = 2 * HOUR * 1_000;
    const tags = await room.approved('tag LAP-HR-0001, LAP-HR-0002 with Lab');
    await room.pass(30 * MINUTE, 6);
    assert.match(cardText(tags.card), /In place, found later.*2 of 2 tagged.*of 2 are reported in/s);
    await room.company.say('alice', 'revert 1');
    assert.match(room.last, /Take the tag "Lab" from 2 devices/);
  });

  it('is followed once it is found late: the end of an Allow', async () => {
    room = await TagRoom.open();
    const card = await room.company.pending('allow domain good.example on Executives for 2 days');
    room.world.faults.push({ surface: 'mde', kind: 'cut-after', path: '/import', times: 1 });
    room.world.faults.push({ surface: 'mde', kind: 'stale', path: '/indicators?' });
    await room.company.approve('bob', card);
    await room.pass(10 * MINUTE, 8);
    room.world.faults.length = 0;
    await room.pass(10 * MINUTE, 8);
    assert.match(cardText(card.card), /In place, found later/);
    await room.pass(6 * HOUR, 9);
    assert.match(cardText(card.card), /The indicator has ended/);
  });
});
