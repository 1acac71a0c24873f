import type { AuditEntry } from '../../requests/ports/audit-entry.ts';
import type { Store } from '../../requests/ports/store.ts';
import type { Witness } from '../../requests/ports/witness.ts';
import type { Log } from '../../shared/runtime.ts';
import { originOf, signedNote } from '../../store/record/checkpoint.ts';
import type { RecordKeys } from '../../store/record/record-keys.ts';
import type { KnownHead } from '../../store/record/seen-head.ts';
import { type Patience, waiting, within } from './patience.ts';

/**
 * The steps of a request that only lead on, or tell: where one is cut off, less is allowed or said than before. Every
 * other one ends it, takes an approval back, stops what is written, or says that it was begun or done: where it is cut
 * off, something could be written once more, or that nobody wants any longer.
 */
const ON = new Set(
  [
    ...['drafted', 'edit', 'revise', 'submit', 'endorse', 'approve', 'proceed', 'wait', 'recheck'],
    ...['surface', 'corroborate', 'follow'],
  ].map((event) => `request.${event}`),
);

/** How far the items of a request are, and that approvals are told in no channel any more. */
const BESIDE: readonly string[] = ['items.moved', 'channel.left'];

function isNoted({ event }: Pick<AuditEntry, 'event'>): boolean {
  return event.startsWith('request.') ? !ON.has(event) : BESIDE.includes(event);
}

/** What steps are noted with. */
export interface Noting {
  readonly witness: Pick<Witness, 'add'>;
  readonly keys: RecordKeys;
  readonly tenantId: string;
  readonly log: Log;
  /** Gives how long an answer waits for a note. */
  readonly patience?: () => Patience;
}

/** Milliseconds after which an answer waits no longer: a file that hangs, as on a network, holds nobody for good. */
const LONGEST = 5_000;

/**
 * Notes outside the database how far the record has come, signed, once a step is committed without which another
 * instance could go on: that one looks there before it writes. Of several at once the last note holds all.
 */
export class WitnessedSteps {
  #next: KnownHead | null = null;
  #writing: Promise<boolean> | null = null;
  /** A note did not come in time: nobody waits until it did. */
  #isLate = false;

  constructor(private readonly noting: Noting) {}

  /** Takes an entry that was committed. */
  saw(entry: AuditEntry): void {
    if (!isNoted(entry) || (this.#next !== null && this.#next.seq > entry.seq)) return;
    this.#next = { seq: entry.seq, hash: entry.hash };
  }

  /**
   * Notes what is not noted yet, and waits for a note that is being written: it may be of the same step. Never throws:
   * what cannot be noted, or not in time, is logged, and noted with the next step or once the file answers.
   */
  async flush(): Promise<void> {
    if (this.#next === null && this.#writing === null) return;
    const noted = this.#all();
    if (this.#isLate) return;
    const isNoted = await within(this.noting.patience ?? (() => waiting(LONGEST)), noted);
    if (isNoted) return;
    this.#isLate = true;
    this.noting.log.error({}, 'step not yet noted in the witness file: it does not answer');
  }

  async #all(): Promise<void> {
    while (this.#next !== null || this.#writing !== null) if (!(await this.#turn())) return;
  }

  #turn(): Promise<boolean> {
    this.#writing ??= this.#write().finally(() => {
      this.#writing = null;
      this.#isLate = false;
    });
    return this.#writing;
  }

  async #write(): Promise<boolean> {
    const { witness, keys, tenantId, log } = this.noting;
    const head = this.#next;
    if (head === null) return true;
    this.#next = null;
    try {
      await witness.add(signedNote(keys, { origin: originOf(tenantId), count: head.seq, head: head.hash }));
      return true;
    } catch (error) {
      this.#next ??= head;
      log.error(
        { err: error, entries: head.seq },
        'step not noted in the witness file: other instances may not see it',
      );
      return false;
    }
  }
}

/** The store, each of whose steps is noted where it has to be before anybody hears of it. */
export function witnessedStore(store: Store, steps: Pick<WitnessedSteps, 'flush'>): Store {
  const noted = async <T>(work: Promise<T>): Promise<T> => {
    const result = await work;
    await steps.flush();
    return result;
  };
  return {
    ...store,
    commit: (step) => noted(store.commit(step)),
    send: (batch) => noted(store.send(batch)),
    moveItems: (requestId, task, moves) => noted(store.moveItems(requestId, task, moves)),
  };
}
