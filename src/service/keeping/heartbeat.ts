import type { Store } from '../../requests/ports/store.ts';
import { AirlockError } from '../../shared/errors.ts';
import type { Clock } from '../../shared/runtime.ts';

/** A beat older than this, in ms, tells nothing any more. */
const STALE = 60_000;

/** Tries whether anything can be stored. Whoever asks is told the last result, and nothing is written. */
export class Heartbeat {
  readonly #store: Pick<Store, 'ping'>;
  readonly #clock: Clock;
  #last: { readonly at: number; readonly fault: unknown } | null = null;

  constructor(store: Pick<Store, 'ping'>, clock: Clock) {
    this.#store = store;
    this.#clock = clock;
  }

  async beat(): Promise<void> {
    const fault = await this.#store.ping().then(
      () => null,
      (error: unknown) => error,
    );
    this.#last = { at: this.#clock.now(), fault };
  }

  /** What the last try failed with; null where it succeeded a short while ago. */
  get fault(): unknown {
    if (this.#last !== null && this.#clock.now() - this.#last.at <= STALE) return this.#last.fault;
    return new AirlockError('store-unavailable', 'For a minute, nobody could try whether anything can be stored.');
  }
}
