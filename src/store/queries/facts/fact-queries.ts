import type { Kysely } from 'kysely';
import { z } from 'zod';
import type { AuditFacts } from '../../../requests/ports/audit-entry.ts';
import { type Fact, type FactChange, factSchema, knownIn } from '../../../requests/record/fact.ts';
import { AirlockError, isAirlockError } from '../../../shared/errors.ts';
import type { TenantId } from '../../../shared/ids.ts';
import { asJson, type Json } from '../../../shared/json.ts';
import { corrupt, readBody, writeBody } from '../../bodies/stored-body.ts';
import { readOrFault } from '../../bodies/unreadable-rows.ts';
import { isNamed } from '../../record/entry.ts';
import type { Db, Tables } from '../../schema/tables.ts';
import { atOneMoment, lockUntilCommit } from '../../schema/transact.ts';
import type { FactWalk } from './fact-walk.ts';
import { factsIn, isAsTold, isOfSwitch, isToldOnce, type ToldFact, type ToldOf } from './known-in-entries.ts';

/** What the watch remembers changes with each look: no entry tells of it. */
export const UNBOUND = /^watch:/;

interface Row {
  readonly key: string;
  readonly body: string;
  readonly changed_at: number | bigint;
}

/** What is wrong with a row, by its key. */
type OnStrange = (key: string, fault: AirlockError) => void;

/**
 * What is remembered under keys that begin with `prefix`, by key: as the record tells it. What stands in a row instead
 * is reported and never used. Rows and record are read anew at one moment where they differ, since somebody may have
 * stored something in between.
 * @throws AirlockError record-broken
 */
export async function findFacts(
  db: Kysely<Tables>,
  walk: FactWalk,
  { tenant, prefix }: { readonly tenant: TenantId; readonly prefix: string },
  onStrange: OnStrange = () => undefined,
): Promise<readonly Fact[]> {
  const found = await compared(db, walk, tenant, prefix);
  const { facts, strange } =
    found.strange.size === 0 ? found : await atOneMoment(db, (trx) => compared(trx, walk, tenant, prefix));
  for (const [key, fault] of strange) onStrange(key, fault);
  return facts;
}

interface Compared {
  readonly facts: readonly Fact[];
  readonly strange: ReadonlyMap<string, AirlockError>;
}

async function compared(db: Db, walk: FactWalk, tenant: TenantId, prefix: string): Promise<Compared> {
  const stored = await db
    .selectFrom('facts')
    .select(['key', 'body', 'changed_at'])
    .where('tenant', '=', tenant)
    .where((eb) => eb(eb.fn<string>('substr', ['key', eb.lit(1), eb.lit(prefix.length)]), '=', prefix))
    .execute();
  const told = await walk.told(db, tenant);
  const rows = new Map<string, Row>(stored.map((row) => [row.key, row]));
  const keys = new Set([...rows.keys(), ...[...told.facts.keys()].filter((key) => key.startsWith(prefix))]);
  const strange = new Map<string, AirlockError>();
  const facts = [...keys].sort().flatMap((key) => {
    const { fact, fault } = standing(key, rows.get(key), told);
    if (fault) strange.set(key, fault);
    return fact ?? [];
  });
  return { facts, strange };
}

/** What counts under a key, null for nothing; and what is wrong with its row. */
function standing(
  key: string,
  row: Row | undefined,
  { facts, isSilent, numbers }: ToldOf,
): { readonly fact: Fact | null; readonly fault: AirlockError | null } {
  const told = facts.get(key);
  const read = row ? readOrFault(() => readFact(row)) : null;
  const [stored, unreadable] = isAirlockError(read) ? [null, read] : [read, null];
  if (told) {
    const isSame = stored !== null && isAsTold(stored, told.fact);
    return { fact: isSame ? stored : asTold(told), fault: isSame ? null : (unreadable ?? another(key, told)) };
  }
  if (stored && (UNBOUND.test(key) || isToldOnce(stored, numbers))) return { fact: stored, fault: null };
  if (stored && isSilent && isOfSwitch(key)) return { fact: null, fault: null };
  return { fact: null, fault: row ? (unreadable ?? untold(key)) : null };
}

function asTold({ fact: { key, value, source, changedAt }, at }: ToldFact): Fact {
  return { key, value, source, changedAt: changedAt ?? at };
}

function another(key: string, { seq }: ToldFact): AirlockError {
  const words = `What is stored of ${key} is not what entry ${seq} of the record tells: Airlock goes by the record.`;
  return new AirlockError('digest-mismatch', words);
}

function untold(key: string): AirlockError {
  const words = `What is stored of ${key} is told by no entry of the record: it counts as not known.`;
  return new AirlockError('digest-mismatch', words);
}

function readFact({ key, body, changed_at }: Row): Fact {
  const row = { table: 'facts', id: key };
  const fact = readBody(row, body, factSchema);
  if (fact.key !== key) throw corrupt(row, 'what belongs to another key');
  if (fact.changedAt !== Number(changed_at)) throw corrupt(row, 'what was changed at another time');
  return fact;
}

/** What is to be remembered of a tenant from now on. */
interface Remembered {
  readonly tenantId: TenantId;
  readonly changes: readonly FactChange[];
}

/**
 * Compares what is to be replaced with what the record tells, and its rows with that: before an entry tells of it anew.
 * @returns the keys under which rows hold something else, or nothing
 * @throws AirlockError rev-conflict where something else is remembered than was expected, record-broken
 */
export async function assertExpected(
  db: Db,
  walk: FactWalk,
  remembered: Remembered | undefined,
): Promise<readonly string[]> {
  if (!remembered || remembered.changes.length === 0) return [];
  const { tenantId: tenant, changes } = remembered;
  await lockUntilCommit(db, `facts/${tenant}`);
  const keys = changes.map(({ fact: { key } }) => key);
  const all = db.selectFrom('facts').select(['key', 'body', 'changed_at']).where('tenant', '=', tenant);
  const found = await all.where('key', 'in', keys).execute();
  const rows = new Map<string, Row>(found.map((row) => [row.key, row]));
  const told = await walk.told(db, tenant);
  const strange = changes.filter(({ fact: { key }, expected }) => {
    const { fact, fault } = standing(key, rows.get(key), told);
    if (expected !== undefined && (fact?.changedAt ?? null) !== expected)
      throw new AirlockError('rev-conflict', 'Somebody else has changed what is remembered here.');
    return fault !== null;
  });
  return [...new Set(strange.map(({ fact: { key } }) => key))];
}

/**
 * The entries of a transaction that remembers something: each fact is told by one of them, and the first says where
 * rows held something else than the record had told.
 * @param otherwise the keys of those
 */
export function tellingFacts(
  audit: readonly AuditFacts[],
  remembered: Remembered | undefined,
  otherwise: readonly string[],
): readonly AuditFacts[] {
  if (!remembered) return audit;
  const { tenantId, changes } = remembered;
  const told = new Set(audit.flatMap((one) => toldKeys(one)));
  const untold = changes.filter(({ fact: { key } }) => !told.has(key) && !UNBOUND.test(key));
  const own = { tenantId, actor: 'service', requestId: null, event: 'tenant.remembered' };
  const at = audit[0]?.at ?? Math.max(0, ...untold.map(({ fact }) => fact.changedAt));
  const all = untold.length > 0 ? [...audit, { ...own, at, data: asJson({ known: knownIn(untold) }) }] : audit;
  const [first, ...others] = all;
  if (!first || otherwise.length === 0 || !isNamed(first.data)) return all;
  return [{ ...first, data: { ...first.data, foundOtherwise: otherwise } }, ...others];
}

function toldKeys(entry: AuditFacts): readonly string[] {
  const told = factsIn(entry);
  return told === 'silent' ? [] : told.map(({ key }) => key);
}

/** Stores what the entries of the same transaction tell. */
export async function saveFacts(db: Db, tenant: TenantId, changes: readonly FactChange[]): Promise<void> {
  for (const { fact } of changes) {
    const row = { changed_at: fact.changedAt, body: writeBody(fact) };
    await db
      .insertInto('facts')
      .values({ tenant, key: fact.key, ...row })
      .onConflict((conflict) => conflict.columns(['tenant', 'key']).doUpdateSet(row))
      .execute();
  }
}

const strangeSchema = z.looseObject({ foundOtherwise: z.array(z.string()) });

/** The keys of what an entry found remembered otherwise than the record told. */
export function foundOtherwise(data: Json): readonly string[] {
  return strangeSchema.safeParse(data).data?.foundOtherwise ?? [];
}
