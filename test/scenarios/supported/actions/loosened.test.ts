import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { machineActionsOf } from '../../../../src/sandbox/mde/actions/machine-actions.ts';
import { actionOf, type Card, cardText } from '../../../support/company/fake-teams.ts';
import { TagRoom } from '../tag-room.ts';

const ASK = 'isolate LAP-HR-0001 selectively';

describe('selective isolation of a device that may be isolated fully', () => {
  let room: TagRoom;
  beforeEach(async () => {
    room = await TagRoom.open({ environment: { EMERGENCY_ACTIONS: 'isolate,isolate-selectively' } });
  });
  afterEach(() => room.company.close());

  const ordered = () => machineActionsOf(room.world).filter(({ source }) => source === 'PublicApi');

  function isolatedFully(): void {
    const [like] = machineActionsOf(room.world);
    assert(like);
    const createdAt = room.world.now() - 3_600_000;
    const { id: machineId } = room.machine('LAP-HR-0001');
    const when = { createdAt, listedAt: createdAt, waits: 0, takes: 1, ends: 'Succeeded' } as const;
    machineActionsOf(room.world).unshift({
      ...{ ...like, ...when, id: randomUUID(), type: 'Isolate', machineId, scope: 'Full' },
    });
  }

  async function draft(text: string) {
    await room.company.say('alice', text);
    const message = room.company.teams.messages.findLast((one) => actionOf({ ...one.card }, 'view') !== null);
    assert(message);
    return { message, own: await room.company.view('alice', message) };
  }

  it('is told to lower protection, and is nothing to be done at once', async () => {
    isolatedFully();
    const { message, own } = await draft(ASK);
    assert.match(cardText(own), /⚠\s+LAP-HR-0001 is isolated fully now: selective isolation lets/);
    assert.equal(actionOf(own, 'act-now'), null);
    assert.match(cardText(own), /may loosen a full isolation, so it cannot be done at once/);
    const submit = actionOf(own, 'submit') ?? assert.fail();
    const urgent = { ...submit, verb: 'act-now', data: { ...submit.data, reason: 'Now' } };
    const answer = await room.company.invoke('alice', message, urgent);
    assert.match(cardText(answer.value as Card), /may loosen a full isolation, so it cannot be done at once/);
    await room.company.settle();
    assert.deepEqual(ordered(), []);
  });

  it('is none either where the list of actions may lack one', async () => {
    const at = { surface: 'mde', path: '/api/machineactions?' } as const;
    room.world.faults.push({ ...at, kind: 'odd-list', list: { link: 'nowhere' } });
    const { own } = await draft(ASK);
    assert.match(cardText(own), /⚠\s+Whether LAP-HR-0001 is isolated fully now is not known/);
    assert.equal(actionOf(own, 'act-now'), null);
  });

  it('may be done at once where Defender lists no action on the device, and carries no banner', async () => {
    const { own } = await draft(ASK);
    assert(actionOf(own, 'act-now'));
    assert.doesNotMatch(cardText(own), /⚠/);
  });

  it('does not hinder the full one', async () => {
    isolatedFully();
    const { own } = await draft('isolate LAP-HR-0001, LAP-HR-0002');
    assert(actionOf(own, 'act-now'));
    assert.doesNotMatch(cardText(own), /⚠/);
  });
});
