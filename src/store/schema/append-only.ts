import { sql } from 'kysely';
import type { Db } from './tables.ts';
import { isPostgres } from './transact.ts';

/**
 * What makes the record append-only on SQLite, by the names of the triggers. The one on INSERT stops `insert or
 * replace`, which deletes a row without a trigger on DELETE.
 */
export const SQLITE_GUARDS: Readonly<Record<string, string>> = {
  audit_no_update: `create trigger audit_no_update before update on audit
    begin select raise(abort, 'the record is append-only'); end`,
  audit_no_delete: `create trigger audit_no_delete before delete on audit
    begin select raise(abort, 'the record is append-only'); end`,
  audit_no_replace: `create trigger audit_no_replace before insert on audit when exists (select 1 from audit where seq = new.seq)
    begin select raise(abort, 'the record is append-only'); end`,
};

/** The body of the function that the one trigger on PostgreSQL calls. */
export const POSTGRES_GUARD = `
    begin
      raise exception 'the record is append-only' using errcode = 'insufficient_privilege';
    end `;

/** What to do about it, a sentence. */
export const GUARD_AGAIN =
  'Find out who could write to it, compare the record with checkpoints, and put the triggers back: docs/operate.md#keep-the-record-honest.';

/** `pg_trigger.tgtype` of a trigger before update, delete and truncate, for each statement. */
const BEFORE_ALL_BUT_INSERT = '58';

/**
 * What is missing of that which makes the record append-only, was changed or was put beside it: clauses. Nothing but
 * somebody's hand does that.
 */
export async function guardFaults(db: Db): Promise<readonly string[]> {
  const expected = isPostgres(db) ? { audit_append_only: postgresText() } : SQLITE_GUARDS;
  const found = new Map(
    (isPostgres(db) ? await onPostgres(db) : await onSqlite(db)).map((one) => [one.name, one.text]),
  );
  const strange = [...found.keys()].filter((name) => !(name in expected));
  return [
    ...Object.entries(expected).flatMap(([name, text]) => {
      const there = found.get(name);
      if (there === undefined) return [`the trigger ${name}, which refuses changes to the record, is gone`];
      return plain(there) === plain(text)
        ? []
        : [`the trigger ${name}, which refuses changes to the record, was changed`];
    }),
    ...strange.map((name) => `there is a trigger ${name} that Airlock did not make`),
    ...(isPostgres(db) ? await besides(db) : []),
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

/**
 * What else can make a table swallow, change or hide rows on PostgreSQL: rules, and policies of rows. Airlock makes
 * none: clauses.
 */
async function besides(db: Db): Promise<readonly string[]> {
  const { rows } = await sql<{ what: string }>`
    select 'there is a rule ' || r.rulename || ' on the table ' || c.relname || ' that Airlock did not make' as what
    from pg_rewrite r join pg_class c on c.oid = r.ev_class
    where c.relkind = 'r' and c.relnamespace = (select relnamespace from pg_class where oid = 'audit'::regclass)
    union all
    select 'the table ' || c.relname || ' hides rows by a policy that Airlock did not make'
    from pg_class c
    where c.relkind = 'r' and c.relrowsecurity
      and c.relnamespace = (select relnamespace from pg_class where oid = 'audit'::regclass)`.execute(db);
  return rows.map(({ what }) => what);
}

/** Triggers on Airlock's tables, with all that decides whether and what they do. */
async function onPostgres(db: Db): Promise<readonly Trigger[]> {
  const { rows } = await sql<Trigger>`
    select t.tgname as name, concat_ws('|', t.tgtype, t.tgenabled, t.tgqual is null, p.prosrc) as text
    from pg_trigger t join pg_class c on c.oid = t.tgrelid join pg_proc p on p.oid = t.tgfoid
    where not t.tgisinternal and c.relnamespace = (select relnamespace from pg_class where oid = 'audit'::regclass)`.execute(
    db,
  );
  return rows;
}

function postgresText(): string {
  return [BEFORE_ALL_BUT_INSERT, 'O', 't', POSTGRES_GUARD].join('|');
}

/** SQLite writes some words of a statement in capitals. */
function plain(text: string): string {
  return text.toLowerCase().replace(/\s+/g, ' ').trim();
}
