import assert from 'node:assert/strict';
import { activeIndicators } from '../../../../src/sandbox/mde/indicators/indicator-list.ts';
import { cardText } from '../../../support/company/fake-teams.ts';
import { TagRoom } from '../tag-room.ts';

const TAGS = 'tag LAP-HR-0001, LAP-HR-0002 with Contained';
const LIST = 'import indicators: block for 30 days\nevil.example\n198.51.100.7';
const ASKED = `as one request because Alert 4711\n${TAGS}\n${LIST}`;

describe('a request of which a part was not written', () => {
  let room: TagRoom;
  beforeEach(async () => {
    room = await TagRoom.open();
  });
  afterEach(async () => {
    await room.company.assertAuditHolds();
    await room.company.close();
  });

  const values = () => activeIndicators(room.world).map(({ indicatorValue }) => indicatorValue);

  /** Asks for the rest of #1, and has it written. */
  async function restWritten(): Promise<string> {
    const rest = await room.approved('ask again 1');
    await room.pass(5, 3);
    return cardText(rest.card);
  }

  it('is asked for again as its rest: the items refused, and the parts behind them', async () => {
    const { id } = room.machine('LAP-HR-0002');
    room.habits.refused.set(id, 'no');
    const card = await room.approved(ASKED);
    await room.pass(60, 5);
    assert.deepEqual(values(), []);
    assert.match(cardText(card.card), /Ask for the rest/);
    room.habits.refused.clear();
    assert.match(await restWritten(), /All 2 changes are applied/);
    assert.deepEqual([...room.taken.values()], [1, 1]);
    assert.deepEqual(values().sort(), ['198.51.100.7', 'evil.example']);
  });

  it('is one change where one part is left, and tags alone are asked for on the devices left', async () => {
    room.habits.refused.set(room.machine('LAP-HR-0002').id, 'no');
    const card = await room.approved(TAGS);
    await room.pass(60, 5);
    assert.match(cardText(card.card), /Ask for the rest/);
    room.habits.refused.clear();
    assert.doesNotMatch(await restWritten(), /LAP-HR-0001/);
    assert(room.has('LAP-HR-0002', 'Contained'));
    assert.deepEqual([...room.taken.values()], [1, 1]);
  });

  it('says of what lies behind a change of unknown outcome why it was not written, also once that turned out applied', async () => {
    room.habits.showsAfter = 2 * 3_600_000;
    room.world.faults.push({ surface: 'mde', kind: 'cut-after', path: 'AddOrRemoveTag', times: 1 });
    const card = await room.approved(ASKED);
    await room.pass(1_800, 16);
    const told = cardText(card.card);
    assert.match(told, /1 of 2 changes are applied/);
    assert.doesNotMatch(told, /did not fit/);
    assert.match(told, /since it was not known at that time what came of an earlier change of the list/);
    assert.match(told, /Ask for the rest/);
    assert.match(await restWritten(), /#2[\s\S]*Block/);
    assert.deepEqual(values().sort(), ['198.51.100.7', 'evil.example']);
  });
});
