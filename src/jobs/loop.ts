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
  /** Ends the rest at hand. */
  wake(): void;
  stop(): Promise<void>;
}

/** Shortest rest in ms, so that work due right now but leased elsewhere does not spin. */
const SHORTEST_REST = 50;

/** Repeats a round while there is work, and rests until more is due, `wake` is called or the longest rest is over. */
export function createLoop(options: LoopOptions): Loop {
  let running: Promise<void> | null = null;
  let stopping = false;
  let woken = false;
  let endRest: (() => void) | null = null;

  async function rest(): Promise<void> {
    if (woken || stopping) return;
    const due = await options.nextDue();
    const wait = due === null ? options.longestRest : due - options.clock.now();
    const pause = Math.min(Math.max(wait, SHORTEST_REST), options.longestRest);
    if (woken || stopping) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, pause);
      endRest = () => {
        clearTimeout(timer);
        resolve();
      };
    });
    endRest = null;
  }

  async function run(): Promise<void> {
    while (!stopping) {
      woken = false;
      const more = await options.round().catch((error: unknown) => {
        options.log.error({ err: error }, 'a round of work failed');
        return false;
      });
      if (!more) await rest().catch((error: unknown) => options.log.error({ err: error }, 'a rest failed'));
    }
  }

  return {
    start() {
      running ??= run();
    },
    wake() {
      woken = true;
      endRest?.();
    },
    async stop() {
      stopping = true;
      endRest?.();
      await running;
    },
  };
}
