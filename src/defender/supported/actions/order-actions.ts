import type { Item } from '../../../changes/change-kind.ts';
import type { ActionRecord } from '../../../changes/tenant-snapshot.ts';
import type { BatchOutcome, ItemOutcome, ItemWriting, SentItem } from '../../../requests/ports/tenant.ts';
import { isAirlockError } from '../../../shared/errors.ts';
import { msg } from '../../../shared/language/worded.ts';
import type { KindContext } from '../supported-kind.ts';
import { actionIn, readActionList } from './machine-action.ts';

/** How one kind of action is ordered on a device. */
export interface Order {
  /** Behind `/api/machines/{id}/`. */
  readonly path: string;
  /** Its name on the wire: `RunAntiVirusScan`. */
  readonly type: string;
  readonly permission: string;
  /** What the body holds besides the comment. */
  readonly body: Readonly<Record<string, string>>;
  /** Why it is refused where Defender has something else open on the device. */
  readonly busy?: string;
}

/** How much earlier than it was sent an action may be dated, since clocks differ; in ms. */
const CLOCKS = 10 * 60_000;

const BUSY = msg`Defender is doing something of this kind on it already, so it was not ordered again.`;

/** Orders the action on one device. The request's mark goes into the comment, by which a reading finds it again. */
export async function orderActions(
  { call }: Pick<KindContext, 'call'>,
  { path, permission, body, busy = BUSY }: Order,
  { mark }: Pick<ItemWriting, 'mark'>,
  items: readonly Item[],
): Promise<BatchOutcome> {
  const outcomes: ItemOutcome[] = [];
  for (const { key } of items) {
    try {
      const sent = { Comment: mark, ...body };
      const answer = await call(permission)(`/api/machines/${encodeURIComponent(key)}/${path}`, sent);
      if (answer.none) throw answer.none;
      outcomes.push(ordered(key, actionIn(answer.body), mark, busy));
    } catch (error) {
      if (!isBusy(error)) throw error;
      outcomes.push({ key, state: 'refused', reason: busy });
    }
  }
  return { outcomes, retryAt: null };
}

/** Defender may answer with the action that is open already: that one is somebody else's. */
function ordered(key: string, action: ActionRecord, mark: string, busy: string): ItemOutcome {
  if (action.deviceId === key && action.comment.includes(mark)) {
    return { key, state: 'done', externalId: action.id };
  }
  return { key, state: 'refused', reason: busy };
}

/** learn: run-av-scan, isolate-machine: "Action is already in progress". */
function isBusy(error: unknown): boolean {
  if (!isAirlockError(error, 'tenant-refused') || error.details.status !== 400) return false;
  return error.details.says === 'ActiveRequestAlreadyExists' || /already in progress/iu.test(error.message);
}

/**
 * Looks in the list of actions for those that carry the request's mark. One that is not there may still come, so it
 * stays as it is.
 */
export async function settleOrders(
  { call }: Pick<KindContext, 'call'>,
  order: Pick<Order, 'type'>,
  { mark }: Pick<ItemWriting, 'mark'>,
  items: readonly SentItem[],
): Promise<BatchOutcome> {
  const { found, isWhole } = await readActionList(call(READS), [order.type], sentSince(items));
  const outcomes = items.flatMap(({ key, externalId }): ItemOutcome[] => {
    const own = ownAction(found, { key, externalId }, mark);
    return own ? [{ key, state: 'done', externalId: own.id }] : [];
  });
  return { outcomes, retryAt: null, ...(!isWhole && { isShort: true as const }) };
}

export const READS = 'Machine.Read.All';

/** From when on an action of these items may be dated. */
export function sentSince(items: readonly Pick<SentItem, 'at'>[]): number {
  return Math.min(...items.map(({ at }) => at)) - CLOCKS;
}

/** The action of an item: by its id, or by the mark in its comment. */
export function ownAction(
  found: readonly ActionRecord[],
  { key, externalId }: Pick<SentItem, 'key' | 'externalId'>,
  mark: string,
): ActionRecord | undefined {
  return (
    found.find(({ id }) => externalId !== null && id === externalId) ??
    found.find(({ deviceId, comment }) => deviceId === key && comment.includes(mark))
  );
}
