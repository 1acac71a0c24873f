import assert from 'node:assert/strict';
import type { OddList } from '../../../../src/sandbox/company/world.ts';
import { cardText } from '../../../support/company/fake-teams.ts';
import { TagRoom } from '../../supported/tag-room.ts';

const NAME = 'LAP-HR-0001';
const UNTAG = `untag ${NAME} from Lab`;

/** A device record without its tags does not say that the device has none. */
describe('tags that Defender does not tell', () => {
  let room: TagRoom;
  beforeEach(async () => {
    room = await TagRoom.open();
  });
  afterEach(() => room.company.close());

  function set(name: string, machineTags: readonly string[], more: object = {}): void {
    const { machines } = room.world;
    const machine = room.machine(name);
    machines[machines.indexOf(machine)] = { ...machine, machineTags, ...more };
  }

  const odd = (list: OddList, path: string, method = 'GET') =>
    room.world.faults.push({ surface: 'mde', path, method, kind: 'odd-list', list });

  const one = () => `/api/machines/${room.machine(NAME).id}`;

  for (const told of [null, [null]])
    it(`are not "lacks the tag already": ${JSON.stringify(told)} in the list`, async () => {
      set(NAME, ['Lab']);
      odd({ set: { machineTags: told } }, '/api/machines?');
      const card = await room.company.pending(UNTAG);
      assert.match(cardText(card.card), /did not tell all tags: whether Lab is there is not known/);
      await room.company.approve('bob', card);
      await room.company.settle();
      assert.match(cardText(card.card), /1 of 1 untagged/);
      assert(!room.has(NAME, 'Lab'));
      await room.company.say('alice', 'revert 1');
      assert.match(room.last, /had the tag before is not known/);
    });

  it('are not "has the tag already" of a device that may lack it', async () => {
    odd({ without: ['machineTags'] }, '/api/machines?');
    const card = await room.company.pending(`tag ${NAME} with Lab`);
    assert.match(cardText(card.card), /whether Lab is there is not known/);
  });

  for (const told of [null, [7]])
    it(`do not make a tag that is still there "untagged": ${JSON.stringify(told)} read back`, async () => {
      set(NAME, ['Lab']);
      const card = await room.company.pending(UNTAG);
      odd({ more: [{ machineTags: told }] }, one());
      room.habits.showsAfter = 24 * 3_600_000;
      await room.company.approve('bob', card);
      await room.company.settle();
      await room.pass(60, 3);
      assert.doesNotMatch(cardText(card.card), /1 of 1 untagged|Applied/);
      room.world.faults.splice(0);
      await room.pass(60, 3);
      assert.doesNotMatch(cardText(card.card), /1 of 1 untagged|Applied/);
    });

  for (const [what, fault, said] of [
    [
      'that is gone',
      { says: { code: 'ResourceNotFound', message: 'Machine was not found' } },
      /not know this device any/,
    ],
    ['before which a gateway stands', { page: true }, /could not be read since/],
  ] as const)
    it(`are not known of a device ${what}, and of another they are`, async () => {
      const card = await room.approved(`tag ${NAME}, LAP-HR-0002 with Lab`);
      room.world.faults.push({ surface: 'mde', path: one(), method: 'GET', kind: 'status', status: 404, ...fault });
      odd({ hides: room.machine(NAME).id }, '/api/machines?');
      await room.company.settle();
      await room.pass(3_600, 26);
      assert.match(cardText(card.card), said);
      assert.match(cardText(card.card), /1 of 2 tagged/);
    });

  it('are not known of where they come from, in a row of an odd form', async () => {
    set(NAME, ['Kiosk'], { registryTag: 'Kiosk' });
    room.world.faults.push({
      ...{ surface: 'graph', path: 'runHuntingQuery', kind: 'odd-list' },
      list: { instead: [{ DEVICEID: room.machine(NAME).id, DeviceDynamicTags: '[]' }] },
    });
    const card = await room.company.pending(`untag ${NAME} from Kiosk`);
    assert.match(cardText(card.card), /set this tag is not known of 1 device/);
  });

  for (const odd of [[null], '["Other", null]', { Tag: 'Kiosk' }, 7])
    it(`are not known of where they come from, with a part of an odd form: ${JSON.stringify(odd)}`, async () => {
      set(NAME, ['Kiosk']);
      const row = { DeviceId: room.machine(NAME).id, DeviceManualTags: 'Kiosk', RegistryDeviceTag: null };
      const list = { instead: [{ ...row, DeviceDynamicTags: odd }] };
      room.world.faults.push({ surface: 'graph', path: 'runHuntingQuery', kind: 'odd-list', list });
      const card = await room.company.pending(`untag ${NAME} from Kiosk`);
      assert.match(cardText(card.card), /set this tag is not known of 1 device/);
    });

  it('are known of where they come from, beside a part of an odd form', async () => {
    set(NAME, ['Kiosk']);
    const row = { DeviceId: room.machine(NAME).id, DeviceManualTags: '', RegistryDeviceTag: null };
    const list = { instead: [{ ...row, DeviceDynamicTags: ['Kiosk', null] }] };
    room.world.faults.push({ surface: 'graph', path: 'runHuntingQuery', kind: 'odd-list', list });
    await room.company.say('alice', `untag ${NAME} from Kiosk`);
    assert.match(room.last, /has Kiosk by an asset rule/);
  });

  it('are known of where they come from, however the columns are spelled', async () => {
    const { id } = room.machine(NAME);
    set(NAME, ['Kiosk']);
    const row = {
      deviceId: id.toUpperCase(),
      deviceManualTags: '',
      DEVICEDYNAMICTAGS: ['Kiosk'],
      registryDeviceTag: null,
    };
    const list = { instead: [row] };
    room.world.faults.push({ surface: 'graph', path: 'runHuntingQuery', kind: 'odd-list', list });
    await room.company.say('alice', `untag ${NAME} from Kiosk`);
    assert.match(room.last, /has Kiosk by an asset rule/);
  });
});
