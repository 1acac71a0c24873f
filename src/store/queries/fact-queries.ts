import { type Fact, type FactChange, factSchema } from '../../requests/record/fact.ts';
import { AirlockError, isAirlockError } from '../../shared/errors.ts';
import type { TenantId } from '../../shared/ids.ts';
import { corrupt, readBody, writeBody } from '../bodies/stored-body.ts';
import { readOrFault } from '../bodies/unreadable-rows.ts';
import type { Db } from '../schema/tables.ts';
import { lockUntilCommit } from '../schema/transact.ts';
import { recordedKey } from './head/last-told.ts';

/**
 * What is remembered under keys that begin with `prefix`, by key. A row that cannot be read is as one that was
 * forgotten, so that it can be replaced.
 */
export async function findFacts(
  db: Db,
  tenant: TenantId,
  prefix: string,
  onUnreadable: (key: string, fault: AirlockError) => void = () => undefined,
): Promise<readonly Fact[]> {
  const rows = await db
    .selectFrom('facts')
    .select(['key', 'body', 'changed_at'])
    .where('tenant', '=', tenant)
    .where((eb) => eb(eb.fn<string>('substr', ['key', eb.lit(1), eb.lit(prefix.length)]), '=', prefix))
    .execute();
  const facts = rows.map((row): Fact => {
    const read = readOrFault(() => readFact(row));
    if (!isAirlockError(read)) return read;
    onUnreadable(row.key, read);
    return { key: row.key, value: null, source: { kind: 'not-known' }, changedAt: Number(row.changed_at) };
  });
  return facts.sort((one, other) => (one.key < other.key ? -1 : 1));
}

function readFact({ key, body }: { readonly key: string; readonly body: string }): Fact {
  const row = { table: 'facts', id: key };
  const fact = readBody(row, body, factSchema);
  if (fact.key !== key) throw corrupt(row, 'what belongs to another key');
  return fact;
}

/**
 * What the record alone decides is compared with it, and not with its row.
 * @throws AirlockError rev-conflict where something else is remembered than was expected
 */
export async function saveFacts(db: Db, tenant: TenantId, changes: readonly FactChange[]): Promise<void> {
  if (changes.length === 0) return;
  await lockUntilCommit(db, `facts/${tenant}`);
  for (const { fact, expected } of changes) {
    if (expected !== undefined && recordedKey(fact.key) === undefined)
      await assertExpected(db, tenant, fact.key, expected);
    const row = { changed_at: fact.changedAt, body: writeBody(fact) };
    await db
      .insertInto('facts')
      .values({ tenant, key: fact.key, ...row })
      .onConflict((conflict) => conflict.columns(['tenant', 'key']).doUpdateSet(row))
      .execute();
  }
}

async function assertExpected(db: Db, tenant: TenantId, key: string, expected: number | null): Promise<void> {
  const row = await db
    .selectFrom('facts')
    .select('changed_at')
    .where('tenant', '=', tenant)
    .where('key', '=', key)
    .executeTakeFirst();
  const found = row ? Number(row.changed_at) : null;
  if (found !== expected) throw new AirlockError('rev-conflict', 'Somebody else has changed what is remembered here.');
}
