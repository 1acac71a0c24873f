import assert from 'node:assert/strict';
import type { Store } from '../../../../src/requests/ports/store.ts';
import type { RequestState } from '../../../../src/requests/record/request.ts';
import { BUILT_AT } from '../../../support/samples/build-request.ts';
import { anOid, aRequestId, aTenant } from '../../../support/samples/ids.ts';
import { aCard, anIsolation, aRequest, aTask, filing, isolationOf, next, OBJECT, TENANT } from '../a-step.ts';
import { rawDatabase } from '../noted-end/raw-database.ts';
import type { StorePlace } from '../store-contract.ts';

const OTHER_TENANT = aTenant('22222222-2222-4222-8222-222222222222');

export function requestsContract(open: () => Promise<StorePlace>): void {
  describe('requests', () => {
    let place: StorePlace;
    let store: Store;
    beforeEach(async () => {
      place = await open();
      store = await place.open();
    });
    afterEach(() => place.discard());

    it('numbers them 1, 2, 3 within a tenant, and gives back what was stored', async () => {
      const first = await store.commit(filing(aRequest(1, { number: 77 })));
      const second = await store.commit(filing(aRequest(2)));
      const elsewhere = await store.commit(filing(aRequest(3, { tenantId: OTHER_TENANT })));
      assert.deepEqual([first.number, second.number, elsewhere.number], [1, 2, 1]);
      assert.deepEqual(await store.request(TENANT, first.id), first);
      assert.deepEqual(await store.requestByNumber(TENANT, 2), second);
    });

    it('knows nothing of another tenant, nor of what is not there', async () => {
      const one = await store.commit(filing(aRequest(1)));
      assert.equal(await store.request(OTHER_TENANT, one.id), null);
      assert.equal(await store.requestByNumber(OTHER_TENANT, 1), null);
      assert.equal(await store.request(TENANT, aRequestId('none')), null);
      assert.deepEqual(await store.requests(OTHER_TENANT, { open: false, limit: 9 }), []);
    });

    it('refuses a step from a rev that is gone, and lands nothing of it', async () => {
      const one = await store.commit(filing(aRequest(1)));
      await store.commit(next(one, { reason: 'first' }));
      const late = next(one, { reason: 'late' }, { messages: [aCard(one, 'c')], tasks: [aTask('t')] });
      await assert.rejects(store.commit(late), { name: 'AirlockError', code: 'rev-conflict' });
      assert.equal((await store.request(TENANT, one.id))?.reason, 'first');
      assert.equal((await store.audit(0, 9)).length, 2);
      assert.deepEqual(await store.copies(TENANT, one.id), []);
      assert.equal(await store.takeTask(['apply'], 'me', BUILT_AT, 1), null);
    });

    it('refuses a step made of another row than is stored, and lands nothing of it', async () => {
      const one = await store.commit(filing(aRequest(1)));
      const lent = { ...one, reason: 'lent' };
      await assert.rejects(store.commit(next(lent, {}, { madeFrom: lent })), { code: 'digest-mismatch' });
      assert.deepEqual(await store.request(TENANT, one.id), one);
      assert.equal((await store.audit(0, 9)).length, 1);
      const read = await store.request(TENANT, one.id);
      assert(read);
      assert.equal((await store.commit(next(read, { reason: 'own' }, { madeFrom: read }))).reason, 'own');
    });

    it('refuses a rev that is not the expected one plus one', async () => {
      const one = await store.commit(filing(aRequest(1)));
      await assert.rejects(store.commit(filing({ ...one, rev: 3 }, { expectedRev: 1 })), { code: 'internal' });
      assert.equal((await store.request(TENANT, one.id))?.rev, 1);
    });

    it('refuses a step of a request that is not there, and a second birth', async () => {
      await assert.rejects(store.commit(next(aRequest(1))), { code: 'rev-conflict' });
      await store.commit(filing(aRequest(1)));
      await assert.rejects(store.commit(filing(aRequest(1))), { code: 'rev-conflict' });
      assert.equal((await store.commit(filing(aRequest(2)))).number, 2, 'a refused birth leaves no gap');
    });

    it('lists the newest first, never drafts or discarded ones, and only open ones when asked', async () => {
      const states: RequestState[] = ['pending', 'draft', 'discarded', 'applied', 'unknown', 'rejected'];
      for (const [index, state] of states.entries()) await store.commit(filing(aRequest(index, { state })));
      const numbers = async (query: { open: boolean; limit: number; before?: number }) =>
        (await store.requests(TENANT, query)).map(({ number }) => number);
      assert.deepEqual(await numbers({ open: false, limit: 9 }), [6, 5, 4, 1]);
      assert.deepEqual(await numbers({ open: true, limit: 9 }), [5, 1]);
      assert.deepEqual(await numbers({ open: false, limit: 2 }), [6, 5]);
      assert.deepEqual(await numbers({ open: false, limit: 2, before: 5 }), [4, 1]);
    });

    it('counts what a person has submitted and not ended', async () => {
      const requester = { oid: anOid('dddddddd-0000-4000-8000-000000000004'), name: 'Dev' };
      const states: RequestState[] = [
        'draft',
        'pending',
        'approved',
        'applying',
        'unknown',
        'applied',
        'failed',
        'stale',
      ];
      for (const [index, state] of states.entries()) await store.commit(filing(aRequest(index, { state, requester })));
      await store.commit(filing(aRequest(99)));
      assert.equal(await store.openCount(TENANT, anOid(requester.oid)), 4);
      assert.equal(await store.openCount(OTHER_TENANT, anOid(requester.oid)), 0);
    });

    it('lists the drafts of a tenant, newest first', async () => {
      const states = ['draft', 'pending', 'draft', 'discarded', 'draft'] as const;
      for (const [index, state] of states.entries()) await store.commit(filing(aRequest(index, { state })));
      const numbers = async (limit: number) =>
        (await store.drafts(TENANT, { limit }, assert.fail)).map(({ number }) => number);
      assert.deepEqual(
        [await numbers(9), await numbers(2)],
        [
          [5, 3, 1],
          [5, 3],
        ],
      );
      assert.deepEqual(await store.drafts(OTHER_TENANT, { limit: 9 }, assert.fail), []);
    });

    it('lets one open request hold an object, and names it to the other', async () => {
      const [a = '', b = '', c = ''] = isolationOf(['a', 'b', 'c']);
      const first = await store.commit(filing(anIsolation(1, ['a', 'b']), { objectLocks: [a, b] }));
      await assert.rejects(store.commit(filing(anIsolation(2, ['c', 'b']), { objectLocks: [c, b] })), {
        code: 'duplicate-request',
        details: { number: 1, id: first.id },
      });
      assert.deepEqual(await store.lockedBy(TENANT, b), first);
      assert.equal(await store.lockedBy(TENANT, c), null, 'the refused step holds nothing');
      assert.equal(await store.lockedBy(OTHER_TENANT, b), null);
      const again = await store.commit(next(first, { state: 'approved' }, { objectLocks: [a] }));
      assert.equal((await store.lockedBy(TENANT, b))?.rev, 2, 'held until the end');
      await store.commit(next(again, { state: 'withdrawn' }));
      assert.equal(await store.lockedBy(TENANT, a), null);
      await store.commit(filing(anIsolation(2, ['a', 'b']), { objectLocks: [a, b] }));
    });

    const NAMED: Readonly<Record<string, () => Promise<string>>> = {
      'no request': async () => aRequestId('none'),
      'one that has ended': async () => (await store.commit(filing(aRequest(1, { state: 'withdrawn' })))).id,
      'a draft': async () => (await store.commit(filing(aRequest(1, { state: 'draft' })))).id,
      'one that is open on another object': async () => (await store.commit(filing(anIsolation(1, ['a'])))).id,
      'one that no entry tells of': async () => {
        const { id } = await store.commit(filing(aRequest(1), { audit: [] }));
        return id;
      },
    };
    for (const [what, make] of Object.entries(NAMED))
      it(`lets nobody be barred by a lock that somebody wrote and that names ${what}`, async () => {
        const id = aRequestId(await make());
        const db = await rawDatabase(place.location);
        await db.insertInto('object_locks').values({ tenant: TENANT, object: OBJECT, request_id: id }).execute();
        await db.destroy();
        assert.equal(await store.lockedBy(TENANT, OBJECT), null);
        const own = await store.commit(filing(aRequest(2), { objectLocks: [OBJECT] }));
        assert.deepEqual(await store.lockedBy(TENANT, OBJECT), own);
        await assert.rejects(store.commit(filing(aRequest(3), { objectLocks: [OBJECT] })), {
          code: 'duplicate-request',
        });
      });

    it('goes on barring others where somebody took the row of the open request away for a while', async () => {
      const filed = filing(aRequest(1));
      const audit = filed.audit.map((one) => ({ ...one, data: { rev: 1, to: 'pending' } }));
      const first = await store.commit({ ...filed, audit, objectLocks: [OBJECT] });
      const db = await rawDatabase(place.location);
      const row = await db.selectFrom('requests').selectAll().where('id', '=', first.id).executeTakeFirstOrThrow();
      await db.deleteFrom('requests').where('id', '=', first.id).execute();
      await assert.rejects(store.commit(filing(aRequest(2), { objectLocks: [OBJECT] })), {
        code: 'duplicate-request',
        message: /its row is gone from the database/,
      });
      await db.insertInto('requests').values(row).execute();
      await db.destroy();
      assert.equal((await store.lockedBy(TENANT, OBJECT))?.id, first.id);
    });

    it('finds what has lapsed, earliest first, to the millisecond', async () => {
      for (const [index, deadline] of [300, 100, null, 200].entries())
        await store.commit(filing(aRequest(index, deadline === null ? { state: 'applied' } : { deadline })));
      const lapsed = async (now: number, limit = 9) => (await store.overdue(now, limit)).map((one) => one.deadline);
      assert.deepEqual(await lapsed(99), []);
      assert.deepEqual(await lapsed(200), [100, 200]);
      assert.deepEqual(await lapsed(1000, 1), [100]);
    });

    it('lets exactly one of 50 steps from one rev win, over two handles', async () => {
      const other = await place.open();
      const one = await store.commit(filing(aRequest(1)));
      const tries = Array.from({ length: 50 }, (_, index) =>
        (index % 2 ? store : other).commit(next(one, { reason: `try ${index}` }, { tasks: [aTask(`t:${index}`)] })),
      );
      const ended = await Promise.allSettled(tries);
      const won = ended.flatMap((end) => (end.status === 'fulfilled' ? [end.value] : []));
      const codes = ended.flatMap((end) => (end.status === 'rejected' ? [end.reason.code] : []));
      assert.equal(won.length, 1);
      assert.deepEqual(new Set(codes), new Set(['rev-conflict']));
      assert.deepEqual(await other.request(TENANT, one.id), won[0]);
      assert.equal((await store.audit(0, 99)).length, 2);
    });

    it('calls listeners after what this handle commits or sends', async () => {
      let calls = 0;
      store.onChange(() => {
        calls += 1;
      });
      await store.commit(filing(aRequest(1)));
      await store.send({ messages: [], tasks: [aTask('t')] });
      assert.equal(calls, 2);
      await assert.rejects(store.commit(filing(aRequest(1))));
      assert.equal(calls, 2);
    });
  });
}
