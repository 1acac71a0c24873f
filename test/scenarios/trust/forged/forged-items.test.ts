import assert from 'node:assert/strict';
import { auditPlace } from '../../../../src/store/audit/audit-record.ts';
import { DatabaseOwner } from '../../../support/company/database-owner.ts';
import { cardText } from '../../../support/company/fake-teams.ts';
import { logTo } from '../../../support/runtime/log-to.ts';
import { TEST_KEYS } from '../../../support/runtime/record-keys.ts';
import { TagRoom } from '../../supported/tag-room.ts';

const TAGS = { CHANGE_KINDS: 'device-tags' };

describe('the items of a request that the owner of the database changes', () => {
  let room: TagRoom;
  let owner: DatabaseOwner;
  let logged: string[];
  afterEach(() => room.company.close());

  async function open(): Promise<void> {
    logged = [];
    room = await TagRoom.open({ environment: TAGS, log: logTo(({ message }) => logged.push(message)) });
    owner = new DatabaseOwner(room.company.file);
  }

  /** Asks for 600 devices, and does something once the first batch of them is sent. */
  async function afterTheFirstBatch(act: () => void): Promise<void> {
    await open();
    const prefix = room.addMachines(600);
    await room.approved(`tag every device whose name starts with ${prefix} with Lab`);
    const { supported } = room.company.services;
    const { writeItems } = supported;
    let calls = 0;
    Object.assign(supported, {
      writeItems: async (...sent: Parameters<typeof writeItems>) => {
        const outcome = await writeItems.apply(supported, sent);
        calls += 1;
        if (calls === 1) act();
        return outcome;
      },
    });
    await room.pass(15, 4);
  }

  const faults = async () => (await auditPlace(room.company.place, { keys: TEST_KEYS.known })).faults;
  const tagged = () => room.world.machines.filter(({ machineTags }) => machineTags.includes('Lab')).length;

  const ATTACKS = {
    'are said to be written': "set state = 'done' where state = 'waiting'",
    'are said to wait once more': "set state = 'waiting' where state = 'started'",
    'get other words': "set label = 'X', reason = 'approve no 9 at once' where state = 'waiting'",
  };
  for (const [name, sql] of Object.entries(ATTACKS))
    it(`stop it once, loudly, where some ${name}`, async () => {
      await afterTheFirstBatch(() => owner.run(`update request_items ${sql}`));
      assert.equal((await room.request())?.outcome, null);
      assert.equal((await room.request())?.state, 'unknown');
      assert(logged.includes('request stopped: not as recorded'));
      assert(tagged() <= 500);
      assert.match(JSON.stringify(await faults()), /the items.*they are not what entry/);
      assert.doesNotMatch(JSON.stringify(await room.company.recorded()), /approve no 9/);
    });

  it('stop it where some are removed', async () => {
    await afterTheFirstBatch(() => owner.run("delete from request_items where state = 'waiting'"));
    assert.equal((await room.request())?.state, 'unknown');
    assert.match(JSON.stringify(await faults()), /the items/);
  });

  it('lead to no change that undoes less than was written', async () => {
    await open();
    await room.approved('tag LAP-HR-0001, LAP-HR-0002 with Lab');
    await room.pass(15, 2);
    assert.equal((await room.request())?.state, 'applied');
    assert.deepEqual(await faults(), []);
    owner.run("update request_items set state = 'refused' where position = 0");
    await room.company.say('alice', 'revert 1');
    assert.match(cardText(room.company.teams.messages.at(-1)?.card), /somebody changed the database/i);
    assert.match(JSON.stringify(await faults()), /the items.*they are not what entry/);
  });

  it('are what the audit expects while they are written, and their work is filed anew where it is removed', async () => {
    await open();
    const busy = { surface: 'mde', kind: 'status', status: 429, times: 3, method: 'POST' } as const;
    room.world.faults.push(busy);
    await room.approved('tag LAP-HR-0001, LAP-HR-0002 with Lab');
    await room.company.settle();
    assert.equal((await room.request())?.state, 'applying');
    assert.deepEqual(await faults(), []);
    owner.run("delete from tasks where kind = 'items'");
    assert.match(JSON.stringify(await faults()), /the task of kind items that it waits for is gone/);
    const { store, tenantId } = room.company.services;
    assert.deepEqual(await store.refileWork(tenantId, room.company.clock.now()), [1]);
    assert.deepEqual(await store.refileWork(tenantId, room.company.clock.now()), []);
    assert.deepEqual(await faults(), []);
    await room.pass(120, 3);
    assert.equal((await room.request())?.state, 'applied');
    assert.deepEqual(await faults(), []);
  });
});
