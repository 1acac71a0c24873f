import type { Compilable, CompiledQuery, QueryResult } from 'kysely';
import type { Db } from './tables.ts';
import { isPostgres } from './transact.ts';

/** Where a value goes in a kept query. */
class Slot {
  constructor(readonly name: string) {}
}

/** Stands for the values while a query is built: each member is the slot of its name. */
const SLOTS: object = new Proxy({}, { get: (_all, name) => new Slot(String(name)) });

/**
 * A query that is built and compiled once for each kind of database: to build one anew costs more than SQLite takes to
 * answer it. What a click needs is kept so.
 * @param build gets slots for the values, each to be used as one value of the query: never looked at, spread or passed
 * to a fragment as text. A query whose form depends on a value is not kept.
 * @returns runs it with these values
 */
export function keptQuery<V extends object, R>(
  build: (db: Db, values: V) => Compilable<R>,
): (db: Db, values: V) => Promise<QueryResult<R>> {
  const kept = new Map<boolean, CompiledQuery<R>>();
  return (db, values) => {
    const kind = isPostgres(db);
    // Sound: nothing but the query looks at a slot, and the query is run with a value of the slot's type in its place.
    const compiled = kept.get(kind) ?? build(db, SLOTS as V).compile();
    kept.set(kind, compiled);
    const given = new Map<string, unknown>(Object.entries(values));
    const parameters = compiled.parameters.map((one) => (one instanceof Slot ? given.get(one.name) : one));
    return db.executeQuery({ ...compiled, parameters });
  };
}
