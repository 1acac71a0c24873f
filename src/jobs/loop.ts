import type { Clock, Log } from '../shared/runtime.ts';

export interface LoopOptions {
  /** One round of work; true when there may be more at once. */
  readonly round: () => Promise<boolean>;
  /** When the next thing falls due, ms since 1970; null for nothing. */
  readonly nextDue: () => Promise<number | null>;
  readonly clock: Clock;
  readonly log: Log;
  /** Milliseconds: the loop looks at least this often. */
  readonly longestRest: number;
}

export interface Loop {
  start(): void;
  /** Ends the rest at hand; may be passed on alone. */
  readonly wake: () => void;
  stop(): Promise<void>;
}

/** Shortest rest in ms, so that work due right now but leased elsewhere does not spin. */
const SHORTEST_REST = 50;

/**
 * Repeats a round while there is work, and rests until more is due, `wake` is called or the longest rest is over.
 * Written by hand: a queue library keeps its own store and clock, while what is due here stands in ours, leased to one
 * instance.
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
    this.#running ??= this.#run();
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
      if (!more) await this.#rest().catch((error: unknown) => log.error({ err: error }, 'work pause failed'));
    }
  }

  async #rest(): Promise<void> {
    const { nextDue, clock, longestRest } = this.options;
    if (this.#woken || this.#stopping) return;
    const due = await nextDue();
    const wait = due === null ? longestRest : due - clock.now();
    const pause = Math.min(Math.max(wait, SHORTEST_REST), longestRest);
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
}
