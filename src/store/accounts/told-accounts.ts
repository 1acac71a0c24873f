import { z } from 'zod';
import type { AuditEntry } from '../../requests/ports/audit-entry.ts';
import type { TenantId } from '../../shared/ids.ts';

/** The event of entries that tell what is remembered of accounts from then on. */
export const ACCOUNTS_SEEN = 'accounts.seen';

/** A place in the record: the number and the hash of an entry. */
export const placeSchema = z.object({ seq: z.int(), hash: z.string() }).readonly();

export type Place = z.infer<typeof placeSchema>;

const seenFacts = z.object({
  accounts: z.array(
    z.object({
      oid: z.string(),
      /** The principal name, for people who read the record. */
      name: z.string(),
      /** SHA-256 (hex) of the row as it was found; null where there was none. */
      before: z.string().nullable(),
      /** The same of the row as it is stored with this entry. */
      stored: z.string(),
    }),
  ),
  /** When a census was, in the last of the entries that tell of it; ms since 1970. */
  census: z.number().optional(),
  /** How many accounts it looked at; absent where an earlier version wrote the entry. */
  looked: z.int().optional(),
  /** The entry of this kind before it; null for the first. */
  previous: placeSchema.nullable(),
});

export type SeenFacts = z.infer<typeof seenFacts>;

/** What an entry says of accounts; null for one that is not about them, or cannot be read as such. */
export function seenIn({ event, data }: Pick<AuditEntry, 'event' | 'data'>): SeenFacts | null {
  return event === ACCOUNTS_SEEN ? (seenFacts.safeParse(data).data ?? null) : null;
}

/** What is told of one account: the hash of its row, by which entry, and when an entry first told of it. */
export interface ToldAccount {
  readonly stored: string;
  readonly seq: number;
  /** Milliseconds since 1970. */
  readonly first: number;
}

/** What entries tell of the accounts of one tenant. */
export interface ToldAccounts {
  readonly accounts: ReadonlyMap<string, ToldAccount>;
  /** When the last census was of which they tell; null before. */
  readonly census: number | null;
}

const NOTHING_TOLD: ToldAccounts = { accounts: new Map(), census: null };

/** Takes in the entries of a tenant, oldest first. */
export function toldBy(entries: readonly AuditEntry[], tenant: TenantId, before = NOTHING_TOLD): ToldAccounts {
  const own = entries.flatMap((entry) => {
    const facts = entry.tenantId === tenant ? seenIn(entry) : null;
    return facts ? [{ seq: entry.seq, at: entry.at, facts }] : [];
  });
  if (own.length === 0) return before;
  const accounts = new Map(before.accounts);
  for (const { seq, at, facts } of own)
    for (const { oid, stored } of facts.accounts)
      accounts.set(oid, { stored, seq, first: accounts.get(oid)?.first ?? at });
  return { accounts, census: own.reduce((census, { facts }) => facts.census ?? census, before.census) };
}
