import assert from 'node:assert/strict';
import { rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import Database from 'libsql';
import type { Store } from '../../../../src/requests/ports/store.ts';
import { isAirlockError } from '../../../../src/shared/errors.ts';
import { openStore } from '../../../../src/store/open-store.ts';
import { aRequest, filing, TENANT } from '../../../contracts/store/a-step.ts';
import { UNGUARDED } from '../../../support/company/tamper.ts';
import { quickFolder } from '../../../support/databases/quick-folder.ts';
import { counting } from '../../../support/runtime/counting.ts';
import { TEST_KEYS } from '../../../support/runtime/record-keys.ts';

/** How somebody changes the last entry while the process runs that signed it. */
const CHANGES: Readonly<Record<string, string>> = {
  seq: 'seq = seq + 1',
  previous: "previous = replace(previous, substr(previous, 1, 1), 'x')",
  hash: "hash = replace(hash, substr(hash, 1, 1), 'x')",
  tenant: "tenant = 'another'",
  at: 'at = at + 1',
  event: "event = 'request.approve'",
  actor: "actor = 'somebody'",
  request_id: 'request_id = null',
  data: "data = replace(data, '}', ' }')",
  key_id: 'key_id = null',
  signature: "signature = replace(signature, substr(signature, 1, 1), '-')",
};

describe('the last entry, in the process that signed it', () => {
  let file: string;
  let store: Store;
  beforeEach(async () => {
    file = join(await quickFolder('own-entry-'), 'airlock.db');
    store = await openStore({ file, keys: TEST_KEYS, ids: counting() });
    await store.commit(filing(aRequest(0)));
    await store.accountsSeen(TENANT, null);
  });
  afterEach(async () => {
    await store.close();
    await rm(dirname(file), { recursive: true, force: true });
  });

  function edit(sql: string): void {
    const db = new Database(file);
    db.exec(UNGUARDED);
    db.exec(`update audit set ${sql} where seq = (select max(seq) from audit)`);
    db.close();
  }

  const isBroken = (error: unknown) => isAirlockError(error, 'record-broken');

  for (const [column, sql] of Object.entries(CHANGES)) {
    it(`gets no successor once its ${column} was changed`, async () => {
      edit(sql);
      await assert.rejects(store.commit(filing(aRequest(1))), isBroken);
    });
  }

  it('is not gone by in a look at what the record tells of accounts, either', async () => {
    await store.commit(filing(aRequest(1)));
    edit(CHANGES.data ?? assert.fail());
    await assert.rejects(store.accountsSeen(TENANT, null), isBroken);
  });

  it('gets a successor as long as nobody changed it', async () => {
    await store.commit(filing(aRequest(1)));
    assert.equal((await store.audit(0, 9)).length, 2);
  });
});
