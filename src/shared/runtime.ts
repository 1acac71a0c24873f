/** Time, given and never read: milliseconds since 1970-01-01T00:00:00Z. */
export interface Clock {
  now(): number;
}

/** Identifiers, given and never invented on the spot: a lower-case UUID each. */
export interface Ids {
  next(): string;
}

/** What is logged where; the shape is pino's. Fields never hold tokens, cookies, card bodies or message text. */
export interface Log {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

/** What is counted: each with labels of few and fixed values, never a name, an id or anybody's words. */
export interface Counted {
  /** Activities of Teams, by kind, and how they ended: `dropped` is a sender who is not heard. */
  readonly turns: { readonly type: string; readonly outcome: 'answered' | 'dropped' | 'refused' | 'unsure' };
  /** What people were refused, by the code of the error; `internal` is a fault of Airlock's own. */
  readonly refusals: { readonly code: string };
  readonly posts: { readonly outcome: 'delivered' | 'delayed' | 'given-up' };
  readonly tasks: { readonly kind: string; readonly outcome: 'done' | 'postponed' };
  /** Steps of requests' lives, by event. */
  readonly steps: { readonly event: string };
}

/** Counts for whoever operates Airlock. */
export interface Meter {
  count<W extends keyof Counted>(what: W, labels: Counted[W]): void;
}
