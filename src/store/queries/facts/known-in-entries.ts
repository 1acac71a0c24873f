import { z } from 'zod';
import type { AuditEntry } from '../../../requests/ports/audit-entry.ts';
import { type Fact, factSchema } from '../../../requests/record/fact.ts';
import type { TenantId } from '../../../shared/ids.ts';
import { asJson, canonical } from '../../../shared/json.ts';

/** An entry did not always say when a fact was changed. */
const known = z.looseObject({ ...factSchema.unwrap().shape, changedAt: z.number().optional() });
const tells = z.looseObject({ known: z.array(known) });

/** What an entry tells of one fact. */
export type Told = Pick<Fact, 'key' | 'value' | 'source'> & { readonly changedAt?: number | undefined };

/** Entries of these kinds did not always say which switches became known, or no longer were. */
const ONCE_SILENT: readonly string[] = ['outside.seen', 'outside.adopted'];

/** What an entry tells of the tenant; `silent` where switches may be otherwise after it, and it does not say how. */
export function factsIn({ event, data }: Pick<AuditEntry, 'event' | 'data'>): readonly Told[] | 'silent' {
  const facts = tells.safeParse(data).data;
  if (facts) return facts.known;
  return ONCE_SILENT.includes(event) && !Object.hasOwn(Object(data), 'known') ? 'silent' : [];
}

/** Whether a fact is about a switch. */
export function isOfSwitch(key: string): boolean {
  return key.startsWith('feature:');
}

/** What was told last under a key, and by which entry. */
export interface ToldFact {
  readonly fact: Told;
  readonly seq: number;
  /** When that entry was written, in ms since 1970. */
  readonly at: number;
}

/** What entries tell of one tenant. */
export interface ToldOf {
  readonly facts: ReadonlyMap<string, ToldFact>;
  /** Whether an entry did not say how it left switches. */
  readonly isSilent: boolean;
}

const NOTHING_TOLD: ToldOf = { facts: new Map(), isSilent: false };

/** Takes in the entries of a tenant, oldest first. */
export function toldFactsBy(entries: readonly AuditEntry[], tenant: TenantId, before = NOTHING_TOLD): ToldOf {
  const own = entries.filter(({ tenantId }) => tenantId === tenant);
  if (own.length === 0) return before;
  const facts = new Map(before.facts);
  let { isSilent } = before;
  for (const entry of own) {
    const told = factsIn(entry);
    if (told === 'silent') {
      isSilent = true;
      for (const key of [...facts.keys()].filter(isOfSwitch)) facts.delete(key);
    } else for (const fact of told) facts.set(fact.key, { fact, seq: entry.seq, at: entry.at });
  }
  return { facts, isSilent };
}

/** Whether what is stored is what was told. */
export function isAsTold(stored: Fact, { changedAt = stored.changedAt, ...fact }: Told): boolean {
  return textOf(stored) === textOf({ ...fact, changedAt });
}

function textOf({ key, value, source, changedAt }: Told): string {
  return canonical(asJson({ key, value, source, changedAt }));
}
