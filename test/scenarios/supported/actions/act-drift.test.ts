import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { type MachineAction, machineActionsOf } from '../../../../src/sandbox/mde/actions/machine-actions.ts';
import { cardText, type TeamsMessage } from '../../../support/company/fake-teams.ts';
import { TagRoom } from '../tag-room.ts';

describe('an action on a device that was acted on meanwhile', () => {
  let room: TagRoom;
  beforeEach(async () => {
    room = await TagRoom.open();
  });
  afterEach(() => room.company.close());

  const ordered = () => machineActionsOf(room.world).filter(({ source }) => source === 'PublicApi');

  /** Somebody acts in the portal, and it is done at once. */
  function acts(type: MachineAction['type'], minutesAgo: number, own: Partial<MachineAction> = {}): void {
    const [like] = machineActionsOf(room.world);
    assert(like);
    const createdAt = room.world.now() - minutesAgo * 60_000;
    const { id: machineId } = room.machine('LAP-HR-0001');
    const when = { createdAt, listedAt: createdAt, waits: 0, takes: 1, ends: 'Succeeded' } as const;
    const one = { ...like, ...when, id: randomUUID(), type, machineId, scope: 'Full', ...own };
    machineActionsOf(room.world).unshift(one);
  }

  async function approved(card: TeamsMessage): Promise<string> {
    await room.company.approve('bob', card);
    await room.company.settle();
    return cardText(card.card);
  }

  const STOPPED = /Defender was changed meanwhile|something else is known now/;

  it('is stopped where nothing was known of it, and it was isolated', async () => {
    const card = await room.company.pending('isolate LAP-HR-0001 selectively');
    assert.match(cardText(card.card), /Not known/);
    acts('Isolate', 1);
    assert.match(await approved(card), STOPPED);
    assert.deepEqual(ordered(), []);
    await room.company.assertAuditHolds();
  });

  it('is stopped where it was released and isolated anew, and says by which action it stands so', async () => {
    acts('Isolate', 120);
    const card = await room.company.pending('release LAP-HR-0001');
    acts('Unisolate', 30);
    acts('Isolate', 10, { comment: 'Another incident' });
    const text = await approved(card);
    assert.match(text, STOPPED);
    assert.match(text, /Latest action that tells it/);
    assert.deepEqual(ordered(), []);
    await room.company.assertAuditHolds();
  });

  it('is stopped for a restriction of apps as for an isolation', async () => {
    const restricting = await room.company.pending('restrict LAP-HR-0001');
    assert.match(cardText(restricting.card), /Not known/);
    acts('UnrestrictCodeExecution', 30);
    assert.match(await approved(restricting), STOPPED);
    acts('RestrictCodeExecution', 20);
    const lifting = await room.company.pending('lift LAP-HR-0001');
    acts('UnrestrictCodeExecution', 10);
    acts('RestrictCodeExecution', 5, { comment: 'Another incident' });
    const text = await approved(lifting);
    assert.match(text, STOPPED);
    assert.match(text, /Latest action that tells it[\s\S]*RestrictCodeExecution[\s\S]*Now\s+RestrictCodeExecution/);
    assert.deepEqual(ordered(), []);
    await room.company.assertAuditHolds();
  });

  it('goes on where nothing was done since, whatever ended otherwise or was cancelled', async () => {
    acts('Isolate', 120);
    const card = await room.company.pending('release LAP-HR-0001');
    acts('Isolate', 10, { ends: 'Failed' });
    acts('Isolate', 5, { cancelled: { by: 'sam', comment: '', at: room.world.now() } });
    assert.match(await approved(card), /1 of 1 ordered/);
    assert.deepEqual(
      ordered().map(({ type }) => type),
      ['Unisolate'],
    );
    await room.company.assertAuditHolds();
  });
});
