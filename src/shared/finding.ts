/** `warning`: it works, but somebody should look at it. `failure`: it does not work, or is not safe. */
export type Level = 'ok' | 'warning' | 'failure';

/** One thing that the doctor checked. It is printed, so it never holds a secret. */
export interface Finding {
  readonly level: Level;
  /** What was found. */
  readonly what: string;
  /** Why it matters; absent where `level` is `ok`. */
  readonly why?: string;
  /** What to do about it; absent where `level` is `ok`. */
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
