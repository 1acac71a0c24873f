import type { AuditEntry } from '../../../requests/ports/audit-entry.ts';
import { isAirlockError } from '../../../shared/errors.ts';
import { openNote } from '../../record/checkpoint.ts';
import type { PublicKeys } from '../../record/record-keys.ts';
import { endGivenUp, goesOnAfter, restoredIn } from '../../record/restored.ts';
import type { RecordFault } from '../record-fault.ts';

/** An entry, or the end of the record at a checkpoint, as a line of the service's log tells it. */
interface Logged {
  readonly seq: number;
  readonly hash: string;
  /** When the line was written, in ms since 1970; null where it does not say. */
  readonly at: number | null;
}

/** What a log tells of a record. */
export interface LogLines {
  readonly entries: readonly Logged[];
  /** Checkpoints, each a signed note. */
  readonly notes: readonly { readonly note: string; readonly at: number | null }[];
  /** Lines that seem to tell of the record, and cannot be read. */
  readonly unread: number;
}

/** How far a log was compared. */
export interface LogFound {
  /** How many entries of the record the log tells of, as the record has them; the first and the last of them. */
  readonly held: number;
  readonly first: number;
  readonly last: number;
  /** How many entries between those two the log does not tell of. */
  readonly lacking: number;
  /** How many it tells of that an operator gave up when the store was restored, as the entry that says so tells. */
  readonly givenUp: number;
  /** How many an operator may have given up so: the entry that says so does not tell that the record was so long. */
  readonly mayBe: number;
  readonly unread: number;
}

const WHERE = { where: 'the log', request: null };

const MEND =
  'Keep log and database as they are: the service logs an entry once it is stored. It was cut off or replaced, or the log is that of another record. Find out who could write to either.';

/** Compares the lines of a log with the record, while that is read. */
export class CheckedLog {
  /** What was not met yet: by its number, the hashes that lines tell. */
  readonly #lines = new Map<number, Logged[]>();
  /** Those of other entries than the record has; `isBeside` where the log tells of the one that it has, too. */
  readonly #others: (Logged & { readonly isBeside: boolean })[] = [];
  readonly #restorings: { readonly seq: number; readonly at: number; readonly far: number }[] = [];
  readonly #strange: number;
  readonly #unread: number;
  #held = { count: 0, first: 0, last: 0 };
  #left = { givenUp: 0, mayBe: 0 };

  /** @param keys null where the signatures of checkpoints are not checked */
  constructor({ entries, notes, unread }: LogLines, keys: PublicKeys | null) {
    const opened = keys === null ? [] : notes.map((one) => checkpointIn(one, keys));
    const read = opened.filter((one) => one !== null);
    this.#strange = opened.length - read.length;
    this.#unread = unread;
    for (const line of [...entries, ...read.filter(({ seq }) => seq > 0)]) {
      const lines = this.#lines.get(line.seq) ?? [];
      if (!lines.some(({ hash, at }) => hash === line.hash && at === line.at)) lines.push(line);
      this.#lines.set(line.seq, lines);
    }
  }

  tell(entry: AuditEntry): void {
    const { seq, hash, at } = entry;
    const said = restoredIn(entry);
    if (said) this.#restorings.push({ seq: goesOnAfter(entry, said).count + 1, at, far: endGivenUp(said)?.count ?? 0 });
    const lines = this.#lines.get(seq) ?? [];
    this.#lines.delete(seq);
    const isBeside = lines.some((line) => line.hash === hash);
    this.#others.push(...lines.filter((line) => line.hash !== hash).map((line) => ({ ...line, isBeside })));
    if (!isBeside) return;
    const { count, first } = this.#held;
    this.#held = { count: count + 1, first: count === 0 ? seq : first, last: seq };
  }

  /** Call it once, after the last entry. */
  faults(): readonly RecordFault[] {
    const unmet = [...this.#lines.values()].flat().map((line) => ({ ...line, isBeside: false }));
    const judged = [...this.#others, ...unmet].map((line) => ({ line, how: this.#givenUp(line) }));
    this.#left = {
      givenUp: judged.filter(({ how }) => how === 'told').length,
      mayBe: judged.filter(({ how }) => how === 'not told').length,
    };
    const others = judged.slice(0, this.#others.length).flatMap(({ line, how }) => (how === null ? [line] : []));
    const missing = judged.slice(this.#others.length).flatMap(({ line, how }) => (how === null ? [line.seq] : []));
    const gone = [...new Set(missing)].sort((a, b) => a - b);
    return [
      ...others.map(({ seq, hash }) => fault(`it tells of another entry ${seq} than the record holds (hash ${hash})`)),
      ...spans(gone).map(([from, to]) =>
        fault(
          `it tells of ${from === to ? `entry ${from}` : `the entries ${from} to ${to}`}, which the record does not hold`,
        ),
      ),
      ...(this.#strange === 0
        ? []
        : [fault(`${this.#strange} of its checkpoints are signed with no key that is named`)]),
    ];
  }

  get found(): LogFound {
    const { count: held, first, last } = this.#held;
    const lacking = held === 0 ? 0 : last - first + 1 - held;
    return { held, first, last, lacking, ...this.#left, unread: this.#unread };
  }

  /**
   * Whether an operator said, after this line was written, that the record goes on from before its entry, or as it was
   * on another way that the log tells of as well; and whether what they said tells that the record had come so far.
   */
  #givenUp({ seq, at, isBeside }: Logged & { readonly isBeside: boolean }): 'told' | 'not told' | null {
    const later = this.#restorings.filter((one) => at !== null && at < one.at && (isBeside || one.seq <= seq));
    if (later.length === 0) return null;
    return later.some(({ far }) => seq <= far) ? 'told' : 'not told';
  }
}

function checkpointIn({ note, at }: LogLines['notes'][number], keys: PublicKeys): Logged | null {
  try {
    const { count, head } = openNote(note, keys);
    return { seq: count, hash: head, at };
  } catch (error) {
    if (!isAirlockError(error, 'record-broken')) throw error;
    return null;
  }
}

function fault(what: string): RecordFault {
  return { ...WHERE, what, mend: MEND };
}

/** Numbers that follow one another, as the first and last of each run. */
function spans(sorted: readonly number[]): readonly (readonly [number, number])[] {
  const found: [number, number][] = [];
  for (const number of sorted) {
    const last = found.at(-1);
    if (last && last[1] === number - 1) last[1] = number;
    else found.push([number, number]);
  }
  return found;
}
