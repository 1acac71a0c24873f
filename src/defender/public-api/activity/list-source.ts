import { z } from 'zod';
import { type BearerOptions, bearerCall, inKnownForm } from '../bearer-call.ts';
import { isTooMuch } from '../machine-pages.ts';

/** One page of a list. */
export interface ListPage<T> {
  readonly records: readonly T[];
  /** Whether the service has more, or may have more. */
  readonly more: boolean;
  /** How many records cannot be used, and are left out. */
  readonly leftOut: number;
}

/** A supported API that serves lists. */
export interface ListSource {
  /**
   * Reads the first page of a list; a page that takes too long is asked for once more at half its size.
   * @param path how to ask for so many
   * @param most how many to ask for
   * @throws AirlockError the tenant's errors; tenant-schema if no record can be used
   */
  page<T>(path: (top: number) => string, record: z.ZodType<T>, most: number): Promise<ListPage<T>>;
}

const list = z.object({ value: z.array(z.unknown()), '@odata.nextLink': z.string().nullish() });

/** A service that gives smaller pages than asked for fills them: a page of a multiple of this may be such a one. */
const ROUND = 100;

/** A 404 is no empty list: no page of Microsoft says so of any list but that of devices. */
export function listSource(options: BearerOptions): ListSource {
  const { service } = options;
  const call = bearerCall(options);
  return {
    async page(path, record, most) {
      const { answer, top } = await halving(most, (size) => call(path(size)));
      if (answer.none) throw answer.none;
      const { value, '@odata.nextLink': link } = inKnownForm(service, list.safeParse(answer.body));
      const told = eachOnce(value);
      const records = told.flatMap((one) => record.safeParse(one).data ?? []);
      if (records.length === 0 && value.length > 0) inKnownForm(service, { success: false });
      const isFull = value.length >= top || (value.length > 0 && value.length % ROUND === 0);
      return { records, more: typeof link === 'string' || isFull, leftOut: told.length - records.length };
    },
  };
}

/** What comes twice is one; of one id that comes with two contents nothing is known: null stands for it. */
function eachOnce(rows: readonly unknown[]): readonly unknown[] {
  const [byId, others] = [new Map<unknown, unknown>(), [] as unknown[]];
  for (const row of rows) {
    const id = typeof row === 'object' && row !== null && 'id' in row ? row.id : null;
    if (typeof id !== 'string' && typeof id !== 'number') others.push(row);
    else byId.set(id, byId.has(id) && JSON.stringify(byId.get(id)) !== JSON.stringify(row) ? null : row);
  }
  return [...byId.values(), ...others];
}

/** Asks once more for half as many where the answer takes too long, here or at a gateway, or is too large. */
async function halving<A>(most: number, ask: (top: number) => Promise<A>): Promise<{ answer: A; top: number }> {
  try {
    return { answer: await ask(most), top: most };
  } catch (error) {
    if (!isTooMuch(error) || !Number.isFinite(most)) throw error;
    return { answer: await ask(most / 2), top: most / 2 };
  }
}
