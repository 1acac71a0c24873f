import Database from 'libsql';
import { SQLITE_GUARDS } from '../../../src/store/schema/append-only.ts';

/** What the owner of an SQLite file runs before they edit the record: triggers refuse it until then. */
export const UNGUARDED = Object.keys(SQLITE_GUARDS)
  .map((name) => `drop trigger ${name}`)
  .join('; ');

/** A store, and whether somebody edited it behind the service's back. */
export interface Tampered {
  readonly file: string;
  tampered: boolean;
}

/** Edits the newest stored request behind the service's back. @param columns of an open one, where it was not */
export function tamper(
  store: Tampered,
  edit: (request: Record<string, unknown>) => Record<string, unknown>,
  columns?: { readonly state: string; readonly deadline: unknown },
): void {
  store.tampered = true;
  const db = new Database(store.file);
  const row = db.prepare('select id, body from requests order by number desc limit 1').get() as {
    id: string;
    body: string;
  };
  db.prepare('update requests set body = ? where id = ?').run([JSON.stringify(edit(JSON.parse(row.body))), row.id]);
  if (columns)
    db.prepare('update requests set state = ?, open = 1, deadline = ? where id = ?').run([
      columns.state,
      columns.deadline,
      row.id,
    ]);
  db.close();
}

/** Spoils what is remembered under this key. */
export function tamperFact(store: Tampered, key: string): void {
  store.tampered = true;
  const db = new Database(store.file);
  db.prepare("update facts set body = '{' where key = ?").run([key]);
  db.close();
}

/**
 * Keeps entries out of the index by which the entries of a request are found: the table has them, and a walk along the
 * record meets them. Refusals of changes are as before.
 */
export function hideFromIndex(file: string, seqs: readonly number[]): void {
  const db = new Database(file);
  // Sound: these are columns of the two tables.
  const entries = seqs.map((seq) => db.prepare('select * from audit where seq = ?').get([seq]) as Columns);
  const index = db.prepare("select * from sqlite_master where name = 'audit_request'").get([]) as Columns;
  db.exec(`${UNGUARDED}; delete from audit where seq in (${seqs.join()}); pragma writable_schema = on;
    delete from sqlite_master where name = 'audit_request'; pragma writable_schema = reset`);
  db.close();
  const again = new Database(file);
  for (const { _metadata: _, ...row } of entries) {
    const names = Object.keys(row);
    again.prepare(`insert into audit(${names.join()}) values (${names.map(() => '?').join()})`).run(Object.values(row));
  }
  again.exec('pragma writable_schema = on');
  again
    .prepare("insert into sqlite_master(type, name, tbl_name, rootpage, sql) values ('index', ?, ?, ?, ?)")
    .run([index.name, index.tbl_name, index.rootpage, index.sql]);
  again.exec(['pragma writable_schema = reset', ...Object.values(SQLITE_GUARDS)].join('; '));
  again.close();
}

type Columns = Record<string, unknown>;
