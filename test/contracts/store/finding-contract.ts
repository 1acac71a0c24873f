import assert from 'node:assert/strict';
import type { FoundQuery, Store } from '../../../src/requests/ports/store.ts';
import { personTerms, searchTerms, stateTerm, textTerms } from '../../../src/requests/record/search-terms.ts';
import { BUILT_AT } from '../../support/samples/build-request.ts';
import { aConversation, anOid } from '../../support/samples/ids.ts';
import { aCard, aRequest, filing, next, TENANT } from './a-step.ts';
import type { StorePlace } from './store-contract.ts';

const GRACE = { oid: anOid('96ace000-0000-4000-8000-000000000003'), name: 'Grace Gruber' };

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
