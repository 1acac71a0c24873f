import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { kindOf } from '../../../../src/changes/registry/kind-of.ts';
import type { Request } from '../../../../src/requests/record/request.ts';
import { actionOf, cardText } from '../../../support/company/fake-teams.ts';
import { carriedBy } from '../../../support/company/press-of.ts';
import { buildForm } from '../../../support/samples/build-form.ts';
import type { RequestFields } from '../../../support/samples/build-request.ts';
import { entryOf } from '../../../support/samples/build-request.ts';
import { GROUP_CHANGES, groupRequest, SMALL_TENANT } from '../../../support/samples/group-requests.ts';
import { ALICE, actorFor, BOB, type Person, RITA, SOC, TeamsRoom } from '../teams-room.ts';
import { withoutAnswer } from '../without-answer.ts';

describe('a message about device groups', () => {
  let room: TeamsRoom;
  beforeEach(async () => {
    room = await TeamsRoom.open();
  });
  afterEach(() => room.close());

  const asked = { actor: actorFor(ALICE), conversation: SOC };
  const lines: readonly (readonly [string, 'draft' | 'open-form', object])[] = [
    [
      'rank device group Lab first',
      'draft',
      { input: { kind: 'device-group.rank', group: { name: 'Lab' }, place: { at: 'rank', rank: '1' } } },
    ],
    ['delete device group “Lab”', 'draft', { input: { kind: 'device-group.delete', group: { name: 'Lab' } } }],
    ['create device group', 'open-form', { opens: { kind: 'device-group.create' } }],
    ['edit device group Lab', 'open-form', { opens: { kind: 'device-group.update', name: 'Lab' } }],
    ['ungrouped devices', 'open-form', { opens: { kind: 'ungrouped-devices' } }],
  ];
  for (const [text, kind, payload] of lines) {
    it(`"${text}" becomes a task and is answered at once, once for each message`, async () => {
      const activity = room.activity(ALICE, { type: 'message', text, id: '42' });
      for (let time = 0; time < 3; time += 1) assert.equal((await room.post(activity)).status, 200);
      const task = await room.task([kind]);
      assert.deepEqual([task?.key, withoutAnswer(task)], [`${SOC}:42:${kind}`, { ...payload, ...asked }]);
      assert.equal(await room.task([kind]), null);
      assert.match((await room.answer()).text, /Reading Defender/);
    });
  }

  it('that does not hold together does nothing, and is answered with how it is written', async () => {
    await room.say(ALICE, 'create device group Lab level full tag equals a and tag equals b');
    const { view, text } = await room.answer();
    assert.equal(view, 'notice');
    assert.match(text, /joins rows of one property by \\"or\\"/);
    assert.match(text, /create device group \\"Finance laptops\\" level full/);
    assert.equal(await room.task(['draft', 'open-form']), null);
  });

  it('that says not to does nothing', async () => {
    await room.say(ALICE, 'do not delete device group Lab');
    assert.match((await room.answer()).text, /Nothing was done/);
    assert.equal(await room.task(['draft', 'open-form']), null);
  });
});

describe('a request about device groups', () => {
  let room: TeamsRoom;
  let request: Request;
  beforeEach(async () => {
    room = await TeamsRoom.open();
    request = await file(GROUP_CHANGES.delete);
  });
  afterEach(() => room.close());

  async function file(change: Parameters<typeof groupRequest>[0], overrides: RequestFields = {}): Promise<Request> {
    const made = groupRequest(change, {
      id: randomUUID(),
      number: 0,
      requester: { oid: ALICE.oid, name: 'Alice' },
      ...overrides,
    });
    const affected = kindOf(change).affected(change, SMALL_TENANT);
    return room.services.store.commit({
      request: made,
      expectedRev: null,
      audit: [entryOf(made)],
      messages: [],
      tasks: [],
      affected,
    });
  }

  const data = (more: object = {}) => ({ ...carriedBy(request), ...more });
  const press = async (who: Person, verb: string, carried: object = data()) =>
    (await room.press(who, verb, carried)).body.value;

  it('shows its devices page by page to anybody who sees its card, and changes nothing', async () => {
    const carried = (page: number) => ({ requestId: request.id, rev: request.rev, page, of: 'moves' });
    const first = await press(RITA, 'devices');
    assert.match(cardText(first), /24 devices/);
    assert.match(cardText(first), /Page 1 of 3/);
    assert.match(cardText(first), /LAP-FIN-1000/);
    assert.deepEqual(actionOf(first, 'devices')?.data, carried(2));
    const last = await press(RITA, 'devices', data({ page: 99 }));
    assert.match(cardText(last), /Page 3 of 3/);
    assert.match(cardText(last), /LAP-FIN-1023/);
    assert.deepEqual(actionOf(last, 'devices')?.data, carried(2), 'there is no next one');
    assert.match(
      cardText(await press(RITA, 'view', actionOf(last, 'view')?.data ?? {})),
      /Delete device group Finance/,
    );
    assert.deepEqual(await room.state(request), request);
  });

  it('refuses pages that are none', async () => {
    for (const page of [0, -1, 1.5, '2', null, 1e9, [1]])
      assert.match(await press(RITA, 'devices', data({ page })), /Airlock does not know this button/);
  });

  it('lists its devices by text, also a page of them, for its requester while it is a draft', async () => {
    await room.say(ALICE, 'devices 1');
    assert.deepEqual((await room.answer()).view, 'devices');
    await room.say(ALICE, 'devices 1 page 3');
    const { text } = await room.answer();
    assert.match(text, /"page":3,"pages":3,"total":24/);
    assert.match(text, /LAP-FIN-1023/);
    await room.say(BOB, 'devices 1');
    assert.match((await room.answer()).text, /There is no request #1/);
  });

  it('opens its form again for its requester only', async () => {
    const form = buildForm({
      id: request.formId ?? '',
      state: 'drafted',
      requestId: request.id,
      requester: request.requester,
    });
    await room.services.store.send({ messages: [], tasks: [], form: { form, expectedRev: null } });
    const refused = await press(BOB, 'edit');
    assert.match(cardText(refused), /Only Alice can edit this draft/);
    const shown = await press(ALICE, 'edit');
    assert(actionOf(shown, 'form-check'), 'the form is open');
    assert.equal((await room.services.store.form(request.tenantId, form.id))?.state, 'open');
  });

  describe('that was applied', () => {
    beforeEach(async () => {
      const outcome = { at: room.clock.now(), code: 'written', note: '' } as const;
      const approvals = [{ by: { oid: BOB.oid, name: 'Bob' }, at: room.clock.now() }];
      request = await file(GROUP_CHANGES.update, {
        state: 'applied',
        submittedAt: room.clock.now(),
        outcome,
        approvals,
      });
    });

    it('is reverted by an action of anybody who may ask for changes: a task, and a sentence that the draft stands below', async () => {
      const shown = await press(BOB, 'revert');
      assert.match(cardText(shown), /The draft of the undoing stands below/);
      const task = await room.task(['revert']);
      const actor = actorFor(BOB);
      assert.deepEqual(withoutAnswer(task), { number: request.number, actor, conversation: SOC });
      assert.deepEqual(await room.state(request), request);
    });

    it('is not reverted by somebody who may not ask for changes, nor by the client itself', async () => {
      assert.match(cardText(await press(RITA, 'revert')), /do not hold a role/);
      await room.press(ALICE, 'revert', data(), 'automatic');
      assert.equal(await room.task(['revert']), null);
    });

    it('is reverted by text, once for each message', async () => {
      const activity = room.activity(BOB, { type: 'message', text: `revert ${request.number}`, id: '7' });
      for (let time = 0; time < 3; time += 1) await room.post(activity);
      assert.equal((await room.task(['revert']))?.key, `${SOC}:7:revert`);
      assert.equal(await room.task(['revert']), null);
      assert.match((await room.answer()).text, /Reading Defender/);
      await room.say(BOB, 'revert 99');
      assert.match((await room.answer()).text, /There is no request #99/);
    });
  });
});

describe('a search for Entra groups', () => {
  let room: TeamsRoom;
  before(async () => {
    room = await TeamsRoom.open();
    room.entraGroups = [
      { id: '6e000000-0000-4000-8000-000000000003', name: 'SOC tier 2' },
      { id: '6e000000-0000-4000-8000-000000000004', name: 'Soc, [night] shift' },
      { id: '6e000000-0000-4000-8000-000000000005', name: 'SOC twins' },
      { id: '6e000000-0000-4000-8000-000000000006', name: 'soc twins' },
      ...Array.from({ length: 30 }, (_, n) => ({ id: `6e000000-0000-4000-8000-0000000001${n}`, name: `Staff ${n}` })),
    ];
  });
  after(() => room.close());

  async function search(who: Person, queryText: unknown) {
    const value = { dataset: 'entra-groups', queryText };
    return (await room.invoke(who, value, { name: 'application/search' })).body.value.results;
  }

  it('finds them by name for whoever may ask for changes, with the id where a name says too little', async () => {
    assert.deepEqual(await search(ALICE, 'soc'), [
      { title: 'SOC tier 2', value: 'SOC tier 2' },
      {
        title: 'Soc, night shift (6e000000-0000-4000-8000-000000000004)',
        value: '6e000000-0000-4000-8000-000000000004',
      },
      { title: 'SOC twins (6e000000-0000-4000-8000-000000000005)', value: '6e000000-0000-4000-8000-000000000005' },
      { title: 'soc twins (6e000000-0000-4000-8000-000000000006)', value: '6e000000-0000-4000-8000-000000000006' },
    ]);
    assert.equal((await search(ALICE, 'staff')).length, 15);
    assert.equal((await search(ALICE, '')).length, 15);
  });

  it('finds none for anybody else, nor while the directory does not answer', async () => {
    assert.deepEqual(await search(RITA, 'soc'), []);
    room.directoryDown = true;
    assert.deepEqual(await search(ALICE, 'soc'), []);
  });
});
