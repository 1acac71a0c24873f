import assert from 'node:assert/strict';
import { cardText } from '../../../support/company/fake-teams.ts';
import { TagRoom } from '../../supported/tag-room.ts';

describe('what a supported API accepted and does not show', () => {
  let room: TagRoom;
  afterEach(() => room.company.close());

  it('is told as that, and not as a write without a clear answer', async () => {
    room = await TagRoom.open();
    room.habits.showsAfter = 24 * 3_600_000;
    const card = await room.approved('tag LAP-HR-0001 with Lab');
    await room.company.settle();
    await room.pass(3_600, 8);
    assert.match(cardText(card.card), /Failed, accepted but not shown/);
    assert.match(cardText(card.card), /Accepted by Defender/);
    assert.doesNotMatch(cardText(card.card), /no clear answer|may not have arrived/);
    await room.pass(3_600, 20);
    assert.match(cardText(card.card), /later/);
  });
});
