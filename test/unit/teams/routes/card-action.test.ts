import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type { Request } from '../../../../src/requests/record/request.ts';
import { actionOf, cardText } from '../../../support/company/fake-teams.ts';
import { carriedBy } from '../../../support/company/press-of.ts';
import { aConversation } from '../../../support/samples/ids.ts';
import { ALICE, BOB, type Person, RITA, TENANT, TeamsRoom } from '../teams-room.ts';

const CARD = 'application/vnd.microsoft.card.adaptive';
const TEXT = 'application/vnd.microsoft.activity.message';

describe('an action on a card', () => {
  let room: TeamsRoom;
  let request: Request;
  beforeEach(async () => {
    room = await TeamsRoom.open();
    request = await room.pending();
  });
  afterEach(() => room.close());

  const data = () => carriedBy(request);

  async function card(answer: Promise<{ status: number; body: unknown }>): Promise<string> {
    const { status, body } = await answer;
    const { statusCode, type, value } = body as Record<string, unknown>;
    assert.deepEqual([status, statusCode, type], [200, 200, CARD]);
    assert.equal((value as { refresh?: unknown }).refresh, undefined);
    return cardText(value);
  }

  const malformed: Record<string, unknown> = {
    nothing: null,
    'a text': 'approve',
    'a list': [],
    'an empty object': {},
    'an action that is null': { action: null },
    'an action of another type': { action: { type: 'Action.Submit', verb: 'approve', data: {} } },
    'no data': { action: { type: 'Action.Execute', verb: 'approve' } },
    'data that is a text': { action: { type: 'Action.Execute', verb: 'approve', data: 'x' } },
    'a verb that is a list': { action: { type: 'Action.Execute', verb: ['approve'], data: {} } },
    'an unknown verb': { action: { type: 'Action.Execute', verb: 'apply', data: { requestId: randomUUID(), rev: 1 } } },
    'a verb of the prototype': {
      action: { type: 'Action.Execute', verb: 'constructor', data: { requestId: randomUUID(), rev: 1 } },
    },
    'an id that is none': { action: { type: 'Action.Execute', verb: 'approve', data: { requestId: 'x', rev: 1 } } },
    'a rev that is a text': {
      action: { type: 'Action.Execute', verb: 'approve', data: { requestId: randomUUID(), rev: '1' } },
    },
    'a rev below one': {
      action: { type: 'Action.Execute', verb: 'approve', data: { requestId: randomUUID(), rev: 0 } },
    },
    'no rev': { action: { type: 'Action.Execute', verb: 'approve', data: { requestId: randomUUID() } } },
    'a digest that is none': {
      action: { type: 'Action.Execute', verb: 'approve', data: { requestId: randomUUID(), rev: 1, digest: 'F00D' } },
    },
    'data besides ours': {
      action: { type: 'Action.Execute', verb: 'approve', data: { requestId: randomUUID(), rev: 1, change: {} } },
    },
    'a reason that is a list': {
      action: { type: 'Action.Execute', verb: 'reject', data: { requestId: randomUUID(), rev: 1, reason: ['x'] } },
    },
  };
  for (const [name, pressed] of Object.entries(malformed)) {
    it(`with ${name} is answered politely`, async () => {
      const value = typeof pressed === 'object' && pressed !== null ? { trigger: 'manual', ...pressed } : pressed;
      const { status, body } = await room.invoke(BOB, value);
      assert.equal(status, 200);
      assert.deepEqual([body.statusCode, body.type], [200, TEXT]);
      assert.match(body.value, /Airlock does not know this button/);
    });
  }

  it('without a trigger is a person’s own', async () => {
    await card(room.invoke(BOB, { action: { type: 'Action.Execute', verb: 'approve', data: data() } }));
    assert.equal((await room.state(request)).state, 'approved');
  });

  it('on a request that is not there says so', async () => {
    const { body } = await room.press(BOB, 'approve', { requestId: randomUUID(), rev: 1 });
    assert.equal(body.type, CARD);
    assert.match(cardText(body.value), /There is no such request here\./);
    assert.deepEqual(actionOf(body.value, 'say')?.data, { say: 'requests' }, 'with a way on');
  });

  it('shows each person their own card', async () => {
    const verbs = async (who: Person) => {
      const { body } = await room.press(who, 'view', data(), 'automatic');
      return ['approve', 'reject', 'withdraw'].filter((verb) => actionOf(body.value, verb));
    };
    assert.deepEqual(await verbs(ALICE), ['withdraw']);
    assert.deepEqual(await verbs(BOB), ['approve', 'reject']);
    assert.deepEqual(await verbs(RITA), []);
  });

  it('approves, and answers with the card as it is then', async () => {
    const text = await card(room.press(BOB, 'approve', data()));
    assert.match(text, /Bob/);
    assert.equal((await room.state(request)).state, 'approved');
    assert.equal((await room.task(['apply']))?.requestId, request.id);
  });

  it('rejects with a reason, and without one says that it is needed', async () => {
    assert.match(await card(room.press(BOB, 'reject', data())), /needs a reason/);
    assert.equal((await room.state(request)).state, 'pending');
    await card(room.press(BOB, 'reject', { ...data(), reason: 'Not now' }));
    assert.equal((await room.state(request)).closing?.note, 'Not now');
  });

  it('submits a draft and discards one', async () => {
    const change = { kind: 'advanced-feature', feature: 'auto-resolve-alerts', to: 'on' } as const;
    const base = { objects: { feature: 'auto-resolve-alerts', state: 'off' }, preview: null, shown: null };
    const one = await room.draft({ change, base });
    await card(room.press(ALICE, 'submit', { ...carriedBy(one), reason: 'Less noise' }));
    assert.deepEqual([(await room.state(one)).state, (await room.state(one)).reason], ['pending', 'Less noise']);
    const other = await room.draft({ change, base });
    await card(room.press(ALICE, 'discard', { ...carriedBy(other), reason: 'typed and not sent' }));
    assert.equal((await room.state(other)).state, 'discarded');
  });

  it('withdraws', async () => {
    await card(room.press(ALICE, 'withdraw', data()));
    assert.equal((await room.state(request)).state, 'withdrawn');
  });

  const OTHER = { digest: 'f'.repeat(64) };
  const refusals: readonly (readonly [string, Person, string, object, RegExp])[] = [
    ['an approval of one’s own', ALICE, 'approve', {}, /You asked for this change/],
    ['a rejection of one’s own', ALICE, 'reject', {}, /You asked for this change/],
    ['an approval without the role', RITA, 'approve', {}, /do not hold a role/],
    ['a withdrawal by somebody else', BOB, 'withdraw', {}, /Only Alice/],
    ['an approval of a card that showed something else', BOB, 'approve', OTHER, /showed something else/],
    ['an approval of a card of an earlier version', BOB, 'approve', { digest: null }, /drawn by an earlier version/],
    ['a rejection of a card that showed something else', BOB, 'reject', OTHER, /showed something else/],
    ['a withdrawal of a card of an earlier version', ALICE, 'withdraw', { digest: null }, /an earlier version/],
    ['a submission of what is submitted', BOB, 'submit', {}, /Only Alice/],
    ['a discarding of what is submitted', ALICE, 'discard', {}, /is waiting for a decision/],
  ];
  for (const [name, who, verb, other, why] of refusals) {
    it(`refuses ${name} with the current card and the reason`, async () => {
      const text = await card(room.press(who, verb, { ...data(), ...other, reason: 'x' }));
      assert.match(text, why);
      assert.equal((await room.state(request)).state, 'pending');
    });
  }

  it('decides nothing while the directory is silent, and keeps the buttons, and what was typed, below its words', async () => {
    room.directoryDown = true;
    for (const [verb, typed] of [
      ['approve', { approvalReason: 'As agreed' }],
      ['reject', { reason: 'As agreed' }],
    ] as const) {
      const { body } = await room.press(BOB, verb, { ...data(), ...typed });
      assert.deepEqual([body.type, actionOf(body.value, verb)?.data], [CARD, data()]);
      const text = JSON.stringify(body.value.body.at(-1));
      assert.match(text, /directory gave no answer/, 'right above the buttons');
      assert.doesNotMatch(text, /do not hold|not allowed/);
      assert.match(JSON.stringify(body.value), /"value":"As agreed"/);
    }
    assert.equal((await room.state(request)).state, 'pending');
  });

  it('shows nothing else while the directory is silent: no other state than that of the card that was pressed', async () => {
    room.directoryDown = true;
    for (const other of [{ rev: 7 }, { digest: 'b'.repeat(64) }, { digest: null }]) {
      const { body } = await room.press(BOB, 'approve', { ...data(), ...other });
      assert.deepEqual([body.type, /directory gave no answer/.test(body.value)], [TEXT, true]);
    }
    const { body } = await room.press(BOB, 'view', { ...data(), rev: 7 }, 'automatic');
    assert.doesNotMatch(cardText(body.value), /Alice|#1/);
    assert.deepEqual(actionOf(body.value, 'view')?.data, { ...data(), rev: 7 }, 'and can be tried again');
  });

  it('leaves the card that a client asks anew while the directory is silent, with a note and without decisions', async () => {
    room.directoryDown = true;
    for (const who of [ALICE, BOB, RITA]) {
      const { body } = await room.press(who, 'view', data(), 'automatic');
      const text = cardText(body.value);
      assert.match(text, /#1\b.*Automated investigation.*Alice.*directory gave no answer/s);
      assert.deepEqual(actionOf(body.value, 'view')?.data, data());
      for (const verb of ['approve', 'reject']) assert.equal(actionOf(body.value, verb), null);
      assert.equal('refresh' in body.value, false, 'and it does not ask on and on');
    }
  });

  for (const trigger of ['automatic', 'AUTOMATIC', '', null, 1, {}, ['manual']]) {
    it(`changes nothing when its trigger is ${JSON.stringify(trigger)}`, async () => {
      for (const verb of ['approve', 'reject', 'submit', 'discard', 'withdraw']) {
        for (const who of [ALICE, BOB]) await card(room.press(who, verb, { ...data(), reason: 'x' }, trigger));
      }
      assert.deepEqual(await room.state(request), request);
    });
  }

  it('decides once, however often and under whatever id it is delivered', async () => {
    for (let time = 0; time < 3; time += 1) await card(room.press(BOB, 'approve', data()));
    const after = await room.state(request);
    assert.deepEqual([after.state, after.rev, after.approvals.length], ['approved', request.rev + 1, 1]);
  });

  describe('on a message that the store does not know', () => {
    const CHANNEL = aConversation('19:soc@thread.tacv2');
    const LEASE = 1_000;
    const copies = async () =>
      (await room.services.store.copies(TENANT, request.id)).map((post) => [post.conversation, post.activityId]);
    const VIEW = () => ({ action: { type: 'Action.Execute', verb: 'view', data: data() }, trigger: 'automatic' });
    /** What was sent to a channel begins a thread there. */
    const look = (who: Person, replyToId: string, thread = replyToId) =>
      room.invoke(who, VIEW(), { replyToId }, `${CHANNEL};messageid=${thread}`);

    /** A card of the request is sent to the channel; the sender dies, and it is sent again as `second`. */
    beforeEach(async () => {
      const { store } = room.services;
      const content = { kind: 'request', requestId: request.id, audience: 'shared', viewer: null } as const;
      const post = { key: 'k', tenantId: TENANT, conversation: CHANNEL, content, dueAt: room.clock.now() };
      await store.send({ messages: [post], tasks: [] });
      await store.takeMessages('test', room.clock.now(), LEASE, 1);
      room.clock.pass(LEASE);
      const [again] = await store.takeMessages('test', room.clock.now(), LEASE, 1);
      assert(again);
      await store.messageShown(again, { activityId: 'second', rev: request.rev, at: room.clock.now() });
    });

    for (const [who, person] of [
      ['an approver', BOB],
      ['the requester', ALICE],
    ] as const) {
      it(`takes it for the copy that was lost when ${who} presses, once`, async () => {
        for (const id of ['first', 'first', 'another']) await look(person, id);
        assert.deepEqual(await copies(), [
          [CHANNEL, 'second'],
          [CHANNEL, 'first'],
        ]);
      });
    }

    it('takes nothing in from anybody else', async () => {
      await look(RITA, 'first');
      assert.deepEqual(await copies(), [[CHANNEL, 'second']]);
    });

    it('takes nothing in that is known, or pressed in another room or thread', async () => {
      await look(BOB, 'second');
      await room.invoke(BOB, VIEW(), { replyToId: 'first' }, BOB.home);
      await look(BOB, 'first', 'another');
      assert.deepEqual(await copies(), [[CHANNEL, 'second']]);
    });
  });
});

describe('every invoke is answered', () => {
  let room: TeamsRoom;
  before(async () => {
    const datasets = new Map([
      [
        'colours',
        async () => Array.from({ length: 20 }, (_, index) => ({ title: `Colour ${index}`, value: `${index}` })),
      ],
    ]);
    room = await TeamsRoom.open({ datasets });
  });
  after(() => room.close());

  const names = [
    'task/fetch',
    'task/submit',
    'composeExtension/queryLink',
    'signin/verifyState',
    'config/fetch',
    'x',
    '',
    undefined,
    7,
  ];
  for (const name of names) {
    it(`"${String(name)}" with a sentence`, async () => {
      const { status, body } = await room.invoke(BOB, { settingName: 'x' }, { name });
      assert.deepEqual([status, body.statusCode, body.type], [200, 200, TEXT]);
      assert(body.value.length > 0);
    });
  }

  it('a search with the choices of its dataset, 15 at the most', async () => {
    const { body } = await room.invoke(BOB, { queryText: '', dataset: 'colours' }, { name: 'application/search' });
    assert.equal(body.value.results.length, 15);
  });

  for (const value of [null, {}, { dataset: 'nothing' }, { dataset: 7 }, { dataset: '__proto__', queryText: {} }]) {
    it(`a search for ${JSON.stringify(value)} with no choices`, async () => {
      const { status, body } = await room.invoke(BOB, value, { name: 'application/search' });
      assert.equal(status, 200);
      assert.deepEqual(body, {
        statusCode: 200,
        type: 'application/vnd.microsoft.search.searchResponse',
        value: { results: [] },
      });
    });
  }
});
