import { createHash } from 'node:crypto';
import type Database from 'libsql';
import { canonical, type Json } from '../../../src/shared/json.ts';
import { SQLITE_GUARDS } from '../../../src/store/schema/append-only.ts';
import type { Random } from '../generated/random.ts';

/** A row as SQLite has it. */
export type SqlRow = Record<string, string | number | null>;

/** A database in the hands of whoever owns it, and copies that were made of it earlier. */
export interface Scene {
  readonly db: Database.Database;
  readonly backups: readonly Readonly<Record<string, readonly SqlRow[]>>[];
  readonly random: Random;
}

/** The tables that an audit looks at. */
export const AUDITED = [
  'audit',
  'requests',
  'tasks',
  'object_locks',
  'counters',
  'settings',
  'facts',
  'accounts_seen',
  'leases',
  'request_items',
  'request_terms',
  'request_devices',
  'posts',
  'announcements',
] as const;

export function rowsOf(db: Database.Database, table: string): SqlRow[] {
  // Sound: SQLite gives texts, numbers and nulls.
  return db.prepare(`select * from ${table} order by 1`).all([]) as SqlRow[];
}

export function contentOf(db: Database.Database): Readonly<Record<string, readonly SqlRow[]>> {
  return Object.fromEntries(AUDITED.map((table) => [table, rowsOf(db, table).map(stripped)]));
}

/** Without what the driver adds, and without the tries of a task. */
function stripped({ _metadata, attempts, lease, ...row }: SqlRow): SqlRow {
  return row.kind === undefined ? row : { ...row, attempts: 0, lease: null };
}

export function insert(db: Database.Database, table: string, row: SqlRow): void {
  const { _metadata, ...values } = row;
  const names = Object.keys(values);
  db.prepare(`insert into ${table} (${names.join(', ')}) values (${names.map(() => '?').join(', ')})`).run(
    Object.values(values),
  );
}

export function update(db: Database.Database, table: string, key: SqlRow, values: SqlRow): void {
  const sets = Object.keys(values).map((name) => `${name} = ?`);
  const where = Object.keys(key).map((name) => `${name} = ?`);
  db.prepare(`update ${table} set ${sets.join(', ')} where ${where.join(' and ')}`).run([
    ...Object.values(values),
    ...Object.values(key),
  ]);
}

export function replaceTable(db: Database.Database, table: string, rows: readonly SqlRow[]): void {
  db.prepare(`delete from ${table}`).run([]);
  for (const row of rows) insert(db, table, row);
}

/** What the owner of the file runs first. */
export function dropGuards(db: Database.Database): void {
  for (const name of Object.keys(SQLITE_GUARDS)) db.exec(`drop trigger if exists ${name}`);
}

export interface Rehash {
  /** From this entry on. */
  readonly from: number;
  /** Signs the text; absent: the entries are written unsigned. */
  readonly sign?: { readonly keyId: string; sign(text: string): string };
}

/** Renumbers the entries and hashes them anew, as whoever knows the code and not the key can. */
export function rehash(db: Database.Database, { from, sign }: Rehash): void {
  const rows = rowsOf(db, 'audit');
  let previous = '0'.repeat(64);
  const made = rows.map((row, index) => {
    const seq = index + 1;
    const isOld = Number(row.seq) < from && row.previous === previous;
    const next = isOld ? row : hashed({ ...row, seq, previous, key_id: sign?.keyId ?? null }, sign);
    previous = String(next.hash);
    return next;
  });
  replaceTable(db, 'audit', made);
}

function hashed(row: SqlRow, sign: Rehash['sign']): SqlRow {
  const { seq = 0, previous = '', tenant = '', at = 0, event = '', actor = '', request_id: requestId = null } = row;
  const data = dataOf(row);
  const link = { seq, previous, tenantId: tenant, at, event, actor, requestId, data };
  const text = canonical(sign ? { v: 2, ...link, keyId: sign.keyId } : link);
  const hash = createHash('sha256').update(text).digest('hex');
  return { ...row, hash, signature: sign ? sign.sign(text) : null };
}

export function dataOf(row: SqlRow): { [key: string]: Json } {
  return JSON.parse(String(row.data));
}

export function bodyOf(row: SqlRow): { [key: string]: Json } {
  return JSON.parse(String(row.body));
}
