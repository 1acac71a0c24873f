import { z } from 'zod';
import type { AuditEntry } from '../../requests/ports/audit-entry.ts';
import { type Crowd, MOST_ACCOUNTS } from '../../requests/record/account-seen.ts';
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
  /** How many accounts carry some marks; absent where nothing differs, and in entries of earlier versions. */
  marks: z
    .array(
      z.object({
        kind: z.enum(['employee-id', 'on-premises-id', 'address']),
        value: z.string(),
        carriers: z.int(),
        /** Those of them that are members, enabled, and no younger than is asked for. */
        members: z.int(),
      }),
    )
    .optional(),
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
  /** By kind and value; null where no entry tells of marks. */
  readonly crowds: ReadonlyMap<string, Crowd> | null;
}

const NOTHING_TOLD: ToldAccounts = { accounts: new Map(), census: null, crowds: null };

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
  return {
    accounts,
    census: own.reduce((census, { facts }) => facts.census ?? census, before.census),
    crowds: own.reduce((crowds, { at, facts }) => crowdsAfter(crowds, facts.marks, at), before.crowds),
  };
}

/** What the first count found is so since long. */
function crowdsAfter(
  before: ToldAccounts['crowds'],
  marks: SeenFacts['marks'],
  at: number,
): ReadonlyMap<string, Crowd> | null {
  if (!marks) return before;
  const crowds = new Map(before);
  for (const { kind, value, carriers, members } of marks) {
    const key = `${kind}:${value}`;
    const known = crowds.get(key);
    const began = known?.since === undefined ? (before === null ? null : at) : known.since;
    crowds.set(key, {
      mark: { kind, value },
      until: carriers > MOST_ACCOUNTS ? null : (known?.until ?? at),
      since: members > MOST_ACCOUNTS ? began : undefined,
    });
  }
  return crowds;
}
