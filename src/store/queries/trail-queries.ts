import type { Kysely } from 'kysely';
import { z } from 'zod';
import type { AuditEntry } from '../../requests/ports/audit-entry.ts';
import type { Story, Trail } from '../../requests/ports/trail.ts';
import type { RequestId, TenantId } from '../../shared/ids.ts';
import { loadedWith } from '../bodies/as-loaded.ts';
import { REQUEST_COLUMNS } from '../bodies/read-rows.ts';
import { CHAIN_START, sha256, type Walked, walkOn } from '../record/entry.ts';
import type { SeenPoint } from '../record/seen-head.ts';
import { postgresGuardFaults } from '../schema/postgres-guards.ts';
import type { Db, Tables } from '../schema/tables.ts';
import { atOneMoment, isPostgres } from '../schema/transact.ts';
import { assertHeadReached, type Recorder } from './audit-queries.ts';
import { type AuditRow, readAudit, toEntry } from './entry-rows.ts';
import { Ends, endsIn } from './head/walk-end.ts';

/** Steps of a request; other entries tell what is stored beside it. */
const STEP = 'request.';

/** Entries that are read at once. */
const PAGE = 200;

/**
 * Reads a request with its entries, and walks the record from the first of them to its end, all as at one moment.
 * @returns null where there is no such request
 * @throws AirlockError record-broken, store-corrupt
 */
export async function readTrail(
  db: Kysely<Tables>,
  recorder: Recorder,
  tenantId: TenantId,
  id: RequestId,
): Promise<Trail | null> {
  const reading = await readingOf(recorder);
  return atOneMoment(db, (trx) => trailOf(trx, reading, tenantId, id));
}

/** The same without a row: what the record tells of a request, whatever became of that. @throws AirlockError */
export async function readStory(
  db: Kysely<Tables>,
  recorder: Recorder,
  tenantId: TenantId,
  id: RequestId,
): Promise<Story> {
  const reading = await readingOf(recorder);
  const { entries, fault } = await atOneMoment(db, (trx) => storyOf(trx, reading, tenantId, id));
  return { entries, fault };
}

async function readingOf({ seen, keys }: Recorder): Promise<Reading> {
  const isCurrent = await seen.look();
  // Before that moment: what this process commits after it is not in it.
  const { known, committed } = seen;
  return { keys, seen: { known, committed }, isCurrent };
}

/** Who reads, and what they had seen before. */
interface Reading extends Pick<Recorder, 'keys'>, Pick<Trail, 'isCurrent'> {
  readonly seen: SeenPoint;
}

async function trailOf(db: Db, reading: Reading, tenantId: TenantId, id: RequestId): Promise<Trail | null> {
  const row = await db
    .selectFrom('requests')
    .select(REQUEST_COLUMNS)
    .where('tenant', '=', tenantId)
    .where('id', '=', id)
    .executeTakeFirst();
  if (!row) return null;
  const { last, ...story } = await storyOf(db, reading, tenantId, id);
  return { request: loadedWith(row, last), stored: sha256(row.body), isCurrent: reading.isCurrent, ...story };
}

type ToldStory = Omit<Trail, 'request' | 'stored' | 'isCurrent'> & { readonly last: AuditRow | null };

async function storyOf(db: Db, reading: Reading, tenantId: TenantId, id: RequestId): Promise<ToldStory> {
  await assertHeadReached(db, reading.seen);
  const own = await db.selectFrom('audit').selectAll().where('request_id', '=', id).orderBy('seq').execute();
  const asked = own.map(toEntry);
  const found = asked.map(({ seq }) => seq);
  const { met, ...walk } = await walkToEnd(db, reading, found[0] ?? null, id);
  const all = walk.fault === null ? met : asked;
  const entries = all.filter((entry) => entry.tenantId === tenantId && entry.event.startsWith(STEP));
  const fault = walk.fault ?? hiddenFault(met, found) ?? (await strangeFault(db));
  return { last: own.findLast(({ event }) => event.startsWith(STEP)) ?? null, entries, ...walk, fault };
}

/**
 * The walk meets every entry, so it has what an index or a view keeps from whoever asks for those of one request, as
 * other questions do.
 */
function hiddenFault(met: readonly AuditEntry[], found: readonly number[]): string | null {
  const hidden = met.find(({ seq }, at) => seq !== found[at]);
  if (!hidden) return null;
  return `Entry ${hidden.seq} of the record is kept from whoever asks the database for the entries of its request.`;
}

/**
 * A view can answer each question otherwise, by its text, so what stands in the place of a table of PostgreSQL is
 * looked at each time that something depends on the record, and not at the start alone.
 */
async function strangeFault(db: Db): Promise<string | null> {
  const [strange] = isPostgres(db) ? await postgresGuardFaults(db, false) : [];
  return strange === undefined ? null : `In the database, ${strange}.`;
}

/** The entries of the request on the way. */
interface Met {
  readonly met: readonly AuditEntry[];
}

async function walkToEnd(
  db: Db,
  { keys, seen }: Reading,
  first: number | null,
  id: string,
): Promise<Pick<Trail, 'sealed' | 'fault'> & Met> {
  if (first === null || !keys) return { sealed: null, met: [], fault: 'The record has no entry of this request.' };
  const met: AuditEntry[] = [];
  let walked = await before(db, first);
  const ends = new Ends([seen.known, seen.committed, ...(await endsIn(db, keys.known))], walked);
  let sealed: Trail['sealed'] = null;
  for (let more = true; more; ) {
    const page = await readAudit(db, walked.seq + 1, PAGE);
    more = page.length === PAGE;
    for (const entry of page) {
      const next = walkOn(walked, entry, keys.known);
      const fault = typeof next === 'string' ? next : ends.differ(entry);
      if (typeof next === 'string' || fault !== null) return { sealed, met, fault: `In the record, ${fault}.` };
      if (entry.requestId === id) met.push(entry);
      if (entry.event === 'record.sealed' && walked.keyId === null) sealed = sealedRow(entry, id);
      walked = next;
    }
  }
  const missing = ends.missing(walked);
  if (missing !== null) return { sealed, met, fault: `Of the record, ${missing}.` };
  const isOwn = walked.keyId === keys.keyId;
  return { sealed, met, fault: isOwn ? null : 'The last entry of the record is not signed with the key of today.' };
}

/** Where the walk begins: after the entry before the first. */
async function before(db: Db, seq: number): Promise<Walked> {
  const [entry] = seq > 1 ? await readAudit(db, seq - 1, 1) : [];
  const { hash = CHAIN_START, keyId = null } = entry?.seq === seq - 1 ? entry : {};
  return { seq: seq - 1, hash, keyId, retired: [] };
}

const sealedSchema = z.object({
  requests: z.array(z.object({ id: z.string(), rev: z.number(), stored: z.string() })),
});

/** What a sealing says of the row of a request; null where it says nothing of it. */
export function sealedRow({ seq, data }: AuditEntry, id: string): Trail['sealed'] {
  const row = sealedSchema.safeParse(data).data?.requests.find((one) => one.id === id);
  return row ? { seq, rev: row.rev, stored: row.stored } : null;
}
