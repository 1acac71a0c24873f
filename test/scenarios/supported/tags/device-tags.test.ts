import assert from 'node:assert/strict';
import { cardText } from '../../../support/company/fake-teams.ts';
import { TagRoom } from '../tag-room.ts';

const TWO = 'tag LAP-HR-0001, LAP-HR-0002 with Lab';

describe('tags of devices by the supported API', () => {
  let room: TagRoom;
  afterEach(async () => {
    await room.company.assertAuditHolds();
    await room.company.close();
  });

  for (const connector of ['guided', 'portal'] as const)
    it(`are set after the second admin, and the revert takes them from exactly those that got them: ${connector}`, async () => {
      room = await TagRoom.open({ connector });
      const card = await room.company.pending(TWO);
      assert.match(cardText(card.card), /Tag 2 devices with "Lab"/);
      assert(!room.has('LAP-HR-0001', 'Lab'));
      await room.company.approve('bob', card);
      await room.company.settle();
      assert.match(cardText(card.card), /2 of 2 tagged/);
      assert(room.has('LAP-HR-0001', 'Lab') && room.has('LAP-HR-0002', 'Lab'));
      const undo = await room.company.pending('revert 1');
      assert.match(cardText(undo.card), /Take the tag "Lab" from 2 devices/);
      await room.company.approve('bob', undo);
      await room.company.settle();
      assert.match(cardText(undo.card), /2 of 2 untagged/);
      assert(!room.has('LAP-HR-0001', 'Lab'));
      assert.equal(room.company.writes.length, 0);
    });

  it('tell which devices would move to which group, and afterwards how many did, apart from how many were tagged', async () => {
    room = await TagRoom.open({ connector: 'portal' });
    const card = await room.company.pending('tag every device whose name starts with LAP-HR with finance');
    assert.match(cardText(card.card), /devices would move to another group \(reckoned\)/);
    assert.match(cardText(card.card), /Asset rules cannot be seen/);
    await room.company.approve('bob', card);
    await room.company.settle();
    assert.match(cardText(card.card), /(\d+) of \1 tagged/);
    await room.pass(61);
    assert.match(cardText(card.card), /\d+ of \d+ moved to their groups/);
    assert.equal((await room.request())?.outcome?.followed?.isOver, true);
  });

  it('are refused with a list where a name fits no device, or two', async () => {
    room = await TagRoom.open();
    const twin = { ...room.machine('LAP-HR-0001'), id: 'f'.repeat(40) };
    room.world.machines.push(twin);
    await room.company.say('alice', 'tag LAP-HR-0001, NOBODY-1, LAP-HR-0002 with Lab');
    assert.match(room.last, /2 devices are called LAP-HR-0001/);
    assert.match(room.last, /no device called NOBODY-1/);
    await room.company.say('alice', 'tag NOBODY* with Lab');
    assert.match(room.last, /No device's name starts with NOBODY/);
  });

  it('are refused with what Microsoft takes where a tag is too long or may be two, and told of where filters may fail', async () => {
    room = await TagRoom.open();
    const says = async (text: string) => {
      await room.company.say('alice', text);
      return room.last;
    };
    assert.match(await says(`tag LAP-HR-0001 with "${'x'.repeat(201)}"`), /200 characters at most.*this one has 201/);
    assert.match(await says('tag LAP-HR-0001 with Lab, HR'), /A request sets one tag.*in quotation marks/);
    assert.equal(await room.request(), null);
    for (const tag of ['"Lab, HR"', 'Lab (HR)'])
      assert.match(await says(`tag LAP-HR-0001 with ${tag}`), /parentheses or commas might not work/);
    assert.doesNotMatch(await says('tag LAP-HR-0001 with Pilot'), /might not work/);
  });

  it('are not taken away where a registry or an asset rule sets them', async () => {
    room = await TagRoom.open();
    const change = (name: string, more: object) => {
      const machine = room.machine(name);
      const machineTags = [...machine.machineTags, 'Kiosk'];
      room.world.machines[room.world.machines.indexOf(machine)] = { ...machine, machineTags, ...more };
    };
    change('LAP-HR-0001', { registryTag: 'Kiosk' });
    change('LAP-HR-0002', { dynamicTags: ['Kiosk'] });
    await room.company.say('alice', 'untag LAP-HR-0001 LAP-HR-0002 from Kiosk');
    assert.match(room.last, /LAP-HR-0001 has Kiosk by its registry/);
    assert.match(room.last, /LAP-HR-0002 has Kiosk by an asset rule/);
  });

  it('say where hunting gives no answer that it is not known where tags come from', async () => {
    room = await TagRoom.open();
    room.world.faults.push({ surface: 'graph', kind: 'status', status: 403, path: 'runHuntingQuery' });
    const card = await room.company.pending(TWO);
    assert.match(cardText(card.card), /Whether asset rules or registries set this tag is not known/);
  });

  it('are not asked for where their kind is switched off, and the help is silent about them', async () => {
    room = await TagRoom.open({ writer: false });
    await room.company.say('alice', TWO);
    assert.match(room.last, /switched off/);
    await room.company.say('alice', 'help');
    assert.doesNotMatch(room.last, /with Lab/);
  });

  it('stop as stale where somebody else set one of them meanwhile', async () => {
    room = await TagRoom.open();
    const card = await room.company.pending(TWO);
    const machine = room.machine('LAP-HR-0001');
    room.world.machines[room.world.machines.indexOf(machine)] = { ...machine, machineTags: ['Lab'] };
    await room.company.approve('bob', card);
    await room.company.settle();
    assert.match(cardText(card.card), /was changed meanwhile/);
    assert.equal(room.taken.size, 0);
  });
});
