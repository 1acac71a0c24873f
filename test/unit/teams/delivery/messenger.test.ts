import assert from 'node:assert/strict';
import type { Conversation, OutboxContent, OutboxMessage } from '../../../../src/requests/ports/outbox.ts';
import { actionOf } from '../../../support/company/fake-teams.ts';
import { aConversation, anOid, aRequestId } from '../../../support/samples/ids.ts';
import { ALICE, BOB, RITA, SOC, TENANT, TeamsRoom } from '../teams-room.ts';
import { type Reply, startScriptedConnector } from './scripted-connector.ts';

type RequestContent = Extract<OutboxContent, { kind: 'request' }>;

const HELP: OutboxContent = { kind: 'answer', view: 'help', data: { mention: true } };

describe('the messenger', () => {
  let room: TeamsRoom;
  let connector: Awaited<ReturnType<typeof startScriptedConnector>>;
  beforeEach(async () => {
    room = await TeamsRoom.open();
    connector = await startScriptedConnector();
    await room.services.store.rememberConversation(place({}));
  });
  afterEach(async () => {
    connector.close();
    await room.close();
  });

  function place(changes: Partial<Conversation>): Conversation {
    return {
      key: aConversation(SOC),
      tenantId: TENANT,
      serviceUrl: connector.url,
      kind: 'channel',
      botId: '28:airlock',
      seenAt: 0,
      ...changes,
    };
  }

  function post(content: OutboxContent, changes: Partial<OutboxMessage> = {}): OutboxMessage {
    const fixed = {
      id: 1,
      key: 'k',
      tenantId: TENANT,
      wasShown: false,
      wantedRev: 0,
      attempts: 0,
      lease: 'l',
      dueAt: 0,
    };
    return { ...fixed, conversation: aConversation(SOC), content, activityId: null, ...changes };
  }

  const deliver = (content: OutboxContent, changes?: Partial<OutboxMessage>) =>
    room.teams.messenger.deliver(post(content, changes));

  async function know(...people: (typeof ALICE)[]): Promise<void> {
    for (const { oid, mri, name, home } of people) {
      await room.services.store.rememberContact({
        tenantId: TENANT,
        oid: anOid(oid),
        mri,
        name,
        personal: aConversation(home),
        seenAt: 0,
      });
    }
  }

  it('sends the card alone, into the thread, with words for the notification', async () => {
    assert.deepEqual(await deliver(HELP), { activityId: 'm1', rev: 0 });
    const [call] = connector.calls;
    assert.deepEqual([call?.method, call?.path], ['POST', `/v3/conversations/${SOC}/activities`]);
    const { type, text, summary, attachments, from } = call?.body ?? {};
    assert.deepEqual([type, text, summary], ['message', undefined, 'What Airlock does']);
    assert.deepEqual(from, { id: '28:airlock', name: 'Airlock' });
    const [one, ...more] = attachments as { contentType: string; content: { type: string } }[];
    assert.deepEqual(
      [one?.contentType, one?.content.type, more],
      ['application/vnd.microsoft.card.adaptive', 'AdaptiveCard', []],
    );
    assert.equal(call?.headers.authorization, undefined);
  });

  it('updates a message that Teams already shows', async () => {
    const request = await room.pending();
    const content = { kind: 'request', requestId: request.id, audience: 'shared', viewer: null } as const;
    assert.deepEqual(await deliver(content, { activityId: '17' }), { activityId: '17', rev: request.rev });
    assert.deepEqual(
      [connector.calls[0]?.method, connector.calls[0]?.path],
      ['PUT', `/v3/conversations/${SOC}/activities/17`],
    );
  });

  it('keeps one connection for all messages to a service', async () => {
    for (let time = 0; time < 3; time += 1) await deliver(HELP);
    assert.equal(connector.calls.length, 3);
  });

  describe('a request’s card', () => {
    async function refreshed(
      audience: 'shared' | 'approver' | 'requester',
      id: string,
      {
        viewer = null,
        conversation = aConversation(SOC),
      }: Partial<Pick<RequestContent, 'viewer'>> & Partial<Pick<OutboxMessage, 'conversation'>> = {},
    ): Promise<unknown> {
      await deliver({ kind: 'request', requestId: aRequestId(id), audience, viewer }, { conversation });
      const { attachments } = connector.calls.at(-1)?.body ?? {};
      const [{ content }] = attachments as [{ content: { refresh?: { userIds: string[] } } }];
      return content.refresh?.userIds ?? null;
    }

    it('is refreshed for its requester, and while it is pending for the approvers the bot knows', async () => {
      await know(ALICE, BOB, RITA);
      assert.deepEqual(await refreshed('shared', (await room.draft()).id), ['29:alice']);
      const request = await room.pending();
      assert.deepEqual(await refreshed('shared', request.id), ['29:alice', '29:bob']);
      assert.deepEqual(await refreshed('approver', request.id), null);
      await room.press(ALICE, 'withdraw', { requestId: request.id, rev: request.rev });
      assert.deepEqual(await refreshed('shared', request.id), null);
    });

    it('is refreshed in a chat for whoever is in it, whether it is theirs or everybody’s', async () => {
      await know(ALICE, BOB, RITA);
      const { id: requestId } = await room.pending();
      const rita = { oid: anOid(RITA.oid), name: 'Rita', standing: 'cannot', why: 'their session', keys: [] } as const;
      const told = { deciders: [rita], at: 0, more: 0, knowsEligible: true };
      const announcement = { tenantId: TENANT, requestId, ...told };
      await room.services.store.send({ messages: [], tasks: [], announcement });
      const inChat = async ({ home, oid }: typeof ALICE, audience: 'shared' | 'approver') => {
        const conversation = aConversation(home);
        await room.services.store.rememberConversation(place({ key: conversation, kind: 'personal' }));
        const viewer = audience === 'shared' ? null : anOid(oid);
        return refreshed(audience, requestId, { viewer, conversation });
      };
      assert.deepEqual(await inChat(BOB, 'approver'), ['29:bob']);
      assert.deepEqual(await inChat(RITA, 'shared'), ['29:rita']);
      assert.deepEqual(await inChat(ALICE, 'shared'), ['29:alice']);
      assert.deepEqual(await inChat(BOB, 'shared'), ['29:alice', '29:bob'], 'nobody knows whose chat it is');
    });

    it('is drawn for the one who sees it', async () => {
      const request = await room.pending();
      await deliver({ kind: 'request', requestId: request.id, audience: 'approver', viewer: anOid(BOB.oid) });
      await deliver({ kind: 'request', requestId: request.id, audience: 'shared', viewer: null });
      assert.deepEqual(
        connector.calls.map(({ body }) => actionOf(body, 'approve') !== null),
        [true, false],
      );
    });

    it('says why it was sent, until it is updated', async () => {
      const { id } = await room.pending();
      const own = { kind: 'request', requestId: id, audience: 'approver', viewer: anOid(BOB.oid) } as const;
      for (const activityId of [null, '17']) await deliver({ ...own, notice: 'Nothing was decided' }, { activityId });
      assert.deepEqual(
        connector.calls.map(({ body }) => /Nothing was decided/.test(JSON.stringify(body))),
        [true, false],
      );
    });

    it('asks the directory once a minute, and does without it', async () => {
      await know(ALICE, BOB);
      const { id } = await room.pending();
      for (let time = 0; time < 5; time += 1) await refreshed('shared', id);
      assert.equal(room.holdersAsked, 1);
      room.directoryDown = true;
      room.clock.pass(61_000);
      assert.deepEqual(await refreshed('shared', id), ['29:alice']);
      assert.deepEqual(await refreshed('shared', id), ['29:alice']);
      assert.equal(room.holdersAsked, 2);
      room.directoryDown = false;
      room.clock.pass(11_000);
      assert.deepEqual(await refreshed('shared', id), ['29:alice', '29:bob']);
    });

    it('is refreshed for 60 people at the most', async () => {
      for (let number = 0; number < 80; number += 1) {
        const oid = `dddddddd-0000-4000-8000-${String(number).padStart(12, '0')}`;
        room.holders.add(anOid(oid));
        await know({ oid: anOid(oid), mri: `29:${number}`, name: 'N', home: `a:${number}` });
      }
      assert.equal(((await refreshed('shared', (await room.pending()).id)) as string[]).length, 60);
    });
  });

  describe('when Teams does not take it', () => {
    const gone = [400, 403, 404, 405, 410, 413];
    for (const status of gone) {
      it(`gives up at ${status}`, async () => {
        connector.replies.push({ status, body: { error: { code: 'X', message: 'secret words' } } });
        await assert.rejects(deliver(HELP), { code: 'delivery-gone' });
        assert.equal(connector.calls.length, 1);
      });
    }

    const later: readonly Reply[] = [401, 408, 409, 412, 429, 500, 502, 503, 504].map((status) => ({ status }));
    for (const reply of [...later, 'cut'] as const) {
      it(`leaves it to the job at ${reply === 'cut' ? 'a cut line' : reply.status}, after a single try`, async () => {
        connector.replies.push(reply, reply, reply, reply);
        await assert.rejects(deliver(HELP), (error: Error & { code?: string; details?: object }) => {
          assert.equal(error.code, 'delivery-failed');
          assert(!('retryAt' in (error.details ?? {})));
          return true;
        });
        assert.equal(connector.calls.length, 1);
      });
    }

    const times: readonly (readonly [string, number | null])[] = [
      ['7', 7_000],
      ['0', 0],
      ['Tue, 24 Nov 2026 03:00:30 GMT', 30_000],
      ['Tue, 24 Nov 2020 03:00:30 GMT', null],
      ['999999', 3_600_000],
      ['soon', null],
      ['-5', null],
    ];
    for (const [value, after] of times) {
      it(`says when to try again for Retry-After: ${value}`, async () => {
        connector.replies.push({ status: 429, headers: { 'retry-after': value } });
        const retryAt = after === null ? undefined : room.clock.now() + after;
        await assert.rejects(deliver(HELP), (error: Error & { details?: { retryAt?: number } }) => {
          assert.equal(error.details?.retryAt, retryAt);
          return true;
        });
      });
    }

    it('follows no redirect', async () => {
      connector.replies.push({ status: 307, headers: { location: `${connector.url}/elsewhere` } });
      await assert.rejects(deliver(HELP), { code: 'delivery-failed' });
      assert.equal(connector.calls.length, 1);
    });

    it('does not take an answer without an id for a delivery', async () => {
      connector.replies.push({ status: 201, body: {} });
      await assert.rejects(deliver(HELP), { code: 'delivery-failed' });
    });

    it('takes nobody listening for a failure', async () => {
      await room.services.store.rememberConversation(place({ serviceUrl: 'http://127.0.0.1:1' }));
      await assert.rejects(deliver(HELP), { code: 'delivery-failed' });
    });
  });

  it('speaks in no conversation that it does not know, and to no service that it may not speak to', async () => {
    await assert.rejects(deliver(HELP, { conversation: aConversation('19:other') }), { code: 'delivery-gone' });
    await room.services.store.rememberConversation(place({ serviceUrl: 'https://evil.example/' }));
    await assert.rejects(deliver(HELP), { code: 'delivery-gone' });
  });

  it('says nothing about a request or in a view that is not there', async () => {
    const content = {
      kind: 'request',
      requestId: aRequestId('5f1c3f6e-9d0b-4c6d-8d2e-3f6a3a1b0c12'),
      audience: 'shared',
      viewer: null,
    } as const;
    await assert.rejects(deliver(content), { code: 'delivery-gone' });
    await assert.rejects(deliver({ kind: 'answer', view: 'other', data: {} }), { code: 'store-corrupt' });
    assert.equal(connector.calls.length, 0);
  });
});
