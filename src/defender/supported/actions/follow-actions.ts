import { isOpenAction } from '../../../changes/supported/actions/device-standing.ts';
import type { ActionRecord } from '../../../changes/tenant-snapshot.ts';
import type { FollowReading, ItemWriting, NotCancelled, SentItem } from '../../../requests/ports/tenant.ts';
import { isAirlockError } from '../../../shared/errors.ts';
import { msg, t } from '../../../shared/language/worded.ts';
import type { KindContext } from '../supported-kind.ts';
import { readActionList } from './machine-action.ts';
import { type Order, ownAction, READS, sentSince } from './order-actions.ts';
import { endOfCancelled } from './undo-orders.ts';

/** How far the actions of a request are, by what Defender calls their status. */
interface Ends {
  /** "scanned", "isolated". */
  readonly done: string;
  readonly running: string;
  /** Of what undoes orders: types of which some may have been cancelled instead, on the wire. */
  readonly cancels?: readonly string[];
}

const WORDS: Readonly<Record<string, (ends: Ends) => string>> = {
  Succeeded: ({ done }) => done,
  InProgress: ({ running }) => running,
  Pending: () => msg`waiting for the device`,
  Failed: () => msg`failed`,
  TimeOut: () => msg`timed out`,
  Cancelled: () => msg`cancelled`,
  missing: () => msg`not listed yet`,
};

const OPEN = ['Pending', 'InProgress', 'missing'];

/** Reads how the actions of a request go on in Defender: one sentence with a count for each status. */
export async function followActions(
  { call }: Pick<KindContext, 'call'>,
  { type }: Pick<Order, 'type'>,
  { mark }: Pick<ItemWriting, 'mark'>,
  items: readonly SentItem[],
  ends: Ends,
): Promise<FollowReading> {
  const since = ends.cancels ? null : sentSince(items);
  const { found, isWhole } = await readActionList(call(READS), ends.cancels ?? [type], since);
  const counts: Record<string, number> = {};
  const undone: string[] = [];
  let cancelled = 0;
  for (const item of items) {
    const action = ownAction(found, item, mark);
    const isOther = action !== undefined && action.type !== type;
    const status = (isOther ? endOfCancelled(action) : action?.status) ?? 'missing';
    if (isOther && status === 'Succeeded') cancelled += 1;
    counts[status] = (counts[status] ?? 0) + 1;
    if (![...OPEN, 'Succeeded'].includes(status)) undone.push(item.key);
  }
  const order = [...Object.keys(WORDS), ...Object.keys(counts)];
  const told = [...new Set(order)].filter((status) => (counts[status] ?? 0) > 0 || status === 'Succeeded');
  const parts = told.map((status) => `${counts[status] ?? 0} ${WORDS[status]?.(ends) ?? status}`);
  return {
    note: [
      t`Of ${items.length}: ${parts.join(', ')}.`,
      ...(cancelled > 0 ? [t`Of these ${cancelled} by cancelling the order before the device took it.`] : []),
      ...(isWhole || !counts.missing ? [] : [SHORT]),
    ].join(' '),
    counts: { total: items.length, ...counts },
    isOver: !OPEN.some((status) => (counts[status] ?? 0) > 0),
    isUnderWay: (counts.Pending ?? 0) + (counts.InProgress ?? 0) > 0,
    undone,
    ...(counts.missing && { isUnlisted: true as const }),
  };
}

const SHORT = msg`Defender's list of actions was not read to its end: they may be there.`;

/**
 * Cancels the actions of a request that have not ended, each on its own: what Defender says of one hinders no other.
 * @param isToCancel whether one that has not ended is meant
 * @returns what Defender did not cancel: it forbids it, knows no such action, or it has ended meanwhile
 */
export async function cancelActions(
  { call }: Pick<KindContext, 'call'>,
  { type, permission }: Pick<Order, 'type' | 'permission'>,
  { mark }: Pick<ItemWriting, 'mark'>,
  items: readonly SentItem[],
  isToCancel: (action: Pick<ActionRecord, 'status'>) => boolean = isOpenAction,
): Promise<readonly NotCancelled[]> {
  const refused: NotCancelled[] = [];
  const { found } = await readActionList(call(READS), [type], sentSince(items));
  for (const item of items) {
    const action = ownAction(found, item, mark);
    if (!action || !isToCancel(action)) continue;
    try {
      const path = `/api/machineactions/${encodeURIComponent(action.id)}/cancel`;
      const { none } = await call(permission)(path, { Comment: mark });
      if (none) throw none;
    } catch (error) {
      if (!isAirlockError(error, 'tenant-refused')) throw error;
      refused.push({ label: item.label, reason: error.message });
    }
  }
  return refused;
}
