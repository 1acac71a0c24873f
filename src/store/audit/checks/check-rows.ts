import type { Request } from '../../../requests/record/request.ts';
import { type FaultList, nameOf, ofAnother, type RecordFault, stoppedAt, TRUST_THE_RECORD } from '../record-fault.ts';
import type { RecordSource, TaskRow } from '../record-source.ts';
import type { Story } from '../story.ts';
import { checkpointTaskFault, heldFaults } from './check-leases.ts';
import { checkRow } from './check-row.ts';
import { CheckedTerms } from './check-terms.ts';
import {
  awaited,
  type LeftOut,
  lockFaults,
  locksObjects,
  lost,
  missingTask,
  numberFaults,
  openTaskFault,
  taskFault,
  WORK_KINDS,
} from './check-work.ts';

/** What the entries tell of requests, and whose record it is. */
export interface ToldWork {
  readonly stories: ReadonlyMap<string, Story>;
  readonly tenant: string | null;
  readonly newest: number;
  readonly leftOut: LeftOut;
}

/** What the rows of requests hold. */
export interface Rows {
  /** Requests that lock their objects, by id. */
  readonly open: ReadonlyMap<string, Request>;
  /** Requests that wait for a task, by id. */
  readonly waiting: ReadonlyMap<string, Request>;
  /** Requests of which some work may be owed, those included, by id. */
  readonly owed: ReadonlyMap<string, Request>;
  readonly numbers: ReadonlyMap<string, readonly number[]>;
  readonly count: number;
}

export async function readRows(
  source: RecordSource,
  { stories, newest }: Pick<ToldWork, 'stories' | 'newest'>,
  faults: FaultList,
): Promise<Rows> {
  const open = new Map<string, Request>();
  const waiting = new Map<string, Request>();
  const owed = new Map<string, Request>();
  const numbers = new Map<string, number[]>();
  const untold = new Map(stories);
  const terms = new CheckedTerms(source);
  let count = 0;
  for await (const row of source.requests()) {
    count += 1;
    const { request, faults: found } = checkRow(row, stories.get(row.id));
    untold.delete(row.id);
    faults.add(...found);
    if (request && found.length === 0) faults.add(...(await terms.add(row, request, stories.get(row.id))));
    const given = numbers.get(row.tenant) ?? [];
    numbers.set(row.tenant, given);
    given.push(row.number);
    if (request && locksObjects(request)) open.set(row.id, request);
    if (request && awaited(request, stories.get(row.id))) waiting.set(row.id, request);
    if (request && isOwed(request, stories.get(row.id), newest)) owed.set(row.id, request);
  }
  faults.add(...(await terms.rest()), ...[...untold.values()].map(rowGone));
  return { open, waiting, owed, numbers, count };
}

function rowGone(story: Story): RecordFault {
  const what = `its entries tell of a request that is ${story.state}, and there is no row`;
  return { where: `entry ${story.last.seq}`, request: nameOf(story), what, mend: TRUST_THE_RECORD };
}

/** Whether there is work that this request is owed, if nothing were filed. */
function isOwed(request: Request, story: Story | undefined, at: number): boolean {
  return lost(request, { story, tasks: [], at }).length > 0;
}

export async function checkWork(
  source: RecordSource,
  { stories, tenant, newest, leftOut }: ToldWork,
  rows: Rows,
  faults: FaultList,
): Promise<void> {
  const filed = new Map<string, TaskRow[]>();
  faults.add(...heldFaults(await source.held(), newest));
  for await (const task of source.tasks(['checkpoint'])) {
    const fault = task.completed === 0 ? checkpointTaskFault(task, newest) : null;
    if (fault) faults.add(fault);
  }
  for await (const task of source.tasks(WORK_KINDS)) {
    const id = task.request_id ?? '';
    const [story, waiting] = [stories.get(id), rows.waiting.get(id)];
    const isOpen = task.completed === 0;
    const fault = taskFault(task, story) ?? (isOpen ? openTaskFault(task, { story, waiting, newest }) : null);
    if (fault) faults.add(story?.last.isStop && !isOpen ? stoppedAt(story.last.seq, fault) : fault);
    else if (rows.owed.has(id)) filed.set(id, [...(filed.get(id) ?? []), task]);
  }
  for (const [id, request] of rows.owed)
    for (const kind of lost(request, { story: stories.get(id), tasks: filed.get(id) ?? [], at: newest }))
      faults.add(missingTask(request, kind));
  const counters = await source.counters();
  const strange = counters.filter((row) => row.tenant !== tenant);
  faults.add(...strange.map(() => ofAnother('the counter')), ...numberFaults(counters, rows.numbers, leftOut));
  faults.add(...lockFaults(await source.locks(), rows.open));
}
