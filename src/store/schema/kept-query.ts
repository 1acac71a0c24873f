import type { Compilable, CompiledQuery, QueryResult } from 'kysely';
import type { Db } from './tables.ts';
import { isPostgres } from './transact.ts';

/** Where a value goes in a kept query. */
class Slot {
  constructor(
    readonly name: string,
    /** Its place, where the value is a list. */
    readonly at: number | null,
  ) {}
}

/** A query with a longer list is built anew: it would be kept for every length. */
const LONGEST_LIST = 24;

/** Stands for the values while a query is built: each member is the slot of its name, or a list of slots. */
function slotsFor(values: object): object {
  const get = (_all: object, name: string | symbol) => {
    const value: unknown = Reflect.get(values, name);
    const slot = (at: number | null) => new Slot(String(name), at);
    return Array.isArray(value) ? value.map((_, at) => slot(at)) : slot(null);
  };
  return new Proxy({}, { get });
}

/**
 * A query that is built and compiled once for each kind of database: to build one anew costs more than SQLite takes to
 * answer it. What a click needs is kept so, and what is asked again and again while nobody clicks.
 * @param build gets slots for the values, each to be used as one value of the query: never looked at, spread or passed
 * to a fragment as text. A list of values is a list of slots of its length, for `in`; it is kept for each length. A
 * query whose form depends on a value otherwise is not kept.
 * @returns runs it with these values
 */
export function keptQuery<V extends object, R>(
  build: (db: Db, values: V) => Compilable<R>,
): (db: Db, values: V) => Promise<QueryResult<R>> {
  const kept = new Map<string, CompiledQuery<R>>();
  return (db, values) => {
    const lengths = Object.values(values).flatMap((one) => (Array.isArray(one) ? [one.length] : []));
    if (lengths.some((length) => length > LONGEST_LIST)) return db.executeQuery(build(db, values).compile());
    const form = `${isPostgres(db)} ${lengths}`;
    // Sound: nothing but the query looks at a slot, and the query is run with a value of the slot's type in its place.
    const compiled = kept.get(form) ?? build(db, slotsFor(values) as V).compile();
    kept.set(form, compiled);
    const parameters = compiled.parameters.map((one) => (one instanceof Slot ? givenTo(one, values) : one));
    return db.executeQuery({ ...compiled, parameters });
  };
}

function givenTo({ name, at }: Slot, values: object): unknown {
  const value: unknown = Reflect.get(values, name);
  return at !== null && Array.isArray(value) ? value[at] : value;
}
