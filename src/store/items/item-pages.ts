import { ITEM_STATES } from '../../requests/ports/item-store.ts';
import { sha256 } from '../record/entry.ts';
import type { Db, Tables } from '../schema/tables.ts';

export type ItemRow = Tables['request_items'];

/** How many positions one page holds: a move reads and hashes whole pages. */
const PAGE = 32;

/** What the hash of pages begins with; that of all rows in one does not. */
const PAGED = 'pages:';

/** The hashes of the pages of a request's items, by page. Pages without items have none. */
export type ItemPages = ReadonlyMap<number, string>;

export function pageOf(position: number | string | bigint): number {
  return Math.floor(Number(position) / PAGE);
}

/** @param rows of any pages, each page whole, in the order of their positions */
export function pagesOf(rows: readonly ItemRow[]): ItemPages {
  const pages = new Map<number, ItemRow[]>();
  for (const row of rows) {
    const page = pages.get(pageOf(row.position));
    if (page) page.push(row);
    else pages.set(pageOf(row.position), [row]);
  }
  return new Map([...pages].map(([page, own]) => [page, flatHash(own)]));
}

/** What a move tells of all items of a request: one hash over the hashes of their pages. */
function toldOf(pages: ItemPages): string {
  return `${PAGED}${sha256(JSON.stringify([...pages].sort(([one], [other]) => one - other)))}`;
}

/** SHA-256 (hex) of rows, in the order of their positions: as the start of a request tells of all its items. */
export function flatHash(rows: readonly ItemRow[]): string {
  return sha256(
    JSON.stringify(
      rows.map(({ position, key, label, state, at, reason, external_id: id }) => [
        ...[Number(position), key, label, state],
        ...[Number(at), reason, id],
      ]),
    ),
  );
}

/** Whether these are the items that an entry tells of: by pages, or in one, as the start does, and moves of before. */
export function areTold(told: string, rows: readonly ItemRow[]): boolean {
  return told.startsWith(PAGED) ? told === toldOf(pagesOf(rows)) : told === flatHash(rows);
}

/**
 * The items of one page, in the order of their positions. The states lead through the index; a row in any other state
 * is in no page, so it is missing there.
 */
export function pageRows(db: Db, requestId: ItemRow['request_id'], page: number): Promise<ItemRow[]> {
  return db
    .selectFrom('request_items')
    .selectAll()
    .where('request_id', '=', requestId)
    .where('state', 'in', [...ITEM_STATES])
    .where('position', '>=', page * PAGE)
    .where('position', '<', (page + 1) * PAGE)
    .orderBy('position')
    .execute();
}

/** How many requests' pages are remembered. */
const REMEMBERED = 16;

/**
 * Pages by what is told of them. Whoever finds them by what a signed entry tells can go by them, whatever transaction
 * made them, since that is their own hash.
 */
const known = new Map<string, ItemPages>();

export function remember(pages: ItemPages): string {
  const told = toldOf(pages);
  known.delete(told);
  known.set(told, pages);
  for (const oldest of known.keys()) if (known.size > REMEMBERED) known.delete(oldest);
  return told;
}

export function remembered(told: string | null): ItemPages | null {
  return (told !== null && known.get(told)) || null;
}
