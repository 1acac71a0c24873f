import { z } from 'zod';
import type { AuditEntry } from '../../../requests/ports/audit-entry.ts';
import { RECORDED_KEYS, type RecordedKey } from '../../../requests/ports/trail.ts';
import { type Fact, type FactChange, factSchema } from '../../../requests/record/fact.ts';
import { AirlockError } from '../../../shared/errors.ts';
import type { TenantId } from '../../../shared/ids.ts';
import { doesNotHold } from '../../record/broken-record.ts';
import { entryFault } from '../../record/entry.ts';
import type { LastTold } from '../../record/head-note.ts';
import type { PublicKeys } from '../../record/record-keys.ts';
import type { Db } from '../../schema/tables.ts';
import { readAudit } from '../entry-rows.ts';

const tellsSchema = z.looseObject({ known: z.array(z.looseObject({ key: z.string() })) });
const factsSchema = z.looseObject({ known: z.array(z.looseObject({ ...factSchema.unwrap().shape })) });

/** Which entry told each last, once this one is told, too. */
export function toldAfter(told: LastTold, { seq, data }: Pick<AuditEntry, 'seq' | 'data'>): LastTold {
  const keys = (tellsSchema.safeParse(data).data?.known ?? []).map(({ key }) => key);
  const own = RECORDED_KEYS.filter((key) => keys.includes(key));
  return own.length === 0 ? told : { ...told, ...Object.fromEntries(own.map((key) => [key, seq])) };
}

/**
 * Looks through the record for the entries that told each last: for a note that does not say so, and where the record
 * goes on past its note or was restored. The step that follows notes what was found.
 */
export async function searchTold(db: Db): Promise<LastTold> {
  const found = RECORDED_KEYS.map(async (key) => {
    const row = await db
      .selectFrom('audit')
      .select('seq')
      .where('event', '=', 'request.proceed')
      // A quotation mark within a text is escaped: nobody's words are found by this.
      .where('data', 'like', `%"key":"${key}"%`)
      .orderBy('seq', 'desc')
      .limit(1)
      .executeTakeFirst();
    return row ? [[key, Number(row.seq)] as const] : [];
  });
  return Object.fromEntries((await Promise.all(found)).flat());
}

/** Who asks what was told last, and by which keys it may be signed. */
interface Asking {
  readonly keys: PublicKeys;
  readonly tenant: TenantId;
  readonly told: LastTold;
}

/**
 * What is remembered under a key, by the entry that told it last; null where none did.
 * @throws AirlockError record-broken where that entry is gone, or is not right itself
 */
export async function factTold(db: Db, { keys, tenant, told }: Asking, key: RecordedKey): Promise<Fact | null> {
  const seq = told[key];
  if (seq === undefined) return null;
  const [entry] = await readAudit(db, seq, 1);
  if (entry?.seq !== seq) throw doesNotHold(`entry ${seq} is missing`);
  const fault = entryFault(entry, keys);
  if (fault !== null) throw doesNotHold(fault);
  const facts = entry.tenantId === tenant ? factsSchema.safeParse(entry.data).data?.known : undefined;
  const fact = facts?.find((one) => one.key === key);
  if (!fact) throw doesNotHold(`entry ${seq} does not tell what it is noted to tell`);
  const { value, source, changedAt } = fact;
  return { key, value, source, changedAt };
}

/**
 * Of two who replace what the record tells, the second is refused, whatever stands in the rows.
 * @throws AirlockError rev-conflict, record-broken
 */
export async function assertToldAsExpected(db: Db, asking: Asking, changes: readonly FactChange[]): Promise<void> {
  for (const { fact, expected } of changes) {
    const key = recordedKey(fact.key);
    if (key === undefined || expected === undefined) continue;
    const last = await factTold(db, asking, key);
    if ((last?.changedAt ?? null) !== expected)
      throw new AirlockError('rev-conflict', 'Somebody else has changed what is remembered here.');
  }
}

/** The key where the record alone decides what is remembered under it. */
function recordedKey(key: string): RecordedKey | undefined {
  return RECORDED_KEYS.find((one) => one === key);
}
