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
