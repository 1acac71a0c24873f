import assert from 'node:assert/strict';
import { submitIndicator } from '../../../../src/sandbox/mde/indicators/indicator-list.ts';
import { actionOf, cardText } from '../../../support/company/fake-teams.ts';
import { TagRoom } from '../tag-room.ts';

const TWO = 'tag LAP-HR-0001, LAP-HR-0002 with Lab';

describe('the card of a request that a later one undid', () => {
  let room: TagRoom;
  beforeEach(async () => {
    room = await TagRoom.open();
  });
  afterEach(async () => {
    await room.company.assertAuditHolds();
    await room.company.close();
  });

  async function applied(text: string) {
    const card = await room.approved(text);
    await room.company.settle();
    await room.pass(120, 5);
    return card;
  }

  async function history(): Promise<string> {
    await room.company.say('grace', 'history');
    return cardText(room.company.teams.messages.at(-1)?.card);
  }

  it('names the revert, which names what it undid; each is told once', async () => {
    const tagged = await applied(TWO);
    assert.doesNotMatch(cardText(tagged.card), /Undone/);
    const undo = await applied('revert 1');
    assert.match(cardText(tagged.card), /Undone by\s+Request #2/);
    assert.match(cardText(tagged.card), /Nothing to do: request #2 undid it\./);
    assert.equal(actionOf({ ...tagged.card }, 'revert'), null, 'nothing is left to revert');
    assert.match(cardText(undo.card), /Undoes\s+Request #1/);
    assert.deepEqual(
      (await room.company.recorded()).flatMap(({ event }) => (event === 'request.reverted' ? [event] : [])),
      ['request.reverted'],
    );
  });

  it('names a request that is the opposite on the same devices, and says where that is a part', async () => {
    const tagged = await applied(TWO);
    await applied('untag LAP-HR-0001 from Lab');
    assert.match(cardText(tagged.card), /Undone in part by\s+Request #2/);
    assert(actionOf({ ...tagged.card }, 'revert'), 'the rest can be reverted');
    assert.match(await history(), /#1 Tag[\s\S]*undone in part by #2/);
    assert.match(
      cardText(tagged.card),
      /#2 undid a part of it\. Left: LAP-HR-0002\..*To undo the rest, select Revert/s,
    );
    await applied('revert 1');
    assert.match(cardText(tagged.card), /Undone in part by\s+Request #2[\s\S]*Undone by\s+Request #3/);
    assert.match(await history(), /#1 Tag[\s\S]*undone by #3/);
  });

  it('names the release of what it isolated, once that is done', async () => {
    const isolated = await applied('isolate LAP-HR-0001, LAP-HR-0002');
    await applied('release LAP-HR-0002');
    assert.match(cardText(isolated.card), /Undone in part by\s+Request #2/);
    await applied('revert 1');
    assert.match(cardText(isolated.card), /Undone in part by\s+Request #2[\s\S]*Undone by\s+Request #3/);
  });

  it('says in part of a revert that leaves what somebody changed since', async () => {
    const listed = await applied('block domains a.example, b.example');
    const said = { title: 'By hand', description: 'Feed 7', severity: 'High', generateAlert: true } as const;
    const one = { indicatorValue: 'a.example', indicatorType: 'DomainName', action: 'Audit', ...said } as const;
    const by = { id: 'sam', name: 'sam@harbourline.example', kind: 'User' } as const;
    submitIndicator(room.world, { ...one, recommendedActions: '' }, by);
    const undo = await applied('revert 1');
    assert.match(cardText(undo.card), /b\.example/);
    assert.match(cardText(listed.card), /Undone in part by\s+Request #2/);
  });

  it('names no request of the same way, though it is about the same devices', async () => {
    const tagged = await applied('tag LAP-HR-0001 with Lab');
    await applied('untag LAP-HR-0001 from Lab');
    await applied('tag LAP-HR-0001 with Lab');
    assert.match(cardText(tagged.card), /Undone by\s+Request #2/);
    assert.doesNotMatch(cardText(tagged.card), /Request #3/);
    const isolated = await applied('isolate LAP-HR-0001');
    await applied('restrict LAP-HR-0001');
    assert.doesNotMatch(cardText(isolated.card), /Undone/, 'a restriction undoes no isolation');
  });

  it('names no request that did it on none of its devices, or before it', async () => {
    await applied('tag LAP-HR-0003 with Lab');
    await applied('untag LAP-HR-0003 from Lab');
    const tagged = await applied(TWO);
    await applied('untag LAP-HR-0001 from Lab');
    assert.doesNotMatch(cardText(tagged.card), /Request #2/);
    assert.match(cardText(room.company.message('Airlock request 1').card), /Undone by\s+Request #2/);
    assert.doesNotMatch(cardText(room.company.message('Airlock request 1').card), /Request #4/);
  });
});
