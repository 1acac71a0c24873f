/** `warning`: it works, and somebody should look at it. `failure`: it does not work, or is not safe. */
export type Level = 'ok' | 'warning' | 'failure';

/** One thing that the doctor looked at. It is printed, so nothing of it is ever a secret. */
export interface Finding {
  readonly level: Level;
  /** What was found. */
  readonly what: string;
  /** Why it matters; only where it is not well. */
  readonly why?: string;
  /** What to do; only where it is not well. */
  readonly mend?: string;
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
