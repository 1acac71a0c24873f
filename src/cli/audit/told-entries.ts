import { z } from 'zod';
import type { DiffRow } from '../../changes/change-kind.ts';
import { sourceWords } from '../../changes/knowledge/source-words.ts';
import { kindOf } from '../../changes/registry/kind-of.ts';
import type { AuditEntry } from '../../requests/ports/audit-entry.ts';
import { baseSchema, changeSchema, evidenceSchema } from '../../requests/record/request-parts.ts';
import type { Json } from '../../shared/json.ts';
import { counted } from '../../store/audit/conclusions.ts';
import { isPlainLook, knownSchema, knownWords, otherwiseWords } from './words/fact-words.ts';
import { kindWords } from './words/own-words.ts';
import { policyWords } from './words/policy-words.ts';
import { causeWords, orderWords, stepWords } from './words/step-words.ts';

/** Whoever acted, as the entry has them. What an older entry does not say is null. */
export interface ToldPerson {
  /** Entra object id, or `service`. */
  readonly oid: string;
  readonly name: string | null;
  readonly principalName: string | null;
  readonly evidence:
    | (Pick<z.infer<typeof evidenceSchema>, 'marks' | 'roles' | 'proof'> & {
        /** Since when account and role exist, in ms since 1970; null where the entry does not say. */
        readonly since: z.infer<typeof since> | null;
      })
    | null;
}

/** A change in words. */
interface ToldChange {
  readonly title: string;
  readonly rows: readonly DiffRow[];
  /** What it puts at risk; empty where nothing. */
  readonly risks: readonly string[];
}

/** An entry, and what it says in words. */
export interface ToldEntry {
  readonly entry: AuditEntry;
  /** The event without what all events of its kind begin with: `approve`. */
  readonly step: string;
  /** The same in words: `Stopped (after approval)`. */
  readonly words: string;
  /** How far orders on devices were: `failed`; null where the entry tells of none. */
  readonly orders: string | null;
  /** Whether it tells that an emergency did nothing, so that nobody owes an approval. */
  readonly isFree: boolean;
  readonly number: number | null;
  readonly person: ToldPerson;
  readonly from: string | null;
  readonly to: string | null;
  /** Present where the entry says what was asked for. */
  readonly change: ToldChange | null;
  readonly digest: string | null;
  readonly policyVersion: string | null;
  /** How many approvals it took, where the entry says. */
  readonly quorum: number | null;
  /** Until when another admin approves or undoes an emergency, in ms since 1970. */
  readonly until: number | null;
  /** Whether somebody decided on a card or by a typed message. */
  readonly door: string | null;
  /** Whose session wrote, where one did. */
  readonly session: string | null;
  /** The policy that the service says is in force, in words. */
  readonly policy: { readonly version: string; readonly words: readonly string[] } | null;
  /** Somebody's reason, or what the service found. */
  readonly why: string | null;
  /** What is known of the tenant from then on, and how. */
  readonly known: readonly string[];
  /** Whether it tells of a look at the tenant, and of nothing else: there is one of them every few minutes. */
  readonly isLook: boolean;
}

const { marks, roles, since, proof } = evidenceSchema.unwrap().shape;

const personSchema = z.looseObject({
  oid: z.string(),
  name: z.string().nullish(),
  principalName: z.string().nullish(),
  marks: marks.nullish(),
  roles: roles.nullish(),
  since: since.nullish().catch(null),
  proof: proof.nullish(),
});

const text = z.string().nullish().catch(null);

const factsSchema = z.looseObject({
  number: z.int().nullish().catch(null),
  quorum: z.int().nullish().catch(null),
  count: z.int().nullish().catch(null),
  head: text,
  version: text,
  policy: z.record(z.string(), z.unknown()).nullish().catch(null),
  from: text,
  to: text,
  digest: text,
  policyVersion: text,
  name: text,
  reason: text,
  note: text,
  why: text,
  found: text,
  code: text,
  cause: text,
  door: text,
  until: z.number().nullish().catch(null),
  actsAs: text,
  actsAsSource: text,
  person: personSchema.nullish().catch(null),
  change: z.custom<Json>().optional(),
  base: z.custom<Json>().optional(),
  orders: text,
  debt: text,
  followed: z.looseObject({ note: text }).nullish().catch(null),
  accepted: z.literal(true).nullish().catch(null),
  known: knownSchema.nullish().catch(null),
  foundOtherwise: z.array(z.string()).nullish().catch(null),
  outcome: z.looseObject({ note: text, code: text, warning: text }).nullish().catch(null),
});

type EntryFacts = z.infer<typeof factsSchema>;

/** Names that older entries do not hold: of the people and of the requests in the rows. */
export interface KnownNames {
  readonly people: ReadonlyMap<string, string>;
  readonly numbers: ReadonlyMap<string, number>;
}

/** Puts an entry into words. Whatever cannot be read of it is null: an export never fails on one entry. */
export function tellEntry(entry: AuditEntry, names: KnownNames): ToldEntry {
  const facts: EntryFacts = factsSchema.safeParse(entry.data).data ?? {};
  const { number, from, to, digest, policyVersion } = facts;
  const [known, otherwise] = [facts.known ?? [], facts.foundOtherwise ?? []];
  return {
    entry,
    step: entry.event.replace(/^request\./, ''),
    words: orderWords(facts.orders) ?? stepWords(entry.event, from ?? null, facts.accepted === true),
    orders: facts.orders ?? null,
    isFree: facts.debt === 'none' || facts.orders === 'failed' || facts.orders === 'cancelled',
    number: number ?? names.numbers.get(entry.requestId ?? '') ?? null,
    person: personOf(entry, facts, names),
    from: from ?? null,
    to: to ?? (entry.event === 'request.drafted' ? 'draft' : null),
    change: changeOf(facts),
    digest: digest ?? null,
    policyVersion: policyVersion ?? null,
    quorum: facts.quorum ?? null,
    until: facts.until ?? null,
    door: facts.door === 'card' ? 'on the card' : (facts.door ?? null),
    session: sessionOf(facts),
    policy: policyOf(facts),
    why: kindWords(entry) ?? (entry.requestId === null ? ownWords(facts) : whyOf(facts)),
    known: [...known.map(knownWords), ...otherwise.map(otherwiseWords)],
    isLook: entry.event === 'tenant.remembered' && isPlainLook(known, otherwise),
  };
}

function personOf(entry: AuditEntry, { person, name }: EntryFacts, names: KnownNames): ToldPerson {
  const oid = entry.actor;
  if (oid === 'service') return { oid, name: 'Airlock', principalName: null, evidence: null };
  const said = person?.oid === oid ? person : null;
  return {
    oid,
    name: said?.name ?? name ?? names.people.get(oid) ?? null,
    principalName: said?.principalName ?? null,
    evidence: said && {
      marks: said.marks ?? [],
      roles: said.roles ?? [],
      since: said.since ?? null,
      proof: said.proof ?? null,
    },
  };
}

function changeOf(facts: EntryFacts): ToldChange | null {
  const change = changeSchema.safeParse(facts.change);
  const base = baseSchema.safeParse(facts.base);
  if (!change.success || !base.success) return null;
  const kind = kindOf(change.data);
  const { dangers, notes, asides } = kind.risk(change.data, base.data);
  return {
    title: kind.title(change.data),
    rows: kind.diff(change.data, base.data),
    risks: [...dangers.map(({ text }) => text), ...notes, ...asides],
  };
}

function sessionOf({ actsAs, actsAsSource }: EntryFacts): string | null {
  if (!actsAs) return null;
  return `the session of ${actsAs} (${actsAsSource === 'read' ? 'read in Defender' : 'said to be'})`;
}

/** A start names its version of the policy, a change the one that it leads to. */
function policyOf({ policy, policyVersion, to }: EntryFacts): ToldEntry['policy'] {
  const version = policyVersion ?? to;
  return policy && version ? { version, words: policyWords(policy) } : null;
}

/** What the service says of itself: its version and policy in full, or how far the record had come. */
function ownWords(facts: EntryFacts): string | null {
  const { version, count, head, found } = facts;
  const policy = policyOf(facts);
  const parts = [
    version ? `Version ${version}.` : null,
    found || null,
    policy ? `Policy ${policy.version}: ${policy.words.join(' ')}` : null,
    typeof count === 'number' && head ? `${counted(count, 'entry', 'entries')}, head ${head}.` : null,
  ].filter((part) => part !== null);
  if (parts.length > 0) return parts.join(' ');
  return facts.known?.length || facts.foundOtherwise?.length ? null : 'Nothing that this version can read.';
}

function whyOf({ reason, note, why, found, outcome, cause, code, followed }: EntryFacts): string | null {
  const warned = outcome?.warning ? ` ${outcome.warning}` : '';
  const ended = outcome?.note ? `${outcome.note}${warned}` : null;
  const coded = cause || code;
  return reason || note || ended || followed?.note || why || found || (coded ? causeWords(coded) : null);
}

/** The old value of a row, and how it was known. */
export function oldWords({ from, source }: DiffRow): string {
  return source && source.kind !== 'not-known' ? `${from} (${sourceWords(source)})` : from;
}
