import assert from 'node:assert/strict';
import { actionHabitsOf, machineActionsOf } from '../../../../../src/sandbox/mde/actions/machine-actions.ts';
import { actionOf, cardText, type TeamsMessage } from '../../../../support/company/fake-teams.ts';
import { TagRoom } from '../../tag-room.ts';

const HOUR = 3_600;
const TWO = 'isolate LAP-HR-0001, LAP-HR-0002';

describe('an isolation of two devices, one of unknown outcome', () => {
  let room: TagRoom;
  beforeEach(async () => {
    room = await TagRoom.open();
  });
  afterEach(async () => {
    await room.company.assertAuditHolds();
    await room.company.close();
  });

  const ordered = () =>
    machineActionsOf(room.world)
      .filter(({ source }) => source === 'PublicApi')
      .map(({ type, computerDnsName }) => `${type} ${computerDnsName.split('.')[0]}`);

  /** Defender takes both orders. The answer for the first is lost, and lists have that one hours later. */
  async function isolated(): Promise<TeamsMessage> {
    const { id } = room.machine('LAP-HR-0001');
    room.world.faults.push({ surface: 'mde', kind: 'cut-after', path: `${id}/isolate`, times: 1 });
    actionHabitsOf(room.world).listLag = 5 * HOUR * 1_000;
    const card = await room.approved(TWO);
    await room.company.settle();
    actionHabitsOf(room.world).listLag = 0;
    await room.pass(600, 9);
    assert.match(cardText(card.card), /Done: 1 of 2, 1 not known/);
    return card;
  }

  async function agreed(text: string): Promise<TeamsMessage> {
    const card = await room.approved(text);
    await room.company.settle();
    await room.pass(300, 3);
    return card;
  }

  it('is undone in part by a release of the known one: the other is named as left, also once it shows', async () => {
    const card = await isolated();
    await agreed('release LAP-HR-0002');
    const IN_PART = /Undone in part by\s+Request #2\s+Left: LAP-HR-0001/;
    assert.match(cardText(card.card), IN_PART);
    assert.doesNotMatch(cardText(card.card), /request #2 undid it/i);
    assert(actionOf({ ...card.card }, 'revert'), 'what may have been done can be undone');
    await room.pass(HOUR, 6);
    assert.match(cardText(card.card), /Done: 2 of 2/);
    assert.match(cardText(card.card), IN_PART);
    assert.match(cardText(card.card), /#2 undid a part of it\. Left: LAP-HR-0001\..*To undo the rest, select Revert/s);
    await agreed('revert 1');
    assert.match(cardText(card.card), /Undone by\s+Request #3/);
    assert.deepEqual(ordered(), [
      'Unisolate LAP-HR-0001',
      'Unisolate LAP-HR-0002',
      'Isolate LAP-HR-0002',
      'Isolate LAP-HR-0001',
    ]);
  });

  it('is undone as a whole by its revert, which releases both, and stays so once the other shows', async () => {
    const card = await isolated();
    await agreed('revert 1');
    assert.match(cardText(card.card), /Undone by\s+Request #2/);
    assert.match(cardText(card.card), /request #2 undid it/);
    assert.equal(ordered().length, 4);
    await room.pass(HOUR, 6);
    assert.match(cardText(card.card), /Done: 2 of 2/);
    assert.match(cardText(card.card), /Undone by\s+Request #2/);
    assert.equal(actionOf({ ...card.card }, 'revert'), null);
  });

  it('is told of an earlier undoing of unknown outcome beside the draft of its revert', async () => {
    await agreed(TWO);
    room.world.faults.push({ surface: 'mde', kind: 'cut', path: '/unisolate', times: 1 });
    await room.approved('release LAP-HR-0002');
    await room.company.settle();
    await room.pass(60, 20);
    assert.equal((await room.request(2))?.state, 'unknown');
    const from = room.company.teams.messages.length;
    await room.company.say('alice', 'revert 1');
    const said = room.company.teams.messages.slice(from).map(({ card }) => cardText(card));
    assert.match(said.join('\n'), /#2 is about the same devices.*It is not known whether Defender took the order/s);
    assert.doesNotMatch(said.join('\n'), /#1 is about the same devices/);
  });

  it('is undone by two requests, each of one device', async () => {
    const card = await isolated();
    await agreed('release LAP-HR-0002');
    await agreed('release LAP-HR-0001');
    assert.match(cardText(card.card), /Undone in part by\s+Request #2[\s\S]*Undone by\s+Request #3/);
  });
});
