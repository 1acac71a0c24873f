import { sql } from 'kysely';
import { lostKeys } from './postgres-keys.ts';
import { strangers } from './postgres-strangers.ts';
import { type Db, WORKING_TABLES } from './tables.ts';

/** What the first entry of the record holds as the hash of the one before. */
export const BEFORE_FIRST = '0'.repeat(64);

/** The body of the function that refuses changes to the record on PostgreSQL. */
export const POSTGRES_GUARD = `
    begin
      raise exception 'the record is append-only' using errcode = 'insufficient_privilege';
    end `;

/** The body of the function that takes the entry alone that follows the last one. */
export const POSTGRES_NEXT = `
    begin
      if new.seq is distinct from (select coalesce(max(seq), 0) + 1 from public.audit)
        or new.previous is distinct from coalesce((select hash from public.audit order by seq desc limit 1), '${BEFORE_FIRST}') then
        raise exception 'the record is append-only: it takes its next entry alone' using errcode = 'insufficient_privilege';
      end if;
      return new;
    end `;

/** Where that function looks for names, whatever the session is set to. */
export const POSTGRES_NEXT_NAMES = 'pg_catalog, pg_temp';

/** Where Airlock's tables stand; every connection looks for names here, and in PostgreSQL's own schema before. */
export const SCHEMA = 'public';

const TABLES = sql.join(['audit', 'kysely_migration', ...Object.keys(WORKING_TABLES)]);

/** `pg_trigger.tgtype` of a trigger before update, delete and truncate, for each statement. */
const BEFORE_ALL_BUT_INSERT = 58;

/** The same of one before insert, for each row. */
const BEFORE_EACH_INSERT = 7;

/** Airlock's tables, by their place and not by what a search path finds. */
const OWN = sql`own as (
  select c.oid, c.relname, c.relkind, c.relrowsecurity from pg_catalog.pg_class c
  where c.relnamespace = ${SCHEMA}::pg_catalog.regnamespace and c.relname in (${TABLES})
)`;

/**
 * What makes the record append-only on PostgreSQL, and is not as Airlock made it, or stands beside it: clauses. The
 * trigger counts on the record alone, by the table it belongs to and not by its name.
 * @param isOlder whether a trigger that takes the next entry alone was not made yet
 */
export async function postgresGuardFaults(db: Db, isOlder: boolean): Promise<readonly string[]> {
  const asked = [tableFaults(), lostKeys(OWN), guardFaults(isOlder), besides(), namesakes()].map((one) =>
    one.execute(db),
  );
  const found = (await Promise.all(asked)).flatMap(({ rows }) => rows.map(({ what }) => what));
  return [...found, ...(await strangers(db, OWN))];
}

interface What {
  readonly what: string;
}

/** What stands in the place of a table, or together with it. */
function tableFaults() {
  return sql<What>`with ${OWN}
    select o.relname || ' is no ordinary table: what stands there may be anything' as what
    from own o where o.relkind <> 'r'
    union all
    select 'the table ' || o.relname || ' inherits from another, or another from it: rows may stand there that nothing guards'
    from own o where exists (select from pg_catalog.pg_inherits i where i.inhrelid = o.oid or i.inhparent = o.oid)`;
}

/** The triggers. */
function guardFaults(isOlder: boolean) {
  const named = isOlder ? ['audit_append_only'] : ['audit_append_only', 'audit_only_next'];
  return sql<What>`with ${OWN}, wanted as (select pg_catalog.unnest(${named}::text[]) as name), guards as (
      select o.relname = 'audit' and t.tgname::text in (select name from wanted) as is_guard, t.tgname, o.relname,
        t.tgenabled = 'O' and t.tgqual is null and t.tgattr::text = '' and l.lanname = 'plpgsql'
          and case t.tgname
            when 'audit_append_only' then
              t.tgtype = ${BEFORE_ALL_BUT_INSERT} and p.prosrc = ${POSTGRES_GUARD} and p.proconfig is null
            else t.tgtype = ${BEFORE_EACH_INSERT} and p.prosrc = ${POSTGRES_NEXT}
              and coalesce(p.proconfig = array[${`search_path=${POSTGRES_NEXT_NAMES}`}], false)
            end as is_sound
      from pg_catalog.pg_trigger t
      join own o on o.oid = t.tgrelid
      join pg_catalog.pg_proc p on p.oid = t.tgfoid
      join pg_catalog.pg_language l on l.oid = p.prolang
      where not t.tgisinternal
    )
    select 'the trigger ' || w.name || ', which refuses changes to the record, is gone' as what
    from wanted w where not exists (select from guards g where g.is_guard and g.tgname::text = w.name)
    union all
    select 'the trigger ' || g.tgname || ', which refuses changes to the record, was changed'
    from guards g where g.is_guard and not g.is_sound
    union all
    select 'there is a trigger ' || g.tgname || ' on the table ' || g.relname || ' that Airlock did not make'
    from guards g where not g.is_guard`;
}

/** What else makes a table swallow, change or hide rows. */
function besides() {
  return sql<What>`with ${OWN}
    select 'there is a rule ' || r.rulename || ' on the table ' || o.relname || ' that Airlock did not make' as what
    from pg_catalog.pg_rewrite r join own o on o.oid = r.ev_class where o.relkind = 'r'
    union all
    select 'the table ' || o.relname || ' hides rows by a policy that Airlock did not make'
    from own o where o.relrowsecurity
    union all
    select 'there is a foreign key ' || k.conname || ' on the table ' || o.relname || ' that Airlock did not make'
    from pg_catalog.pg_constraint k join own o on o.oid = k.conrelid where k.contype = 'f'`;
}

/** What a statement may call in the place of what PostgreSQL has: a closer match of types wins over the schema. */
function namesakes() {
  return sql<What>`with made as (
      select 'function' as kind, p.oid, p.proname as name, p.pronamespace as place from pg_catalog.pg_proc p
      union all
      select 'operator', p.oid, p.oprname, p.oprnamespace from pg_catalog.pg_operator p
    )
    select distinct 'there is ' || case m.kind when 'function' then 'a' else 'an' end || ' ' || m.kind || ' ' || m.name
      || ' in the schema ' || ${SCHEMA} || ' that bears the name of one of PostgreSQL’s own' as what
    from made m
    where m.place = ${SCHEMA}::pg_catalog.regnamespace
      and exists (select from made q
        where q.kind = m.kind and q.name = m.name and q.place = 'pg_catalog'::pg_catalog.regnamespace)
      and not exists (select from pg_catalog.pg_depend d where d.objid = m.oid and d.deptype = 'e')`;
}
