import type { Walked } from '../record/entry.ts';
import { SEAL_OR_ASK, unsealedClause } from '../record/unsealed.ts';
import { GUARD_AGAIN } from '../schema/append-only.ts';

/** One thing that does not hold in the record or in what is stored beside it. It is printed, so it holds no secret. */
export interface RecordFault {
  /** `entry 12`, `the row`, `task 4`, ...: where it was found. */
  readonly where: string;
  /** `#3`, or the id of a request whose number is not known; null where it is about no request. */
  readonly request: string | null;
  /** What was found, a clause without a full stop. */
  readonly what: string;
  /** What to do about it, a sentence. */
  readonly mend: string;
  /** That Airlock found it itself, stopped the request and told of it, as a signed entry says; absent otherwise. */
  readonly isStopped?: true;
}

/** The same fault, as one that Airlock found itself when it stopped the request. @param seq of the entry of the stop */
export function stoppedAt(seq: number, fault: RecordFault): RecordFault {
  const mend = `Airlock found this itself and stopped the request (entry ${seq}): a backup with it can be restored. Find out who could write to the database.`;
  return { ...fault, mend, isStopped: true };
}

/** How many faults are kept; further ones are counted. A chain that was written anew has one for each entry. */
const KEPT = 200;

/** The faults found so far, in the order in which they were found. */
export class FaultList {
  readonly kept: RecordFault[] = [];
  total = 0;

  add(...faults: readonly RecordFault[]): void {
    this.total += faults.length;
    this.kept.push(...faults.slice(0, Math.max(0, KEPT - this.kept.length)));
  }

  /** Those that are kept, with requests by the numbers that people know, where any entry tells them. */
  named(stories: ReadonlyMap<string, Named>): readonly RecordFault[] {
    return this.kept.map((fault) => {
      const story = fault.request === null ? undefined : stories.get(fault.request);
      return story ? { ...fault, request: nameOf(story) } : fault;
    });
  }
}

/** What to do about an entry that is not as it was written. */
export const KEEP_AND_COMPARE =
  'Keep the database as it is, compare it with backups and exports, and find out who could write to it.';

/** What to do about a row that no entry accounts for. */
export const TRUST_THE_RECORD =
  'Stop the service, compare the row with backups and exports, and trust the entries, not the row.';

/** A record is of one tenant, with all that stands beside it. */
export function ofAnother(where: string): RecordFault {
  const what = 'it belongs to another tenant than the first entry of the record';
  return { where, request: null, what, mend: KEEP_AND_COMPARE };
}

/** What to do about work that no entry accounts for. */
export const STOP_THE_WORK =
  'Stop the service before it is done, look at the setting in the portal, and find out who filed it.';

const WAS_TAKEN_UP =
  'It is marked as done: the service took it up already, or somebody marked it. Look at the setting in the portal, see in the log whether the service refused it, and find out who filed it.';

/** The same of work that may wait, or be done already. @param completed as its row says: 0 while it waits */
export function workMend({ completed }: { readonly completed: number }): string {
  return completed === 0 ? STOP_THE_WORK : WAS_TAKEN_UP;
}

/** What to do about an entry that no rule of Airlock allows. */
export const ASK_WHO_DID =
  'Treat the step as one that nobody was allowed to take: look at the setting in the portal, and ask the people it names.';

interface Named {
  readonly id: string | null;
  readonly number: number | null;
}

/** How a request is named: by its number where one is known. */
export function nameOf(request: Named): string | null {
  return request.number === null ? request.id : `#${request.number}`;
}

/** Whoever has the keys of a record expects signatures in it. */
export function unsealed(end: Walked): RecordFault {
  return { where: 'the record', request: null, what: `it ${unsealedClause(end)}`, mend: SEAL_OR_ASK };
}

/** The release that signed first made the record append-only. */
export function unguarded(what: string): RecordFault {
  return { where: 'the database', request: null, what, mend: GUARD_AGAIN };
}
