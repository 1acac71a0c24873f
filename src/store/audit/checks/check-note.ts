import type { AuditEntry } from '../../../requests/ports/audit-entry.ts';
import { CHAIN_START, isNamed } from '../../record/entry.ts';
import { HEAD_NOTE, type HeadNote, headNoteFault, readHeadNote } from '../../record/head-note.ts';
import type { PublicKeys } from '../../record/record-keys.ts';
import { KEEP_AND_COMPARE, type RecordFault } from '../record-fault.ts';
import type { SettingRow } from '../record-source.ts';

/** What to do about a record that its own service no longer goes on with. */
const FOUND_BROKEN =
  'Keep the database as it is, find out who could write to it, and see docs/operate.md#a-record-that-was-found-broken.';

/** The end of the record as the service noted it beside the record, compared while the record is read. */
export class CheckedNote {
  readonly #row: SettingRow | undefined;
  readonly #note: HeadNote | null;
  #hashThere: string | null = CHAIN_START;
  #isNeeded = false;

  /** @param keys null where signatures are not checked */
  constructor(settings: readonly SettingRow[], keys: PublicKeys | null) {
    this.#row = settings.find(({ name }) => name === HEAD_NOTE);
    this.#note = this.#row ? noteIn(this.#row, keys) : null;
    if (this.#note && this.#note.count > 0) this.#hashThere = null;
  }

  tell({ seq, hash, event, data }: AuditEntry): void {
    if (seq === this.#note?.count) this.#hashThere = hash;
    if (event === 'service.start') this.#isNeeded = isNamed(data) && data.notesHead === true;
  }

  /** @param last the last entry; null where the record is empty */
  faults(last: Pick<AuditEntry, 'seq' | 'hash' | 'keyId'> | null): readonly RecordFault[] {
    const stored = this.#row?.body ?? null;
    const noted = { stored, note: this.#note, last, hashThere: this.#hashThere, isNeeded: this.#isNeeded };
    const what = headNoteFault(noted);
    if (what === null) return [];
    const mend = this.#note?.broken ? FOUND_BROKEN : KEEP_AND_COMPARE;
    return [{ where: 'the record', request: null, what: what.replace(/\.$/, ''), mend }];
  }
}

/** Of one that a key signed which nobody named, nothing is checked: that key is a fault of its own. */
function noteIn({ body, tenant }: SettingRow, keys: PublicKeys | null): HeadNote | null {
  const said = readHeadNote(body, tenant, null);
  return said && keys?.has(said.keyId) ? readHeadNote(body, tenant, keys) : said;
}
