import { parseArgs } from 'node:util';

/** What is tortured, how long, and by which draw. */
export interface Options {
  /** All choices come from it. */
  readonly seed: number;
  readonly minutes: number;
  readonly isOnPostgres: boolean;
  readonly instances: number;
  /** Seconds between the clocks of two instances. */
  readonly skew: number;
  /** How many desks work at the same time. */
  readonly desks: number;
  /** Seconds after the faults within which everything has to end. */
  readonly settle: number;
  /** Milliseconds for a start after a kill. */
  readonly startMs: number;
  /** Megabytes for one process. */
  readonly memory: number;
  readonly handles: number;
  /** Where what the processes log is kept; a temporary folder where it is empty. */
  readonly log: string;
  /** Where all that was seen is kept, as JSON; nowhere where it is empty. */
  readonly keep: string;
}

export const USAGE = `Usage: npm run torture -- [options]

  --seed N        all choices come from it; 1
  --minutes M     how long the faults last; 2
  --postgres      on a PostgreSQL of its own from npm; on SQLite without it
  --instances K   how many processes serve; 1, and more on PostgreSQL alone
  --skew SECONDS  between the clocks of one instance and the next; 0
  --desks D       how many people work at the same time; 6
  --settle S      seconds after the last fault within which all has to end; 60
  --start MS      milliseconds for a start after a kill; 3000
  --memory MB     for one process; 400
  --handles N     for one process; 200
  --log FILE      where what the processes log is kept
  --keep FILE     where all that was seen is kept, as JSON`;

const TEXT = { type: 'string' } as const;

/** @returns null where what was typed makes no sense */
export function readOptions(args: readonly string[]): Options | null {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        ...{ seed: TEXT, minutes: TEXT, instances: TEXT, skew: TEXT, desks: TEXT, settle: TEXT },
        ...{ start: TEXT, memory: TEXT, handles: TEXT, log: TEXT, keep: TEXT, postgres: { type: 'boolean' } },
      },
    });
    const isOnPostgres = values.postgres ?? false;
    const options = {
      seed: numberOf(values.seed, 1),
      minutes: numberOf(values.minutes, 2),
      isOnPostgres,
      instances: numberOf(values.instances, 1),
      skew: numberOf(values.skew, 0),
      desks: numberOf(values.desks, 6),
      settle: numberOf(values.settle, 60),
      startMs: numberOf(values.start, 3_000),
      memory: numberOf(values.memory, 400),
      handles: numberOf(values.handles, 200),
      log: values.log ?? '',
      keep: values.keep ?? '',
    };
    return options.instances >= 1 && (isOnPostgres || options.instances === 1) ? options : null;
  } catch {
    return null;
  }
}

function numberOf(text: string | undefined, fallback: number): number {
  const value = text === undefined ? fallback : Number(text);
  if (!Number.isFinite(value) || value < 0) throw new RangeError(`${text} is no number`);
  return value;
}
