/**
 * The current time, in milliseconds since 1970-01-01T00:00:00Z. It is injected: no code reads the system clock itself.
 */
export interface Clock {
  now(): number;
}

/** New identifiers, each a lower-case UUID. They are injected: no code makes up its own. */
export interface Ids {
  next(): string;
}

/** The log, in the shape of pino. Fields never hold tokens, cookies, card bodies or message text. */
export interface Log {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
  /** Logs as `info` does, whatever level is set but silence. As `info` where absent. */
  always?(fields: object, message: string): void;
}

/** Logs what whoever keeps the log elsewhere counts on, whatever level is set but silence. */
export function logAlways(log: Log, fields: object, message: string): void {
  if (log.always) log.always(fields, message);
  else log.info(fields, message);
}

/** What is counted. Labels have a few fixed values and never hold a name, an id or text that somebody wrote. */
export interface Counted {
  /** Activities from Teams by kind and outcome; `dropped`: the sender was not accepted; `limited`: it was too much. */
  readonly turns: {
    readonly type: string;
    readonly outcome: 'answered' | 'dropped' | 'limited' | 'refused' | 'unsure';
  };
  /** Refusals that people saw, by error code; `internal` is a fault of Airlock itself. */
  readonly refusals: { readonly code: string };
  /** `unsure`: sent once more, since nobody knows whether Teams shows it already; it may stand there twice. */
  readonly posts: { readonly outcome: 'delivered' | 'delayed' | 'given-up' | 'unsure' };
  readonly tasks: { readonly kind: string; readonly outcome: 'done' | 'postponed' };
  /**
   * Where the record speaks against what is stored; `mismatch`: of one request, which was stopped; `broken`: the record
   * was cut, replaced or changed, and a step was refused.
   */
  readonly recordFaults: { readonly kind: 'mismatch' | 'broken' | 'accounts' | 'lease' | 'lock' };
  /**
   * What Microsoft's audit log and the readings of the tenant told: a request `corroborated`, a `finding` about who
   * applied it, a change `outside` Airlock.
   */
  readonly watch: { readonly found: 'corroborated' | 'finding' | 'outside' };
  /**
   * What supported APIs write one by one, by kind of change. `planned`: to be sent; `again`: certainly not taken, so it
   * is sent once more; `done`: Defender's answer or the reading with it shows it; `settled`: a later reading does;
   * `unknown`: no reading told in time.
   */
  readonly items: {
    readonly kind: string;
    readonly outcome: 'planned' | 'sent' | 'again' | 'done' | 'settled' | 'refused' | 'unknown';
  };
  /** Steps in the lives of requests, by event. */
  readonly steps: { readonly event: string };
}

/** Counts things for the operator of Airlock. */
export interface Meter {
  /** @param times 1 when absent */
  count<W extends keyof Counted>(what: W, labels: Counted[W], times?: number): void;
}
