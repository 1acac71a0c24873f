import { z } from 'zod';
import { t } from '../../shared/language/worded.ts';
import type { Services } from '../ports/services.ts';

/** The entry by which an operator says that the database was restored, as far as it tells of numbers. */
const restoredSchema = z.looseObject({ numbers: z.looseObject({ to: z.int() }) });

/**
 * Why no request has this number where a restore gave it up: a sentence; null where none did. Numbers run without gaps,
 * so that what is missing up to the last that was given up was given up by that restore, or by one before it.
 */
export async function givenUpWords({ store }: Pick<Services, 'store'>, number: number): Promise<string | null> {
  const restored = restoredSchema.safeParse((await store.latestEntry('record.restored'))?.data).data;
  if (!restored || number < 1 || number > restored.numbers.to) return null;
  return t`There is no request #${number} any more: the database was restored, and that gave its number up. If something was asked for under it, Airlock no longer knows what became of it: look in Defender.`;
}
