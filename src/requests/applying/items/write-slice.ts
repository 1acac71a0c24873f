import type { Item } from '../../../changes/change-kind.ts';
import { msg } from '../../../shared/language/worded.ts';
import type { Counted } from '../../../shared/runtime.ts';
import { ACCEPTED, type ItemStep, type ItemsQuery, type StoredItem } from '../../ports/item-store.ts';
import type { Task } from '../../ports/outbox.ts';
import type { Services } from '../../ports/services.ts';
import type { BatchOutcome, ItemOutcome, ItemWriting, SentItem, WriteHold } from '../../ports/tenant.ts';
import type { ApplyingRequest } from '../../record/request.ts';
import { isOrders } from '../../record/told-by-request.ts';
import { isHalted } from './end-waiting.ts';
import { judgeRest } from './part-start.ts';

import { LISTED_WITHIN, type Pause, reading, SETTLE_FOR, UNREAD_FOR } from './trouble-words.ts';

/** The shortest and the longest pause between two readings, in ms. */
const SOONEST = 2_000;
const LATEST = 60_000;

/** The longer it does not show, the less often it is read. @param age milliseconds since it was sent */
function pauseAfter(age: number): number {
  return Math.min(Math.max(age, SOONEST), LATEST);
}

/** How many items that were sent are read in one slice. */
const SETTLED_AT_ONCE = 5_000;

/** What a slice works on. */
export interface Slice {
  readonly request: ApplyingRequest;
  readonly task: Task;
  readonly writing: ItemWriting;
  /** By their keys, as the change of the writing has them. */
  readonly items: ReadonlyMap<string, Item>;
  /** What the stored keys of these items begin with, where they are one part of a request; else empty. */
  readonly prefix: string;
  /** Milliseconds since 1970: nothing is sent later. */
  readonly until: number;
  readonly hold: WriteHold | undefined;
}

/**
 * Writes items batch by batch until the slice is over (docs/architecture.md#supported-writes). Each batch is stored as
 * started before it is sent, and as ended after. What is found started belongs to a slice that did not come to its end:
 * it is read, never sent again. Before the first batch everybody's rights and marks are asked again: where they do not
 * hold any more, what waits is not sent.
 * @returns when to go on; null where none of the items is open any more
 */
export async function writeSlice(services: Services, slice: Slice): Promise<Pause | null> {
  const before = await settleStarted(services, slice);
  const sentTill = before.retryAt === null ? await sendWaiting(services, slice) : pauseOf(before.retryAt, before);
  const after = sentTill === null ? await settleStarted(services, slice) : before;
  const isWaiting = (await find(services, slice, { state: 'waiting', limit: 1 })).length > 0;
  const sent = await find(services, slice, { state: 'started', limit: SETTLED_AT_ONCE });
  if (!isWaiting && sent.length === 0) return null;
  const now = services.clock.now();
  const since = Math.min(...sent.map(({ at }) => at));
  const at = after.retryAt ?? (isWaiting ? now : now + pauseAfter(now - since));
  const pause = sentTill ?? pauseOf(at, after);
  return sent.length > 0 ? reading(pause, { slice, sent, since, isWaiting, now }) : pause;
}

function pauseOf(at: number, { waits }: Pick<BatchOutcome, 'waits'>): Pause {
  return waits === undefined ? { at } : { at, waits };
}

/** Such items, with the keys that the change of the writing has for them. */
async function find(
  { store }: Services,
  { request, prefix }: Slice,
  query: Pick<ItemsQuery, 'state' | 'isFresh' | 'limit'>,
): Promise<readonly StoredItem[]> {
  const found = await store.items(request.id, { ...query, within: prefix });
  return found.map((item) => ({ ...item, key: item.key.slice(prefix.length) }));
}

async function move({ store }: Services, { request, task, prefix }: Slice, steps: readonly ItemStep[]): Promise<void> {
  if (steps.length === 0) return;
  await store.moveItems(
    request.id,
    task,
    steps.map((step) => ({ ...step, key: `${prefix}${step.key}` })),
  );
}

/** What a reading left: when to go on, null for now, and what is waited for until then. */
type Settled = Pick<BatchOutcome, 'retryAt' | 'waits'>;

/** Reads what came of what was sent and is not known. */
async function settleStarted(services: Services, slice: Slice): Promise<Settled> {
  const { writing } = slice;
  const started = await find(services, slice, { state: 'started', limit: SETTLED_AT_ONCE });
  const known = started.filter(({ key }) => slice.items.has(key)).map((item) => sentItem(slice, item));
  if (known.length === 0) return { retryAt: null };
  const { outcomes, retryAt, isShort, waits } = await services.supported.settleItems(writing, known);
  const now = services.clock.now();
  const ended = outcomes.filter(({ state }) => state !== 'started');
  const told = new Set(ended.map(({ key }) => key));
  const why = new Map(outcomes.map(({ key, reason }) => [key, reason]));
  const isRead = retryAt === null;
  const shownWithin = isOrders(writing.change) && !isShort ? LISTED_WITHIN : SETTLE_FOR;
  const overdue = known.filter(({ key, at }) => !told.has(key) && now - at >= (isRead ? shownWithin : UNREAD_FOR));
  const taken = new Set(started.filter(({ reason }) => reason === ACCEPTED).map(({ key }) => key));
  const reasonOf = (key: string) => why.get(key) ?? (isRead ? (taken.has(key) ? ACCEPTED : NOT_SHOWN) : NOT_READ);
  const steps = [
    ...ended.flatMap((outcome) => stepOf(outcome, now)),
    ...overdue.map(({ key }) => ({ key, from: 'started', to: 'unknown', at: now, reason: reasonOf(key) }) as const),
  ];
  await move(services, slice, steps);
  countSteps(services, slice, steps, 'settled');
  return { retryAt, ...(waits !== undefined && { waits }) };
}

const NOT_SHOWN = msg`sent, and no reading shows it`;
const NOT_READ = msg`sent, and it could not be read since`;

/** Sends batches until the slice is over, or Defender asks to wait. @returns when to go on; null for now */
async function sendWaiting(services: Services, slice: Slice): Promise<Pause | null> {
  const { request, writing } = slice;
  let isAsked = false;
  const rest: StoredItem[] = [];
  while (services.clock.now() < slice.until) {
    const next = await nextBatch(services, slice, rest);
    const batch = next.flatMap(({ key }) => slice.items.get(key) ?? []);
    if (batch.length === 0) return null;
    const judged = isAsked ? 'may' : await judgeRest(services, request);
    if (judged !== 'may') return 'why' in judged ? leave(services, slice, `not sent: ${judged.why}`) : judged;
    isAsked = true;
    if (await isHalted(services, request)) return { at: services.clock.now() };
    const at = services.clock.now();
    await move(services, slice, batch.map(starts(at)));
    counted(services, slice, 'sent', batch.length);
    const outcome = await services.supported.writeItems(writing, batch, slice.hold);
    await storeOutcome(services, slice, outcome, at);
    if (outcome.stops !== undefined) rest.length = 0;
    if (outcome.retryAt !== null) return pauseOf(outcome.retryAt, outcome);
  }
  return null;
}

/**
 * What was put back with a reason goes alone, after all the others.
 * @param rest those that go alone, as found before: nobody else moves them while this slice holds its claim
 */
async function nextBatch(services: Services, slice: Slice, rest: StoredItem[]): Promise<readonly StoredItem[]> {
  const limit = services.supported.batchOf(slice.writing.change);
  const together = await find(services, slice, { state: 'waiting', isFresh: true, limit });
  if (together.length > 0) return together;
  if (rest.length === 0) rest.push(...(await find(services, slice, { state: 'waiting', limit })));
  return rest.splice(0, 1);
}

/** @param sentAt ms since 1970: an item that stays started was sent then */
async function storeOutcome(services: Services, slice: Slice, outcome: BatchOutcome, sentAt: number): Promise<void> {
  const now = services.clock.now();
  const steps = outcome.outcomes.flatMap((one) => stepOf(one, one.state === 'started' ? sentAt : now));
  await move(services, slice, steps);
  countSteps(services, slice, steps, 'done');
  if (outcome.stops === undefined) return;
  if (outcome.outcomes.length === 1 && !(await areFirstForbidden(services, slice))) return;
  await leave(services, slice, `not asked, since Defender refused those before it: ${outcome.stops}`);
}

/** Ends what waits to be sent. @returns null: nothing is sent any more, and what was sent is still read */
async function leave(services: Services, slice: Slice, reason: string): Promise<null> {
  const at = services.clock.now();
  const left = await find(services, slice, { state: 'waiting', limit: ALL });
  const refused = left.map(({ key }) => ({ key, from: 'waiting', to: 'refused', at, reason }) as const);
  await move(services, slice, refused);
  counted(services, slice, 'refused', refused.length);
  return null;
}

const ALL = Number.MAX_SAFE_INTEGER;

/** Of so many, called one by one and all forbidden, it is not one of them that is: the others would be, too. */
const FIRST = 3;

/** A 403 to a call about one item may be about that one alone. */
async function areFirstForbidden({ store }: Services, { request, prefix }: Slice): Promise<boolean> {
  const items = await store.items(request.id, { within: prefix, limit: ALL });
  const ended = items.filter(({ state }) => state !== 'waiting');
  return ended.length >= FIRST && ended.every(({ state, reason }) => state === 'refused' && reason?.includes('403'));
}

function counted({ meter }: Services, { writing }: Slice, outcome: Counted['items']['outcome'], times: number): void {
  if (times > 0) meter.count('items', { kind: writing.change.kind, outcome }, times);
}

/** @param done how what is done now came to be known */
function countSteps(services: Services, slice: Slice, steps: readonly ItemStep[], done: 'done' | 'settled'): void {
  const of = (state: ItemStep['to']) => steps.filter(({ to }) => to === state).length;
  counted(services, slice, done, of('done'));
  counted(services, slice, 'again', of('waiting'));
  counted(services, slice, 'refused', of('refused'));
  counted(services, slice, 'unknown', of('unknown'));
}

function starts(at: number) {
  return ({ key }: Item): ItemStep => ({ key, from: 'waiting', to: 'started', at });
}

/** None where nothing is told of an item that stays `started`. */
function stepOf({ key, state, ...told }: ItemOutcome, at: number): readonly ItemStep[] {
  if (state === 'started' && Object.keys(told).length === 0) return [];
  // What stood in the way before is no reason any more.
  const reason = state === 'done' ? { reason: '' } : {};
  return [{ key, from: 'started', to: state, at, ...reason, ...told }];
}

function sentItem({ items }: Slice, { key, label, at, externalId }: StoredItem): SentItem {
  return { ...(items.get(key) ?? { key, label }), at, externalId };
}
