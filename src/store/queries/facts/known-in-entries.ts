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

const once = z.looseObject({ outside: z.int() });

/** The number of a change outside Airlock of which an entry of an earlier version tells, without what was found. */
export function outsideOnce({ event, data }: Pick<AuditEntry, 'event' | 'data'>): number | null {
  const told = event === 'outside.seen' ? once.safeParse(data).data : undefined;
  const facts = tells.safeParse(data).data?.known ?? [];
  return told && !facts.some(({ key }) => key.startsWith(OUTSIDE)) ? told.outside : null;
}

const OUTSIDE = 'outside:';
const numbered = z.looseObject({ number: z.int() });

/** Whether a fact is what such an entry told of by its number. */
export function isToldOnce({ key, value }: Pick<Fact, 'key' | 'value'>, numbers: ReadonlySet<number>): boolean {
  const number = key.startsWith(OUTSIDE) ? numbered.safeParse(value).data?.number : undefined;
  return number !== undefined && numbers.has(number);
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
  /** Changes outside Airlock of which only the number was told. */
  readonly numbers: ReadonlySet<number>;
}

const NOTHING_TOLD: ToldOf = { facts: new Map(), isSilent: false, numbers: new Set() };

/** Takes in the entries of a tenant, oldest first. */
export function toldFactsBy(entries: readonly AuditEntry[], tenant: TenantId, before = NOTHING_TOLD): ToldOf {
  const own = entries.filter(({ tenantId }) => tenantId === tenant);
  if (own.length === 0) return before;
  const facts = new Map(before.facts);
  const numbers = new Set(before.numbers);
  let { isSilent } = before;
  for (const entry of own) {
    const told = factsIn(entry);
    const number = outsideOnce(entry);
    if (number !== null) numbers.add(number);
    if (told === 'silent') {
      isSilent = true;
      for (const key of [...facts.keys()].filter(isOfSwitch)) facts.delete(key);
    } else for (const fact of told) facts.set(fact.key, { fact, seq: entry.seq, at: entry.at });
  }
  return { facts, isSilent, numbers };
}

/** Whether what is stored is what was told. */
export function isAsTold(stored: Fact, { changedAt = stored.changedAt, ...fact }: Told): boolean {
  return textOf(stored) === textOf({ ...fact, changedAt });
}

function textOf({ key, value, source, changedAt }: Told): string {
  return canonical(asJson({ key, value, source, changedAt }));
}
