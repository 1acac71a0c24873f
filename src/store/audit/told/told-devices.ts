import type { AuditEntry } from '../../../requests/ports/audit-entry.ts';
import { isList, toldList } from '../../queries/device-queries.ts';
import { KEEP_AND_COMPARE, type RecordFault } from '../record-fault.ts';

/** A row of a list of devices. */
export interface ListRow {
  readonly request_id: string;
  readonly page: number;
  readonly body: string;
}

/** The lists of devices that cards show, as the entries tell them: by request, the hash and the newest entry of it. */
export class ToldDevices {
  readonly #told = new Map<string, { readonly hash: string; readonly seq: number }>();
  /** Requests of a release that did not sign, and told of no lists. */
  readonly #untold = new Set<string>();

  tell(entry: AuditEntry): void {
    const { requestId: id, seq } = entry;
    if (id === null) return;
    const hash = toldList(entry);
    if (hash !== null) this.#told.set(id, { hash, seq });
    if (entry.keyId === null) this.#untold.add(id);
  }

  /** @param rows by request, in the order of their pages */
  async faults(rows: AsyncIterable<ListRow>): Promise<readonly RecordFault[]> {
    const stored = new Map<string, ListRow[]>();
    for await (const row of rows) stored.set(row.request_id, [...(stored.get(row.request_id) ?? []), row]);
    return [...new Set([...this.#told.keys(), ...stored.keys()])].flatMap((id) => {
      const told = this.#told.get(id);
      const list = stored.get(id) ?? [];
      if (told ? isList(told.hash, list) : this.#untold.has(id)) return [];
      const what = told
        ? `the list of devices of this request is not the one that entry ${told.seq} tells`
        : 'there is a list of devices of this request, and no entry tells of one';
      return [{ where: 'the list of devices', request: id, what, mend: KEEP_AND_COMPARE }];
    });
  }
}
