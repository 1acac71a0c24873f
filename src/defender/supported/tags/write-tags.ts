import type { Item } from '../../../changes/change-kind.ts';
import { type DeviceTagsChange, hasTag, isSameTag } from '../../../changes/supported/tags/tag-change.ts';
import { ACCEPTED } from '../../../requests/ports/item-store.ts';
import type { BatchOutcome, ItemOutcome, SentItem } from '../../../requests/ports/tenant.ts';
import { isAirlockError } from '../../../shared/errors.ts';
import { msg } from '../../../shared/language/worded.ts';
import { allOf, unsettled } from '../batch-outcome.ts';
import type { KindContext, WritingOf } from '../supported-kind.ts';
import { deviceIn, devicesIn, type TaggedDevice } from './tag-wire.ts';

export const TAG_PERMISSION = 'Machine.ReadWrite.All';

/** How many devices one bulk call takes (learn: add-or-remove-multiple-machine-tags). */
export const BULK = 500;

/** Up to so many devices are read one by one; more of them with the whole list. */
const ONE_BY_ONE = 20;

const NOT_AMONG = msg`A call for many devices did not name this one as changed.`;

/**
 * Sends one call: for one device, or for up to 500. What Defender accepted is done once a reading shows it. Where it
 * refuses a call for many, or leaves some out, each of them is sent alone, which tells Defender's own reason.
 */
export async function writeTags(
  { call }: KindContext,
  { change }: WritingOf<DeviceTagsChange>,
  items: readonly Item[],
): Promise<BatchOutcome> {
  const [first] = items;
  const asked = { Value: change.tag, Action: change.action === 'add' ? 'Add' : 'Remove' };
  if (items.length === 1 && first) {
    const { none } = await call(TAG_PERMISSION)(`/api/machines/${encodeURIComponent(first.key)}/tags`, asked);
    const outcome = none
      ? ({ state: 'refused', reason: none.message } as const)
      : ({ state: 'started', reason: ACCEPTED } as const);
    return { outcomes: allOf(items, outcome), retryAt: null };
  }
  const MachineIds = items.map(({ key }) => key);
  try {
    const { body, none } = await call(TAG_PERMISSION)(PATH, { ...asked, MachineIds });
    if (none) return { outcomes: allOf(items, { state: 'waiting', reason: none.message }), retryAt: null };
    return { outcomes: outcomesOf(items, devicesIn(body)), retryAt: null };
  } catch (error) {
    if (!isAirlockError(error, 'tenant-refused') || error.details.status === 403) throw error;
    return { outcomes: allOf(items, { state: 'waiting', reason: error.message }), retryAt: null };
  }
}

const PATH = '/api/machines/AddOrRemoveTagForMultipleMachines';

/** An answer in another form names no device: it was accepted, and only reading can tell of which. */
function outcomesOf(items: readonly Item[], changed: readonly TaggedDevice[] | null): readonly ItemOutcome[] {
  if (changed === null) return allOf(items, { state: 'started', reason: ACCEPTED });
  const ids = new Set(changed.map(({ id }) => id));
  return items.map(({ key }) =>
    ids.has(key) ? { key, state: 'started', reason: ACCEPTED } : { key, state: 'waiting', reason: NOT_AMONG },
  );
}

/**
 * Reads the devices: one that is as asked is done. One that is not may still follow, so it stays as it is; one that
 * Defender itself says it does not know is told as gone. A page of something before Defender says nothing of a device.
 * @throws AirlockError the tenant's errors, but that a device gave no answer
 */
export async function settleTags(
  context: KindContext,
  { change }: WritingOf<DeviceTagsChange>,
  items: readonly SentItem[],
): Promise<BatchOutcome> {
  if (items.length > ONE_BY_ONE) {
    const now = await context.read(['devices']);
    const isWanted = change.action === 'add';
    const shown = items.filter(({ key }) => hasTag(change, now, key) === isWanted);
    const absent = items.flatMap(({ key }) => (hasTag(change, now, key) === !isWanted ? [key] : []));
    return { outcomes: allOf(shown, { state: 'done' }), retryAt: null, absent };
  }
  const read: OneRead[] = [];
  const faults: unknown[] = [];
  for (const { key } of items) {
    try {
      read.push(await settled(context, change, key));
    } catch (error) {
      if (!isAirlockError(error, 'tenant-unavailable')) throw error;
      faults.push(error);
    }
  }
  const outcomes = read.flatMap(({ outcome }) => outcome ?? []);
  const absent = read.flatMap(({ key, isAbsent }) => (isAbsent ? [key] : []));
  const [first] = faults;
  if (first === undefined) return { outcomes, retryAt: null, absent };
  return { ...unsettled(first, context.clock.now()), outcomes, absent };
}

/** What a reading of one device says of its tag. */
interface OneRead {
  readonly key: string;
  readonly outcome: ItemOutcome | null;
  /** Whether it is certain that it is not as asked now. */
  readonly isAbsent: boolean;
}

const GONE = msg`sent, and Defender does not know this device any more`;

async function settled({ call }: KindContext, change: DeviceTagsChange, key: string): Promise<OneRead> {
  const { body, none } = await call(TAG_PERMISSION)(`/api/machines/${encodeURIComponent(key)}`);
  if (none) return { key, outcome: { key, state: 'started', reason: GONE }, isAbsent: true };
  const device = deviceIn(body);
  const isThere = device?.tags.some((tag) => isSameTag(tag, change.tag));
  const isTold = isThere || device?.isWhole;
  const isDone = isTold && isThere === (change.action === 'add');
  return { key, outcome: isDone ? { key, state: 'done' } : null, isAbsent: isTold === true && !isDone };
}
