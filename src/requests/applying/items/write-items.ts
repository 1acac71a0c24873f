import type { Item } from '../../../changes/change-kind.ts';
import { kindOf } from '../../../changes/registry/kind-of.ts';
import { AirlockError } from '../../../shared/errors.ts';
import type { RequestId } from '../../../shared/ids.ts';
import type { ItemStep, StoredItem } from '../../ports/item-store.ts';
import type { Task } from '../../ports/outbox.ts';
import type { Services } from '../../ports/services.ts';
import type { BatchOutcome, ItemOutcome, ItemWriting, SentItem, WriteHold, WriteLimits } from '../../ports/tenant.ts';
import { digestOf } from '../../record/digest.ts';
import type { ApplyingRequest } from '../../record/request.ts';
import { advance } from '../../rules/advance.ts';
import { loadRequest } from '../../rules/load.ts';
import { writingOf } from '../../rules/setting-owner.ts';
import { endItems } from './begin-and-end.ts';
import { endWaiting, isHalted } from './end-waiting.ts';
import { itemsOf } from './items-of.ts';
import { writeParts } from './write-parts.ts';

/** Milliseconds that one slice may take before it gives the lease of writing back, in all batches. */
const SLICE = 10_000;

/** For how long what was sent is read, in ms; and the shortest and the longest pause between two readings. */
const SETTLE_FOR = 60 * 60_000;
const SOONEST = 2_000;
const LATEST = 60_000;

/** The longer it does not show, the less often it is read. @param age milliseconds since it was sent */
function pauseAfter(age: number): number {
  return Math.min(Math.max(age, SOONEST), LATEST);
}

/** Milliseconds between two updates of the card while the writing goes on. */
const TOLD_EVERY = 15_000;

/** How many items that were sent are read in one slice. */
const SETTLED_AT_ONCE = 5_000;

/** What a slice works on. */
interface Slice {
  readonly request: ApplyingRequest;
  readonly task: Task;
  readonly writing: ItemWriting;
  readonly items: ReadonlyMap<string, Item>;
  /** Milliseconds since 1970: nothing is sent later. */
  readonly until: number;
  readonly hold: WriteHold | undefined;
}

/**
 * Writes a request item by item, in slices (docs/architecture.md#supported-writes). Each batch is stored as started
 * before it is sent, and as ended after. What is found started belongs to a slice that did not come to its end: it is
 * read, never sent again.
 * @param within until when only this instance works on the task; nothing is sent later
 */
export async function writeItems(
  services: Services,
  task: Task,
  requestId: RequestId,
  within: WriteLimits,
): Promise<void> {
  const request = await loadRequest(services, requestId);
  if (request.state !== 'applying' || request.handover) return services.store.completeTask(task);
  await assertRecorded(services, request);
  const { change } = request;
  if (change.kind === 'several') return writeParts(services, { ...request, change }, task, within);
  const until = Math.min(within.sendBefore, services.clock.now() + SLICE);
  const { hold } = within;
  const slice = { request, task, writing: writingOf(request), items: itemsOf(request), until, hold };
  await endWaiting(services, request, task);
  const before = await settleStarted(services, slice);
  const sentTill = before.retryAt ?? (await sendWaiting(services, slice));
  const after = sentTill === null ? await settleStarted(services, slice) : before;
  const counts = await services.store.itemCounts(request.id);
  if (counts.waiting === 0 && counts.started === 0) return endItems(services, request, counts, task);
  const now = services.clock.now();
  const dueAt = sentTill ?? after.retryAt ?? (counts.waiting > 0 ? now : now + pauseAfter(now - (after.since ?? now)));
  await tellProgress(services, request, kindOf(request.change).progress?.(request.change, counts) ?? '', dueAt);
  await services.store.postponeTask(task, dueAt);
}

/**
 * What is sent is read from the request's row, so each slice compares it with the record, and with its own digest.
 * @throws AirlockError record-broken; then nothing is sent, and the task is tried again later
 */
async function assertRecorded({ store, log, meter }: Services, request: ApplyingRequest): Promise<void> {
  const { id, tenantId, number } = request;
  const { isSame } = await store.rowAsRecorded(tenantId, id);
  if (isSame && digestOf({ ...request, tenantId }) === request.digest) return;
  log.error({ requestId: id, number }, 'nothing more is sent: the request is not as recorded');
  meter.count('recordFaults', { kind: 'mismatch' });
  throw new AirlockError('record-broken', NOT_RECORDED);
}

const NOT_RECORDED = 'The record does not show what is stored of this request, so nothing more of it is sent.';

/** What a reading left: when to go on, null for now; and since when the oldest that is still open is sent. */
interface Settled {
  readonly retryAt: number | null;
  readonly since: number | null;
}

/** Reads what came of what was sent and is not known. */
async function settleStarted(services: Services, slice: Slice): Promise<Settled> {
  const { request, writing, task } = slice;
  const started = await services.store.items(request.id, { state: 'started', limit: SETTLED_AT_ONCE });
  const known = started.filter(({ key }) => slice.items.has(key)).map((item) => sentItem(slice, item));
  if (known.length === 0) return { retryAt: null, since: null };
  const { outcomes, retryAt } = await services.supported.settleItems(writing, known);
  const now = services.clock.now();
  const told = new Set(outcomes.map(({ key }) => key));
  const overdue = known.filter(({ key, at }) => !told.has(key) && now - at >= SETTLE_FOR);
  const steps = [
    ...outcomes.flatMap((outcome) => stepOf(outcome, now)),
    ...overdue.map(({ key }) => ({ key, from: 'started', to: 'unknown', at: now, reason: NOT_SHOWN }) as const),
  ];
  if (steps.length > 0) await services.store.moveItems(request.id, task, steps);
  const open = known.filter(({ key }) => !told.has(key)).map(({ at }) => at);
  return { retryAt, since: open.length > 0 ? Math.min(...open) : null };
}

const NOT_SHOWN = 'Defender gave no clear answer, and no reading shows it.';

/** Sends batches until the slice is over, or Defender asks to wait. @returns when to go on; null for now */
async function sendWaiting(services: Services, slice: Slice): Promise<number | null> {
  const { request, task, writing } = slice;
  const limit = services.supported.batchOf(writing.change);
  while (services.clock.now() < slice.until) {
    const waiting = await services.store.items(request.id, { state: 'waiting', limit });
    const batch = nextBatch(waiting).flatMap(({ key }) => slice.items.get(key) ?? []);
    if (batch.length === 0) return null;
    if (await isHalted(services, request)) return services.clock.now();
    const at = services.clock.now();
    await services.store.moveItems(request.id, task, batch.map(starts(at)));
    const outcome = await services.supported.writeItems(writing, batch, slice.hold);
    await storeOutcome(services, slice, outcome, at);
    if (outcome.retryAt !== null) return outcome.retryAt;
  }
  return null;
}

/** What was put back with a reason goes alone, after all the others. */
function nextBatch(waiting: readonly StoredItem[]): readonly StoredItem[] {
  const together = waiting.filter(({ reason }) => reason === null);
  return together.length > 0 ? together : waiting.slice(0, 1);
}

/** @param sentAt ms since 1970: an item that stays started was sent then */
async function storeOutcome(
  services: Services,
  { request, task }: Slice,
  outcome: BatchOutcome,
  sentAt: number,
): Promise<void> {
  const now = services.clock.now();
  const steps = outcome.outcomes.flatMap((one) => stepOf(one, one.state === 'started' ? sentAt : now));
  if (steps.length > 0) await services.store.moveItems(request.id, task, steps);
  if (outcome.stops === undefined) return;
  const { stops: reason } = outcome;
  const left = await services.store.items(request.id, { state: 'waiting', limit: Number.MAX_SAFE_INTEGER });
  const refused = left.map(({ key }) => ({ key, from: 'waiting', to: 'refused', at: now, reason }) as const);
  await services.store.moveItems(request.id, task, refused);
}

function starts(at: number) {
  return ({ key }: Item): ItemStep => ({ key, from: 'waiting', to: 'started', at });
}

/** None where nothing is told of an item that stays `started`. */
function stepOf({ key, state, ...told }: ItemOutcome, at: number): readonly ItemStep[] {
  if (state === 'started' && Object.keys(told).length === 0) return [];
  return [{ key, from: 'started', to: state, at, ...told }];
}

function sentItem({ items }: Slice, { key, label, at, externalId }: StoredItem): SentItem {
  return { ...(items.get(key) ?? { key, label }), at, externalId };
}

/** The card says how far it is, but not after each batch. */
async function tellProgress(
  services: Services,
  request: ApplyingRequest,
  words: string,
  nextAt: number,
): Promise<void> {
  const now = services.clock.now();
  const note = `So far: ${words}.`;
  if (request.waiting?.note === note || now - (request.waiting?.since ?? 0) < TOLD_EVERY) return;
  await advance(services, request, {
    event: 'recheck',
    actor: null,
    fields: { waiting: { since: now, note, nextAt } },
    facts: { found: note },
  });
}
