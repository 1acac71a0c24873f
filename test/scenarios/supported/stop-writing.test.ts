import assert from 'node:assert/strict';
import { haltWriting } from '../../../src/requests/deciding/halt.ts';
import { PEOPLE_IDS } from '../../../src/sandbox/company/people.ts';
import { ROLES } from '../../../src/sandbox/company/roles.ts';
import { actionHabitsOf, machineActionsOf } from '../../../src/sandbox/mde/actions/machine-actions.ts';
import { entraObjectId } from '../../../src/shared/ids.ts';
import { actionOf, cardText, type TeamsMessage } from '../../support/company/fake-teams.ts';
import { knowSinceLong } from '../../support/people/alter-people.ts';
import { TagRoom } from './tag-room.ts';

const OPERATOR = ROLES['Security Operator'];

describe('what is written item by item', () => {
  let room: TagRoom;
  beforeEach(async () => {
    room = await TagRoom.open();
  });
  afterEach(async () => {
    await room.company.assertAuditHolds();
    await room.company.close();
  });

  const ordered = () => machineActionsOf(room.world).filter(({ source }) => source === 'PublicApi').length;

  /** Three isolations, of which Defender has taken the first and asks to wait with the second. */
  async function inTheMiddle(): Promise<TeamsMessage> {
    const card = await room.company.pending('isolate LAP-HR-0001, LAP-HR-0002, LAP-HR-0003');
    const path = `${room.machine('LAP-HR-0002').id}/isolate`;
    room.world.faults.push({ surface: 'mde', kind: 'status', status: 429, retryAfter: 600, path, times: 1 });
    await room.company.approve('bob', card);
    await room.company.settle();
    assert.equal(ordered(), 1);
    assert.equal((await room.request())?.state, 'applying');
    return card;
  }

  it('is stopped by a word: no further item is sent, and what was sent stays', async () => {
    const card = await inTheMiddle();
    await room.company.say('alice', 'stop 1 wrong devices');
    assert.match(room.company.message('Nothing more of it is sent').id, /./);
    await room.pass(5, 2);
    const request = await room.request();
    assert.deepEqual([request?.state, ordered()], ['applied', 1]);
    assert.match(cardText(card.card), /1 of 3 ordered\. 2 refused: .*not sent: Alice Ahlgren .*stopped it/s);
    assert.match(cardText(card.card), /Stopped by\s+Alice Ahlgren/);
    const steps = (await room.company.recorded()).map(({ event }) => event);
    assert(steps.includes('request.halt'));
    await room.pass(700);
    assert.equal(ordered(), 1);
  });

  it('is said to be one that can be stopped, to whoever would undo it or cancel it meanwhile', async () => {
    await inTheMiddle();
    for (const asked of ['revert 1', 'withdraw 1']) {
      await room.company.say('alice', asked);
      assert.match(room.last, /To send no more of it, select Stop on its card or write "stop 1"/);
      assert.doesNotMatch(room.last, /nobody can stop it/);
    }
    await room.company.say('alice', 'stop 1 wrong devices');
    await room.company.say('alice', 'revert 1');
    assert.doesNotMatch(room.last, /nobody can stop it|select Stop/);
    await room.pass(5, 2);
  });

  it('is cancelled where it is scans, once it was stopped', async () => {
    const path = `${room.machine('LAP-HR-0002').id}/runAntiVirusScan`;
    room.world.faults.push({ surface: 'mde', kind: 'status', status: 429, retryAfter: 60, path, times: 1 });
    actionHabitsOf(room.world).held = true;
    const card = await room.company.pending('scan LAP-HR-0001, LAP-HR-0002, LAP-HR-0003');
    await room.company.approve('bob', card);
    await room.company.settle();
    await room.company.say('alice', 'cancel scan 1');
    assert.match(room.last, /write "stop 1"\. After that, "cancel scan 1" cancels what was ordered by then/);
    await room.company.say('alice', 'stop 1 wrong devices');
    await room.pass(5, 2);
    await room.company.say('alice', 'cancel scan 1');
    await room.pass(120, 2);
    const own = machineActionsOf(room.world).filter(({ source }) => source === 'PublicApi');
    assert.deepEqual([own.length, own.every(({ cancelled }) => cancelled !== null)], [1, true]);
  });

  it('is stopped by the button of its card, once, and by nobody who may not ask', async () => {
    const card = await inTheMiddle();
    await room.company.say('rita', 'stop 1');
    assert.equal((await room.request())?.state, 'applying');
    const stop = actionOf(card.card, 'reject');
    assert(stop, 'the card offers to stop it');
    await Promise.all([room.company.invoke('bob', card, stop), room.company.invoke('grace', card, stop)]);
    await room.pass(5, 2);
    assert.deepEqual([(await room.request())?.state, ordered()], ['applied', 1]);
    const halts = (await room.company.recorded()).filter(({ event }) => event === 'request.halt');
    assert.equal(halts.length, 1);
  });

  it('is stopped by an approver who may ask for nothing, too', async () => {
    await room.company.close();
    room = await TagRoom.open({ environment: { REQUESTER_IDS: OPERATOR } });
    room.company.person('alice').roles.add(OPERATOR);
    await knowSinceLong(room.company);
    await inTheMiddle();
    await room.company.say('bob', 'stop 1 wrong devices', 'a:bob');
    await room.pass(5, 2);
    assert.deepEqual([(await room.request())?.state, ordered()], ['applied', 1]);
    const [halt] = (await room.company.recorded()).filter(({ event }) => event === 'request.halt');
    assert.equal(halt?.actor, PEOPLE_IDS.bob);
  });

  it('is stopped between two items of one slice', async () => {
    await inTheMiddle();
    const { supported } = room.company.services;
    const request = (await room.request()) ?? assert.fail('request 1');
    const actor = { oid: entraObjectId.parse(PEOPLE_IDS.bob), name: 'Bob' };
    const looked = { door: 'typed', digest: null, correlation: 'test' } as const;
    const send = supported.writeItems;
    const sendsThenStops: typeof send = async (...args) => {
      const outcome = await send(...args);
      await haltWriting(room.company.services, { requestId: request.id, actor, ...looked });
      return outcome;
    };
    Object.assign(supported, { writeItems: sendsThenStops });
    await room.pass(601);
    assert.equal(ordered(), 2);
    await room.pass(5, 2);
    assert.deepEqual([(await room.request())?.state, ordered()], ['applied', 2]);
  });

  for (const [what, environment] of [
    ['asks for two approvals', { APPROVALS_REQUIRED: '2' }],
    ['lets fewer devices into one request', { ACTION_CEILING: '1' }],
    ['asks for older accounts', { APPROVER_MIN_AGE: '48h' }],
  ] as const)
    it(`goes on to its end where the policy of a later start ${what}: it was approved under the one before`, async () => {
      await inTheMiddle();
      for (const app of room.company.apps.splice(0)) await app.close();
      const app = await room.company.another({ environment });
      room.company.services = { ...room.company.services, store: app.stored.store };
      await room.pass(601, 2);
      assert.deepEqual([(await room.request())?.state, ordered()], ['applied', 3]);
      assert.notEqual(await app.stored.store.latestEntry('policy.changed'), null);
    });

  /** Changes of this kind are switched off, as after a start with another CHANGE_KINDS. */
  function switchOff(kind: string): void {
    const { supported } = room.company.services;
    Object.assign(supported, { kinds: supported.kinds.filter((one) => one !== kind) });
  }

  it('is stopped at once where its kind is switched off after the approval: both are told, and the object is free', async () => {
    await room.company.say('bob', 'status', 'a:bob');
    const card = await room.company.pending('isolate LAP-HR-0001');
    await room.company.approve('bob', card);
    switchOff('response-actions');
    await room.company.settle();
    const request = await room.request();
    assert.deepEqual([request?.state, request?.closing?.code, ordered()], ['stale', 'kind-off', 0]);
    assert.match(cardText(card.card), /Stopped, switched off.*Response actions.* switched off.*CHANGE_KINDS/s);
    const told = room.company.teams.messages.filter((one) => /was stopped/.test(cardText(one.card)));
    assert.deepEqual([told.length, told.filter(({ conversation }) => conversation === 'a:bob').length], [2, 1]);
    const { store, tenantId } = room.company.services;
    const id = room.machine('LAP-HR-0001').id;
    assert.equal(await store.lockedBy(tenantId, `isolation:${id}`), null);
  });

  it('sends nothing more where its kind is switched off in the middle, and what was sent stands', async () => {
    const card = await inTheMiddle();
    switchOff('response-actions');
    await room.pass(601, 2);
    assert.deepEqual([(await room.request())?.state, ordered()], ['applied', 1]);
    assert.match(cardText(card.card), /1 of 3 ordered\. 2 refused: .*not sent: .*switched off/s);
  });
});
