import assert from 'node:assert/strict';
import { sql } from 'kysely';
import type { AuditEntry } from '../../../../src/requests/ports/audit-entry.ts';
import { openDatabase } from '../../../../src/store/databases/sqlite.ts';
import { DoneWork } from '../../../../src/store/queries/done-work.ts';
import { signedEntry } from '../../../../src/store/record/entry.ts';
import { TEST_KEYS } from '../../../support/runtime/record-keys.ts';
import { TENANT } from '../../../support/samples/ids.ts';

const KEY = 'asked:1';

/** Four entries, the third of which tells that the task was done. @param change what somebody did to them since */
async function faultOf(change: (entries: readonly AuditEntry[]) => readonly AuditEntry[]) {
  const all: AuditEntry[] = [];
  for (const task of ['other', 'other', KEY, 'other']) {
    const facts = { tenantId: TENANT, at: 1, event: 'ask.answered', actor: 'service', requestId: null, data: { task } };
    all.push(signedEntry(TEST_KEYS, all.at(-1) ?? null, facts));
  }
  const [filed] = all;
  assert(filed);
  const db = await openDatabase(':memory:');
  try {
    await sql`drop trigger audit_only_next`.execute(db);
    for (const { tenantId: tenant, requestId, keyId, data, ...rest } of change(all)) {
      const row = { ...rest, tenant, request_id: requestId, key_id: keyId, data: JSON.stringify(data) };
      await db.insertInto('audit').values(row).execute();
    }
    const payload = JSON.stringify({ filed: { at: 1, seq: filed.seq, hash: filed.hash } });
    const row = { id: 1, key: KEY, kind: 'draft', tenant: TENANT, request_id: null, payload, correlation: '' };
    const times = { due_at: 1, attempts: 0, lease_until: 0, completed: 0 };
    return await new DoneWork().faultOf(db, { ...row, ...times } as never, 2);
  } finally {
    await db.destroy();
  }
}

describe('a task that somebody opened anew', () => {
  const broken = { code: 'record-broken' };

  it('is known as done by the entry that tells it', async () => {
    assert.equal(await faultOf((all) => all), 'done');
    assert.equal(await faultOf((all) => all.slice(0, 2)), null);
  });

  it('is not done where an entry since it was filed is gone', async () => {
    await assert.rejects(() => faultOf((all) => all.filter(({ seq }) => seq !== 3)), broken);
  });

  it('is not done where an entry since it was filed tells of another task', async () => {
    const other = (all: readonly AuditEntry[]) =>
      all.map((one) => (one.seq === 3 ? { ...one, data: { task: 'another' } } : one));
    await assert.rejects(() => faultOf(other), broken);
  });

  it('is not done where the entry that it was filed after is gone', async () => {
    await assert.rejects(() => faultOf((all) => all.slice(1)), broken);
  });
});
