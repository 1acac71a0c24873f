import assert from 'node:assert/strict';
import type { Kysely } from 'kysely';
import type { AuditFacts } from '../../../../src/requests/ports/audit-entry.ts';
import type { Store } from '../../../../src/requests/ports/store.ts';
import { auditPlace } from '../../../../src/store/audit/audit-record.ts';
import { openStore } from '../../../../src/store/open-store.ts';
import { appendAudit } from '../../../../src/store/queries/audit-queries.ts';
import { latestEntry, readAudit } from '../../../../src/store/queries/entry-rows.ts';
import { type RecordKeys, recordKeys } from '../../../../src/store/record/record-keys.ts';
import type { Tables } from '../../../../src/store/schema/tables.ts';
import { runAsOwner } from '../../../support/databases/run-as-owner.ts';
import { counting } from '../../../support/runtime/counting.ts';
import { publicPem, TEST_KEYS, testKeyPem } from '../../../support/runtime/record-keys.ts';
import { aTenant } from '../../../support/samples/ids.ts';
import { STARTED } from '../../../support/tampering/service-started.ts';
import { TENANT } from '../a-step.ts';
import type { StorePlace } from '../store-contract.ts';
import { noteIn, putBack, rawDatabase } from './raw-database.ts';

const NOTES: AuditFacts = { ...STARTED, data: { notesHead: true } };
/** The key after the one of all tests. */
const NEXT = recordKeys(testKeyPem('b'), publicPem('a'));

const OTHER = aTenant('99999999-1111-4111-8111-111111111111');
const BROKEN = { code: 'record-broken' };

/** What becomes of a record that goes on past the note of its end, as a release leaves it that notes nothing. */
export function pastNoteContract(open: () => Promise<StorePlace>): void {
  describe('a record past the note of its end', () => {
    let place: StorePlace;
    let db: Kysely<Tables>;
    let store: Store;
    beforeEach(async () => {
      place = await open();
      store = await place.open();
      db = await rawDatabase(place.location);
      await append(store, NOTES);
    });
    afterEach(async () => {
      await db.destroy();
      await place.discard();
    });

    const append = (on: Store, ...audit: readonly AuditFacts[]) => on.send({ messages: [], tasks: [], audit });

    /** Appends by a store as a release does that leaves the note where it is. */
    async function formerly(on: Store, ...audit: readonly AuditFacts[]): Promise<void> {
      const note = await noteIn(db);
      await append(on, ...audit);
      await putBack(db, note);
    }

    async function assertGoesOn(on: Store): Promise<void> {
      await on.checkpoint(TENANT);
      await append(on, STARTED);
      const end = (await readAudit(db, 1, 9_999)).at(-1);
      assert.equal(JSON.parse(await noteIn(db)).count, end?.seq);
      await append(on, STARTED);
    }

    /** Appends entries as whoever has this key, and writes to the database past the service. */
    async function forge(keys: RecordKeys, facts: AuditFacts): Promise<void> {
      const note = await noteIn(db);
      const last = (await readAudit(db, 1, 9_999)).at(-1) ?? null;
      await appendAudit(db, { keys, last, entries: [], isCurrent: true }, [facts]);
      await putBack(db, note);
    }

    it('goes on where another instance of such a release goes on beside this one', async () => {
      const former = await place.open();
      for (const count of [1, 3]) {
        await formerly(former, ...Array.from({ length: count }, () => STARTED));
        const { faults } = await auditPlace(place.location, { keys: TEST_KEYS.known });
        assert.deepEqual(faults, []);
        await assertGoesOn(store);
      }
      await formerly(former, { ...STARTED, event: 'service.stop' });
      await assertGoesOn(await place.open());
    });

    it('goes on where the store was downgraded for longer than a page, and upgraded again', async () => {
      await formerly(store, STARTED, ...Array.from({ length: 210 }, () => ({ ...STARTED, event: 'x' })));
      await assertGoesOn(await place.open());
    });

    it('goes on where the key gave way meanwhile, and names a key that is not known', async () => {
      const former = await openStore({ ...place.location, keys: NEXT, ids: counting() });
      await formerly(former, STARTED, STARTED);
      await assert.rejects(store.checkpoint(TENANT), { ...BROKEN, message: /RECORD_OLD_KEYS_FILE/ });
      await assertGoesOn(former);
      await former.close();
    });

    it('is broken where an entry past the note is not as it was written', async () => {
      await forge(TEST_KEYS, STARTED);
      await forge({ ...TEST_KEYS, sign: () => TEST_KEYS.sign('another text') }, STARTED);
      await forge(TEST_KEYS, STARTED);
      await assert.rejects(append(await place.open(), STARTED), { ...BROKEN, message: /entry 3 was forged/ });
    });

    it('is broken where an entry past the note is of another tenant', async () => {
      await forge(TEST_KEYS, { ...STARTED, tenantId: OTHER });
      await forge(TEST_KEYS, STARTED);
      await assert.rejects(append(await place.open(), STARTED), { ...BROKEN, message: /entry 2 .* another tenant/ });
    });

    it('is broken where a key signs past the note that had given way', async () => {
      const newer = await openStore({ ...place.location, keys: NEXT, ids: counting() });
      await append(newer, NOTES);
      const data = { keyId: TEST_KEYS.keyId, before: NEXT.keyId };
      await forge(TEST_KEYS, { ...STARTED, event: 'record.key', data });
      await assert.rejects(append(newer, STARTED), { ...BROKEN, message: /entry 4 .* had given way/ });
      await newer.close();
    });

    it('is broken where there is no note, though the release notes it that started last', async () => {
      await putBack(db, '');
      await assert.rejects(append(await place.open(), STARTED), { ...BROKEN, message: /note of its end .* is gone/ });
      assert.equal((await latestEntry(db, 'service.start'))?.seq, 1);
    });

    it('is refused, and not found broken, where it is of another tenant than this one', async () => {
      await store.close();
      const other = await place.open();
      const elsewhere = { ...STARTED, tenantId: OTHER };
      const refused = { ...BROKEN, message: /is of tenant .* TENANT_ID/ };
      await assert.rejects(append(other, elsewhere), refused);
      await assert.rejects(other.checkpoint(OTHER), (error: { details: object }) => !('found' in error.details));
      await assertGoesOn(other);
    });

    it('goes on where a server lost the note and the entries together, and no checkpoint tells of them', async () => {
      const before = await noteIn(db);
      await append(store, STARTED);
      const [, last = assert.fail()] = await readAudit(db, 1, 9);
      await store.close();
      await putBack(db, before);
      await runAsOwner(place.location, `delete from audit where seq = ${last.seq}`);
      await assertGoesOn(await place.open());
      const known = { seq: 9, hash: last.hash };
      const told = await openStore({ ...place.location, keys: TEST_KEYS, ids: counting(), known });
      await assert.rejects(append(told, STARTED), { ...BROKEN, message: /ends before entry 9/ });
      await told.close();
    });
  });
}
