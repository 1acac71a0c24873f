import { type CompiledQuery, DefaultQueryExecutor, type QueryResult } from 'kysely';

/** Which row one statement of the service reads otherwise than all others do. */
export interface Swapped {
  /** The body that is stored. */
  readonly of: string;
  /** The body that this statement reads in its place. */
  readonly by: string;
  /** The ordinal of the statement, from 1, among all that read that row. */
  readonly at: number;
}

/**
 * Plays an owner of the database who puts another body into a row for exactly one statement of the service, and the
 * right one back for the next, as they can by locks or by being fast.
 * @returns the statements that read the row so far, and what ends it
 */
export function swapReading({ of, by, at }: Swapped): { readonly read: readonly string[]; end(): void } {
  const statements: string[] = [];
  const { executeQuery } = DefaultQueryExecutor.prototype;
  const swapping = async function (this: DefaultQueryExecutor, query: CompiledQuery<unknown>) {
    const result: QueryResult<unknown> = await executeQuery.call(this, query);
    if (!result.rows.some((row) => isOf(row, of))) return result;
    statements.push(query.sql);
    if (statements.length !== at) return result;
    return { ...result, rows: result.rows.map((row) => (isOf(row, of) ? { ...row, body: by } : row)) };
  };
  Reflect.set(DefaultQueryExecutor.prototype, 'executeQuery', swapping);
  return {
    read: statements,
    end: () => {
      Reflect.deleteProperty(DefaultQueryExecutor.prototype, 'executeQuery');
    },
  };
}

function isOf(row: unknown, body: string): row is { readonly body: string } {
  return typeof row === 'object' && row !== null && 'body' in row && row.body === body;
}
