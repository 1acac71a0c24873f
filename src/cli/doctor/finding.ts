/** `warning`: it works, and somebody should look at it. `failure`: it does not work, or is not safe. */
export type Level = 'ok' | 'warning' | 'failure';

/** One thing that was looked at. Nothing of it is ever a secret: it is printed. */
export interface Finding {
  readonly level: Level;
  /** What was found. */
  readonly what: string;
  /** Why it matters; only where it is not well. */
  readonly why?: string;
  /** What to do; only where it is not well. */
  readonly mend?: string;
}

/** One question that the doctor asks, of whatever it needs to be answered. */
export interface Check<C> {
  readonly id: string;
  readonly title: string;
  /** Throws AirlockError where there is no answer: that is a failure, and its message is printed. */
  run(context: C): Promise<readonly Finding[]>;
}

export function ok(what: string): Finding {
  return { level: 'ok', what };
}

export function warning(what: string, why: string, mend: string): Finding {
  return { level: 'warning', what, why, mend };
}

export function failure(what: string, why: string, mend: string): Finding {
  return { level: 'failure', what, why, mend };
}
