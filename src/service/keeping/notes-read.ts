import { open } from 'node:fs/promises';
import { AirlockError } from '../../shared/errors.ts';
import { type Checkpoint, notesIn, toldByNote } from '../../store/record/checkpoint.ts';

const NONE = Buffer.alloc(0);

/**
 * What was read of a file of notes so far: only what was appended since is read and checked anew. A file that was begun
 * anew, or does not have the last note any more where it was, is read from its beginning.
 */
export class NotesRead {
  #end = 0;
  #last = NONE;
  #inode: number | null = null;
  #furthest: Checkpoint | null = null;
  /** The last note of before, where the file has it no more. */
  #lost: Buffer | null = null;
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

  /** Begins with the next reading, whatever was read so far. */
  forget(): void {
    [this.#end, this.#last, this.#inode, this.#furthest, this.#lost] = [0, NONE, null, null, null];
  }

  async #read(): Promise<Checkpoint | null> {
    const from = this.#lost === null ? this.#end - this.#last.length : 0;
    const { bytes, inode } = await bytesFrom(this.file, from);
    if (this.#lost === null && inode === this.#inode && bytes.subarray(0, this.#last.length).equals(this.#last))
      return this.#take(bytes.subarray(this.#last.length));
    if (this.#last.length > 0) this.#lost ??= this.#last;
    [this.#end, this.#last, this.#inode, this.#furthest] = [0, NONE, inode, null];
    return from === 0 ? this.#takeAll(bytes) : this.#read();
  }

  #takeAll(bytes: Buffer): Checkpoint | null {
    if (this.#lost !== null && bytes.includes(this.#lost)) this.#lost = null;
    return this.#take(bytes);
  }

  #take(bytes: Buffer): Checkpoint | null {
    const notes = notesIn(bytes.toString('utf8'));
    this.#furthest = this.#furthestOf(notes);
    const last = Buffer.from(notes.at(-1) ?? '');
    if (last.length > 0) {
      this.#end += bytes.lastIndexOf(last) + last.length;
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
