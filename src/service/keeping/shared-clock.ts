import { errorFields, isAirlockError } from '../../shared/errors.ts';
import type { Clock, Log } from '../../shared/runtime.ts';

/** Milliseconds between two questions to the database, and within which its answer is exact enough. */
const EVERY = 10_000;
const QUICK = 1_000;

/** Milliseconds by which a correction may be behind what was told before without being told: time goes on. */
const SLIGHT = 1_000;

/** The time that all instances share. */
export interface SharedClock extends Clock {
  /** Goes by this time from now on, and asks for it again and again, until `stop`. @param ask null: it has none */
  follow(ask: () => Promise<number | null>): Promise<void>;
  /** Milliseconds that the clock of this machine is ahead; null where nothing is followed. */
  skew(): number | null;
  stop(): void;
}

/**
 * A clock that goes by the database's and, from one answer to the next, by a clock of this process that never jumps:
 * so whatever instances compare is of one clock, however wrong those of their machines are. Until it follows one it
 * tells what this machine's says.
 * @param steady milliseconds, from whatever moment
 */
export function sharedClock(own: Clock, steady: () => number, log: Log): SharedClock {
  let ahead: number | null = null;
  let told = Number.NEGATIVE_INFINITY;
  let timer: NodeJS.Timeout | null = null;
  let isAsking = false;

  function now(): number {
    if (ahead === null) return own.now();
    const at = Math.round(steady() + ahead);
    told = told - at > SLIGHT ? at : Math.max(told, at);
    return told;
  }

  async function look(ask: () => Promise<number | null>): Promise<void> {
    if (isAsking) return;
    isAsking = true;
    try {
      const asked = steady();
      const at = await ask();
      const took = steady() - asked;
      if (at !== null && (ahead === null || took <= QUICK)) ahead = at - (asked + took / 2);
    } finally {
      isAsking = false;
    }
  }

  return {
    now,
    async follow(ask) {
      await look(ask);
      timer ??= setInterval(() => void look(ask).catch(notKnown(log)), EVERY).unref();
    },
    skew: () => (ahead === null ? null : own.now() - now()),
    stop() {
      if (timer) clearInterval(timer);
      timer = null;
    },
  };
}

function notKnown(log: Log): (error: unknown) => void {
  return (error) =>
    log.warn(isAirlockError(error) ? errorFields(error) : { err: error }, 'time of the database not known');
}
