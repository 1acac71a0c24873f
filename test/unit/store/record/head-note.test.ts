import assert from 'node:assert/strict';
import { rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { AuditEntry } from '../../../../src/requests/ports/audit-entry.ts';
import type { Store } from '../../../../src/requests/ports/store.ts';
import { openStore } from '../../../../src/store/open-store.ts';
import { restoreRecord } from '../../../../src/store/operator/restore-record.ts';
import { headNote, headNoteFault, readHeadNote } from '../../../../src/store/record/head-note.ts';
import { recordKeys } from '../../../../src/store/record/record-keys.ts';
import { DatabaseOwner } from '../../../support/company/database-owner.ts';
import { quickFolder } from '../../../support/databases/quick-folder.ts';
import { counting } from '../../../support/runtime/counting.ts';
import { publicPem, TEST_KEYS, testKeyPem } from '../../../support/runtime/record-keys.ts';
import { aTenant } from '../../../support/samples/ids.ts';
import { STARTED } from '../../../support/tampering/service-started.ts';

const { tenantId } = STARTED;

describe('the note of the end of the record', () => {
  let file: string;
  let owner: DatabaseOwner;
  let store: Store;
  beforeEach(async () => {
    file = join(await quickFolder('head-note-'), 'airlock.db');
    owner = new DatabaseOwner(file);
    store = await open();
    for (const _each of [1, 2, 3]) await append();
  });
  afterEach(async () => {
    await store.close();
    await rm(dirname(file), { recursive: true, force: true });
  });

  const open = () => openStore({ file, keys: TEST_KEYS, ids: counting() });
  const append = () => store.send({ messages: [], tasks: [], audit: [STARTED] });
  const broken = (message: RegExp) => ({ code: 'record-broken', message });

  async function end(): Promise<AuditEntry> {
    return (await store.audit(0, 100)).at(-1) ?? assert.fail();
  }

  function note(said: Parameters<typeof headNote>[2]): void {
    owner.run(`update settings set body = '${headNote(TEST_KEYS, tenantId, said)}' where name = 'record-head'`);
  }

  it('is of the key that signed the entry, and of the very entry at its count', async () => {
    const { seq, hash, keyId } = await end();
    const other = recordKeys(testKeyPem('b'), publicPem('a'));
    const judged = (keys: typeof TEST_KEYS, head: string) => {
      const stored = headNote(keys, tenantId, { count: seq, head, broken: null });
      const last = { seq, hash, keyId };
      return headNoteFault({
        ...{ stored, note: readHeadNote(stored, tenantId, other.known), last },
        ...{ hashThere: hash, isNeeded: true },
      });
    };
    assert.equal(judged(TEST_KEYS, hash), null);
    assert.match(String(judged(other, hash)), /signed with another key/);
    assert.match(String(judged(TEST_KEYS, 'f'.repeat(64))), /is another one than the note beside it says/);
  });

  it('is another one with one word changed, however often the right one was read before', () => {
    const right = headNote(TEST_KEYS, tenantId, { count: 3, head: 'a'.repeat(64), broken: null });
    const read = (stored: string, tenant = tenantId) => readHeadNote(stored, tenant, TEST_KEYS.known);
    for (const _each of [1, 2]) assert.equal(read(right)?.count, 3);
    for (const wrong of [right.replace('"count":3', '"count":2'), right.replace('a'.repeat(64), 'b'.repeat(64))])
      for (const _each of [1, 2]) assert.equal(read(wrong), null);
    assert.equal(read(right, aTenant('another')), null);
    assert.equal(readHeadNote(right, tenantId, recordKeys(testKeyPem('b')).known), null, 'of a key that is not known');
  });

  it('keeps what was found first', async () => {
    await store.noteBroken(tenantId, { at: 1, why: 'the first' });
    await store.noteBroken(tenantId, { at: 2, why: 'the second' });
    await assert.rejects(append(), broken(/1970-01-01T00:00:00\.001Z.*the first/));
  });

  it('stops the process that wrote the last entry once another one found the record broken', async () => {
    const { seq, hash } = await end();
    note({ count: seq, head: hash, broken: { at: 1, why: 'said by another' } });
    await assert.rejects(append(), broken(/said by another/));
  });

  it('is compared when the head is signed, not at steps alone', async () => {
    await store.close();
    owner.unguard();
    owner.run('delete from audit where seq = (select max(seq) from audit)');
    store = await open();
    await assert.rejects(store.checkpoint(tenantId), broken(/its end was cut off/));
  });

  it('tells how many numbers may have been given since, where nothing else does', async () => {
    await store.close();
    const said = { keys: TEST_KEYS, at: 2, known: null, lastGiven: null, emptyOf: null };
    note({ count: 600, head: 'f'.repeat(64), broken: null });
    assert.deepEqual((await restoreRecord({ file }, said)).said.numbers, { from: 0, to: 2_000 });
    store = await open();
  });
});
