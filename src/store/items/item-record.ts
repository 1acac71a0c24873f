import { z } from 'zod';
import type { AuditEntry } from '../../requests/ports/audit-entry.ts';
import { AirlockError } from '../../shared/errors.ts';
import type { RequestId } from '../../shared/ids.ts';
import { msg, say } from '../../shared/language/worded.ts';
import { toEntry } from '../queries/entry-rows.ts';
import { signedFault } from '../record/entry.ts';
import type { PublicKeys } from '../record/record-keys.ts';
import type { Db } from '../schema/tables.ts';
import { areTold, type ItemRow } from './item-pages.ts';

/** The event of entries that tell how far the items of a request are from then on. */
export const ITEMS_MOVED = 'items.moved';

/** The events of steps that store the items of a request. */
const STARTED: readonly string[] = ['request.start', 'request.write-rest'];

const facts = z.looseObject({ itemsStored: z.string() });

/** The hash of a request's items, as an entry tells it; null where it does not. */
export function toldItems({ event, data }: Pick<AuditEntry, 'event' | 'data'>): string | null {
  return event === ITEMS_MOVED || STARTED.includes(event) ? (facts.safeParse(data).data?.itemsStored ?? null) : null;
}

/** All items of a request. */
export function itemRows(db: Db, requestId: RequestId): Promise<ItemRow[]> {
  return db.selectFrom('request_items').selectAll().where('request_id', '=', requestId).orderBy('position').execute();
}

/** What the last entry on the items of a request tells of them. */
export interface LastOfItems {
  /** No entry began to write; an entry that does not hold; a store of before, which told nothing; what it tells. */
  readonly is: 'none' | 'faulty' | 'untold' | 'told';
  readonly told: string | null;
}

/**
 * The entry counts only where its hash and its signature are right. Releases that did not sign had no items, so one
 * without a signature is passed over: anybody could have put it there.
 */
export async function lastOfItems(db: Db, keys: PublicKeys | null, requestId: RequestId): Promise<LastOfItems> {
  const row = await db
    .selectFrom('audit')
    .selectAll()
    .where('request_id', '=', requestId)
    .where('event', 'in', [ITEMS_MOVED, ...STARTED])
    .where('key_id', 'is not', null)
    .orderBy('seq', 'desc')
    .limit(1)
    .executeTakeFirst();
  if (!row) return { is: 'none', told: null };
  const last = toEntry(row);
  if (signedFault(last, keys) !== null) return { is: 'faulty', told: null };
  const told = toldItems(last);
  if (told !== null) return { is: 'told', told };
  return { is: last.event === ITEMS_MOVED ? 'faulty' : 'untold', told };
}

/**
 * Whether the items of a request are those of which its last entry tells. A store of before that told nothing; where no
 * entry began to write, there are none.
 */
export async function areItemsAsRecorded(
  db: Db,
  keys: PublicKeys | null,
  requestId: RequestId,
  rows: readonly ItemRow[],
): Promise<boolean> {
  return areThese(await lastOfItems(db, keys, requestId), rows);
}

function areThese({ is, told }: LastOfItems, rows: readonly ItemRow[]): boolean {
  if (told !== null) return areTold(told, rows);
  return is === 'none' ? rows.length === 0 : is === 'untold';
}

/** @throws AirlockError record-broken */
export async function assertItemsAsRecorded(
  db: Db,
  keys: PublicKeys | null,
  requestId: RequestId,
  rows: readonly ItemRow[],
): Promise<void> {
  if (!(await areItemsAsRecorded(db, keys, requestId, rows))) throw itemsBroken();
}

export function itemsBroken(): AirlockError {
  return new AirlockError('record-broken', say(NOT_RECORDED));
}

const NOT_RECORDED = msg`The record does not show what is stored of the items of this request: somebody changed the database. Tell whoever operates Airlock.`;
