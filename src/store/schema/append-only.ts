import { sql } from 'kysely';
import { BEFORE_FIRST, postgresGuardFaults } from './postgres-guards.ts';
import type { Db } from './tables.ts';
import { isPostgres } from './transact.ts';

/** The migration since which the database takes the next entry of the record alone. */
export const NEXT_ALONE = '0012-next-entry-alone';

const UNCHANGED: Readonly<Record<string, string>> = {
  audit_no_update: `create trigger audit_no_update before update on audit
    begin select raise(abort, 'the record is append-only'); end`,
  audit_no_delete: `create trigger audit_no_delete before delete on audit
    begin select raise(abort, 'the record is append-only'); end`,
};

/** The triggers of a file to which the migration NEXT_ALONE did not come yet. */
export const OLDER_SQLITE_GUARDS: Readonly<Record<string, string>> = {
  ...UNCHANGED,
  audit_no_replace: `create trigger audit_no_replace before insert on audit when exists (select 1 from audit where seq = new.seq)
    begin select raise(abort, 'the record is append-only'); end`,
};

/**
 * What makes the record append-only on SQLite, by the names of the triggers. The one on INSERT takes the entry alone
 * that follows the last one. So it stops `insert or replace`, too, which deletes a row without a trigger on DELETE.
 */
export const SQLITE_GUARDS: Readonly<Record<string, string>> = {
  ...UNCHANGED,
  audit_only_next: `create trigger audit_only_next before insert on audit
    when new.seq is not (select coalesce(max(seq), 0) + 1 from audit)
      or new.previous is not coalesce((select hash from audit order by seq desc limit 1), '${BEFORE_FIRST}')
    begin select raise(abort, 'the record is append-only: it takes its next entry alone'); end`,
};

/** What to do about it, a sentence. */
export const GUARD_AGAIN =
  'Find out who could write to it, compare the record with checkpoints, and put the triggers back: docs/operate.md#keep-the-record-honest.';

/**
 * What is missing of that which makes the record append-only, was changed or was put beside it: clauses. Nothing but
 * somebody's hand does that.
 * @param isOlder whether the database was made by an earlier release and is read as it is: without NEXT_ALONE
 */
export async function guardFaults(db: Db, isOlder = false): Promise<readonly string[]> {
  return isPostgres(db) ? postgresGuardFaults(db, isOlder) : sqliteFaults(db, isOlder);
}

async function sqliteFaults(db: Db, isOlder: boolean): Promise<readonly string[]> {
  const guards = isOlder ? OLDER_SQLITE_GUARDS : SQLITE_GUARDS;
  const found = new Map((await onSqlite(db)).map((one) => [one.name, one.text]));
  const strange = [...found.keys()].filter((name) => !(name in guards));
  return [
    ...Object.entries(guards).flatMap(([name, text]) => {
      const there = found.get(name);
      if (there === undefined) return [`the trigger ${name}, which refuses changes to the record, is gone`];
      return plain(there) === plain(text)
        ? []
        : [`the trigger ${name}, which refuses changes to the record, was changed`];
    }),
    ...strange.map((name) => `there is a trigger ${name} that Airlock did not make`),
  ];
}

interface Trigger {
  readonly name: string;
  readonly text: string;
}

async function onSqlite(db: Db): Promise<readonly Trigger[]> {
  const { rows } = await sql<Trigger>`select name, sql as text from sqlite_master where type = 'trigger'`.execute(db);
  return rows;
}

/** SQLite writes some words of a statement in capitals. */
function plain(text: string): string {
  return text.toLowerCase().replace(/\s+/g, ' ').trim();
}
