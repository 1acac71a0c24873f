import type { Kysely } from 'kysely';
import { z } from 'zod';
import type { AuditEntry } from '../../requests/ports/audit-entry.ts';
import type { AsRecorded, Story, Trail } from '../../requests/ports/trail.ts';
import { REQUEST_STATES, type Request } from '../../requests/record/request.ts';
import { hasEnded } from '../../requests/record/transitions.ts';
import { AirlockError } from '../../shared/errors.ts';
import type { RequestId, TenantId } from '../../shared/ids.ts';
import { t } from '../../shared/language/worded.ts';
import { besideRecord, loadedOf, loadedWith, noteStored, STEPS } from '../bodies/as-loaded.ts';
import { REQUEST_COLUMNS } from '../bodies/read-rows.ts';
import { CHAIN_START, entryFault, sha256, type Walked, walkOn } from '../record/entry.ts';
import type { PublicKeys } from '../record/record-keys.ts';
import type { SeenPoint } from '../record/seen-head.ts';
import { keptQuery } from '../schema/kept-query.ts';
import { postgresGuardFaults } from '../schema/postgres-guards.ts';
import type { Db, Tables } from '../schema/tables.ts';
import { atOneMoment, isPostgres } from '../schema/transact.ts';
import { assertHeadReached, type Recorder } from './audit-queries.ts';
import { type AuditRow, columnsOf, readAudit, toEntry } from './entry-rows.ts';
import { Ends, endsIn } from './head/walk-end.ts';
import { type Listing, writtenHash } from './request-queries.ts';

/** Steps of a request; other entries tell what is stored beside it. */
const STEP = 'request.';

/** Entries that are read at once. */
const PAGE = 200;

/**
 * Reads a request with its entries, and walks the record from the first of them to its end, all as at one moment.
 * @returns null where there is no such request
 * @throws AirlockError record-broken, store-corrupt; store-unavailable where it is not known how far others have come
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
  if (!(await seen.look())) throw unseen();
  // Before that moment: what this process commits after it is not in it.
  const { known, committed } = seen;
  return { keys, seen: { known, committed } };
}

function unseen(): AirlockError {
  const sentence = t`The file of checkpoints cannot be looked at now, so Airlock does not know whether another instance stopped this. Nothing is written until it can. Tell whoever operates Airlock.`;
  return new AirlockError('store-unavailable', sentence, { details: { reason: 'witness' } });
}

/** Who reads, and what they had seen before. */
interface Reading extends Pick<Recorder, 'keys'> {
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
  return { request: loadedWith(row, last), stored: sha256(row.body), ...story };
}

type ToldStory = Omit<Trail, 'request' | 'stored'> & { readonly last: AuditRow | null };

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
  const [strange] = isPostgres(db) ? await postgresGuardFaults(db) : [];
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

function sealedRow({ seq, data }: AuditEntry, id: string): Trail['sealed'] {
  const row = sealedSchema.safeParse(data).data?.requests.find((one) => one.id === id);
  return row ? { seq, rev: row.rev, stored: row.stored } : null;
}

/** Compares a request with what the record told of its row when that was read: `Store.asLoaded`. */
export async function asLoaded(db: Db, keys: PublicKeys | null, request: Request): Promise<AsRecorded> {
  const { id, state } = request;
  const loaded = loadedOf(request);
  // One that was made here, and not read: it counts as what it would be stored as.
  const stored = loaded?.stored ?? writtenHash(request);
  const last = loaded ? loaded.last : ((await lastStep(db, { id })).rows[0] ?? null);
  const found = await compared(db, keys, last && toEntry(last), { id, stored, state });
  return { ...found, isSame: found.isSame && (loaded?.isWhole ?? true), stored };
}

const lastStep = keptQuery((db, { id }: { readonly id: RequestId }) =>
  db
    .selectFrom('audit')
    .selectAll()
    .where('request_id', '=', id)
    .where('event', 'like', STEPS)
    .orderBy('seq', 'desc')
    .limit(1),
);

/** What lists leave out: whatever cannot be read, and what is not as recorded unless `isAll`. */
export function listings(db: Db, keys: PublicKeys | null) {
  const isSame = async (request: Request) => (await asLoaded(db, keys, request)).isSame;
  return (onUnreadable: Listing['onUnreadable'] = () => {}, isAll = false): Listing => ({
    onUnreadable,
    isProven: isAll ? null : isSame,
  });
}

/** The row of a request before a step is stored, with its last entry, read by one statement. */
export async function rowBefore(db: Db, id: RequestId): Promise<Before | null> {
  const [row] = (await rowAndLast(db, { id })).rows;
  if (!row) return null;
  // Sound: an entry has no empty column but those that may be empty, so with its seq the row holds all of it.
  return { stored: sha256(row.body), last: row.seq === null ? null : toEntry(row as AuditRow) };
}

const rowAndLast = keptQuery((db, { id }: { readonly id: RequestId }) =>
  besideRecord(db).where('requests.id', '=', id),
);

interface Before {
  readonly stored: string;
  readonly last: AuditEntry | null;
}

/**
 * Nothing is signed on a row that somebody changed in the database, or that an entry tells of which they changed; nor
 * is what was made of another one than it.
 * @param before the row as this step found it
 * @param madeFrom the request that the step was made from
 * @throws AirlockError digest-mismatch
 */
export async function assertAsRecorded(
  db: Db,
  keys: PublicKeys | null,
  { id, number }: Pick<Request, 'id' | 'number'>,
  before: Before | null,
  madeFrom: Request | null,
): Promise<void> {
  if (before === null) return;
  const { stored, last } = before;
  const isMadeOfIt = madeFrom === null || (loadedOf(madeFrom)?.stored ?? writtenHash(madeFrom)) === stored;
  if (isMadeOfIt && (await compared(db, keys, last, { id, stored, state: null })).isSame) return;
  throw new AirlockError(
    'digest-mismatch',
    t`Nothing was done: somebody changed #${number} in the database. Tell whoever operates Airlock.`,
  );
}

/** What a step has stored, and its entry: what comes of the step is compared with it as what is read is. */
export function noteStep(request: Request, stored: string, entries: readonly AuditEntry[]): void {
  const own = entries.findLast(({ requestId, event }) => requestId === request.id && event.startsWith(STEP));
  if (own) noteStored(request, stored, columnsOf(own));
}

const lastSchema = z.object({ stored: z.string().exactOptional(), to: z.string().exactOptional() });

type Compared = Omit<AsRecorded, 'stored'>;

/** A row as it is stored. */
interface Found {
  readonly id: RequestId;
  /** SHA-256 of its body. */
  readonly stored: string;
  /** As its body says; null where it is not asked. */
  readonly state: string | null;
}

/**
 * No step of a request is without an entry, so a row without any was put there by somebody else. An entry counts only
 * where its hash and its signature are right: whoever changed a row can change what an entry tells of it.
 */
async function compared(db: Db, keys: PublicKeys | null, last: AuditEntry | null, found: Found): Promise<Compared> {
  if (last === null) return { isSame: false, state: null, fault: null };
  const fault = entryFault(last, keys);
  const told = fault === null ? lastSchema.safeParse(last.data).data : undefined;
  if (!told) return { isSame: false, state: null, fault: fault ?? `entry ${last.seq} cannot be read` };
  if (last.keyId === null) return beforeSealing(db, keys, last, { ...told, found });
  if (told.stored === undefined)
    return { isSame: false, state: null, fault: `entry ${last.seq} does not say what was stored` };
  return { isSame: told.stored === found.stored, state: told.to ?? 'draft', fault: null };
}

/**
 * An entry without a signature is from a release that signed none. The entry that sealed that part of the record tells
 * what was stored then of each request that had not ended; what is behind it is signed.
 */
async function beforeSealing(
  db: Db,
  keys: PublicKeys | null,
  { seq }: AuditEntry,
  { to = 'draft', stored, found }: z.infer<typeof lastSchema> & { readonly found: Found },
): Promise<Compared> {
  const first = await db
    .selectFrom('audit')
    .selectAll()
    .where('event', '=', 'record.sealed')
    .orderBy('seq')
    .limit(1)
    .executeTakeFirst();
  const seal = first ? toEntry(first) : null;
  const fault = seal && entryFault(seal, keys);
  if (seal && (fault !== null || seal.keyId === null || seal.seq < seq))
    return { isSame: false, state: null, fault: fault ?? `entry ${seq} is not signed, though others before it are` };
  const open = seal && sealedRow(seal, found.id);
  if (open) return { isSame: open.stored === found.stored, state: to, fault: null };
  const isSame = (stored ?? found.stored) === found.stored && (found.state ?? to) === to;
  return {
    isSame: isSame && (seal === null || REQUEST_STATES.some((one) => one === to && hasEnded(one))),
    state: to,
    fault: null,
  };
}
