import assert from 'node:assert/strict';
import type { Store } from '../../../../src/requests/ports/store.ts';
import { aTenant } from '../../../support/samples/ids.ts';
import { TENANT } from '../a-step.ts';
import type { StorePlace } from '../store-contract.ts';

const SOC = { label: 'SOC', conversation: '19:soc@thread.tacv2' };
const IR = { conversation: '19:ir@thread.tacv2', label: 'Incidents' };

export function settingsContract(open: () => Promise<StorePlace>): void {
  describe('settings', () => {
    let place: StorePlace;
    let store: Store;
    beforeEach(async () => {
      place = await open();
      store = await place.open();
    });
    afterEach(() => place.discard());

    it('are null until set, are kept for other handles, and go back to null', async () => {
      assert.equal(await store.setting(TENANT, 'channel'), null);
      assert.equal(await store.replaceSetting(TENANT, 'channel', { from: null, to: SOC }), true);
      const other = await place.open();
      assert.deepEqual(await other.setting(TENANT, 'channel'), SOC);
      assert.equal(await other.replaceSetting(TENANT, 'channel', { from: SOC, to: null }), true);
      assert.equal(await store.setting(TENANT, 'channel'), null);
    });

    it('are replaced only where they are as they were read, whatever the order of the keys', async () => {
      await store.replaceSetting(TENANT, 'channel', { from: null, to: SOC });
      assert.equal(await store.replaceSetting(TENANT, 'channel', { from: null, to: IR }), false);
      assert.equal(await store.replaceSetting(TENANT, 'channel', { from: { ...SOC, label: 'x' }, to: IR }), false);
      assert.deepEqual(await store.setting(TENANT, 'channel'), SOC);
      const turned = { conversation: SOC.conversation, label: SOC.label };
      assert.equal(await store.replaceSetting(TENANT, 'channel', { from: turned, to: IR }), true);
      assert.deepEqual(await store.setting(TENANT, 'channel'), IR);
    });

    it('are one for each tenant and name', async () => {
      await store.replaceSetting(TENANT, 'channel', { from: null, to: SOC });
      assert.equal(await store.setting(aTenant('other'), 'channel'), null);
      assert.equal(await store.setting(TENANT, 'another'), null);
    });

    it('are set by one of many at once', async () => {
      const other = await place.open();
      const set = await Promise.all(
        Array.from({ length: 10 }, (_, index) =>
          (index % 2 ? store : other).replaceSetting(TENANT, 'channel', { from: null, to: { by: index } }),
        ),
      );
      assert.equal(set.filter(Boolean).length, 1);
      assert.deepEqual(await store.setting(TENANT, 'channel'), { by: set.indexOf(true) });
    });
  });
}
