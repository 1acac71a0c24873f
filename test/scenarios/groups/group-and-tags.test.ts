import assert from 'node:assert/strict';
import { doSteps } from '../../../src/sandbox/controls/do-steps.ts';
import { editFeatures, editorOf } from '../../../src/sandbox/controls/edit-routes.ts';
import { actionOf, cardText } from '../../support/company/fake-teams.ts';
import { tenantApi } from '../../support/company/tenant-api.ts';
import { TagRoom } from '../supported/tag-room.ts';

const GROUP = 'create device group HR laptops level full tag equals Pilot';
const BOTH = `as one request: ${GROUP}; tag LAP-HR-0001, LAP-HR-0002 with Pilot`;

/** Somebody follows the steps of the request in the portal, word by word. */
async function followSteps(room: TagRoom): Promise<void> {
  const steps = (await room.request())?.handover?.steps.steps ?? assert.fail('nothing was handed over');
  const editor = editorOf(room.world, room.company.person('omar').userPrincipalName);
  assert(typeof editor !== 'string');
  const setFeatures = (features: Readonly<Record<string, boolean>>) => editFeatures(room.world, features, editor);
  assert.equal(doSteps(room.world, steps, { by: editor.by, setFeatures }), undefined);
}

describe('a device group and the tags that fill it, as one request', () => {
  let room: TagRoom;
  afterEach(async () => {
    await room.company.assertAuditHolds();
    await room.company.close();
  });

  const isTagged = () => room.has('LAP-HR-0001', 'Pilot') && room.has('LAP-HR-0002', 'Pilot');
  const groups = async () => (await tenantApi(room.company).ranking()).filter((name) => name === 'HR laptops').length;
  const states = async () => {
    const request = (await room.request()) ?? assert.fail();
    const items = await room.company.services.store.items(request.id, { limit: 20 });
    return items.map(({ key, state }) => `${key.slice(0, 6)} ${state}`);
  };

  it('are applied in order after one approval; devices that move are a stage of their own, and both are undone', async () => {
    room = await TagRoom.open({ connector: 'portal' });
    const card = await room.company.pending(BOTH);
    assert.match(cardText(card.card), /Create device group HR laptops, and tag 2 devices with "Pilot"/);
    assert.match(cardText(card.card), /Part 2: 2 of 2 devices would move to another group \(reckoned\)/);
    assert.match(cardText(card.card), /Ungrouped devices → HR laptops/);
    await room.company.approve('bob', card);
    await room.company.settle();
    assert.match(cardText(card.card), /All 2 changes are applied\. 2: 2 of 2 tagged\./);
    assert(isTagged());
    assert.equal(await groups(), 1);
    await room.pass(61);
    assert.match(cardText(card.card), /2: \d of 2 moved to their groups/);
    await room.pass(3_600, 3);
    assert.match(cardText(card.card), /2: 2 of 2 moved to their groups/);
    const undo = await room.company.pending('revert 1');
    assert.match(cardText(undo.card), /Take the tag "Pilot" from 2 devices, and delete device group HR laptops/);
    await room.company.approve('bob', undo);
    await room.company.settle();
    assert.match(cardText(undo.card), /All 2 changes are applied\. 1: 2 of 2 untagged\./);
    assert.equal(await groups(), 0);
    assert(!room.has('LAP-HR-0001', 'Pilot'));
  });

  it('are made by hand first and tagged by Airlock then, where a person applies the group', async () => {
    room = await TagRoom.open({ connector: 'guided' });
    const card = await room.company.pending(`as one request: tag LAP-HR-0001, LAP-HR-0002 with Pilot; ${GROUP}`);
    await room.company.approve('bob', card);
    await room.company.settle();
    assert.match(cardText(card.card), /Select Add device group/);
    assert.doesNotMatch(cardText(card.card), /By hand[\s\S]*LAP-HR-0001/);
    assert.equal(room.taken.size, 0);
    await followSteps(room);
    const attest = actionOf(await room.company.view('omar', card), 'attest') ?? assert.fail();
    await room.company.invoke('omar', card, attest);
    await room.company.settle();
    const text = cardText(card.card);
    assert.match(text, /All 2 changes are applied\. 2: 2 of 2 tagged\./);
    assert.match(text, /by Omar Okafor's word/);
    assert.deepEqual(
      (await states()).map((one) => one.split(' ')[1]),
      ['done', 'done', 'done'],
    );
    assert(isTagged());
    const { outcome } = (await room.request()) ?? assert.fail();
    assert(outcome?.proof?.attested.length);
    assert.equal(outcome?.items?.parts, 2);
  });
});
