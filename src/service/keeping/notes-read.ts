import { open } from 'node:fs/promises';
import { AirlockError } from '../../shared/errors.ts';
import { type Checkpoint, notesIn } from '../../store/record/checkpoint.ts';

/**
 * What was read of a file of notes so far: only what was appended since is read and checked anew. A file that was begun
 * anew, or does not have the last note any more where it was, is read from its beginning.
 */
export class NotesRead {
  #end = 0;
  #last = '';
  #inode: number | null = null;
  #furthest: Checkpoint | null = null;
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

  async #read(): Promise<Checkpoint | null> {
    const from = this.#end - Buffer.byteLength(this.#last);
    const { text, inode } = await textFrom(this.file, from);
    if (inode !== this.#inode || !text.startsWith(this.#last)) {
      const isWhole = from === 0;
      [this.#end, this.#last, this.#inode, this.#furthest] = [0, '', inode, null];
      return isWhole ? this.#take(text) : this.#read();
    }
    return this.#take(text.slice(this.#last.length));
  }

  #take(text: string): Checkpoint | null {
    let furthest = this.#furthest;
    const notes = notesIn(text);
    for (const note of notes) {
      const checkpoint = this.open(note);
      if (checkpoint && checkpoint.count > (furthest?.count ?? 0)) furthest = checkpoint;
    }
    this.#furthest = furthest;
    const last = notes.at(-1);
    // What is no text takes another number of bytes as it is read, so it is read again.
    if (last !== undefined && !text.includes('\uFFFD')) {
      this.#end += Buffer.byteLength(text.slice(0, text.lastIndexOf(last) + last.length));
      this.#last = last;
    }
    return furthest;
  }
}

/**
 * What the file holds; empty where there is none.
 * @throws AirlockError config-invalid when it cannot be read
 */
export async function witnessText(file: string): Promise<string> {
  return (await textFrom(file, 0)).text;
}

/** @throws AirlockError config-invalid */
async function textFrom(
  file: string,
  start: number,
): Promise<{ readonly text: string; readonly inode: number | null }> {
  try {
    const handle = await open(file, 'r');
    try {
      const { ino } = await handle.stat();
      const chunks = await handle.createReadStream({ start, autoClose: false }).toArray();
      return { text: Buffer.concat(chunks).toString('utf8'), inode: ino };
    } finally {
      await handle.close();
    }
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'no reason given';
    if (code === 'ENOENT') return { text: '', inode: null };
    throw new AirlockError('config-invalid', `AUDIT_WITNESS_FILE names a file that cannot be read (${code}).`);
  }
}
