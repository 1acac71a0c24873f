import { kindOf } from '../../../changes/registry/kind-of.ts';
import type { Request } from '../../../requests/record/request.ts';
import { holdsNoMore, isInHands, isOrders, ordersOf } from '../../../requests/record/told-by-request.ts';
import { isOpen } from '../../queries/request-queries.ts';
import { nameOf, type RecordFault, STOP_THE_WORK, TRUST_THE_RECORD, workMend } from '../record-fault.ts';
import type { CounterRow, LockRow, TaskRow } from '../record-source.ts';
import type { Story } from '../story.ts';

/** The kinds of tasks that touch Defender or end a request, and the steps that file each. */
const FILED_BY = {
  apply: ['approve'],
  items: ['start', 'halt', 'write-rest'],
  follow: ['record-outcome', 'cancel', 'reconcile-applied', 'surface'],
  reconcile: ['outcome-unknown'],
  verify: ['attest'],
  surface: ['reconcile-failed', 'reconcile-applied', 'expire', 'record-outcome', 'surface', 'fail'],
} as const;

type WorkKind = keyof typeof FILED_BY;

export const WORK_KINDS = Object.keys(FILED_BY) as readonly WorkKind[];

/** Whether the record shows the step that files this task, and the task has the key that the step gave it. */
export function taskFault(task: TaskRow, story: Story | undefined): RecordFault | null {
  const kind = WORK_KINDS.find((known) => known === task.kind);
  if (!kind) return null;
  const mend = workMend(task);
  const at = { where: `task ${task.id}`, request: nameOf({ id: task.request_id, number: story?.number ?? null }) };
  if (!story || story.tenantId !== task.tenant)
    return { ...at, what: `a task of kind ${kind} is filed for no request of the record`, mend };
  if (revsOf(kind, story).length === 0)
    return {
      ...at,
      what: `a task of kind ${kind} is filed, and no entry tells of the step ${FILED_BY[kind].join(' or ')}`,
      mend,
    };
  if (keysOf(kind, story).includes(task.key)) return null;
  return { ...at, what: `a task of kind ${kind} has a key that no step files`, mend };
}

/** Milliseconds by which work is put off at the very most, after the deadline or the newest entry. */
const LONGEST = 7 * 86_400_000;

/** What an open task is measured by. */
interface OpenWork {
  readonly story: Story | undefined;
  /** Its request, where that one waits for a task. */
  readonly waiting: Request | undefined;
  /** When the newest entry of the record was written. */
  readonly newest: number;
}

/** Whether somebody opened a task anew, or put one off for good, that a step files. */
export function openTaskFault(task: TaskRow, { story, waiting, newest }: OpenWork): RecordFault | null {
  if (!story) return null;
  const at = { where: `task ${task.id}`, request: nameOf(story), mend: STOP_THE_WORK };
  const isLast = WORK_KINDS.some((kind) => kind === task.kind && isLastKey(kind, story, task.key));
  if (isLast && isDone(task, { story, waiting }))
    return { ...at, what: `a task of kind ${task.kind} is open, and the entries tell that it was done` };
  const due = Math.max(Number(task.due_at), Number(task.lease_until));
  if (due <= latestDue(task, { story, waiting, newest })) return null;
  return { ...at, what: `a task of kind ${task.kind} is put off until ${timeOf(due)}` };
}

/**
 * A write is tried again after minutes, or when Defender said: its request tells that time. A service that runs writes
 * an entry a day.
 */
const WRITE_AGAIN = 26 * 3_600_000;

function latestDue({ kind }: TaskRow, { waiting, newest }: OpenWork): number {
  if (kind === 'apply' || kind === 'items') return Math.max(newest + WRITE_AGAIN, waiting?.waiting?.nextAt ?? 0);
  return Math.max(waiting?.deadline ?? 0, newest) + LONGEST;
}

/** A step that ends looking may file the next look: any look that was filed counts. */
function isLastKey(kind: WorkKind, story: Story, key: string): boolean {
  return kind === 'surface' ? keysOf(kind, story).includes(key) : lastKey(kind, story) === key;
}

/**
 * A look for what may still show is done once it was seen after it was filed; other work, once its request has gone on.
 */
function isDone({ kind, key }: TaskRow, { story, waiting }: { story: Story; waiting: Request | undefined }): boolean {
  if (kind === 'follow') return false;
  if (kind === 'surface') return story.seen.some((rev) => isAfter(key, rev));
  return (!waiting || awaited(waiting, story) !== kind) && DONE_WITH_THEIR_STEP.includes(story.state);
}

/** Whether a step made this rev after a look with this key was filed. */
function isAfter(key: string, rev: number): boolean {
  return rev > Number(key.slice(key.lastIndexOf(':') + 1)) + 1;
}

/** States that are reached only by a step that completes the task before it, or that waits for one. */
const DONE_WITH_THEIR_STEP: readonly string[] = ['approved', 'applying', 'unknown', 'applied', 'failed'];

/** As ISO, or as it is where it is no time. */
function timeOf(at: number): string {
  return Math.abs(at) <= 8.64e15 ? new Date(at).toISOString() : String(at);
}

/**
 * The keys of the tasks of this kind, one for each step that files one: it names the rev after an approval, and the rev
 * before another step. An approval named none in release 0.1.0,
 * which did not sign and could not take one back.
 */
function keysOf(kind: WorkKind, { id, revs, approvedUnsigned }: Story): readonly string[] {
  if (kind === 'follow') {
    const again = [...revs.cancel, ...revs['reconcile-applied'], ...revs.surface].sort((one, other) => one - other);
    return [`${id}${COMMENT}`, `${id}:follow`, ...again.map((rev) => `${id}:follow:${rev}`)];
  }
  const given = revsOf(kind, { revs });
  if (kind !== 'apply') return given.map((rev) => `${id}:${kind}:${rev - 1}`);
  return given.map((rev, index) => (index === 0 && approvedUnsigned ? `${id}:apply` : `${id}:apply:${rev}`));
}

/** The revs after each step that may file a task of this kind, in their order. */
function revsOf(kind: WorkKind, { revs }: Pick<Story, 'revs'>): readonly number[] {
  return FILED_BY[kind].flatMap((event) => revs[event]).sort((one, other) => one - other);
}

/** The task that a request in this state waits for; null where it waits for people, or for nothing. */
export function awaited(request: Request, story?: Story): WorkKind | null {
  if (request.state === 'unknown') return 'reconcile';
  if (request.state === 'approved') return request.handover ? null : 'apply';
  if (request.state !== 'applying') return null;
  if (request.handover?.attested && isInHands(request)) return 'verify';
  return story?.isByItems ? 'items' : 'apply';
}

/** How long after its end a request is looked for at most, in ms, and how long what it ordered is followed. */
export const LOOKED_FOR = 7 * 86_400_000;
const FOLLOWED_FOR = LOOKED_FOR;

/** A task of the same kind as those that follow, which tells the alert of a request what became of it. */
const COMMENT = ':comment';

/** What is filed for a request, and when that is looked at: ms since 1970. */
interface Filed {
  readonly story: Story | undefined;
  readonly tasks: readonly Pick<TaskRow, 'kind' | 'completed' | 'key'>[];
  readonly at: number;
}

/**
 * Work that a request is owed, and that is not there. A look for what may still show may end before its time: one that
 * was done is not lost.
 */
export function lost(request: Request, { story, tasks, at }: Filed): readonly WorkKind[] {
  const isOpenWork = (of: WorkKind) =>
    tasks.some(({ kind, completed, key }) => kind === of && completed === 0 && !key.endsWith(COMMENT));
  const next = awaited(request, story);
  if (next) return isOpenWork(next) ? [] : [next];
  const { outcome, closing } = request;
  const isRunning = request.state === 'applied' && (ordersOf(request)?.end === 'running' || isPartRunning(request));
  const isFollowed = isRunning && at < (outcome?.at ?? 0) + FOLLOWED_FOR;
  const isWatched = at < ((closing ?? outcome)?.watchedUntil ?? 0);
  return [
    ...(isFollowed && !isOpenWork('follow') ? (['follow'] as const) : []),
    ...(isWatched && !tasks.some(({ kind }) => kind === 'surface') ? (['surface'] as const) : []),
  ];
}

/** Whether orders of a part were under way when they were last read: only what was written of it is read. */
function isPartRunning({ change, outcome }: Request): boolean {
  const { counts = {}, isOver = true } = outcome?.followed ?? {};
  const open = (counts.Pending ?? 0) + (counts.InProgress ?? 0) + (counts.missing ?? 0);
  return change.kind === 'several' && change.parts.some(isOrders) && !isOver && open > 0;
}

/** The key under which the last step that files such a task filed it; null where none did. */
export function lastKey(kind: WorkKind, story: Story): string | null {
  return keysOf(kind, story).at(-1) ?? null;
}

export function missingTask(request: Request, kind: WorkKind): RecordFault {
  return {
    where: 'the tasks',
    request: `#${request.number}`,
    what: `it is ${request.state}, and the task of kind ${kind} that it waits for is gone`,
    mend: 'The service files it anew when it starts, and once an hour; find out who removed it.',
  };
}

/** Each open request locks its objects, unless it holds them no more; nothing else is locked. */
export function lockFaults(locks: readonly LockRow[], open: ReadonlyMap<string, Request>): readonly RecordFault[] {
  const wanted = new Set([...open.values()].flatMap((request) => keysOfLocks(request)));
  const held = new Set(locks.map((lock) => keyOf(lock.tenant, lock.object, lock.request_id)));
  const stray = locks.filter((lock) => !wanted.has(keyOf(lock.tenant, lock.object, lock.request_id)));
  const holding = [...open.values()].filter((request) => !holdsNoMore(request));
  const gone = holding.filter((request) => keysOfLocks(request).some((key) => !held.has(key)));
  return [
    ...stray.map((lock) => ({
      where: `the lock on ${lock.object}`,
      request: nameOf({ id: lock.request_id, number: open.get(lock.request_id)?.number ?? null }),
      what: 'no open request locks this object',
      mend: 'Find out who wrote it; it keeps people from asking for changes of this object.',
    })),
    ...gone.map((request) => ({
      where: 'the locks',
      request: `#${request.number}`,
      what: 'it is open, and its object is not locked: a second request on it could be submitted',
      mend: TRUST_THE_RECORD,
    })),
  ];
}

export function locksObjects({ state }: Request): boolean {
  return isOpen(state) === 1;
}

function keysOfLocks({ id, tenantId, change }: Request): readonly string[] {
  return kindOf(change)
    .objects(change)
    .map((object) => keyOf(tenantId, object, id));
}

function keyOf(tenant: string, object: string, id: string): string {
  return JSON.stringify([tenant, object, id]);
}

/** Numbers that a restored store left out: above `from`, up to `to`. */
export type LeftOut = readonly { readonly from: number; readonly to: number }[];

/**
 * Numbers run from 1 without gaps, besides those that a restored store left out; the counter knows the last.
 * @param numbers of the rows, by tenant
 */
export function numberFaults(
  counters: readonly CounterRow[],
  numbers: ReadonlyMap<string, readonly number[]>,
  leftOut: LeftOut = [],
): readonly RecordFault[] {
  const last = new Map<string, number>(counters.map((row) => [row.tenant, row.last_number]));
  return [...new Set([...last.keys(), ...numbers.keys()])].flatMap((tenant) => {
    const given = [...(numbers.get(tenant) ?? [])].sort((one, other) => one - other);
    const highest = given.at(-1) ?? 0;
    const counted = last.get(tenant) ?? 0;
    const gaps = gapsIn(counted > highest ? [...given, counted + 1] : given, leftOut);
    const faults = gaps.map((gap) => ({
      where: 'the rows',
      request: gap,
      what: 'numbers run without gaps, and there is no request of this number',
      mend: TRUST_THE_RECORD,
    }));
    if (highest <= counted) return faults;
    const what = `the last number given is said to be ${counted}, and there is a request #${highest}`;
    return [...faults, { where: 'the counter', request: null, what, mend: TRUST_THE_RECORD }];
  });
}

/** What is missing between ascending numbers: `#3`, or `#3 to #9`. */
function gapsIn(numbers: readonly number[], leftOut: LeftOut): readonly string[] {
  return numbers.flatMap((number, index) => {
    const before = passed(index === 0 ? 0 : (numbers[index - 1] ?? 0), leftOut);
    if (number - before < 2) return [];
    return [number - before === 2 ? `#${before + 1}` : `#${before + 1} to #${number - 1}`];
  });
}

/** The last number that is accounted for after this one. */
function passed(number: number, leftOut: LeftOut): number {
  return leftOut.reduce((last, { from, to }) => (from <= last && to > last ? to : last), number);
}
