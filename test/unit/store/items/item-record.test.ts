import assert from 'node:assert/strict';
import { sql } from 'kysely';
import { asJson, canonical, type Json } from '../../../../src/shared/json.ts';
import { openDatabase } from '../../../../src/store/databases/sqlite.ts';
import { flatHash, type ItemRow } from '../../../../src/store/items/item-pages.ts';
import { areItemsAsRecorded } from '../../../../src/store/items/item-record.ts';
import { CHAIN_START, sha256, signedEntry } from '../../../../src/store/record/entry.ts';
import { TEST_KEYS } from '../../../support/runtime/record-keys.ts';
import { buildRequest } from '../../../support/samples/build-request.ts';
import { TENANT } from '../../../support/samples/ids.ts';

const { id } = buildRequest();
const NO_MORE = { at: 1, reason: null, external_id: null };
const ROWS: readonly ItemRow[] = [
  { request_id: id, position: 0, key: 'a', label: 'A', state: 'waiting', ...NO_MORE } as ItemRow,
];

/**
 * Whether these items are as recorded where the last entry on them is this one.
 * @param planted what an entry without a signature says behind it
 */
async function isAsRecorded(
  rows: readonly ItemRow[],
  told: readonly [event: string, data: Json] | null,
  planted?: Json,
) {
  const db = await openDatabase(':memory:');
  try {
    await sql`drop trigger audit_only_next`.execute(db);
    if (told) {
      const [event, data] = told;
      const facts = { tenantId: TENANT, at: 1, event, actor: 'service', requestId: id, data };
      const { tenantId, requestId, keyId, ...entry } = signedEntry(TEST_KEYS, null, facts);
      const row = { ...entry, tenant: tenantId, request_id: requestId, key_id: keyId, data: JSON.stringify(data) };
      await db.insertInto('audit').values(row).execute();
    }
    if (planted !== undefined) {
      const own = { tenantId: TENANT, at: 1, event: 'items.moved', actor: 'service', requestId: id, data: planted };
      const link = { seq: 2, previous: CHAIN_START, ...own };
      const { tenantId, requestId, ...entry } = { ...link, hash: sha256(canonical(asJson(link))) };
      const row = { ...entry, tenant: tenantId, request_id: requestId, key_id: null, signature: null };
      await db
        .insertInto('audit')
        .values({ ...row, data: JSON.stringify(planted) })
        .execute();
    }
    return await areItemsAsRecorded(db, TEST_KEYS.known, id, rows);
  } finally {
    await db.destroy();
  }
}

const STORED = { itemsStored: flatHash(ROWS) };

describe('the items of a request, beside the last entry on them', () => {
  const cases: Readonly<Record<string, readonly [Parameters<typeof isAsRecorded>, boolean]>> = {
    'are as told by the start': [[ROWS, ['request.start', STORED]], true],
    'are as told since': [[ROWS, ['items.moved', STORED]], true],
    'are others than told': [[ROWS, ['items.moved', { itemsStored: flatHash([]) }]], false],
    'are none where no entry tells of any': [[[], null], true],
    'are planted where no entry tells of any': [[ROWS, null], false],
    'are not proven by an entry that says they moved and not how far': [[ROWS, ['items.moved', {}]], false],
    'are others than told by the last signed entry, whatever one without a signature says': [
      [ROWS, ['items.moved', { itemsStored: flatHash([]) }], STORED],
      false,
    ],
    'are planted where only an entry without a signature tells of any': [[ROWS, null, STORED], false],
    'may be what an earlier version began without a word': [[ROWS, ['request.start', {}]], true],
  };
  for (const [what, [args, expected]] of Object.entries(cases))
    it(what, async () => assert.equal(await isAsRecorded(...args), expected));
});
