import { sql } from 'kysely';
import type { Tables } from './tables.ts';

/** What no two rows of a table have in common, by the migrations: lists of columns. */
const KEYS: Readonly<Record<keyof Tables | 'kysely_migration', readonly (readonly string[])[]>> = {
  audit: [['seq']],
  requests: [['id'], ['tenant', 'number']],
  request_terms: [['place', 'number', 'term']],
  counters: [['tenant']],
  object_locks: [['tenant', 'object']],
  posts: [['id'], ['key']],
  announcements: [['request_id']],
  tasks: [['id'], ['key']],
  conversations: [['key']],
  contacts: [['tenant', 'oid']],
  forms: [['id']],
  request_devices: [['request_id', 'page']],
  request_items: [['request_id', 'key']],
  settings: [['tenant', 'name']],
  accounts_seen: [['tenant', 'oid']],
  facts: [['tenant', 'key']],
  leases: [['name']],
  kysely_migration: [['name']],
};

/** Keys that a table has until a migration gives it another. */
const OLDER: Readonly<Partial<Record<string, readonly string[]>>> = { request_terms: ['tenant', 'number', 'term'] };

const WANTED = sql.join(
  Object.entries(KEYS).flatMap(([table, keys]) =>
    keys.map((columns) => sql`(${table}::text, ${columns.join(', ')}::text, ${OLDER[table]?.join(', ') ?? ''}::text)`),
  ),
);

/**
 * What keeps the rows of a table apart and on the disk, and is gone: clauses. A key that is looked at when a
 * transaction ends, or of a part of the rows, is none. Tables that an earlier schema has not are not missed here.
 * @param own the tables, as `own`, with the columns oid and relname
 */
export function lostKeys(own: ReturnType<typeof sql>) {
  return sql<{ what: string }>`with ${own}, wanted (relname, columns, older) as (values ${WANTED}), there as (
      select o.relname, (
          select pg_catalog.string_agg(a.attname::text, ', ' order by k.place)
          from pg_catalog.unnest(i.indkey::smallint[]) with ordinality as k (attnum, place)
          join pg_catalog.pg_attribute a on a.attrelid = o.oid and a.attnum = k.attnum
        ) as columns
      from own o join pg_catalog.pg_index i on i.indrelid = o.oid
      where i.indisunique and i.indimmediate and i.indisvalid and i.indisready and i.indislive
        and i.indpred is null and i.indexprs is null and i.indnatts = i.indnkeyatts
    )
    select 'the table ' || o.relname || ' is kept in memory alone (unlogged): a crash of the server empties it' as what
    from own o join pg_catalog.pg_class c on c.oid = o.oid where c.relpersistence <> 'p'
    union all
    select 'the key of the table ' || o.relname || ' (' || w.columns || ') is gone: a row may stand there twice'
    from own o join wanted w on w.relname = o.relname::text
    where not exists (select from there t where t.relname = o.relname and t.columns in (w.columns, w.older))`;
}
