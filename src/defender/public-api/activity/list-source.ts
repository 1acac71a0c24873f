import { z } from 'zod';
import { answerFault, type BearerOptions, bearerCall, inKnownForm } from '../bearer-call.ts';

/** A supported API that serves lists. */
export interface ListSource {
  /**
   * Reads one page of a list. A 404 means an empty list, as Defender uses it.
   * @param most how many to ask for; a full page or a link to the rest means that there are more
   * @throws AirlockError the tenant's errors
   */
  page<T>(path: string, record: z.ZodType<T>, most: number): Promise<{ readonly records: readonly T[]; more: boolean }>;
}

const list = z.object({ value: z.array(z.unknown()), '@odata.nextLink': z.string().optional() });

export function listSource(options: BearerOptions): ListSource {
  const { service } = options;
  const call = bearerCall(options);
  return {
    async page(path, record, most) {
      const { status, body } = await call(path);
      if (status === 404) return { records: [], more: false };
      if (status !== 200) throw answerFault(service, status);
      const { value, '@odata.nextLink': link } = inKnownForm(service, list.safeParse(body));
      const records = inKnownForm(service, z.array(record).safeParse(value));
      return { records, more: link !== undefined || value.length >= most };
    },
  };
}
