import type { AuditEntry } from '../../../requests/ports/audit-entry.ts';
import { isAirlockError } from '../../../shared/errors.ts';
import { type Checkpoint, notesIn, openNote, originOf, shapeOf, toldByNote } from '../../record/checkpoint.ts';
import { CHAIN_START, NOTHING_WALKED, type Walked, walkOn } from '../../record/entry.ts';
import { type HandOver, handOverLine, type PublicKeys } from '../../record/record-keys.ts';
import { endGivenUp, goesOnAfter, restoredIn } from '../../record/restored.ts';
import { KEEP_AND_COMPARE, type RecordFault } from '../record-fault.ts';

/** Where a walk along the whole chain stands, whatever was wrong on the way. */
export interface ChainWalk {
  readonly walked: Walked;
  readonly count: number;
  /** How many entries carry no signature. */
  readonly unsigned: number;
  /** The entries, all else of them right, that a key signed which is not known: by its id. */
  readonly strangers: ReadonlyMap<string, { readonly first: number; readonly count: number }>;
  /** Where one key gave way to another. */
  readonly handOvers: readonly HandOver[];
}

export const NOTHING_SEEN: ChainWalk = {
  walked: NOTHING_WALKED,
  count: 0,
  unsigned: 0,
  strangers: new Map(),
  handOvers: [],
};

/** Goes on from an entry, even from one that does not hold. @param keys null where signatures are not checked */
export function walkChain(
  walk: ChainWalk,
  entry: AuditEntry,
  keys: PublicKeys | null,
): { readonly walk: ChainWalk; readonly fault: RecordFault | null } {
  const stranger = keys !== null && entry.keyId !== null && !keys.has(entry.keyId) ? entry.keyId : null;
  const next = walkOn(walk.walked, entry, stranger === null ? keys : null);
  const unsigned = walk.unsigned + (entry.signature === null ? 1 : 0);
  const counted = { ...walk, count: walk.count + 1, unsigned };
  if (typeof next !== 'string') {
    const passed = withHandOver({ ...counted, walked: next }, walk, entry);
    if (stranger === null) return { walk: passed, fault: keys === null ? null : orderFault(walk.walked, entry, keys) };
    const { first, count } = walk.strangers.get(stranger) ?? { first: entry.seq, count: 0 };
    const strangers = new Map(walk.strangers).set(stranger, { first, count: count + 1 });
    return { walk: { ...passed, strangers }, fault: null };
  }
  const { seq, hash } = entry;
  const walked = { ...walk.walked, seq, hash, keyId: entry.keyId ?? walk.walked.keyId };
  return { walk: { ...counted, walked }, fault: faultAt(entry, next) };
}

function withHandOver(next: ChainWalk, { walked }: ChainWalk, { seq, hash, keyId }: AuditEntry): ChainWalk {
  if (walked.keyId === null || walked.keyId === keyId) return next;
  return { ...next, handOvers: [...next.handOvers, { seq, hash }] };
}

/** Keys sign in the order in which the operator names them; one that signs after a later one is an old one, back. */
function orderFault({ keyId: before }: Walked, entry: AuditEntry, keys: PublicKeys): RecordFault | null {
  const { seq, keyId, requestId } = entry;
  const order = [...keys.keys()];
  if (before === null || keyId === null || !keys.has(before) || order.indexOf(keyId) >= order.indexOf(before))
    return null;
  const what = `the order of keys goes back: ${keyId} signs after ${before}, and RECORD_OLD_KEYS_FILE names it as the older one`;
  return { where: `entry ${seq}`, request: requestId, what, mend: OLDEST_FIRST };
}

const OLDEST_FIRST =
  'If the file does not name the keys in the order in which they signed, put the oldest first; else somebody who has the old key wrote the record anew: keep the database as it is.';

/** How to bind what a key signed that gave way, where the file of keys does not say it: the line to write there. */
export function unboundHandOvers({ handOvers }: ChainWalk, keys: PublicKeys | null): readonly string[] {
  if (keys === null) return [];
  const noted = new Set((keys.handOvers ?? []).map(({ seq }) => seq));
  return handOvers.filter(({ seq }) => !noted.has(seq)).map(handOverLine);
}

/** One fault for each key that signed and is not known: the operator's own old one, or somebody else's. */
export function strangeKeys({ strangers }: ChainWalk): readonly RecordFault[] {
  return [...strangers].map(([keyId, { first, count }]) => ({
    where: count === 1 ? `entry ${first}` : `${count} entries from entry ${first} on`,
    request: null,
    what: `signed with key ${keyId}, which no setting names`,
    mend: OLD_KEY,
  }));
}

const OLD_KEY =
  'If it is your old key, add its .pub.pem to RECORD_OLD_KEYS_FILE (or to the file of --key); if nobody knows it, keep the database as it is, and find out who could write to it.';

function faultAt({ seq, requestId }: AuditEntry, sentence: string): RecordFault {
  const where = `entry ${seq}`;
  const what = sentence.startsWith(`${where} `) ? `it${sentence.slice(where.length)}` : sentence;
  return { where, request: requestId, what, mend: KEEP_AND_COMPARE };
}

/** What was noted of the record outside the database. */
interface Noted {
  readonly head: string | undefined;
  readonly checkpoints: readonly Checkpoint[];
  readonly handOvers: readonly HandOver[] | undefined;
  /** Whether the record may end before a checkpoint, or be another one than they tell of. */
  readonly isCopy: boolean | undefined;
}

/** The same, compared while the record is read. */
export class Anchors {
  readonly #heads = new Set<string>();
  readonly #checkpoints: Set<Checkpoint>;
  /** How many heads and checkpoints of this record there were to compare with. */
  compared = 0;
  readonly #handOvers: Map<number, string>;
  /** What an operator gave up when the store was restored: all above `from`, as far as `to`. */
  readonly #givenUp: { readonly from: number; readonly to: number }[] = [];
  /** Checkpoints that know another entry than the record holds in its place. */
  readonly #others: Checkpoint[] = [];

  readonly #isCopy: boolean;
  /** Whose record it is, as checkpoints name it; null before the first entry. */
  #origin: string | null = null;

  constructor({ head, checkpoints, handOvers = [], isCopy = false }: Noted) {
    this.#isCopy = isCopy;
    this.#handOvers = new Map(handOvers.map(({ seq, hash: noted }) => [seq, noted]));
    if (head !== undefined && head !== CHAIN_START) this.#heads.add(head);
    this.#checkpoints = new Set(checkpoints);
  }

  /** Compares the next entry. @returns what the file of keys knows otherwise; `missing` tells of the checkpoints */
  pass(entry: AuditEntry): readonly RecordFault[] {
    const { seq, hash, tenantId } = entry;
    const said = restoredIn(entry);
    if (said) this.#givenUp.push({ from: goesOnAfter(entry, said).count, to: endGivenUp(said)?.count ?? 0 });
    const origin = originOf(tenantId);
    this.#origin ??= origin;
    if (this.#heads.delete(hash)) this.compared += 1;
    const noted = [...this.#checkpoints].filter((one) => one.count === seq && one.origin === origin);
    for (const one of noted) this.#checkpoints.delete(one);
    const others = noted.filter(({ head }) => head !== hash);
    this.#others.push(...others);
    this.compared += noted.length - others.length;
    return this.#handedOver(seq, hash);
  }

  #handedOver(seq: number, hash: string): readonly RecordFault[] {
    const noted = this.#handOvers.get(seq);
    this.#handOvers.delete(seq);
    if (noted !== undefined) this.compared += 1;
    if (noted === undefined || noted === hash) return [];
    const what = `it is another entry than the file of keys says: the record was written anew with a key that had given way`;
    return [{ where: `entry ${seq}`, request: null, what, mend: KEEP_AND_COMPARE }];
  }

  /** How many heads and checkpoints were named that the record did not reach so far. */
  get notHeld(): number {
    return this.#heads.size + this.#handOvers.size + (this.#isCopy ? 0 : this.#left.length);
  }

  /** How many entries checkpoints tell of that a copy does not reach; null where it reaches them all. */
  get beyond(): number | null {
    const counts = this.#left.filter(({ origin }) => origin === this.#origin).map(({ count }) => count);
    return this.#isCopy && counts.length > 0 ? Math.max(...counts) : null;
  }

  get #left(): readonly Checkpoint[] {
    return [...this.#checkpoints].filter((one) => one.count > 0 && !this.#isGivenUp(one));
  }

  /** How many checkpoints tell of what an operator gave up when the store was restored. */
  get givenUp(): number {
    return [...this.#others, ...this.#checkpoints].filter((one) => this.#isGivenUp(one)).length;
  }

  /** Call it once the record is read to its end. */
  #isGivenUp({ count }: Checkpoint): boolean {
    return this.#givenUp.some(({ from, to }) => from < count && count <= to);
  }

  /** What was noted of this record and is not in it. @param count how many entries it has */
  missing(count: number): readonly RecordFault[] {
    const left = this.#isCopy ? [] : this.#left;
    const others = this.#others.filter((one) => !this.#isGivenUp(one));
    const furthest = Math.max(0, ...left.map((one) => one.count));
    const where = 'the record';
    const origins = [...new Set(left.map(({ origin }) => origin))].join(', ');
    const behind = `it has ${count} entries, and a checkpoint says that it had ${furthest} (${origins}): it was cut, put back from a backup, or is another tenant's`;
    const gone =
      'it does not hold the head that was noted earlier: entries were cut off its end, or it was written anew';
    const handOver = Math.max(0, ...this.#handOvers.keys());
    const short = `it has ${count} entries, and the file of keys says that a key gave way at entry ${handOver}: it was cut, written anew with an old key, or put back from a backup`;
    return [
      ...others.map(({ count: at }) => ({
        ...{ where: `entry ${at}`, request: null, mend: KEEP_AND_COMPARE },
        what: 'it is another entry than a checkpoint says: the record was written anew, or put back and continued',
      })),
      ...(handOver > 0 ? [{ where, request: null, what: short, mend: LINE_AWAY }] : []),
      ...(furthest > 0 ? [{ where, request: null, what: behind, mend: KEEP_AND_COMPARE }] : []),
      ...[...this.#heads].map(() => ({ where, request: null, what: gone, mend: KEEP_AND_COMPARE })),
    ];
  }
}

const LINE_AWAY =
  'If you restore a backup from before that entry, first take the line `Gave way at entry ...` out of the file of RECORD_OLD_KEYS_FILE. Else keep the database as it is, and find out who could write to it.';

/**
 * The checkpoints in a file of signed notes, those that no known key signed, and a fault where it holds none.
 * @param isCopy whether the record may be another one than they tell of
 */
export function readNotes(
  text: string,
  keys: PublicKeys | null,
  isCopy = false,
): {
  readonly checkpoints: readonly Checkpoint[];
  readonly strange: StrangeNotes;
  readonly faults: readonly RecordFault[];
} {
  if (shapeOf(text) === 'damaged') return { checkpoints: [], strange: new StrangeNotes([], isCopy), faults: [DAMAGED] };
  const notes = keys === null ? [] : notesIn(text).map((note) => ({ note, opened: openedNote(note, keys) }));
  const strange = notes.flatMap(({ note, opened }) => (opened === null ? [toldByNote(note)] : []));
  const checkpoints = notes.flatMap(({ opened }) => opened ?? []);
  return { checkpoints, strange: new StrangeNotes(strange, isCopy), faults: [] };
}

/** Checkpoints that no known key signed, compared with the entries that a key signed which is not known, either. */
export class StrangeNotes {
  #left: readonly (Checkpoint | null)[];

  /**
   * @param notes null for what cannot be read
   * @param isCopy whether some may be of another record, which another key signed
   */
  constructor(
    notes: readonly (Checkpoint | null)[],
    private readonly isCopy: boolean,
  ) {
    this.#left = notes;
  }

  /** One that tells of an entry as it is there has the cause that its entry has: that key is a fault of its own. */
  tell({ seq, hash, keyId, tenantId }: AuditEntry, keys: PublicKeys | null): void {
    if (this.isCopy) this.#left = this.#left.filter((note) => note?.origin === originOf(tenantId));
    if (this.#left.length === 0 || keyId === null || keys?.has(keyId)) return;
    this.#left = this.#left.filter((note) => note?.count !== seq || note.head !== hash);
  }

  faults(): readonly RecordFault[] {
    return this.#left.length === 0 ? [] : [strangeNotes(this.#left.length)];
  }
}

const OF_WITNESS = { where: 'the witness file', request: null };

const DAMAGED: RecordFault = {
  ...OF_WITNESS,
  what: 'it holds no checkpoint that can be read',
  mend: 'Keep the file, find out who wrote it, and put back the one that the service wrote.',
};

/** A record with a checkpoint, which the file beside it lost or never had. @param seq the checkpoint's entry */
export function witnessLost(seq: number): RecordFault {
  return {
    ...OF_WITNESS,
    what: `it holds no checkpoint, though entry ${seq} of the record tells of one`,
    mend: 'Put the file back. If you named or moved it just now, start the service, which notes the latest checkpoint there.',
  };
}

function openedNote(note: string, keys: PublicKeys): Checkpoint | null {
  try {
    return openNote(note, keys);
  } catch (error) {
    if (!isAirlockError(error)) throw error;
    return null;
  }
}

function strangeNotes(count: number): RecordFault {
  const some = count === 1 ? 'one of its checkpoints is' : `${count} of its checkpoints are`;
  return { ...OF_WITNESS, what: `${some} not signed with a key that a setting names`, mend: OLD_KEY };
}
