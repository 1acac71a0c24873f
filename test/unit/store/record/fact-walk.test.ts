import assert from 'node:assert/strict';
import { sql } from 'kysely';
import type { AuditEntry } from '../../../../src/requests/ports/audit-entry.ts';
import type { Json } from '../../../../src/shared/json.ts';
import { openDatabase } from '../../../../src/store/databases/sqlite.ts';
import { FactWalk } from '../../../../src/store/queries/facts/fact-walk.ts';
import { signedEntry } from '../../../../src/store/record/entry.ts';
import { TEST_KEYS } from '../../../support/runtime/record-keys.ts';
import { TENANT } from '../../../support/samples/ids.ts';

const FACT = { key: 'feature:x', value: 'on', source: { kind: 'read', at: 1 }, changedAt: 1 };

type Change = (entries: readonly AuditEntry[]) => readonly AuditEntry[];

async function walked(entries: readonly AuditEntry[]) {
  const db = await openDatabase(':memory:');
  try {
    await sql`drop trigger audit_only_next`.execute(db);
    for (const { tenantId: tenant, requestId, keyId, data, ...rest } of entries) {
      const row = { ...rest, tenant, request_id: requestId, key_id: keyId, data: JSON.stringify(data) };
      await db.insertInto('audit').values(row).execute();
    }
    const walk = new FactWalk(TEST_KEYS.known);
    return { digest: await walk.digest(db, TENANT), facts: (await walk.told(db, TENANT)).facts };
  } finally {
    await db.destroy();
  }
}

/** What a walk that begins at a checkpoint finds told, where the entries were changed. */
async function toldAfter(change: Change): Promise<readonly string[]> {
  const all: AuditEntry[] = [];
  const add = (event: string, data: Json) =>
    all.push(
      signedEntry(TEST_KEYS, all.at(-1) ?? null, {
        tenantId: TENANT,
        at: 1,
        event,
        actor: 'service',
        requestId: null,
        data,
      }),
    );
  add('tenant.remembered', { known: [FACT] });
  add('service.start', {});
  const { digest } = await walked(all);
  add('record.checkpoint', { count: 2, head: all[1]?.hash ?? '', facts: digest });
  return [...(await walked(change(all))).facts.keys()];
}

describe('a walk over what the record tells of the tenant, from a checkpoint on', () => {
  it('finds what was told before it', async () => assert.deepEqual(await toldAfter((all) => all), [FACT.key]));

  const edited =
    (at: number, data: Json): Change =>
    (all) =>
      all.map((one) => (one.seq === at ? { ...one, data } : one));
  const cases: Readonly<Record<string, Change>> = {
    'an entry that it vouches for is gone': (all) => all.slice(1),
    'an entry that it vouches for tells something else': edited(1, { known: [{ ...FACT, value: 'off' }] }),
    'the entry that it names is gone': (all) => all.filter(({ seq }) => seq !== 2),
    'it was edited': edited(3, { count: 0, head: '', facts: '' }),
  };
  for (const [what, change] of Object.entries(cases))
    it(`comes to nothing where ${what}`, async () => {
      await assert.rejects(toldAfter(change), { code: 'record-broken' });
    });
});
