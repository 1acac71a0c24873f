import assert from 'node:assert/strict';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import Database from 'libsql';
import type { Store } from '../../../../src/requests/ports/store.ts';
import { auditPlace } from '../../../../src/store/audit/audit-record.ts';
import { openStore } from '../../../../src/store/open-store.ts';
import { aRequest, filing } from '../../../contracts/store/a-step.ts';
import { quickFolder } from '../../../support/databases/quick-folder.ts';
import { counting } from '../../../support/runtime/counting.ts';
import { TEST_KEYS } from '../../../support/runtime/record-keys.ts';

const DEVICE = { id: 'd', name: 'LAP-1', from: null, to: { id: 4, name: 'Finance' }, effect: 'raised' } as const;

describe('the list of devices of a request', () => {
  let folder: string;
  let store: Store;
  beforeEach(async () => {
    folder = await quickFolder('airlock-devices-');
    store = await openStore({ file: join(folder, 'airlock.db'), keys: TEST_KEYS, ids: counting() });
  });
  afterEach(async () => {
    await store.close();
    await rm(folder, { recursive: true, force: true });
  });

  async function found(): Promise<readonly string[]> {
    const { faults } = await auditPlace({ file: join(folder, 'airlock.db') }, { keys: TEST_KEYS.known });
    return faults.map(({ where }) => where).filter((where) => where === 'the list of devices');
  }

  const attacks = {
    deletes: 'delete from request_devices',
    'deletes a page of': 'delete from request_devices where page = 1',
    edits: "update request_devices set body = replace(body, 'LAP-1', 'LAP-2')",
    'swaps the pages of': 'update request_devices set page = 9 where page = 0',
    'moves the pages of': 'update request_devices set page = page + 7',
    'hides the first page of': 'update request_devices set page = -1 where page = 0',
  };
  for (const [what, statement] of Object.entries(attacks)) {
    it(`is not shown, and is found out, where somebody ${what} it`, async () => {
      const affected = Array.from({ length: 201 }, () => DEVICE);
      const { id } = await store.commit(filing(aRequest(1), { affected }));
      assert.equal((await store.affected(id, 0, 300)).length, 201);
      assert.deepEqual(await found(), []);
      const db = new Database(join(folder, 'airlock.db'));
      db.exec(statement);
      db.close();
      await assert.rejects(store.affected(id, 0, 10), {
        code: 'record-broken',
        message: /not the one that was recorded/,
      });
      assert.deepEqual(await found(), ['the list of devices']);
    });
  }

  it('is not shown, and is found out, where somebody adds one to a request without devices', async () => {
    const { id } = await store.commit(filing(aRequest(1)));
    const { id: other } = await store.commit(filing(aRequest(2), { affected: [DEVICE] }));
    assert.deepEqual(await found(), []);
    const db = new Database(join(folder, 'airlock.db'));
    db.exec(
      `insert into request_devices select '${id}', page, body from request_devices where request_id = '${other}'`,
    );
    db.close();
    await assert.rejects(store.affected(id, 0, 10), { code: 'record-broken' });
    assert.deepEqual(await found(), ['the list of devices']);
  });
});
