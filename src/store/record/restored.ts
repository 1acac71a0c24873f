import { z } from 'zod';
import type { AuditEntry } from '../../requests/ports/audit-entry.ts';

/** The event of the entry by which an operator says that the store is a restored one. */
export const RESTORED = 'record.restored';

/** By which an operator says that a clock was put right before an entry, which the record tells by its time. */
export const CLOCK_SAID = 'record.clock';

const headSchema = z.object({ count: z.int(), head: z.string() });

const restoredSchema = z.looseObject({
  /** The furthest checkpoint that was noted of the record, where the record no longer reaches it. */
  behind: headSchema.nullable(),
  /** Request numbers that may have been given after the backup, and are given to nobody: above `from`, up to `to`. */
  numbers: z.object({ from: z.int(), to: z.int() }),
  /** Where the restored record ended, before a change of keys that it may begin with; earlier releases say nothing. */
  after: headSchema.exactOptional(),
  /**
   * The end of the record as the store that was replaced had it, or as it was noted beside the record, where the record
   * no longer reaches it. Earlier releases say nothing of it, nor of what follows.
   */
  noted: headSchema.nullable().exactOptional(),
  /** Since when (ms since 1970) the record was known to be broken, and why, a sentence. */
  broken: z.object({ at: z.number(), why: z.string() }).nullable().exactOptional(),
  /** The account of the machine on which it was said. */
  by: z.string().exactOptional(),
  /** Faults in the record or beside it that were taken over with it: how many, and the first of them as lines. */
  faults: z.object({ count: z.int(), lines: z.array(z.string()) }).exactOptional(),
  /** What its operator gave as the reason. */
  reason: z.string().nullable().exactOptional(),
});

export type Restored = z.infer<typeof restoredSchema>;

/** What such an entry says; null for any other. */
export function restoredIn({ event, data }: Pick<AuditEntry, 'event' | 'data'>): Restored | null {
  return event === RESTORED ? (restoredSchema.safeParse(data).data ?? null) : null;
}

/** Where the record ended that was restored: what stood after that was given up. */
export function goesOnAfter(
  { seq, previous }: Pick<AuditEntry, 'seq' | 'previous'>,
  { after }: Restored,
): { readonly count: number; readonly head: string } {
  return after ?? { count: seq - 1, head: previous };
}

/** The furthest end of the record that anything told of when it was said, and that the record does not reach. */
export function endGivenUp({ behind, noted }: Pick<Restored, 'behind' | 'noted'>): Restored['behind'] {
  if (!behind || !noted) return behind ?? noted ?? null;
  return noted.count > behind.count ? noted : behind;
}

/** How many numbers may have been given since the last that is known, where nothing tells how many were. */
const UNKNOWN = 500;

/** Numbers go on after a multiple of this, so that everybody sees that some are left out. */
const ROUND = 1_000;

/**
 * The last number that may have been given. Each request has an entry of its own, so of entries that are lost, no more
 * than all were requests.
 * @param own the last number that the restored store knows of
 * @param lost how many entries a checkpoint tells of that the restored record lacks
 * @param told the last number given as the replaced store has it; null where it cannot be read
 */
export function lastNumber(own: number, lost: number, told: number | null): number {
  if (told !== null) return Math.max(own, told);
  return Math.ceil((own + lost + UNKNOWN) / ROUND) * ROUND;
}
