import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Store } from '../../../src/requests/ports/store.ts';
import { openStore } from '../../../src/store/open-store.ts';
import { migratedFile } from '../../support/databases/migrated-file.ts';
import { quickFolder } from '../../support/databases/quick-folder.ts';
import { counting } from '../../support/runtime/counting.ts';
import { TEST_KEYS } from '../../support/runtime/record-keys.ts';
import { type StorePlace, storeContract } from './store-contract.ts';

async function sqlitePlace(): Promise<StorePlace> {
  const folder = await quickFolder('airlock-store-');
  const ids = counting();
  const handles: Store[] = [];
  const location = { file: join(folder, 'airlock.db') };
  await migratedFile(location.file);
  return {
    location,
    async open() {
      const store = await openStore({ ...location, keys: TEST_KEYS, ids });
      handles.push(store);
      return store;
    },
    async discard() {
      for (const store of handles) await store.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

storeContract('SQLite', sqlitePlace);
