import { z } from 'zod';
import type { Press } from './press.ts';

/** All that a request's card carries; the reason is there when the card holds an input for one, whatever was pressed. */
const data = z.strictObject({
  requestId: z.uuid().transform((id) => id.toLowerCase()),
  rev: z.int().min(1).max(1_000_000),
  reason: z.string().max(10_000).default(''),
  /** Of the devices; counts from 1. */
  page: z.int().min(1).max(1_000_000).default(1),
});

/** A press of a request's card. */
export type RequestPress = Omit<Press, 'data'> & z.infer<typeof data>;

/** @returns null when the data is none of ours. */
export function parseRequestPress({ verb, isManual, data: carried }: Press): RequestPress | null {
  const ours = data.safeParse(carried);
  return ours.success ? { verb, isManual, ...ours.data } : null;
}
