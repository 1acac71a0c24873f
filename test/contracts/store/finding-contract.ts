import assert from 'node:assert/strict';
import type { FoundQuery, Store } from '../../../src/requests/ports/store.ts';
import { personTerms, searchTerms, stateTerm, textTerms } from '../../../src/requests/record/search-terms.ts';
import { olderTerms } from '../../support/databases/older-terms.ts';
import { rowsOf, runAsOwner } from '../../support/databases/run-as-owner.ts';
import { BUILT_AT } from '../../support/samples/build-request.ts';
import { aConversation, anOid, aTenant } from '../../support/samples/ids.ts';
import { aCard, aRequest, filing, next, TENANT } from './a-step.ts';
import type { StorePlace } from './store-contract.ts';

const GRACE = { oid: anOid('96ace000-0000-4000-8000-000000000003'), name: 'Grace Gruber' };

const OTHER = aTenant('other');

export function findingContract(open: () => Promise<StorePlace>): void {
  describe('finding requests', () => {
    let place: StorePlace;
    let store: Store;
    beforeEach(async () => {
      place = await open();
      store = await place.open();
    });
    afterEach(() => place.discard());

    const ALL = { from: null, to: null, skip: 0, limit: 9, place: null };
    async function found(terms: readonly string[], more: Partial<FoundQuery> = {}): Promise<readonly number[]> {
      const requests = await store.found(TENANT, { ...ALL, terms, ...more }, assert.fail);
      return requests.map(({ number }) => number);
    }

    it('finds what has all terms, the latest first, a page at a time, and never a draft', async () => {
      for (const [index, state] of (['pending', 'draft', 'rejected', 'applied', 'pending'] as const).entries())
        await store.commit(filing(aRequest(index, { state, ...(index === 4 && { requester: GRACE }) })));
      assert.deepEqual(await found(['*']), [5, 4, 3, 1]);
      assert.deepEqual(await found(['*'], { skip: 1, limit: 2 }), [4, 3]);
      assert.deepEqual(await found(personTerms('asked', 'grace GRUBER')), [5]);
      assert.deepEqual(await found(personTerms('asked', GRACE.oid)), [5]);
      assert.deepEqual(await found([stateTerm('rejected'), ...textTerms('automated')]), [3]);
      assert.deepEqual(await found([...personTerms('asked', 'grace'), stateTerm('rejected')]), []);
    });

    it('goes by the time of the first term, from a moment and up to another', async () => {
      const one = await store.commit(filing(aRequest(1)));
      const at = searchTerms(one).find(({ term }) => term === '*')?.at ?? assert.fail();
      assert.deepEqual(await found(['*'], { from: at, to: at + 1 }), [1]);
      assert.deepEqual(await found(['*'], { from: at + 1 }), []);
      assert.deepEqual(await found(['*'], { to: at }), []);
    });

    it('goes by when something last happened where the first term is what a request is about', async () => {
      const one = await store.commit(filing(aRequest(1)));
      await store.commit(filing(aRequest(2)));
      const last = BUILT_AT + 50_000;
      const closing = { code: 'withdrawn', by: null, at: last, note: '', now: null } as const;
      await store.commit(next(one, { state: 'withdrawn', closing }));
      const word = textTerms('automated');
      const all = async () => [
        await found(word),
        await found(word, { skip: 1, limit: 1 }),
        await found(word, { from: last }),
        await found(word, { to: last }),
        await found([...word, stateTerm('withdrawn')]),
        await found([...word, stateTerm('rejected')]),
        await found([...personTerms('asked', one.requester.oid), ...word]),
      ];
      const expected = [[1, 2], [2], [1], [2], [1], [], [2, 1]];
      assert.deepEqual(await all(), expected);
      // So many have the word that they are not put in order by themselves.
      await runAsOwner(
        place.location,
        `insert into request_terms (place, number, term, at) with recursive n (i) as
          (select 1 union all select i + 1 from n where i < 2100) select 1, 1000 + i, '${word[0]}', 0 from n`,
      );
      assert.deepEqual(await all(), expected);
      assert.deepEqual(await found(textTerms('nowhere')), []);
    });

    it('finds what an earlier release stored, by rows that are as they would be stored now', async () => {
      const one = await store.commit(filing(aRequest(1)));
      await store.commit(next(one, {}, { messages: [aCard(one, '19:soc')] }));
      await store.commit(filing(aRequest(2, { state: 'rejected' })));
      const stored = () => rowsOf(place.location, 'select * from request_terms order by place, number, term');
      const rows = (await stored()).map(({ term, at, number }) => `${number} ${term} ${at}`);
      await runAsOwner(place.location, olderTerms(TENANT));
      await place.open();
      assert.deepEqual(
        (await stored()).map(({ term, at, number }) => `${number} ${term} ${at}`),
        rows,
      );
      assert.deepEqual(await found([...textTerms('automated'), stateTerm('pending')]), [1]);
      await store.commit(filing(aRequest(3)));
      assert.deepEqual(await found(textTerms('automated')), [3, 2, 1]);
    });

    it('finds nothing of another tenant', async () => {
      await store.commit(filing(aRequest(1)));
      await store.commit(filing(aRequest(2, { tenantId: OTHER })));
      await store.commit(filing(aRequest(3)));
      assert.deepEqual(await found(['*']), [2, 1]);
      assert.equal((await store.found(OTHER, { ...ALL, terms: ['*'] }, assert.fail)).length, 1);
      assert.equal((await store.found(aTenant('none'), { ...ALL, terms: ['*'] }, assert.fail)).length, 0);
    });

    it('finds a request as it is after each step, and no more as it was', async () => {
      const one = await store.commit(filing(aRequest(1)));
      await store.commit(next(one, { state: 'withdrawn' }));
      assert.deepEqual(await found([stateTerm('pending')]), []);
      assert.deepEqual(await found([stateTerm('withdrawn')]), [1]);
    });

    it('finds in a channel what has its card there', async () => {
      const one = await store.commit(filing(aRequest(1)));
      await store.commit(next(one, {}, { messages: [aCard(one, '19:soc;messageid=7')] }));
      assert.deepEqual(await found(['*'], { place: aConversation('19:soc') }), [1]);
      assert.deepEqual(await found(['*'], { place: aConversation('19:so') }), []);
    });

    it('lists every open request by its deadline, those without one last', async () => {
      for (const [index, deadline] of [300, null, 100, 200].entries())
        await store.commit(
          filing(aRequest(index, deadline === null ? { state: 'unknown' } : { deadline: BUILT_AT + deadline })),
        );
      await store.commit(filing(aRequest(9, { state: 'rejected' })));
      const page = async (skip: number, limit = 9) =>
        (await store.openPage(TENANT, { skip, limit, place: null }, assert.fail)).map(({ number }) => number);
      assert.deepEqual(await page(0), [3, 4, 1, 2]);
      assert.deepEqual(await page(2, 1), [1]);
      assert.equal(await store.openHere(TENANT, null), 4);
      assert.equal(await store.openHere(TENANT, aConversation('19:soc')), 0);
    });
  });
}
