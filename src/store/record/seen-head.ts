import type { AuditEntry } from '../../requests/ports/audit-entry.ts';
import { AirlockError } from '../../shared/errors.ts';
import { t } from '../../shared/language/worded.ts';
import { brokenRecord } from './broken-record.ts';
import type { RecordKeys } from './record-keys.ts';

/** A point of the record: so many entries, and the hash of the last of them. */
export interface KnownHead {
  readonly seq: number;
  readonly hash: string;
}

/** What is noted elsewhere of how far the record has come. */
export interface Noted {
  readonly head: KnownHead | null;
  /** False where it could not be looked at just now: another instance may have noted more since. */
  readonly isCurrent: boolean;
}

const NAMES = [
  ...(['seq', 'previous', 'hash', 'tenant', 'at', 'event', 'actor', 'request_id'] as const),
  ...(['data', 'key_id', 'signature'] as const),
];

/** The columns of an entry, as they are written or read. */
type Row = Readonly<Record<(typeof NAMES)[number], unknown>>;

/** An entry that this process signed and committed, and its row as it was written. */
export interface OwnEntry {
  readonly entry: AuditEntry;
  readonly row: Row;
}

/** How far the record was seen to reach, and how far by this process itself. */
export interface SeenPoint {
  readonly known: KnownHead | null;
  readonly committed: KnownHead | null;
}

/** How many own entries are kept: as many as come between two looks at the record. */
const KEPT = 64;

/**
 * The furthest point of the record that this process has seen: what is noted elsewhere, and what it committed itself. A
 * record that lacks it was cut or replaced.
 */
export class SeenHead implements SeenPoint {
  #known: KnownHead | null;
  #committed: KnownHead | null = null;
  readonly #own = new Map<number, OwnEntry>();
  readonly #noted: () => Promise<Noted>;

  /**
   * @param known at the start
   * @param noted the furthest point that is noted elsewhere by now, by whichever instance; cheap, since each step asks
   */
  constructor(known: KnownHead | null, noted: () => Promise<Noted> = async () => ({ head: null, isCurrent: true })) {
    this.#known = known;
    this.#noted = noted;
  }

  get known(): KnownHead | null {
    return this.#known;
  }

  /** The furthest entry that this process committed itself; null where it committed none. */
  get committed(): KnownHead | null {
    return this.#committed;
  }

  /**
   * Takes over what was noted elsewhere since. Call it before the first read of a transaction that sees one moment, or
   * under the lock of a step: what is noted is committed before, so a record that is read later has it.
   * @returns whether it could be looked at
   * @throws AirlockError record-broken where what is noted was signed with no known key
   */
  async look(): Promise<boolean> {
    const { head, isCurrent } = await this.#noted();
    if (head !== null && (this.#known === null || this.#known.seq < head.seq)) this.#known = head;
    return isCurrent;
  }

  /** Notes an entry that this process has signed and committed. */
  saw(own: OwnEntry): void {
    const { seq, hash } = own.entry;
    this.#own.set(seq, own);
    this.#own.delete(seq - KEPT);
    if (this.#known === null || this.#known.seq < seq) this.#known = { seq, hash };
    if (this.#committed === null || this.#committed.seq < seq) this.#committed = { seq, hash };
  }

  /**
   * The entry in this row, where it is column for column what this process signed and committed lately: then its hash
   * and its signature need no checking again. Null for any other.
   */
  ownIn(row: Row): AuditEntry | null {
    const own = this.#own.get(Number(row.seq));
    return own && NAMES.every((name) => String(row[name]) === String(own.row[name])) ? own.entry : null;
  }
}

/** The furthest of what was noted elsewhere: by a witness, and by whoever noted where a key gave way. */
export function furthest(known: KnownHead | null, keys: Pick<RecordKeys, 'known'> | null): KnownHead | null {
  const heads = [...(known ? [known] : []), ...(keys?.known.handOvers ?? [])];
  return heads.reduce<KnownHead | null>((far, head) => (far === null || head.seq > far.seq ? head : far), null);
}

/**
 * @param isOwn whether this process committed that point itself
 * @throws AirlockError record-broken
 */
export function assertReached(known: KnownHead, hashThere: string | null, isOwn: boolean): void {
  if (hashThere === known.hash) return;
  const { seq } = known;
  const why = () =>
    hashThere === null
      ? t`The record ends before entry ${seq}, which it had. Airlock stores nothing more, so that nothing is covered up. Tell whoever operates Airlock.`
      : t`The record has another entry ${seq} than the one it had. Airlock stores nothing more, so that nothing is covered up. Tell whoever operates Airlock.`;
  if (isOwn) throw brokenRecord(why, { seq });
  throw new AirlockError('record-broken', why(), { details: { seq } });
}
