import { createHash } from 'node:crypto';
import { digestOf } from '../../../src/requests/record/digest.ts';
import { canonical } from '../../../src/shared/json.ts';
import type { StoreLocation } from '../../../src/store/databases/store-location.ts';
import { newRecordKey, recordKeys } from '../../../src/store/record/record-keys.ts';
import { rowsOf, runAsOwner } from './run-as-owner.ts';

/** A row as both databases have it. */
export type AnyRow = Readonly<Record<string, string | number | null>>;

/** The key of somebody who has no business to sign. */
const FOREIGN = recordKeys(newRecordKey().privatePem);

/** What somebody can do who may write to the database, whichever it is, and has not the key of the record. */
export class AnyOwner {
  constructor(readonly place: StoreLocation) {}

  async rows(sql: string): Promise<readonly AnyRow[]> {
    const rows = await rowsOf(this.place, sql);
    return rows.map(({ _metadata, ...row }) => row);
  }

  run(sql: string): Promise<void> {
    return runAsOwner(this.place, sql);
  }

  entries(): Promise<readonly AnyRow[]> {
    return this.rows('select * from audit order by seq');
  }

  /** The first request: its id, and its body as it is stored. */
  async request(): Promise<{ readonly id: string; readonly tenant: string; readonly body: string }> {
    const [{ id, tenant, body } = {}] = await this.rows('select id, tenant, body from requests where number = 1');
    return { id: String(id), tenant: String(tenant), body: String(body) };
  }

  /** Stores another body of the first request, with its own digest and columns made anew. @returns its hash */
  async edit(change: (body: Record<string, unknown>) => object): Promise<string> {
    const { id, tenant, body } = await this.request();
    const edited: Record<string, unknown> = { ...JSON.parse(body), ...change(JSON.parse(body)) };
    const digest = edited.digest && digestOf({ ...edited, tenantId: tenant } as never);
    const stored = JSON.stringify({ ...edited, digest });
    const columns = `body = ${text(stored)}, state = ${text(edited.state)}, rev = ${edited.rev}`;
    await this.run(`update requests set ${columns} where id = ${text(id)}`);
    return sha256(stored);
  }

  /** Files work on the first request, as a task of the service would be. */
  async file(kind: 'apply' | 'items'): Promise<void> {
    const { id, tenant } = await this.request();
    await this.run(
      `insert into tasks (key, kind, tenant, request_id, payload, correlation, due_at, attempts, lease_until, completed)
       values (${text(`${id}:forged`)}, '${kind}', ${text(tenant)}, ${text(id)}, 'null', 'abc', 0, 0, 0, 0)`,
    );
  }

  /** Writes all entries anew: numbered, linked and hashed as they follow each other, signed by a key of their own. */
  async rewrite(entries: readonly AnyRow[]): Promise<void> {
    let previous = '0'.repeat(64);
    const rows = entries.map((entry, index) => {
      const data = JSON.parse(String(entry.data));
      const { tenant: tenantId, event, actor, request_id: requestId } = entry;
      const link = { seq: index + 1, previous, tenantId, at: Number(entry.at), event, actor, requestId, data };
      const signed = canonical({ v: 2, ...link, keyId: FOREIGN.keyId } as never);
      const hash = sha256(signed);
      const row = { ...entry, seq: index + 1, previous, hash, key_id: FOREIGN.keyId, signature: FOREIGN.sign(signed) };
      previous = hash;
      return insertOf('audit', row);
    });
    await this.run(['delete from audit', ...rows].join('; '));
  }
}

export function insertOf(table: string, row: AnyRow): string {
  const values = Object.values(row).map(text);
  return `insert into ${table} (${Object.keys(row).join(', ')}) values (${values.join(', ')})`;
}

/** A value as it stands in a statement. */
export function text(value: unknown): string {
  return value === null || value === undefined ? 'null' : `'${String(value).replaceAll("'", "''")}'`;
}

function sha256(of: string): string {
  return createHash('sha256').update(of).digest('hex');
}
