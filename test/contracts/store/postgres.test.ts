import type { Store } from '../../../src/requests/ports/store.ts';
import { openStore } from '../../../src/store/open-store.ts';
import { migratedPostgres } from '../../support/databases/migrated-postgres.ts';
import { counting } from '../../support/runtime/counting.ts';
import { TEST_KEYS } from '../../support/runtime/record-keys.ts';
import { commandContract } from '../postgres/command-contract.ts';
import { guardsContract } from '../postgres/guards-contract.ts';
import { lineContract } from '../postgres/line-contract.ts';
import { ownerContract } from '../postgres/owner-contract.ts';
import { plantedContract } from '../postgres/planted-contract.ts';
import { serverContract } from '../postgres/server-contract.ts';
import { strangersContract } from '../postgres/strangers-contract.ts';
import { type StorePlace, storeContract } from './store-contract.ts';

async function postgresPlace(): Promise<StorePlace> {
  const database = await migratedPostgres();
  const ids = counting();
  const handles: Store[] = [];
  const location = { url: database.url };
  return {
    location,
    async open() {
      const store = await openStore({ ...location, keys: TEST_KEYS, ids });
      handles.push(store);
      return store;
    },
    async discard() {
      for (const store of handles) await store.close();
      await database.drop();
    },
  };
}

describe('on PostgreSQL', function () {
  this.timeout(120_000);
  storeContract('PostgreSQL', postgresPlace);
  serverContract();
  lineContract();
  commandContract();
  ownerContract();
  guardsContract();
  strangersContract();
  plantedContract();
});
