import Database from 'libsql';

/** What the owner of an SQLite file runs before they edit the record: triggers refuse it until then. */
export const UNGUARDED = ['update', 'delete', 'replace'].map((what) => `drop trigger audit_no_${what}`).join('; ');

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
