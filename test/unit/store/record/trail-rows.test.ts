import assert from 'node:assert/strict';
import type { AuditEntry } from '../../../../src/requests/ports/audit-entry.ts';
import { asJson, canonical } from '../../../../src/shared/json.ts';
import { asLoaded } from '../../../../src/store/audit/checks/as-recorded.ts';
import { openDatabase } from '../../../../src/store/databases/sqlite.ts';
import { findRequest } from '../../../../src/store/queries/request-queries.ts';
import { readTrail } from '../../../../src/store/queries/trail-queries.ts';
import { CHAIN_START, sha256, signedEntry } from '../../../../src/store/record/entry.ts';
import { recordKeys } from '../../../../src/store/record/record-keys.ts';
import { SeenHead } from '../../../../src/store/record/seen-head.ts';
import { publicPem, TEST_KEYS, testKeyPem } from '../../../support/runtime/record-keys.ts';
import { buildRequest } from '../../../support/samples/build-request.ts';
import { aTenant, TENANT } from '../../../support/samples/ids.ts';

const DRAFT = buildRequest();
const BODY = JSON.stringify(DRAFT);
const HASH = sha256(BODY);
const FACTS = { tenantId: TENANT, at: 1, actor: 'service' };
const OWN = { ...FACTS, event: 'request.drafted', requestId: DRAFT.id };

type Previous = Pick<AuditEntry, 'seq' | 'hash'> | null;
type Written = (previous: Previous) => AuditEntry;

const signed =
  (facts: Partial<typeof OWN>, data: object, keys = TEST_KEYS): Written =>
  (previous) =>
    signedEntry(keys, previous, { ...OWN, ...facts, data: asJson(data) });

/** As a release wrote it that did not sign. */
const unsigned =
  (data: object): Written =>
  (previous) => {
    const link = { seq: (previous?.seq ?? 0) + 1, previous: previous?.hash ?? CHAIN_START, ...OWN, data: asJson(data) };
    return { ...link, hash: sha256(canonical(asJson(link))), keyId: null, signature: null };
  };

const SEALED = { event: 'record.sealed', requestId: null as never };
const sealing = (stored: string) => signed(SEALED, { requests: [{ id: DRAFT.id, rev: 1, stored }] });

async function read(entries: readonly Written[], keys = TEST_KEYS) {
  const db = await openDatabase(':memory:');
  try {
    const { id, number, rev, state, requester, deadline } = DRAFT;
    const row = { id, tenant: TENANT, number, rev, state, requester: requester.oid, open: 0, deadline, body: BODY };
    await db.insertInto('requests').values(row).execute();
    let previous: AuditEntry | null = null;
    for (const one of entries) {
      previous = one(previous);
      const { tenantId: tenant, requestId, keyId, data, ...rest } = previous;
      const stored = { ...rest, tenant, request_id: requestId, key_id: keyId, data: JSON.stringify(data) };
      await db.insertInto('audit').values(stored).execute();
    }
    const request = await findRequest(db, TENANT, { id });
    if (request === null) return assert.fail('no such request');
    const { isSame } = await asLoaded(db, keys.known, request);
    const trail = await readTrail(db, { keys, seen: new SeenHead(null) }, TENANT, id);
    return { isSame, fault: trail?.fault, events: trail?.entries.map(({ event }) => event) };
  } finally {
    await db.destroy();
  }
}

describe('the row of a request beside its entries', () => {
  const cases: Readonly<Record<string, readonly [readonly Written[], boolean]>> = {
    'is as recorded where the last signed step stored it': [[signed({}, { stored: HASH })], true],
    'is not where the last signed step stored another': [[signed({}, { stored: 'x' })], false],
    'is as recorded where the sealing tells it': [[unsigned({}), sealing(HASH)], true],
    'is not where the sealing tells another': [[unsigned({}), sealing('x')], false],
    'is not where its only step is unsigned, and nothing sealed it': [[unsigned({ to: 'draft' })], false],
    'is not where an unsigned step was put behind the signed one': [
      [signed({}, { stored: 'x' }), unsigned({ to: 'draft', stored: HASH })],
      false,
    ],
    'is not where its last step is unsigned, behind the sealing': [[sealing(HASH), unsigned({})], false],
    'is not where a sealing leaves it out, and it has not ended': [
      [unsigned({ to: 'draft' }), signed(SEALED, { requests: [] })],
      false,
    ],
    'is not where no step tells of it': [[], false],
  };
  for (const [what, [entries, expected]] of Object.entries(cases))
    it(what, async () => assert.equal((await read(entries)).isSame, expected));

  it('has no entries of another tenant in its trail', async () => {
    const strange = signed({ tenantId: aTenant('other'), event: 'request.submit' }, {});
    assert.deepEqual((await read([signed({}, { stored: HASH }), strange])).events, ['request.drafted']);
  });

  it('has a trail that ends with the key of today', async () => {
    const today = recordKeys(testKeyPem('b'), `\n${publicPem('a')}`);
    const old = signed({}, { stored: HASH }, recordKeys(testKeyPem('a')));
    assert.match((await read([old], today)).fault ?? '', /not signed with the key of today/);
    const handed = signed({ event: 'record.key', requestId: null as never }, {}, today);
    assert.equal((await read([old, handed], today)).fault, null);
  });
});
