import assert from 'node:assert/strict';
import type { Request } from '../../../../src/requests/record/request.ts';
import { carriedBy } from '../../../support/company/press-of.ts';
import { ALICE, BOB, type Person, RITA, TeamsRoom } from '../teams-room.ts';

describe('an action on a card reads its request once', () => {
  let room: TeamsRoom;
  let reads: number;
  beforeEach(async () => {
    room = await TeamsRoom.open();
    reads = 0;
  });
  afterEach(() => room.close());

  /** Counts from here on; what the test itself reads before does not count. */
  function countReads(): void {
    const { store } = room.services;
    const { request, requestByNumber } = store;
    store.request = (tenantId, id) => {
      reads += 1;
      return request.call(store, tenantId, id);
    };
    store.requestByNumber = (tenantId, number) => {
      reads += 1;
      return requestByNumber.call(store, tenantId, number);
    };
  }

  async function readsOf(who: Person, verb: string, request: Request, trigger = 'manual'): Promise<number> {
    countReads();
    const data = { ...carriedBy(request), reason: 'A pilot' };
    const { body } = await room.press(who, verb, data, trigger, { replyToId: '17' });
    assert.equal(body.type, 'application/vnd.microsoft.card.adaptive');
    return reads;
  }

  const decisions: readonly (readonly [string, Person, Request['state']])[] = [
    ['approve', BOB, 'approved'],
    ['reject', BOB, 'rejected'],
    ['withdraw', ALICE, 'withdrawn'],
  ];
  for (const [verb, who, after] of decisions) {
    it(verb, async () => {
      const request = await room.pending();
      assert.equal(await readsOf(who, verb, request), 1);
      assert.equal((await room.state(request)).state, after);
    });
  }

  it('submit', async () => {
    const draft = await room.draft();
    assert.equal(await readsOf(ALICE, 'submit', draft), 1);
    assert.equal((await room.state(draft)).state, 'pending');
  });

  it('discard', async () => {
    const draft = await room.draft();
    assert.equal(await readsOf(ALICE, 'discard', draft), 1);
    assert.equal((await room.state(draft)).state, 'discarded');
  });

  const typed: readonly (readonly [Person, (request: Request) => string, Request['state']])[] = [
    [BOB, ({ digest }) => `approve 1 ${digest?.slice(0, 8)}`, 'approved'],
    [BOB, () => 'approve 1', 'pending'],
    [BOB, () => 'reject 1 not now', 'rejected'],
    [BOB, () => 'take back 1', 'pending'],
    [ALICE, () => 'withdraw 1', 'withdrawn'],
  ];
  for (const [who, text, after] of typed) {
    it(`a typed ${text({ digest: 'abcdefgh' } as Request)}`, async () => {
      const request = await room.pending();
      countReads();
      await room.say(who, text(request), who.home);
      assert.equal(reads, 1);
      assert.equal((await room.state(request)).state, after);
    });
  }

  it('an automatic refresh, whatever its verb', async () => {
    const request = await room.pending();
    assert.equal(await readsOf(BOB, 'approve', request, 'automatic'), 1);
    assert.deepEqual(await room.state(request), request);
  });

  const looks: readonly (readonly [string, Person, string])[] = [
    ['an automatic refresh by an approver', BOB, 'view'],
    ['an automatic refresh by a reader', RITA, 'view'],
    ['a page of devices', RITA, 'devices'],
  ];
  for (const [title, who, verb] of looks) {
    it(`${title} asks the directory once about each person`, async () => {
      const { id, rev } = await room.pending();
      room.asked = 0;
      await room.press(who, verb, { requestId: id, rev }, verb === 'view' ? 'automatic' : 'manual');
      assert(room.asked <= 2, `the viewer and the requester, not ${room.asked} times`);
    });
  }

  it('a message asks the directory once about whoever wrote it', async () => {
    await room.pending();
    for (const text of ['requests', 'show 1', 'turn AIR on', 'create device group', 'status', 'help']) {
      room.asked = 0;
      await room.say(ALICE, text);
      assert.equal(room.asked, 1, text);
    }
  });
});
