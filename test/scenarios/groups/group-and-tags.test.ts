import assert from 'node:assert/strict';
import { doSteps } from '../../../src/sandbox/controls/do-steps.ts';
import { editFeatures, editorOf } from '../../../src/sandbox/controls/edit-routes.ts';
import { createApp } from '../../../src/service/http-server.ts';
import { actionOf, type Card, cardText } from '../../support/company/fake-teams.ts';
import { FormDesk } from '../../support/company/form-desk.ts';
import { tenantApi } from '../../support/company/tenant-api.ts';
import { TagRoom } from '../supported/tag-room.ts';

const GROUP = 'create device group HR laptops level full tag equals Pilot';
const FIELDS = { name: 'Two', level: 'full', property0: 'tag', operator0: 'equals', value0: 'Second' };
const BOTH = `as one request: ${GROUP}; tag LAP-HR-0001, LAP-HR-0002 with Pilot`;

/** Somebody follows the steps of the request in the portal, word by word. */
async function followSteps(room: TagRoom): Promise<void> {
  const steps = (await room.request())?.handover?.steps.steps ?? assert.fail('nothing was handed over');
  const editor = editorOf(room.world, room.company.person('omar').userPrincipalName);
  assert(typeof editor !== 'string');
  const setFeatures = (features: Readonly<Record<string, boolean>>) => editFeatures(room.world, features, editor);
  assert.equal(doSteps(room.world, steps, { by: editor.by, setFeatures }), undefined);
}

/** Longer than a task's lease, in seconds. */
const LEASE = 91;

/** Somebody tags one of the devices in the portal. */
function tagOutside(room: TagRoom): void {
  const machine = room.machine('LAP-HR-0002');
  room.world.machines[room.world.machines.indexOf(machine)] = { ...machine, machineTags: ['Pilot'] };
}

/** Lets everything due happen on one more instance, and does something right after the group was made. */
async function afterGroup({ company }: TagRoom, act: () => void): Promise<void> {
  const { services } = company;
  const { tenant: whole } = services;
  assert(whole.applies === 'automatically');
  const write: typeof whole.write = async (...args) => {
    const outcome = await whole.write(...args);
    act();
    return outcome;
  };
  const place = { identity: { demo: true }, port: 0, host: '127.0.0.1', jitter: () => 0 } as const;
  const app = await createApp({ services: { ...services, tenant: { ...whole, write } }, ...place });
  company.apps.push(app);
  await app.jobs.settle();
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
    const counted: unknown[] = [];
    const { meter } = room.company.services;
    const count: typeof meter.count = (what, labels, times = 1) =>
      what === 'items' && counted.push({ ...labels, times });
    Object.assign(meter, { count });
    const card = await room.company.pending(BOTH);
    assert.match(cardText(card.card), /Create device group HR laptops, and tag 2 devices with "Pilot"/);
    assert.match(cardText(card.card), /Part 2: 2 of 2 devices would move to another group \(reckoned\)/);
    assert.match(cardText(card.card), /Ungrouped devices → HR laptops/);
    await room.company.approve('bob', card);
    await room.company.settle();
    assert.match(cardText(card.card), /All 2 changes are applied\. Part 2: 2 of 2 tagged\./);
    assert.deepEqual(
      counted,
      ['planned', 'sent', 'settled'].map((outcome) => ({ kind: 'device-tags', outcome, times: 2 })),
    );
    assert(isTagged());
    assert.equal(await groups(), 1);
    await room.pass(61);
    assert.match(cardText(card.card), /Part 2: \d of 2 moved to their groups/);
    await room.pass(3_600, 3);
    assert.match(cardText(card.card), /Part 2: 2 of 2 moved to their groups/);
    const listed = actionOf({ ...card.card }, 'devices') ?? assert.fail('each item can be seen');
    const list = await room.company.invoke('alice', card, listed);
    assert.match(cardText(list.value as Card), /1: Create device group HR laptops\s+done/);
    assert.match(cardText(list.value as Card), /2: LAP-HR-0001\s+done\s+2: LAP-HR-0002\s+done/);
    const undo = await room.company.pending('revert 1');
    assert.match(cardText(undo.card), /Take the tag "Pilot" from 2 devices, and delete device group HR laptops/);
    await room.company.approve('bob', undo);
    await room.company.settle();
    assert.match(cardText(undo.card), /All 2 changes are applied\. Part 1: 2 of 2 untagged\./);
    assert.equal(await groups(), 0);
    assert(!room.has('LAP-HR-0001', 'Pilot'));
  });

  it('say nothing of moves where the rule of the group is met by none of the devices, and not all rules are known', async () => {
    room = await TagRoom.open({ connector: 'guided' });
    const card = await room.company.pending(`as one request: tag LAP-HR-0001, LAP-HR-0002 with Other; ${GROUP}`);
    assert.match(cardText(card.card), /Which group the tag leads to (is|was) not known/);
    assert.doesNotMatch(cardText(card.card), /would move to HR laptops/);
  });

  it('are made by hand first and tagged by Airlock then, where a person applies the group', async () => {
    room = await TagRoom.open({ connector: 'guided' });
    const card = await room.company.pending(`as one request: tag LAP-HR-0001, LAP-HR-0002 with Pilot; ${GROUP}`);
    assert.match(
      cardText(card.card),
      /2 of 2 devices would move to HR laptops, unless a group whose rules are not known ranks above it \(reckoned/,
    );
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
    assert.match(text, /All 2 changes are applied\. Part 2: 2 of 2 tagged\./);
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

  it('are asked for in one sentence, and in the form, where the kind is on', async () => {
    room = await TagRoom.open({ connector: 'portal' });
    const card = await room.company.pending(
      'create a group called HR laptops, tag Pilot, full, and tag LAP-HR-0001, LAP-HR-0002',
    );
    assert.match(cardText(card.card), /Create device group HR laptops, and tag 2 devices with "Pilot"/);
    const desk = await FormDesk.open(room.company, 'create device group');
    await desk.check({ ...FIELDS, tagged: 'LAP-HR-0003 NOBODY-1' });
    assert.match(cardText(await desk.card()), /no device called NOBODY-1/);
    await desk.check({ ...FIELDS, tagged: 'LAP-HR-0003' });
    assert.match(cardText(await desk.card()), /Create device group Two, and tag LAP-HR-0003 with "Second"/);
  });

  it('stop as stale before anything is written where a device was tagged meanwhile', async () => {
    room = await TagRoom.open({ connector: 'portal' });
    const card = await room.company.pending(BOTH);
    tagOutside(room);
    await room.company.approve('bob', card);
    await room.company.settle();
    assert.match(cardText(card.card), /was changed meanwhile/);
    assert.equal(await groups(), 0);
  });

  it('leave the devices as they are where one was tagged after the group was made, and say so', async () => {
    room = await TagRoom.open({ connector: 'portal' });
    const card = await room.company.pending(BOTH);
    await room.company.approve('bob', card);
    await afterGroup(room, () => tagOutside(room));
    assert.match(cardText(card.card), /1 of 2 changes are applied\. Applied: 1, Create device group HR laptops/);
    assert.match(cardText(card.card), /Airlock stopped at 2, Tag 2 devices with "Pilot": 0 of 2 tagged/);
    assert.match(cardText(card.card), /somebody changed it meanwhile/);
    assert.equal(room.taken.size, 0);
    const undo = await room.company.pending('revert 1');
    assert.match(cardText(undo.card), /Delete device group HR laptops/);
    assert.doesNotMatch(cardText(undo.card), /Take the tag/);
  });

  it('are written once where two instances work at the same time', async () => {
    room = await TagRoom.open({ connector: 'portal' });
    const card = await room.company.pending(BOTH);
    await room.company.approve('bob', card);
    const other = await room.company.another();
    await Promise.all([room.company.settle(), room.company.settle(other)]);
    await room.pass(5, 3);
    assert.match(cardText(card.card), /All 2 changes are applied/);
    assert.equal(await groups(), 1);
    assert([...room.taken.values()].every((times) => times === 1));
  });

  for (const step of [2, 4, 6, 7, 8, 9, 10])
    it(`killed at step ${step}: nothing twice, nothing lost`, async () => {
      room = await TagRoom.open({ connector: 'portal' });
      const card = await room.company.pending(BOTH);
      await room.company.approve('bob', card);
      await room.diesAt(step);
      await room.pass(LEASE, 3);
      await room.pass(600, 7);
      assert([...room.taken.values()].every((times) => times === 1));
      assert((await groups()) <= 1);
      const text = cardText(card.card);
      if (isTagged()) assert.match(text, /All 2 changes are applied/);
      else assert.match(text, /not known what came of|Sent, and not shown so far/);
    });
});
