import assert from 'node:assert/strict';
import type { Fault } from '../../../../src/sandbox/company/world.ts';
import { actionHabitsOf, machineActionsOf } from '../../../../src/sandbox/mde/actions/machine-actions.ts';
import { activeIndicators, submitIndicator } from '../../../../src/sandbox/mde/indicators/indicator-list.ts';
import { cardText, type TeamsMessage } from '../../../support/company/fake-teams.ts';
import { fileRequest } from '../../../support/company/file-request.ts';
import { TagRoom } from '../tag-room.ts';

const MINUTE = 60;
const HOUR = 60 * MINUTE;

describe('an order of unknown outcome that is one of several changes', () => {
  let room: TagRoom;
  beforeEach(async () => {
    room = await TagRoom.open();
  });
  afterEach(async () => {
    await room.company.assertAuditHolds();
    await room.company.close();
  });

  const ordered = () => machineActionsOf(room.world).filter(({ source }) => source === 'PublicApi').length;
  const blocked = () => activeIndicators(room.world).length;

  /** An isolation and a block behind it as one request, #3, whose order meets this fault. */
  async function listed(kind: 'cut' | 'cut-after'): Promise<TeamsMessage> {
    const parts = [];
    for (const [at, text] of ['isolate LAP-HR-0001', 'block domain evil.example'].entries()) {
      await room.company.say('alice', text);
      parts.push((await room.request(at + 1))?.change ?? assert.fail(text));
    }
    const card = await fileRequest(room.company, { kind: 'several', parts } as Parameters<typeof fileRequest>[1]);
    const cut: Fault = { surface: 'mde', kind, path: '/isolate', times: 1 };
    room.world.faults.push(cut);
    await room.company.approve('bob', card);
    await room.pass(10 * MINUTE, 3);
    return card;
  }

  it('is read for as long as one alone, holds no device meanwhile, and its rest can be asked for', async () => {
    const card = await listed('cut');
    assert.equal((await room.request(3))?.state, 'unknown');
    assert.match(cardText(card.card), /Outcome unknown, being checked.*Not written: 2/s);
    await room.company.say('alice', 'isolate LAP-HR-0001');
    assert.doesNotMatch(room.last, /There is a request already/);
    const rest = await room.approved('ask again 3');
    await room.pass(5, 3);
    assert.match(cardText(rest.card), /Block domain evil\.example/);
    assert.deepEqual([ordered(), blocked()], [0, 1]);
    await room.pass(HOUR, 8);
    assert.match(cardText(card.card), /Failed, not shown/);
  });

  it('is settled by its own mark once a reading shows it, and its rest goes on by a request of its own', async () => {
    actionHabitsOf(room.world).listLag = 2 * HOUR * 1_000;
    const card = await listed('cut-after');
    assert.equal((await room.request(3))?.state, 'unknown');
    await room.pass(HOUR / 2, 6);
    assert.match(cardText(card.card), /Applied, but not all of it.*1 of 2 changes are applied/s);
    await room.approved('ask again 3');
    await room.pass(5, 3);
    assert.deepEqual([ordered(), blocked()], [1, 1]);
  });

  it('is not told as done by what others did, though all is as it was asked', async () => {
    const card = await listed('cut');
    const [like] = machineActionsOf(room.world);
    assert(like);
    const now = room.world.now();
    const own = { id: 'by hand', createdAt: now, listedAt: now, waits: 0, takes: 1, ends: 'Succeeded' } as const;
    const on = { machineId: room.machine('LAP-HR-0001').id, scope: 'Full', comment: 'by hand' };
    machineActionsOf(room.world).unshift({ ...like, ...own, ...on, type: 'Isolate', source: 'Portal' });
    const evil = { indicatorValue: 'evil.example', indicatorType: 'DomainName', action: 'Block' } as const;
    const said = { title: 'By hand', description: 'Feed 7', severity: 'High', generateAlert: true } as const;
    const sam = { id: 'sam', name: 'sam@harbourline.example', kind: 'User' } as const;
    submitIndicator(room.world, { ...evil, ...said, recommendedActions: 'Call me' }, sam);
    await room.pass(HOUR, 8);
    assert.match(cardText(card.card), /Failed, not shown/);
    assert.doesNotMatch(cardText(card.card), /[12] of 2 changes are applied/);
  });
});
