import assert from 'node:assert/strict';
import { rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import Database from 'libsql';
import type { AuditEntry } from '../../../../src/requests/ports/audit-entry.ts';
import type { Store } from '../../../../src/requests/ports/store.ts';
import { openStore } from '../../../../src/store/open-store.ts';
import { columnsOf } from '../../../../src/store/queries/entry-rows.ts';
import { staysBroken } from '../../../../src/store/record/broken-record.ts';
import { signedEntry } from '../../../../src/store/record/entry.ts';
import { type RecordKeys, recordKeys } from '../../../../src/store/record/record-keys.ts';
import { DatabaseOwner } from '../../../support/company/database-owner.ts';
import { quickFolder } from '../../../support/databases/quick-folder.ts';
import { counting } from '../../../support/runtime/counting.ts';
import { publicPem, TEST_KEYS, testKeyPem } from '../../../support/runtime/record-keys.ts';
import { STARTED } from '../../../support/tampering/service-started.ts';

const STRANGER = recordKeys(testKeyPem('x'));
const LAST = '(select max(seq) from audit)';

describe('the end of a record, in a process that did not write it', () => {
  let file: string;
  let owner: DatabaseOwner;
  let entries: readonly AuditEntry[];
  beforeEach(async () => {
    file = join(await quickFolder('changed-end-'), 'airlock.db');
    owner = new DatabaseOwner(file);
    await write(TEST_KEYS, 4);
    entries = await within(TEST_KEYS, (store) => store.audit(0, 100));
    owner.unguard();
  });
  afterEach(() => rm(dirname(file), { recursive: true, force: true }));

  async function within<T>(keys: RecordKeys, work: (store: Store) => Promise<T>): Promise<T> {
    const store = await openStore({ file, keys, ids: counting() });
    return work(store).finally(() => store.close());
  }

  const append = (store: Store) => store.send({ messages: [], tasks: [], audit: [STARTED] });

  async function write(keys: RecordKeys, count: number): Promise<void> {
    await within(keys, async (store) => {
      for (let one = 0; one < count; one += 1) await append(store);
    });
  }

  /** Puts an entry after another one, in the place of the one that is there. */
  function put(keys: Pick<RecordKeys, 'keyId' | 'sign'>, after: AuditEntry | undefined, event = 'service.stop'): void {
    assert(after);
    const row = columnsOf(signedEntry(keys, after, { ...STARTED, event }));
    const db = new Database(file);
    db.prepare('delete from audit where seq = ?').run([row.seq]);
    const names = Object.keys(row);
    db.prepare(`insert into audit (${names.join(', ')}) values (${names.map(() => '?').join(', ')})`).run(
      Object.values(row),
    );
    db.close();
  }

  /** Whether a refusal stays, whatever becomes of the entries; by a step and by a checkpoint. */
  async function refusals(keys = TEST_KEYS): Promise<readonly boolean[]> {
    const works: readonly ((store: Store) => Promise<unknown>)[] = [
      append,
      (store) => store.checkpoint(STARTED.tenantId),
    ];
    const found: boolean[] = [];
    for (const work of works)
      await within(keys, (store) =>
        assert.rejects(work(store), (error: Error & { readonly code?: string }) => {
          assert.equal(error.code, 'record-broken', error.message);
          return found.push(staysBroken(error)) > 0;
        }),
      );
    return found;
  }

  it('is broken where the id of its key was changed, or its signature was taken away', async () => {
    owner.run(`update audit set key_id = 'feedfeedfeedfeed' where seq = ${LAST}`);
    assert.deepEqual(await refusals(), [true, true]);
    owner.run(`update audit set key_id = null, signature = null where seq = ${LAST}`);
    assert.deepEqual(await refusals(), [true, true]);
  });

  it('is broken where another entry with a hash of its own stands in the place of one that was noted', async () => {
    put(STRANGER, entries.at(-2));
    assert.deepEqual(await refusals(), [true, true]);
    put({ ...TEST_KEYS }, entries.at(-2));
    assert.deepEqual(await refusals(), [true, true], 'even signed with the key of the record');
  });

  it('is broken where an unsigned entry stands in the place of one that was noted', async () => {
    owner.run(`delete from audit where seq = ${LAST}`);
    owner.append({ ...STARTED, request_id: null, data: {} });
    assert.deepEqual(await refusals(), [true, true]);
  });

  it('is broken where an earlier entry was written anew with another key, by what follows it', async () => {
    put(STRANGER, entries.at(1));
    await assert.rejects(
      within(TEST_KEYS, (store) => store.checkpoint(STARTED.tenantId)),
      staysBroken,
    );
  });

  it('is refused where an entry of a strange key follows, which a setting may name', async () => {
    put(STRANGER, entries.at(-1), 'record.key');
    assert.deepEqual(await refusals(), [false, false]);
    owner.run(`delete from audit where seq = ${LAST}`);
    await write(TEST_KEYS, 1);
  });

  it('is refused where a setting lacks the old keys, which is right once it names them', async () => {
    const lacking = recordKeys(testKeyPem('b'));
    assert.deepEqual(await refusals(lacking), [false, false]);
    const named = recordKeys(testKeyPem('b'), publicPem('a'));
    await write(named, 2);
    assert.deepEqual(await refusals(recordKeys(testKeyPem('c'))), [false, false]);
    await write(recordKeys(testKeyPem('c'), publicPem('a') + publicPem('b')), 1);
  });

  it('is said to be of a newer key only where a known key signed it', async () => {
    owner.guard();
    const begun = (keys: RecordKeys) => within(keys, (store) => store.beginningFault());
    await write(recordKeys(testKeyPem('b'), publicPem('a')), 1);
    const both = { ...TEST_KEYS, known: recordKeys(testKeyPem('a'), publicPem('b')).known };
    assert.match(String(await begun(both)), /holds an old key of the record .* gave way to another/);
    const told = String(await begun(TEST_KEYS));
    assert.match(told, /which no setting names: who wrote that entry is not known/);
    assert.doesNotMatch(told, /gave way/);
    owner.unguard();
    owner.run(`update audit set key_id = 'feedfeed' where seq = ${LAST}`);
    owner.guard();
    assert.equal(await begun(TEST_KEYS), null, 'the walk finds it');
  });
});
