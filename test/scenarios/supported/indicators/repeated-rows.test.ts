import assert from 'node:assert/strict';
import { activeIndicators } from '../../../../src/sandbox/mde/indicators/indicator-list.ts';
import { cardText } from '../../../support/company/fake-teams.ts';
import { TagRoom } from '../tag-room.ts';

describe('rows of a list of indicators that ask for nothing more', () => {
  let room: TagRoom;
  beforeEach(async () => {
    room = await TagRoom.open();
  });
  afterEach(async () => {
    await room.company.assertAuditHolds();
    await room.company.close();
  });

  const texts = () => room.company.teams.messages.map(({ card }) => cardText(card)).join('\n');

  async function applied(text: string): Promise<string> {
    const card = await room.approved(text);
    await room.pass(5, 3);
    return cardText(card.card);
  }

  it('are told row by row, and the others are drafted', async () => {
    assert.match(await applied('block domain stands.example'), /Applied/);
    const list = ['a.example', 'stands.example', 'b.example', 'A.example', 'a.example'].join('\n');
    const told = await applied(`import indicators: block\n${list}`);
    assert.match(texts(), /3 of 5 rows are not in the draft/);
    assert.match(texts(), /Row 2\s+stands\.example: Stands already\./);
    assert.match(texts(), /Rows 4-5\s+Twice in the list\./);
    assert.match(told, /2 of 2 written/);
    assert.deepEqual(
      activeIndicators(room.world)
        .map(({ indicatorValue }) => indicatorValue)
        .sort(),
      ['a.example', 'b.example', 'stands.example'],
    );
  });

  it('are none where two rows of one value ask for different things: nothing is filed', async () => {
    await room.company.say('alice', 'import indicators\na.example,block\na.example,audit');
    assert.match(room.last, /Row 2\s+a\.example: It is named twice/);
  });

  it('are all of them where each stands', async () => {
    await applied('import indicators: block\na.example\nb.example');
    await room.company.say('alice', 'import indicators: block\na.example\nb.example\na.example');
    assert.match(room.last, /All of these indicators are so already/);
  });
});
