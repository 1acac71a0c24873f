import type { AuditEntry } from '../../../requests/ports/audit-entry.ts';
import { areTold, type ItemRow } from '../../items/item-pages.ts';
import { toldItems } from '../../items/item-record.ts';
import { KEEP_AND_COMPARE, type RecordFault } from '../record-fault.ts';

/** How far the items of requests are, as the entries tell it: by request, the hash and the newest entry of it. */
export class ToldItems {
  readonly #told = new Map<string, { readonly hash: string; readonly seq: number }>();
  readonly #untold = new Set<string>();

  tell(entry: AuditEntry): void {
    const { requestId: id, seq, data } = entry;
    const hash = toldItems(entry);
    if (id === null) return;
    if (hash !== null) this.#told.set(id, { hash, seq });
    else if (entry.event === 'request.start' && isObject(data) && 'items' in data) this.#untold.add(id);
  }

  /** @param rows by request, each in the order of its items */
  async faults(rows: AsyncIterable<ItemRow>): Promise<readonly RecordFault[]> {
    const gone = new Set(this.#told.keys());
    const faults: RecordFault[] = [];
    const compare = (id: string, stored: readonly ItemRow[]) => {
      gone.delete(id);
      const told = this.#told.get(id);
      if (told ? areTold(told.hash, stored) : this.#untold.has(id)) return;
      const what = told ? `they are not what entry ${told.seq} tells` : 'no entry tells of them';
      faults.push({ where: 'the items', request: id, what, mend: KEEP_AND_COMPARE });
    };
    let stored: ItemRow[] = [];
    for await (const row of rows) {
      const id = stored[0]?.request_id;
      if (id !== undefined && id !== row.request_id) {
        compare(id, stored);
        stored = [];
      }
      stored.push(row);
    }
    if (stored[0]) compare(stored[0].request_id, stored);
    for (const id of gone) compare(id, []);
    return faults;
  }
}

function isObject(data: AuditEntry['data']): data is object & AuditEntry['data'] {
  return typeof data === 'object' && data !== null;
}
