import { open } from 'node:fs/promises';
import { isAirlockError } from '../../shared/errors.ts';
import type { Log } from '../../shared/runtime.ts';
import type { KnownHead, Noted } from '../../store/record/seen-head.ts';
import { type Patience, waiting, within } from './patience.ts';

/** Milliseconds that a step waits for a look at the file: the database's right to write is held meanwhile. */
const LONGEST = 1_000;

/** What is looked at, and how. */
export interface Looking {
  readonly file: string;
  /** Reads on. @throws AirlockError config-invalid where it cannot be read, record-broken */
  readonly read: () => Promise<KnownHead | null>;
  /** Whether the file has all that was read of it before. */
  readonly hasAll: () => boolean;
  /** What the file named at the start; null where it named nothing. */
  readonly first: KnownHead | null;
  readonly log?: Log;
  readonly patience?: (() => Patience) | undefined;
}

/**
 * Looks at a file to which others append. It is read again only where it is another one, or its size or the time of its
 * last change is another. A file that was there and is gone, that cannot be read or does not answer, or that lacks what
 * it had, tells nothing of what others noted since: that is logged once, and said with each look.
 */
export class WitnessLooks {
  #last: KnownHead | null;
  #stateRead: string | null = null;
  #isHanging = false;
  #why: string | null = null;

  constructor(private readonly looking: Looking) {
    this.#last = looking.first;
  }

  /** @throws AirlockError record-broken */
  async look(): Promise<Noted> {
    const why = this.#isHanging ? 'does not answer' : await this.#inTime();
    this.#tell(why);
    return { head: this.#last, isCurrent: why === null };
  }

  /** Why it cannot be looked at now; null where it can, also where what it names is at fault: each step says that. */
  async blind(): Promise<string | null> {
    try {
      await this.look();
      return this.#why;
    } catch (error) {
      if (isAirlockError(error)) return null;
      throw error;
    }
  }

  /** Takes over what an own note found there: from now on the file was there. */
  found(head: KnownHead | null): void {
    this.#last = further(head, this.#last);
  }

  /** Begins with the next look, where the file was begun anew. */
  forget(): void {
    [this.#last, this.#stateRead] = [null, null];
  }

  async #inTime(): Promise<string | null> {
    let why: string | null = 'does not answer';
    const own = this.#look().then((found) => {
      why = found;
    });
    if (await within(this.looking.patience ?? (() => waiting(LONGEST)), own)) return why;
    this.#isHanging = true;
    const answered = () => {
      this.#isHanging = false;
    };
    void own.then(answered, answered);
    return 'does not answer';
  }

  /** @returns why it could not be looked at; null where it could */
  async #look(): Promise<string | null> {
    const { file, read, hasAll } = this.looking;
    const state = await stateOf(file);
    if (state === 'ENOENT') return this.#last === null && this.#stateRead === null ? null : state;
    if (!state.startsWith('=')) return state;
    if (state === this.#stateRead) return null;
    try {
      this.#last = further(await read(), this.#last);
    } catch (error) {
      if (!isAirlockError(error, 'config-invalid')) throw error;
      return error.message;
    }
    if (!hasAll()) return 'lacks notes that it had';
    this.#stateRead = state;
    return null;
  }

  #tell(why: string | null): void {
    const { file, log } = this.looking;
    if (why !== null && this.#why === null)
      log?.error({ file, why }, 'witness file cannot be looked at: nothing is written to Defender until it can');
    if (why === null && this.#why !== null) log?.warn({ file }, 'witness file can be looked at again');
    this.#why = why;
  }
}

function further(one: KnownHead | null, other: KnownHead | null): KnownHead | null {
  return one !== null && (other === null || one.seq > other.seq) ? one : other;
}

/**
 * What tells one state of the file from another, after `=`; the code of the error where it cannot be looked at. It is
 * opened for that: a network disk answers for a path out of its memory for up to a minute, and for what is opened by
 * asking (close-to-open).
 */
async function stateOf(file: string): Promise<string> {
  try {
    const handle = await open(file, 'r');
    try {
      const { ino, size, ctimeMs } = await handle.stat();
      return `=${ino} ${size} ${ctimeMs}`;
    } finally {
      await handle.close();
    }
  } catch (error) {
    return error instanceof Error && 'code' in error ? String(error.code) : 'no reason given';
  }
}
