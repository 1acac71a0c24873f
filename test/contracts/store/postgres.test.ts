import assert from 'node:assert/strict';
import type { Store } from '../../../src/requests/ports/store.ts';
import { chainEntry } from '../../../src/store/audit-chain.ts';
import { openStore } from '../../../src/store/open-store.ts';
import { type PostgresServer, startPostgres } from '../../support/databases/postgres-server.ts';
import { counting } from '../../support/runtime/counting.ts';
import { commandContract } from '../postgres/command-contract.ts';
import { lineContract } from '../postgres/line-contract.ts';
import { serverContract } from '../postgres/server-contract.ts';
import { type StorePlace, storeContract } from './store-contract.ts';

describe('on PostgreSQL', function () {
  this.timeout(120_000);
  let server: PostgresServer | null = null;

  before(async function () {
    const found = await startPostgres();
    if ('missing' in found) {
      console.warn(`    SKIPPED, all that follows on PostgreSQL: ${found.missing}`);
      return this.skip();
    }
    console.log(`    on ${found.name}`);
    server = found;
  });
  after(() => server?.stop());

  function running(): PostgresServer {
    assert(server);
    return server;
  }

  async function place(): Promise<StorePlace> {
    const database = await running().database();
    const ids = counting();
    const handles: Store[] = [];
    return {
      async open() {
        const store = await openStore({ url: database.url, chain: chainEntry, ids });
        handles.push(store);
        return store;
      },
      async discard() {
        for (const store of handles) await store.close();
        await database.drop();
      },
    };
  }

  storeContract('PostgreSQL', place);
  serverContract(running);
  lineContract(running);
  commandContract(running);
});
