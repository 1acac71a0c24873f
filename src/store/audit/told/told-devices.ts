import type { AuditEntry } from '../../../requests/ports/audit-entry.ts';
import { listHash, toldList } from '../../queries/device-queries.ts';
import { KEEP_AND_COMPARE, type RecordFault } from '../record-fault.ts';

/** A row of a list of devices. */
export interface ListRow {
  readonly request_id: string;
  readonly body: string;
}

/** The lists of devices that cards show, as the entries tell them: by request, the hash and the newest entry of it. */
export class ToldDevices {
  readonly #told = new Map<string, { readonly hash: string; readonly seq: number }>();

  tell(entry: AuditEntry): void {
    const hash = toldList(entry);
    if (hash !== null && entry.requestId !== null) this.#told.set(entry.requestId, { hash, seq: entry.seq });
  }

  /** @param rows by request, in the order of their pages */
  async faults(rows: AsyncIterable<ListRow>): Promise<readonly RecordFault[]> {
    const stored = new Map<string, string[]>();
    for await (const { request_id: id, body } of rows) {
      if (this.#told.has(id)) stored.set(id, [...(stored.get(id) ?? []), body]);
    }
    return [...this.#told].flatMap(([id, { hash, seq }]) => {
      if (listHash(stored.get(id) ?? []) === hash) return [];
      const what = `the list of devices of this request is not the one that entry ${seq} tells`;
      return [{ where: 'the list of devices', request: id, what, mend: KEEP_AND_COMPARE }];
    });
  }
}
