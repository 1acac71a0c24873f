import { setTimeout as wait } from 'node:timers/promises';
import { sql } from 'kysely';
import type { AuditEntry } from '../../requests/ports/audit-entry.ts';
import { AirlockError, TELL_THE_OPERATOR } from '../../shared/errors.ts';
import type { TenantId } from '../../shared/ids.ts';
import { asJson } from '../../shared/json.ts';
import { openPostgres } from '../databases/postgres.ts';
import { openDatabase } from '../databases/sqlite.ts';
import type { StoreLocation } from '../databases/store-location.ts';
import { appendAudit, beginAppending } from '../queries/audit-queries.ts';
import { toEntry } from '../queries/entry-rows.ts';
import { walkedHead } from '../queries/head/checkpoint-queries.ts';
import { assertAsNoted, storedNote } from '../queries/head/head-queries.ts';
import { beginningFault } from '../queries/head/start-queries.ts';
import { staysBroken } from '../record/broken-record.ts';
import { readHeadNote } from '../record/head-note.ts';
import type { RecordKeys } from '../record/record-keys.ts';
import { endGivenUp, lastNumber, RESTORED, type Restored } from '../record/restored.ts';
import { type KnownHead, SeenHead } from '../record/seen-head.ts';
import type { Db } from '../schema/tables.ts';
import { isPostgres, lockUntilCommit, transact } from '../schema/transact.ts';

export interface Restoring {
  readonly keys: RecordKeys;
  /** Milliseconds since 1970. */
  readonly at: number;
  /** The furthest point of the record that was noted elsewhere; null where nothing was. */
  readonly known: KnownHead | null;
  /** The last number given as the store tells that was replaced; null where there is none that can be read. */
  readonly lastGiven: number | null;
  /** Where the record of the store ended that was replaced; null or absent where that is not known. */
  readonly replaced?: KnownHead | null;
  /** The account of the machine on which it is said, and the reason that its operator gave; absent where not known. */
  readonly by?: string;
  /** The faults that the operator takes over with it; null or absent where there are none. */
  readonly faults?: Restored['faults'] | null;
  readonly reason?: string | null;
  /** Whose record begins anew where the store is empty, which the operator has confirmed; null to refuse. */
  readonly emptyOf: TenantId | null;
  /**
   * The last entry as the operator has confirmed it, null where they did not: asked for where nothing tells that the
   * store is a restored one. Absent where they have just put a backup in its place.
   */
  readonly endsAt?: number | null;
  /** The options that name store and key, as they were typed, for a command that is printed to be copied. */
  readonly named?: string;
}

/** Where the restored record ended, what was said of it, and where it ends now. */
export interface RestoredRecord {
  readonly found: KnownHead | null;
  readonly said: Restored;
  readonly head: KnownHead;
}

/**
 * Says in the record that the store is a restored one, and leaves out the numbers that may have been given since: the
 * next start ends what is open. Only an operator asks for it, since nothing in a database tells that it is old.
 * @throws AirlockError wrong-state where the service runs, or where nothing tells that it was restored and nobody
 * confirmed it; config-invalid where the store is empty and nobody confirmed it; record-broken, store-unavailable,
 * store-corrupt
 */
export async function restoreRecord(place: StoreLocation, restoring: Restoring): Promise<RestoredRecord> {
  const db = 'url' in place ? await openPostgres(place) : await openDatabase(place.file);
  try {
    await waitForTheLast(db);
    return await transact(db, async (trx) => {
      await lockUntilCommit(trx, 'step');
      await assertNobodyWorks(trx);
      return say(trx, restoring);
    });
  } finally {
    await db.destroy();
  }
}

/** How often, and after how many milliseconds each, it is looked whether sessions that were closed have ended. */
const LOOKS = 30;
const PAUSE = 100;

/** The server lists a session for a moment after its instance closed it. */
async function waitForTheLast(db: Db): Promise<void> {
  for (let look = 0; look < LOOKS && (await othersOn(db)) > 0; look += 1) await wait(PAUSE);
}

async function othersOn(db: Db): Promise<number> {
  if (!isPostgres(db)) return 0;
  const { rows } = await sql<{ others: number }>`
    select count(*)::int as others from pg_stat_activity
    where application_name = 'airlock' and datname = current_database() and pid <> pg_backend_pid()`.execute(db);
  return rows[0]?.others ?? 0;
}

/** A file is looked at before it is opened; a server tells who else is connected. */
async function assertNobodyWorks(trx: Db): Promise<void> {
  if ((await othersOn(trx)) === 0) return;
  throw new AirlockError('wrong-state', 'Airlock is connected to this database. Stop every instance first.');
}

async function say(trx: Db, restoring: Restoring): Promise<RestoredRecord> {
  const { keys, at, known, lastGiven, emptyOf, named = '' } = restoring;
  const found = await endOf(trx);
  const tenantId = found?.tenantId ?? emptyOf;
  if (tenantId === null)
    throw new AirlockError(
      'config-invalid',
      `The store is empty. Restore a backup; or, where everything is lost and Airlock is to begin anew: \`npm run airlock -- restored${named} --empty --reason "why"\`.`,
    );
  await assertGoesOn(trx, keys);
  const behind = known && !(await reaches(trx, known)) ? { count: known.seq, head: known.hash } : null;
  const beside = await besides(trx, tenantId, restoring);
  if (found !== null && behind === null && !beside.noted && !beside.broken) await assertMeant(trx, found, restoring);
  const after = found && { after: { count: found.seq, head: found.hash } };
  assertExplained({ behind, noted: beside.noted ?? null, ...after }, restoring);
  const from = await lastNumberOf(trx, tenantId);
  const to = lastNumber(
    from,
    Math.max(0, (behind?.count ?? 0) - (found?.seq ?? 0), (beside.noted?.count ?? 0) - (found?.seq ?? 0)),
    lastGiven,
  );
  await trx
    .insertInto('counters')
    .values({ tenant: tenantId, last_number: to })
    .onConflict((conflict) => conflict.column('tenant').doUpdateSet({ last_number: to }))
    .execute();
  const begun = await beginAppending(trx, { keys, seen: new SeenHead(null) }, { tenantId, at }, true);
  const said = { behind, numbers: { from, to }, ...after, ...beside };
  const facts = { tenantId, at, event: RESTORED, actor: 'service', requestId: null, data: asJson(said) };
  const entry = (await appendAudit(trx, begun, [facts])).entries.at(-1);
  if (!entry) throw new AirlockError('internal', 'Nothing was appended to the record.');
  return { found, said, head: { seq: entry.seq, hash: entry.hash } };
}

/**
 * An entry that is not as it was written is not passed over: no service could go on from there.
 * @throws AirlockError record-broken
 */
async function assertGoesOn(trx: Db, { known }: RecordKeys): Promise<void> {
  try {
    await walkedHead(trx, known);
  } catch (error) {
    if (!staysBroken(error)) throw error;
    const message = error.message.replace(
      TELL_THE_OPERATOR,
      'Nothing was said in it. Restore a backup; or, where an entry alone was changed, put it back as it was.',
    );
    throw new AirlockError('record-broken', message, { cause: error });
  }
}

/**
 * Where the record is as it was noted and nothing tells of more, it may be a store that nobody restored: what is open
 * there would end, and numbers would be left out, for nothing.
 * @throws AirlockError wrong-state
 */
async function assertMeant(trx: Db, found: AuditEntry, { keys, endsAt, named = '' }: Restoring): Promise<void> {
  const { seq, tenantId: tenant } = found;
  if (endsAt === undefined || endsAt === seq || (await beginningFault(trx, keys)) !== null) return;
  try {
    await assertAsNoted(trx, keys.known, { tenant, last: found, stored: await storedNote(trx, tenant) });
  } catch (error) {
    if (staysBroken(error)) return;
    throw error;
  }
  throw new AirlockError('wrong-state', nothingTells(seq, endsAt, named));
}

/**
 * Nobody can take back what is given up, so whoever gives it up by a word alone is told how much it is, and says why.
 * @throws AirlockError wrong-state
 */
function assertExplained(
  said: Pick<Restored, 'behind' | 'noted' | 'after'>,
  { endsAt, reason, named = '', emptyOf }: Restoring,
): void {
  const far = endGivenUp(said);
  if (endsAt === undefined || reason || far === null) return;
  const lost = far.count - (said.after?.count ?? 0);
  const what = lost > 0 ? entriesOf(lost) : 'entries in whose place the record holds others';
  const again = `npm run airlock -- restored${named}${emptyOf === null ? '' : ' --empty'} --reason "why"`;
  throw new AirlockError(
    'wrong-state',
    `This gives up ${what}: the record ends at entry ${said.after?.count ?? 0}, and it had ${entriesOf(far.count)} (head ${far.head}). Nobody can take that back. Nothing was said in it. If a backup with them is at hand, restore that one. Else say why, for the record: \`${again}\`.`,
  );
}

function entriesOf(count: number): string {
  return count === 1 ? '1 entry' : `${count} entries`;
}

function nothingTells(seq: number, endsAt: number | null, named: string): string {
  const ends = endsAt === null ? `It ends at entry ${seq}` : `It ends at entry ${seq}, not at ${endsAt}`;
  return `There is nothing to restore: nothing tells that this record ever went further, or that it was found broken. ${ends}. Nothing was said in it: what is open would end, and numbers would be left out. If you did put back an earlier store, which nothing can tell, confirm it: \`npm run airlock -- restored${named} --ends-at ${seq}\`.`;
}

type Beside = Pick<Restored, 'noted' | 'broken' | 'by' | 'reason' | 'faults'>;

/** What tells of the record as it was: the note beside it, and the store that was replaced. */
async function besides(trx: Db, tenant: TenantId, { keys, replaced, by, reason, faults }: Restoring): Promise<Beside> {
  const stored = await storedNote(trx, tenant);
  const note = stored === null ? null : readHeadNote(stored, tenant, keys.known);
  const ends = [...(note ? [{ seq: note.count, hash: note.head }] : []), ...(replaced ? [replaced] : [])];
  let noted: Restored['noted'] = null;
  for (const end of ends.filter(({ seq }) => seq > 0))
    if (!(await reaches(trx, end)) && end.seq > (noted?.count ?? 0)) noted = { count: end.seq, head: end.hash };
  return {
    noted,
    broken: note?.broken ?? null,
    ...(by !== undefined && { by }),
    ...(faults && { faults }),
    reason: reason ?? null,
  };
}

async function endOf(trx: Db): Promise<AuditEntry | null> {
  const row = await trx.selectFrom('audit').selectAll().orderBy('seq', 'desc').limit(1).executeTakeFirst();
  return row ? toEntry(row) : null;
}

async function reaches(trx: Db, { seq, hash }: KnownHead): Promise<boolean> {
  const row = await trx.selectFrom('audit').select('hash').where('seq', '=', seq).executeTakeFirst();
  return row?.hash === hash;
}

async function lastNumberOf(trx: Db, tenantId: TenantId): Promise<number> {
  const [counter, highest] = await Promise.all([
    trx.selectFrom('counters').select('last_number').where('tenant', '=', tenantId).executeTakeFirst(),
    trx
      .selectFrom('requests')
      .select((eb) => eb.fn.max('number').as('number'))
      .where('tenant', '=', tenantId)
      .executeTakeFirst(),
  ]);
  return Math.max(Number(counter?.last_number ?? 0), Number(highest?.number ?? 0));
}
