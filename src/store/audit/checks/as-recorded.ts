import { z } from 'zod';
import { kindOf } from '../../../changes/registry/kind-of.ts';
import type { AuditEntry } from '../../../requests/ports/audit-entry.ts';
import type { AsRecorded } from '../../../requests/ports/trail.ts';
import { REQUEST_STATES, type Request } from '../../../requests/record/request.ts';
import { holdsNoMore } from '../../../requests/record/told-by-request.ts';
import { hasEnded } from '../../../requests/record/transitions.ts';
import { AirlockError } from '../../../shared/errors.ts';
import type { RequestId } from '../../../shared/ids.ts';
import { t } from '../../../shared/language/worded.ts';
import { besideRecord, loadedOf, loadedWith, noteStored, STEPS } from '../../bodies/as-loaded.ts';
import { type AuditRow, columnsOf, toEntry } from '../../queries/entry-rows.ts';
import { isSealed, type SealedPart, sealedPart, sealingOf } from '../../queries/head/sealed-part.ts';
import { isOpen, type Listing, writtenHash } from '../../queries/request-queries.ts';
import { sealedRow } from '../../queries/trail-queries.ts';
import { entryFault, sha256 } from '../../record/entry.ts';
import type { PublicKeys } from '../../record/record-keys.ts';
import { keptQuery } from '../../schema/kept-query.ts';
import type { Db } from '../../schema/tables.ts';
import { storyIn } from '../story.ts';
import { toldFaults } from './check-row.ts';

/** Compares a request with what the record told of its row when that was read: `Store.asLoaded`. */
export async function asLoaded(db: Db, keys: PublicKeys | null, request: Request): Promise<AsRecorded> {
  const { id } = request;
  const loaded = loadedOf(request);
  // One that was made here, and not read: it counts as what it would be stored as.
  const stored = loaded?.stored ?? writtenHash(request);
  const last = loaded ? loaded.last : ((await lastStep(db, { id })).rows[0] ?? null);
  const found = await compared(db, keys, last && toEntry(last), { id, stored, read: () => request });
  return { ...found, isSame: found.isSame && (loaded?.isWhole ?? true), stored };
}

/** Whether a request locks this object; of one that is not as recorded, whether the record has it open. */
export async function mayLock(db: Db, keys: PublicKeys | null, request: Request, object: string): Promise<boolean> {
  const { isSame, state, fault } = await asLoaded(db, keys, request);
  if (!isSame) return fault !== null || REQUEST_STATES.some((one) => one === state && isOpen(one) === 1);
  const { change } = request;
  return isOpen(request.state) === 1 && !holdsNoMore(request) && kindOf(change).objects(change).includes(object);
}

/**
 * Whether a request whose row is gone is open by its last entry: it goes on holding its objects, so that two requests
 * do not stand on one once the row is put back.
 */
export async function isOpenWithoutRow(db: Db, keys: PublicKeys | null, id: RequestId): Promise<boolean> {
  const [row] = (await lastStep(db, { id })).rows;
  const last = row && toEntry(row);
  if (!last || last.keyId === null || entryFault(last, keys) !== null) return false;
  const { to = 'draft' } = lastSchema.safeParse(last.data).data ?? {};
  return REQUEST_STATES.some((one) => one === to && isOpen(one) === 1);
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
  const last = row.seq === null ? null : toEntry(row as AuditRow);
  return { stored: sha256(row.body), last, read: () => loadedWith(row, row.seq === null ? null : (row as AuditRow)) };
}

const rowAndLast = keptQuery((db, { id }: { readonly id: RequestId }) =>
  besideRecord(db).where('requests.id', '=', id),
);

interface Before {
  readonly stored: string;
  readonly last: AuditEntry | null;
  /** Reads what is stored. @throws AirlockError store-corrupt */
  readonly read: () => Request;
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
  if (await isMadeOfRecorded(db, keys, { id, before, madeFrom })) return;
  throw new AirlockError(
    'digest-mismatch',
    t`Nothing was done: somebody changed #${number} in the database. Tell whoever operates Airlock.`,
  );
}

/** A step that is stored, the row that it found, and the request that it was made from. */
interface Made {
  readonly id: RequestId;
  readonly before: Before | null;
  readonly madeFrom: Request | null;
}

/** Whether a step is made of the row that it finds, and that row is as recorded. */
export async function isMadeOfRecorded(db: Db, keys: PublicKeys | null, { id, before, madeFrom }: Made) {
  if (before === null) return true;
  const { stored, last, read } = before;
  const isMadeOfIt = madeFrom === null || (loadedOf(madeFrom)?.stored ?? writtenHash(madeFrom)) === stored;
  return isMadeOfIt && (await compared(db, keys, last, { id, stored, read })).isSame;
}

/** What a step has stored, and its entry: what comes of the step is compared with it as what is read is. */
export function noteStep(request: Request, stored: string, entries: readonly AuditEntry[]): void {
  const own = entries.findLast(({ requestId, event }) => requestId === request.id && event.startsWith('request.'));
  if (own) noteStored(request, stored, columnsOf(own));
}

const lastSchema = z.object({ stored: z.string().exactOptional(), to: z.string().exactOptional() });

type Compared = Omit<AsRecorded, 'stored'>;

/** A row as it is stored. */
interface Found {
  readonly id: RequestId;
  /** SHA-256 of its body. */
  readonly stored: string;
  /** Reads it. @throws AirlockError store-corrupt */
  readonly read: () => Request;
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
  if (last.keyId === null) return beforeSealing(db, keys, { last, found, ...told });
  if (told.stored === undefined)
    return { isSame: false, state: null, fault: `entry ${last.seq} does not say what was stored` };
  return { isSame: told.stored === found.stored, state: told.to ?? 'draft', fault: null };
}

/** A row whose last entry is not signed, and what that entry tells. */
interface Unsigned extends z.infer<typeof lastSchema> {
  readonly last: AuditEntry;
  readonly found: Found;
}

/**
 * An entry without a signature is from a release that signed none, and counts as one of those that were sealed alone.
 * The sealing tells what was stored then of each request that had not ended; what is behind it is signed.
 */
async function beforeSealing(
  db: Db,
  keys: PublicKeys | null,
  { last, found, stored, to = 'draft' }: Unsigned,
): Promise<Compared> {
  const seal = await sealingOf(db);
  const part = seal && keys ? await sealedPart(db, keys, seal) : null;
  if (keys !== null && (part === null || !isSealed(part, last)))
    return { isSame: false, state: null, fault: `entry ${last.seq} is not signed, and no sealing holds it` };
  const open = seal && sealedRow(seal, found.id);
  if (open) return { isSame: open.stored === found.stored, state: to, fault: null };
  const isWhole = seal === null || REQUEST_STATES.some((one) => one === to && hasEnded(one));
  const isSame = isWhole && (stored ?? found.stored) === found.stored && (await isAsTold(db, part, found));
  return { isSame, state: to, fault: null };
}

/** Whether a row is what its unsigned entries tell, none of which tells the hash of it. */
async function isAsTold(db: Db, part: SealedPart | null, { id, read }: Found): Promise<boolean> {
  const steps = db.selectFrom('audit').selectAll().where('request_id', '=', id).where('event', 'like', STEPS);
  const entries = (await steps.orderBy('seq').execute()).map(toEntry);
  if (part !== null && !entries.every((entry) => isSealed(part, entry))) return false;
  const told = storyIn(entries);
  return told !== null && toldFaults(read(), told).length === 0;
}
