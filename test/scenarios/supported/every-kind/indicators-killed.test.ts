import assert from 'node:assert/strict';
import { activeIndicators } from '../../../../src/sandbox/mde/indicators/indicator-list.ts';
import { cardText } from '../../../support/company/fake-teams.ts';
import { TagRoom } from '../tag-room.ts';

const MOST = 500;

describe('500 hashes in one request', () => {
  let room: TagRoom;
  afterEach(() => room?.company.close());

  for (const step of [4, 5])
    it(`are each written once where the service is killed at step ${step}, and the card says how far it is`, async () => {
      room = await TagRoom.open();
      const rows = Array.from({ length: MOST }, (_, at) => (at + 1).toString(16).padStart(64, '0')).join('\n');
      const card = await room.approved(`import indicators: block for 30 days\n${rows}`);
      assert(await room.diesAt(step), 'the service was killed in the middle');
      await room.pass(91, 3);
      await room.pass(600, 7);
      assert.match(cardText(card.card), /500 of 500 written/);
      const values = activeIndicators(room.world).map(({ indicatorValue }) => indicatorValue);
      assert.deepEqual([values.length, new Set(values).size, room.company.writes.length], [MOST, MOST, MOST]);
      await room.company.assertAuditHolds();
    });
});
