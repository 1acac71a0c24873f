import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import { AirlockError } from '../../shared/errors.ts';
import { type Checkpoint, notesIn, toldByNote } from '../../store/record/checkpoint.ts';

const NONE = Buffer.alloc(0);

/** A note that was the last one read, and that the file has no more where it was. */
interface Lost {
  readonly note: Buffer;
  /** Where it began. */
  readonly start: number;
  /** Of all that stood before it. */
  readonly before: string;
  readonly inode: number | null;
  readonly furthest: number;
}

/**
 * What was read of a file of notes so far: only what was appended since is read and checked anew. A file that was begun
 * anew, or does not have the last note any more where it was, is read from its beginning.
 */
export class NotesRead {
  #end = 0;
  #last = NONE;
  #inode: number | null = null;
  #furthest: Checkpoint | null = null;
  /** Of all that stands before the last note. */
  #before = createHash('sha256');
  /** The last note of before, where the file has it no more. */
  #lost: Lost | null = null;
  #isWrittenOver = false;
  #turn: Promise<unknown> = Promise.resolve();

  /** @param open checks a note; null for one of another record */
  constructor(
    private readonly file: string,
    private readonly open: (note: string) => Checkpoint | null,
  ) {}

  /** One reading after another. */
  furthest(): Promise<Checkpoint | null> {
    const read = this.#turn.then(() => this.#read());
    this.#turn = read.catch(() => undefined);
    return read;
  }

  /** Whether the file has each note that was once the last one read: else it was emptied, put back or replaced. */
  get hasAll(): boolean {
    return this.#lost === null;
  }

  /**
   * A note over which another one was written, as some network disks do where two append at once: all before it stands,
   * and a whole note begins where it did. Null where none is lost so. Whoever wrote it is to append it again.
   */
  get writtenOver(): string | null {
    return this.#lost !== null && this.#isWrittenOver ? this.#lost.note.toString('utf8') : null;
  }

  /** Begins with the next reading, whatever was read so far. */
  forget(): void {
    this.#restart(null);
    this.#lost = null;
  }

  #restart(inode: number | null): void {
    [this.#end, this.#last, this.#inode, this.#furthest] = [0, NONE, inode, null];
    this.#before = createHash('sha256');
  }

  async #read(): Promise<Checkpoint | null> {
    const from = this.#lost === null ? this.#end - this.#last.length : 0;
    const { bytes, inode } = await bytesFrom(this.file, from);
    if (this.#lost === null && inode === this.#inode && bytes.subarray(0, this.#last.length).equals(this.#last))
      return this.#take(bytes.subarray(this.#last.length));
    if (this.#last.length > 0) this.#lost ??= this.#lastOne();
    this.#restart(inode);
    return from === 0 ? this.#takeAll(bytes) : this.#read();
  }

  #lastOne(): Lost {
    const [start, before] = [this.#end - this.#last.length, this.#before.copy().digest('hex')];
    return { note: this.#last, start, before, inode: this.#inode, furthest: this.#furthest?.count ?? 0 };
  }

  #takeAll(bytes: Buffer): Checkpoint | null {
    const furthest = this.#take(bytes);
    if (this.#lost === null) return furthest;
    this.#isWrittenOver = this.#inode === this.#lost.inode && isWrittenOver(this.#lost, bytes);
    // What reaches as far holds all that was lost.
    const isHeld = this.#isWrittenOver && (furthest?.count ?? 0) >= this.#lost.furthest;
    if (isHeld || bytes.includes(this.#lost.note)) this.#lost = null;
    return furthest;
  }

  #take(bytes: Buffer): Checkpoint | null {
    const notes = notesIn(bytes.toString('utf8'));
    this.#furthest = this.#furthestOf(notes);
    const last = Buffer.from(notes.at(-1) ?? '');
    if (last.length > 0) {
      const start = bytes.lastIndexOf(last);
      this.#before.update(this.#last).update(bytes.subarray(0, start));
      this.#end += start + last.length;
      this.#last = last;
    }
    return this.#furthest;
  }

  /** Only what reaches further than all others is checked: nothing goes by the rest. */
  #furthestOf(notes: readonly string[]): Checkpoint | null {
    let furthest = this.#furthest;
    const by = notes.map((note) => ({ note, count: toldByNote(note)?.count ?? Number.POSITIVE_INFINITY }));
    for (const { note, count } of by.sort((one, other) => other.count - one.count)) {
      if (count <= (furthest?.count ?? 0)) break;
      furthest = this.open(note) ?? furthest;
    }
    return furthest;
  }
}

/** Whether all before it stands, and a whole note in its place. */
function isWrittenOver({ start, before }: Lost, bytes: Buffer): boolean {
  if (createHash('sha256').update(bytes.subarray(0, start)).digest('hex') !== before) return false;
  const there = bytes.subarray(start).toString('utf8');
  const [first] = notesIn(there);
  return first !== undefined && there.startsWith(first);
}

/**
 * What the file holds; empty where there is none.
 * @throws AirlockError config-invalid when it cannot be read
 */
export async function witnessText(file: string): Promise<string> {
  return (await bytesFrom(file, 0)).bytes.toString('utf8');
}

/** @throws AirlockError config-invalid */
async function bytesFrom(
  file: string,
  start: number,
): Promise<{ readonly bytes: Buffer; readonly inode: number | null }> {
  try {
    const handle = await open(file, 'r');
    try {
      const { ino } = await handle.stat();
      const chunks = await handle.createReadStream({ start, autoClose: false }).toArray();
      return { bytes: Buffer.concat(chunks), inode: ino };
    } finally {
      await handle.close();
    }
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'no reason given';
    if (code === 'ENOENT') return { bytes: NONE, inode: null };
    throw new AirlockError('config-invalid', `AUDIT_WITNESS_FILE names a file that cannot be read (${code}).`);
  }
}
