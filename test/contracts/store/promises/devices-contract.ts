import assert from 'node:assert/strict';
import type { AffectedDevice } from '../../../../src/changes/device-effects.ts';
import type { Store } from '../../../../src/requests/ports/store.ts';
import { aRequest, filing, next } from '../a-step.ts';
import type { StorePlace } from '../store-contract.ts';

export function devicesContract(open: () => Promise<StorePlace>): void {
  describe('affected devices', () => {
    const request = aRequest(1);
    let place: StorePlace;
    let store: Store;
    beforeEach(async () => {
      place = await open();
      store = await place.open();
    });
    afterEach(() => place.discard());

    function devices(count: number, prefix = 'd'): AffectedDevice[] {
      const to = { id: 7, name: 'Servers "quoted"' };
      return Array.from({ length: count }, (_, index) => ({
        id: `${prefix}${index}`,
        name: `${prefix}-${index}`,
        from: null,
        to,
        effect: 'lowered' as const,
        ...(index % 2 === 1 && { state: 'discovered' as const }),
      }));
    }

    it('come back a page at a time, whole and in order, empty past the end', async () => {
      const affected = devices(431);
      await store.commit(filing(request, { affected }));
      for (const [skip, top] of [
        [0, 10],
        [195, 10],
        [200, 200],
        [190, 241],
        [425, 10],
        [0, 1000],
      ] as const) {
        assert.deepEqual(await store.affected(request.id, skip, top), affected.slice(skip, skip + top), `${skip}`);
      }
      for (const [skip, top] of [
        [431, 10],
        [600, 10],
        [10, 0],
      ] as const) {
        assert.deepEqual(await store.affected(request.id, skip, top), []);
      }
      assert.deepEqual(await store.affected(aRequest(2).id, 0, 10), []);
    });

    it('are replaced as a whole, and kept by a step that names none', async () => {
      const one = await store.commit(filing(request, { affected: devices(431) }));
      const fewer = devices(3, 'other');
      const two = await store.commit(next(one, {}, { affected: fewer }));
      assert.deepEqual(await store.affected(request.id, 0, 1000), fewer);
      const three = await store.commit(next(two));
      assert.deepEqual(await store.affected(request.id, 0, 1000), fewer);
      await store.commit(next(three, {}, { affected: [] }));
      assert.deepEqual(await store.affected(request.id, 0, 1000), []);
    });

    it('are not replaced by a step that does not land', async () => {
      await store.commit(filing(request, { affected: devices(3) }));
      await assert.rejects(store.commit(next({ ...request, rev: 5 }, {}, { affected: [] })), { code: 'rev-conflict' });
      assert.equal((await store.affected(request.id, 0, 10)).length, 3);
    });
  });
}
