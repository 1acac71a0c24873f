import type { AuditEntry } from '../../requests/ports/audit-entry.ts';
import { isAirlockError } from '../../shared/errors.ts';
import { type Checkpoint, openNote, originOf } from '../record/checkpoint.ts';
import { CHAIN_START, NOTHING_WALKED, type Walked, walkOn } from '../record/entry.ts';
import type { PublicKeys } from '../record/record-keys.ts';
import { KEEP_AND_COMPARE, type RecordFault } from './record-fault.ts';

/** Where a walk along the whole chain stands, whatever was wrong on the way. */
export interface ChainWalk {
  readonly walked: Walked;
  readonly count: number;
  /** How many entries carry no signature. */
  readonly unsigned: number;
}

export const NOTHING_SEEN: ChainWalk = { walked: NOTHING_WALKED, count: 0, unsigned: 0 };

/** Goes on from an entry, even from one that does not hold. @param keys null where signatures are not checked */
export function walkChain(
  walk: ChainWalk,
  entry: AuditEntry,
  keys: PublicKeys | null,
): { readonly walk: ChainWalk; readonly fault: RecordFault | null } {
  const next = walkOn(walk.walked, entry, keys);
  const counted = { count: walk.count + 1, unsigned: walk.unsigned + (entry.signature === null ? 1 : 0) };
  if (typeof next !== 'string') return { walk: { ...counted, walked: next }, fault: null };
  const { seq, hash } = entry;
  const walked = { ...walk.walked, seq, hash, keyId: entry.keyId ?? walk.walked.keyId };
  return { walk: { ...counted, walked }, fault: faultAt(entry, next) };
}

function faultAt({ seq, requestId }: AuditEntry, sentence: string): RecordFault {
  const where = `entry ${seq}`;
  const what = sentence.startsWith(`${where} `) ? `it${sentence.slice(where.length)}` : sentence;
  return { where, request: requestId, what, mend: KEEP_AND_COMPARE };
}

/** What was noted of the record outside the database, compared while the record is read. */
export class Anchors {
  readonly #heads = new Set<string>();
  readonly #checkpoints: Set<Checkpoint>;
  readonly #origins = new Set<string>();
  /** How many heads and checkpoints of this record there were to compare with. */
  compared = 0;

  constructor(head: string | undefined, checkpoints: readonly Checkpoint[]) {
    if (head !== undefined && head !== CHAIN_START) this.#heads.add(head);
    this.#checkpoints = new Set(checkpoints);
  }

  /** Compares the next entry. @returns a fault for each checkpoint that knew another one in its place */
  pass({ seq, hash, tenantId }: AuditEntry): readonly RecordFault[] {
    const origin = originOf(tenantId);
    this.#origins.add(origin);
    if (this.#heads.delete(hash)) this.compared += 1;
    const noted = [...this.#checkpoints].filter((one) => one.count === seq && one.origin === origin);
    for (const one of noted) this.#checkpoints.delete(one);
    this.compared += noted.length;
    const what = 'it is another entry than a checkpoint says: the record was written anew, or put back and continued';
    const others = noted.filter(({ head }) => head !== hash);
    return others.map(() => ({ where: `entry ${seq}`, request: null, what, mend: KEEP_AND_COMPARE }));
  }

  /** What was noted of this record and is not in it. @param count how many entries it has */
  missing(count: number): readonly RecordFault[] {
    const own = [...this.#checkpoints].filter(({ origin }) => this.#origins.size === 0 || this.#origins.has(origin));
    const furthest = Math.max(0, ...own.map((one) => one.count));
    const where = 'the record';
    const behind = `it has ${count} entries, and a checkpoint says that it had ${furthest}: it was cut, or put back from a backup`;
    const gone =
      'it does not hold the head that was noted earlier: entries were cut off its end, or it was written anew';
    return [
      ...(furthest > 0 ? [{ where, request: null, what: behind, mend: KEEP_AND_COMPARE }] : []),
      ...[...this.#heads].map(() => ({ where, request: null, what: gone, mend: KEEP_AND_COMPARE })),
    ];
  }
}

/** The checkpoints in signed notes, and a fault for each note that no known key signed. */
export function readNotes(
  notes: readonly string[],
  keys: PublicKeys,
): { readonly checkpoints: readonly Checkpoint[]; readonly faults: readonly RecordFault[] } {
  const read = notes.map((note) => openedNote(note, keys));
  const checkpoints = read.flatMap((one) => ('origin' in one ? [one] : []));
  const faults = read.flatMap((one) => ('origin' in one ? [] : [one]));
  return { checkpoints, faults };
}

function openedNote(note: string, keys: PublicKeys): Checkpoint | RecordFault {
  try {
    return openNote(note, keys);
  } catch (error) {
    if (!isAirlockError(error)) throw error;
    const [origin = '', count = ''] = note.split('\n');
    return {
      where: 'the witness file',
      request: null,
      what: `its checkpoint of ${count} entries of ${origin} is not signed with a key that is known`,
      mend: 'Find out who wrote it, and compare the record with the other places where checkpoints are kept.',
    };
  }
}
