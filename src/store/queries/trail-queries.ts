import type { Kysely } from 'kysely';
import { z } from 'zod';
import type { AuditEntry } from '../../requests/ports/audit-entry.ts';
import type { AsRecorded, Trail } from '../../requests/ports/trail.ts';
import type { Request } from '../../requests/record/request.ts';
import { AirlockError } from '../../shared/errors.ts';
import type { RequestId, TenantId } from '../../shared/ids.ts';
import { t } from '../../shared/language/worded.ts';
import { REQUEST_COLUMNS, toRequest } from '../bodies/read-rows.ts';
import { CHAIN_START, sha256, type Walked, walkOn } from '../record/entry.ts';
import type { SeenPoint } from '../record/seen-head.ts';
import { keptQuery } from '../schema/kept-query.ts';
import type { Db, Tables } from '../schema/tables.ts';
import { atOneMoment } from '../schema/transact.ts';
import { assertHeadReached, type Recorder } from './audit-queries.ts';
import { readAudit, toEntry } from './entry-rows.ts';

/** Steps of a request; other entries tell what is stored beside it. */
const STEPS = 'request.%';

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
  await recorder.seen.look();
  // Before that moment: what this process commits after it is not in it.
  const { known, committed } = recorder.seen;
  const reading = { keys: recorder.keys, seen: { known, committed } };
  return atOneMoment(db, (trx) => trailOf(trx, reading, tenantId, id));
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
  await assertHeadReached(db, reading.seen);
  const all = db.selectFrom('audit').selectAll().where('request_id', '=', id).where('event', 'like', STEPS);
  const own = await all.orderBy('seq').execute();
  const entries = own.map(toEntry).filter((entry) => entry.tenantId === tenantId);
  const walk = await walkToEnd(db, reading, entries[0] ?? null, id);
  return { request: toRequest(row), stored: sha256(row.body), entries, ...walk };
}

async function walkToEnd(
  db: Db,
  { keys }: Pick<Recorder, 'keys'>,
  first: AuditEntry | null,
  id: string,
): Promise<Pick<Trail, 'sealed' | 'fault'>> {
  if (!first || !keys) return { sealed: null, fault: 'The record has no entry of this request.' };
  let walked = await before(db, first);
  let sealed: Trail['sealed'] = null;
  for (let more = true; more; ) {
    const page = await readAudit(db, walked.seq + 1, PAGE);
    more = page.length === PAGE;
    for (const entry of page) {
      const next = walkOn(walked, entry, keys.known);
      if (typeof next === 'string') return { sealed, fault: `In the record, ${next}.` };
      if (entry.event === 'record.sealed' && walked.keyId === null) sealed = sealedRow(entry, id);
      walked = next;
    }
  }
  const isOwn = walked.keyId === keys.keyId;
  return { sealed, fault: isOwn ? null : 'The last entry of the record is not signed with the key of today.' };
}

/** Where the walk begins: after the entry before the first. */
async function before(db: Db, { seq }: AuditEntry): Promise<Walked> {
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

const lastSchema = z.object({ stored: z.string(), to: z.string().exactOptional() });

/** Compares a row with the last entry of its request, at one moment: `Store.rowAsRecorded`. */
export async function rowAsRecorded(db: Db, tenantId: TenantId, id: RequestId): Promise<AsRecorded> {
  const [row] = (await rowAndLast(db, { tenantId, id })).rows;
  return row ? compared(row.last, sha256(row.body)) : { isSame: true, state: null };
}

const rowAndLast = keptQuery((db, { tenantId, id }: { readonly tenantId: TenantId; readonly id: RequestId }) =>
  db
    .selectFrom('requests')
    .where('tenant', '=', tenantId)
    .where('id', '=', id)
    .select((eb) => [
      'body',
      eb
        .selectFrom('audit')
        .select('data')
        .whereRef('audit.request_id', '=', 'requests.id')
        .where('event', 'like', STEPS)
        .orderBy('seq', 'desc')
        .limit(1)
        .as('last'),
    ]),
);

const lastStep = keptQuery((db, { id }: { readonly id: RequestId }) =>
  db
    .selectFrom('audit')
    .select('data')
    .where('request_id', '=', id)
    .where('event', 'like', STEPS)
    .orderBy('seq', 'desc')
    .limit(1),
);

/**
 * Nothing is signed on a row that somebody changed in the database.
 * @param before the hash of the row as this step found it
 * @throws AirlockError digest-mismatch
 */
export async function assertAsRecorded(
  db: Db,
  { id, number }: Pick<Request, 'id' | 'number'>,
  before: string | null,
): Promise<void> {
  const [last] = (await lastStep(db, { id })).rows;
  if (before === null || compared(last?.data ?? null, before).isSame) return;
  throw new AirlockError(
    'digest-mismatch',
    t`Nothing was done: somebody changed #${number} in the database. Tell whoever operates Airlock.`,
  );
}

/** No step of a request is without an entry, so a row without any was put there by somebody else. */
function compared(entry: string | null, row: string): AsRecorded {
  if (entry === null) return { isSame: false, state: null };
  const last = lastSchema.safeParse(jsonOf(entry)).data;
  return last ? { isSame: last.stored === row, state: last.to ?? 'draft' } : { isSame: true, state: null };
}

/** Text that is no JSON tells nothing here: the walk before a write names such an entry. */
function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
