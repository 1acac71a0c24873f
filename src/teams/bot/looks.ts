import { LRUCache } from 'lru-cache';
import type { Directory } from '../../requests/ports/directory.ts';
import type { Services } from '../../requests/ports/services.ts';
import type { EntraObjectId } from '../../shared/ids.ts';
import type { Clock } from '../../shared/runtime.ts';

/** For so long, in ms, a refresh may go by what the directory said for another one. */
const LOOKS_KEPT = 3_000;

/** How many answers are kept, of every tenant's people together. */
const KEPT = 2_000;

interface Answer {
  readonly said: Promise<unknown>;
  readonly at: number;
}

/**
 * What the directory says for cards that clients refresh by themselves. Whoever opens a channel refreshes every card in
 * it at once, and each refresh would ask the same. Only such a look goes by it for some seconds: it draws a card,
 * decides nothing, and nothing is noted by an answer that was kept, of an account or of how many carry a mark. Whatever
 * a person does is asked about anew (docs/architecture.md#ask-for-rights-now), and so is each look of theirs after it.
 * No error is kept.
 */
export class Looks {
  readonly #answers = new LRUCache<string, Answer>({ max: KEPT });

  constructor(
    private readonly clock: Clock,
    private readonly keptFor = LOOKS_KEPT,
  ) {}

  /** The services of one look. */
  of(services: Services): Services {
    const { directory, store } = services;
    let isFresh = true;
    const ask = <T>(key: string, anew: () => Promise<T>): Promise<T> => {
      const kept = this.#kept<T>(key);
      if (kept) isFresh = false;
      return kept ?? this.#keep(key, anew());
    };
    const asking: Directory = {
      ...directory,
      standing: (oid, ids) => ask(`${oid} standing ${ids.join(' ')}`, () => directory.standing(oid, ids)),
      roleDates: (oid) => ask(`${oid} dates`, () => directory.roleDates(oid)),
      carriers: (carried) => directory.carriers(carried, 'kept'),
      byName: (name) => ask(`name ${name}`, () => directory.byName(name)),
    };
    const noteAccounts: typeof store.noteAccounts = async (whose, note) =>
      isFresh ? store.noteAccounts(whose, (memory) => ({ accounts: note(memory).accounts })) : undefined;
    return { ...services, directory: asking, store: { ...store, noteAccounts } };
  }

  /** Somebody did something: their next look asks anew, too. */
  forget(oid: EntraObjectId): void {
    for (const key of this.#answers.keys()) if (key.startsWith(oid)) this.#answers.delete(key);
  }

  #kept<T>(key: string): Promise<T> | null {
    const known = this.#answers.get(key);
    const age = known ? this.clock.now() - known.at : Number.NaN;
    // Sound: each key names its question, which has one type of answer.
    return known && age >= 0 && age < this.keptFor ? (known.said as Promise<T>) : null;
  }

  #keep<T>(key: string, said: Promise<T>): Promise<T> {
    this.#answers.set(key, { said, at: this.clock.now() });
    said.catch(() => this.#answers.delete(key));
    return said;
  }
}
