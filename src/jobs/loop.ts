import { inEnglish } from '../shared/language/worded.ts';
import type { Clock, Log } from '../shared/runtime.ts';

export interface LoopOptions {
  /** Does one round of work; true when more work may be due right away. */
  readonly round: () => Promise<boolean>;
  /** When the next work is due, in ms since 1970; null for never. */
  readonly nextDue: () => Promise<number | null>;
  readonly clock: Clock;
  readonly log: Log;
  /** Milliseconds between two rounds, at most. */
  readonly longestRest: number;
}

export interface Loop {
  start(): void;
  /** Ends the current pause. It needs no `this`, so it may be passed on as a callback. */
  readonly wake: () => void;
  stop(): Promise<void>;
}

/** Shortest pause in ms, so that the loop does not spin while due work is leased to another instance. */
const SHORTEST_REST = 50;

/** Pause in ms after a store that does not even say when work is due. */
const REST_WITHOUT_STORE = 1_000;

/**
 * Repeats a round while there is work, then pauses until more is due, `wake` is called or the longest pause is over.
 * Written by hand: a queue library brings its own store and clock, while due work is kept in Airlock's store and leased
 * to one instance.
 */
export function createLoop(options: LoopOptions): Loop {
  return new WorkLoop(options);
}

class WorkLoop implements Loop {
  #running: Promise<void> | null = null;
  #stopping = false;
  #woken = false;
  #endRest: (() => void) | null = null;

  constructor(private readonly options: LoopOptions) {}

  start(): void {
    this.#running ??= inEnglish(() => this.#run());
  }

  readonly wake = (): void => {
    this.#woken = true;
    this.#endRest?.();
  };

  async stop(): Promise<void> {
    this.#stopping = true;
    this.#endRest?.();
    await this.#running;
  }

  async #run(): Promise<void> {
    const { round, log } = this.options;
    while (!this.#stopping) {
      this.#woken = false;
      const more = await round().catch((error: unknown) => {
        log.error({ err: error }, 'work round failed');
        return false;
      });
      if (!more) await this.#rest();
    }
  }

  async #rest(): Promise<void> {
    const { longestRest } = this.options;
    if (this.#woken || this.#stopping) return;
    const pause = Math.min(Math.max(await this.#untilDue(), SHORTEST_REST), longestRest);
    if (this.#woken || this.#stopping) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, pause);
      this.#endRest = () => {
        clearTimeout(timer);
        resolve();
      };
    });
    this.#endRest = null;
  }

  /** Milliseconds until more is due. */
  async #untilDue(): Promise<number> {
    const { nextDue, clock, log, longestRest } = this.options;
    try {
      const due = await nextDue();
      return due === null ? longestRest : due - clock.now();
    } catch (error) {
      log.error({ err: error }, 'work pause failed');
      return REST_WITHOUT_STORE;
    }
  }
}
