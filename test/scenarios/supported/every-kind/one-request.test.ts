import assert from 'node:assert/strict';
import { activeIndicators } from '../../../../src/sandbox/mde/indicators/indicator-list.ts';
import { cardText } from '../../../support/company/fake-teams.ts';
import { TagRoom } from '../tag-room.ts';

describe('tags and a list of indicators as one request', () => {
  let room: TagRoom;
  beforeEach(async () => {
    room = await TagRoom.open();
  });
  afterEach(async () => {
    await room.company.assertAuditHolds();
    await room.company.close();
  });

  const values = () => activeIndicators(room.world).map(({ indicatorValue }) => indicatorValue);

  it('are approved once, written in order, and undone together', async () => {
    const list = 'import indicators: block for 30 days\nevil.example\n8.8.8.8\n\ntag LAP-HR-0003 with Seen';
    const card = await room.approved(`as one request\ntag LAP-HR-0001 with Lab\n${list}`);
    await room.pass(5, 3);
    assert.match(cardText(card.card), /All 3 changes are applied\. Part 1: 1 of 1 tagged\. Part 2: 2 of 2 written\./);
    assert.deepEqual(values().sort(), ['8.8.8.8', 'evil.example']);
    const undo = await room.approved('revert 1');
    await room.pass(5, 3);
    assert.match(cardText(undo.card), /All 3 changes are applied/);
    assert.deepEqual(values(), []);
    assert.equal(room.has('LAP-HR-0001', 'Lab'), false);
  });

  it('are asked for in one line with semicolons, and in German', async () => {
    await room.approved('as one request: tag LAP-HR-0001 with Lab; block domain evil.example for 7 days');
    await room.pass(5, 3);
    assert.deepEqual(values(), ['evil.example']);
    await room.approved('als ein Antrag\ntag LAP-HR-0002 with Lab\nimportiere Indikatoren: sperren\n8.8.8.8');
    await room.pass(5, 3);
    assert.deepEqual(values().sort(), ['8.8.8.8', 'evil.example']);
  });

  it('are asked for with a CSV as the list', async () => {
    const csv = 'IndicatorType,IndicatorValue,Action\nDomainName,evil.example,Block';
    await room.approved(`as one request\ntag LAP-HR-0001 with Lab\nimport indicators\n${csv}`);
    await room.pass(5, 3);
    assert.deepEqual(values(), ['evil.example']);
  });

  it('leave the list unwritten where a tag is refused, and say so', async () => {
    room.world.faults.push({ surface: 'mde', kind: 'status', status: 403, path: '/tags' });
    room.world.faults.push({ surface: 'mde', kind: 'status', status: 403, path: 'AddOrRemoveTag' });
    const card = await room.approved('as one request: tag LAP-HR-0001 with Lab; block domain evil.example');
    await room.pass(5, 3);
    assert.match(cardText(card.card), /Not written: 2, Block domain evil\.example|Failed/);
    assert.deepEqual(values(), []);
  });
});
