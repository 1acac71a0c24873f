import assert from 'node:assert/strict';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { openStore } from '../../../../src/store/open-store.ts';
import { restoreRecord } from '../../../../src/store/operator/restore-record.ts';
import { aRequest, filing, next } from '../../../contracts/store/a-step.ts';
import { DatabaseOwner } from '../../../support/company/database-owner.ts';
import { quickFolder } from '../../../support/databases/quick-folder.ts';
import { counting } from '../../../support/runtime/counting.ts';
import { TEST_KEYS } from '../../../support/runtime/record-keys.ts';
import { STARTED } from '../../../support/tampering/service-started.ts';

describe('a store of a release that noted no end of its record', () => {
  let file: string;
  let owner: DatabaseOwner;

  const open = () => openStore({ file, keys: TEST_KEYS, ids: counting() });

  async function fault(): Promise<string | null> {
    const store = await open();
    const found = await store.beginningFault();
    await store.close();
    return found;
  }

  beforeEach(async () => {
    file = join(await quickFolder('airlock-ahead-'), 'airlock.db');
    owner = new DatabaseOwner(file);
    const store = await open();
    await store.send({ messages: [], tasks: [], audit: [STARTED] });
    const one = await store.commit(filing(aRequest(1)));
    await store.commit(next(one));
    await store.send({ messages: [], tasks: [], audit: [STARTED] });
    await store.close();
    owner.run("delete from settings where name = 'record-head'");
  });
  afterEach(() => rm(join(file, '..'), { recursive: true, force: true }));

  it('is taken over as it is', async () => {
    assert.equal(await fault(), null);
  });

  it('is not started on where its record was cut beside a request that went further', async () => {
    owner.unguard();
    owner.run('delete from audit where seq >= 3');
    owner.guard();
    assert.match(String(await fault()), /#1 went further than its last entry tells/);
    const said = { keys: TEST_KEYS, at: STARTED.at, known: null, lastGiven: null, emptyOf: null };
    await restoreRecord({ file }, said);
    assert.equal(await fault(), null, 'its operator said so');
  });
});
