import assert from 'node:assert/strict';
import { assertNoEmptyStore } from '../../../../src/service/keeping/empty-store.ts';
import { isAirlockError } from '../../../../src/shared/errors.ts';
import { TENANT } from '../../../support/samples/ids.ts';

const AT = { witnessFile: '/mnt/witness/checkpoints', database: { file: '/data/airlock.db' }, tenantId: TENANT };
const KNOWN = { seq: 12, hash: 'a'.repeat(64) };

/** A store with so many entries and requests. */
function store(entries: number, requests = 0) {
  const some = (count: number) => async () => Array.from({ length: count }, () => ({})) as never;
  return { audit: some(entries), requests: some(requests) };
}

describe('a start on an empty store beside a file of checkpoints', () => {
  it('names the store, the file and the way out', async () => {
    await assert.rejects(assertNoEmptyStore(store(0), { ...AT, known: KNOWN }), (error) => {
      assert(isAirlockError(error, 'record-broken'));
      assert.match(
        error.message,
        /^Airlock does not start: \/data\/airlock\.db is empty, and AUDIT_WITNESS_FILE \(\/mnt\/witness\/checkpoints\) tells of a record of 12 entries\./,
      );
      assert.match(error.message, /a volume that is not mounted.*docs\/operate\.md#an-empty-store-where-there-was-one/);
      return true;
    });
  });

  it('never names the address of a database, which may hold a password', async () => {
    const at = { ...AT, database: { url: 'postgres://x:secret@db/airlock' } };
    await assert.rejects(assertNoEmptyStore(store(0), { ...at, known: KNOWN }), (error) => {
      assert(isAirlockError(error, 'record-broken'));
      assert.match(error.message, /the database at DATABASE_URL is empty/);
      assert.doesNotMatch(error.message, /secret/);
      return true;
    });
  });

  it('is not refused where nothing was noted, nor where there is an entry, or a request whose entries were removed', async () => {
    await assertNoEmptyStore(store(0), { ...AT, known: null });
    await assertNoEmptyStore(store(1), { ...AT, known: KNOWN });
    await assertNoEmptyStore(store(0, 1), { ...AT, known: KNOWN });
  });
});
