import assert from 'node:assert/strict';
import { chainEntry } from '../../src/audit/chain-entry.ts';
import { openStore } from '../../src/store/sql/open-store.ts';
import type { Store } from '../../src/store/store.ts';
import { counting } from '../support/counting.ts';
import { type PostgresServer, startPostgres } from '../support/postgres-server.ts';
import { commandContract } from './postgres/command-contract.ts';
import { lineContract } from './postgres/line-contract.ts';
import { serverContract } from './postgres/server-contract.ts';
import { type StorePlace, storeContract } from './store.contract.ts';

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
