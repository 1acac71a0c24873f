import type { AuditEntry } from '../../../requests/ports/audit-entry.ts';
import { CENSUS } from '../../accounts/account-queries.ts';
import { seenIn } from '../../accounts/told-accounts.ts';
import { CLOCK_SAID, RESTORED } from '../../record/restored.ts';
import { KEEP_AND_COMPARE, type RecordFault } from '../record-fault.ts';
import type { HeldRow, TaskRow } from '../record-source.ts';
import type { AccountRow } from './check-accounts.ts';

const HOUR = 3_600_000;

/**
 * How far, in ms, a claim or the task of a checkpoint may lie after the newest entry: the longest lease is one of a
 * day, and a service that runs writes an entry each day.
 */
const LONGEST = 72 * HOUR;

/** Leases and claims that end later than any can: whoever wrote them kept work from being done. */
export function heldFaults(held: readonly HeldRow[], newest: number): readonly RecordFault[] {
  return held
    .filter(({ until }) => !(Number(until) <= newest + LONGEST))
    .map(({ where, until }) => ({
      ...{ where, request: null, mend: WHO_WROTE },
      what: `it is held until ${timeOf(until)}, longer than any can be`,
    }));
}

/** An open task of a checkpoint that is put off for days. */
export function checkpointTaskFault({ id, due_at }: TaskRow, newest: number): RecordFault | null {
  if (Number(due_at) <= newest + LONGEST) return null;
  const what = `the checkpoint of a day is put off until ${timeOf(due_at)}`;
  return { where: `task ${id}`, request: null, what, mend: WHO_WROTE };
}

const WHO_WROTE = 'Find out who could write to the database. A running service does not honour it.';

export function timeOf(at: number | string): string {
  return Math.abs(Number(at)) <= 8.64e15 ? new Date(Number(at)).toISOString() : String(at);
}

/** A checkpoint is made a day after the last one, or an hour later where its task is put off. */
const OVERDUE = 26 * HOUR;

/** So long, in ms, a service that had slept may write entries before it makes the checkpoint that is overdue. */
const GRACE = 2 * HOUR;

/** Entries of the commands of operators; the key changes with the first entry that a new one signs, theirs too. */
const BY_OPERATORS: ReadonlySet<string> = new Set([CLOCK_SAID, RESTORED, 'record.sealed', 'record.key']);

/** Whether checkpoints were made as long as entries were written: without them a record can be put back unseen. */
export class CheckedCheckpoints {
  /** When the last checkpoint was made, or the service started; null before. */
  #last: number | null = null;
  /** When the first entry was written after a checkpoint was overdue; null where none was. */
  #since: number | null = null;
  #isTold = false;

  /**
   * Takes in an entry. What operators say is written while no service runs that could make a checkpoint.
   * @returns a fault, once for each checkpoint that is missing
   */
  tell({ seq, at, event }: AuditEntry): readonly RecordFault[] {
    if (event === 'record.checkpoint' || event === 'service.start') {
      this.#last = at;
      this.#since = null;
      this.#isTold = false;
      return [];
    }
    if (this.#last === null || this.#isTold || at - this.#last <= OVERDUE || BY_OPERATORS.has(event)) return [];
    this.#since ??= at;
    if (at - this.#since <= GRACE) return [];
    this.#isTold = true;
    const what = `entries went on, and none before it is a checkpoint since ${timeOf(this.#last)}: somebody kept the service from making any`;
    return [{ where: `entry ${seq}`, request: null, what, mend: KEEP_AND_COMPARE }];
  }
}

/** So old, in ms, may the last census be where the service runs: it takes one every hour. */
const CENSUS_OLD = 25 * HOUR;

/** Whether censuses were taken as long as entries were written. */
export class CheckedCensuses {
  /** The last census of which an entry tells, and when the first entry was written after the next was overdue. */
  #last: number | null = null;
  #since: number | null = null;
  #unseenSince: number | null = null;

  tell(entry: AuditEntry): void {
    const facts = seenIn(entry);
    // An earlier version told of the first one alone.
    const at = facts?.looked === undefined ? undefined : facts.census;
    if (at !== undefined) {
      this.#last = at;
      this.#since = null;
    } else if (this.#last !== null && entry.at - this.#last > CENSUS_OLD) {
      this.#since ??= entry.at;
      if (entry.at - this.#since > GRACE) this.#unseenSince ??= this.#last;
    }
  }

  /** When everybody was last looked at before entries went on for more than a day; null where that is well. */
  unseenSince(rows: readonly AccountRow[], newest: number): number | null {
    if (this.#unseenSince !== null) return this.#unseenSince;
    const at = this.#last ?? censusAt(rows);
    return at !== null && newest - at > CENSUS_OLD ? at : null;
  }

  /** A census that is said to be another one than entries tell: whoever wrote that hid that none is taken. */
  fault(rows: readonly AccountRow[], newest: number): RecordFault | null {
    const at = censusAt(rows);
    if (at === null || (this.#last === null ? at <= newest + LONGEST : at === this.#last)) return null;
    const told = this.#last === null ? 'days after the newest entry' : `and entries tell of ${timeOf(this.#last)}`;
    const what = `everybody is said to be looked at on ${timeOf(at)}, ${told}`;
    return { where: 'the last census', request: null, what, mend: WHO_WROTE };
  }
}

function censusAt(rows: readonly AccountRow[]): number | null {
  const row = rows.find(({ oid }) => oid === CENSUS);
  return row ? Number(row.updated_at) : null;
}
