import { openIn } from '../../../changes/supported/actions/base-standings.ts';
import { standingOf } from '../../../changes/supported/actions/device-standing.ts';
import { ACTS, type ActName } from '../../../changes/supported/actions/response-acts.ts';
import type { ActionRecord } from '../../../changes/tenant-snapshot.ts';
import type { BatchOutcome, ItemOutcome, ItemWriting, SentItem } from '../../../requests/ports/tenant.ts';
import { isAirlockError } from '../../../shared/errors.ts';
import { msg } from '../../../shared/language/worded.ts';
import type { KindContext } from '../supported-kind.ts';
import { readActionList } from './machine-action.ts';
import { type Order, READS } from './order-actions.ts';

/** Until it is looked again whether what is under way has ended, in ms. */
const LOOKS_AGAIN = 60_000;

const UNDER_WAY = msg`an order on it is under way in Defender, and is undone once it has ended`;

/** What came of an order that was open when this was asked: null where nothing stands in the way of another one. */
type Cleared = BatchOutcome | null;

/**
 * Makes room for a release or a lift on one device: the order that its card showed as open is cancelled while it waits
 * for its device, and awaited while it is under way. Others are left alone, since nobody approved to cancel them.
 */
export async function clearOpen(
  { call, clock }: Pick<KindContext, 'call' | 'clock'>,
  { permission }: Pick<Order, 'permission'>,
  { mark, base, act }: Pick<ItemWriting, 'mark' | 'base'> & { readonly act: ActName },
  key: string,
): Promise<Cleared> {
  const shown = openIn(base, key).filter(({ type }) => type !== ACTS[act].type);
  if (shown.length === 0) return null;
  const list = await readActionList(call(READS), ACTS[act].family, null);
  const open = list.found.filter(({ id }) => shown.some((one) => one.id === id)).filter(isOpen);
  const [first] = open;
  if (first === undefined) return null;
  const waits: BatchOutcome = {
    outcomes: [{ key, state: 'waiting', reason: UNDER_WAY }],
    retryAt: clock.now() + LOOKS_AGAIN,
  };
  if (open.some(({ status }) => status !== 'Pending')) return waits;
  for (const { id } of open) {
    const isDone = await cancelled(call(permission), id, mark);
    if (!isDone) return waits;
  }
  const others = list.found.filter(({ id }) => !open.some((one) => one.id === id));
  const was = standingOf({ found: others, lacks: null }, key, ACTS[act].family);
  if (was !== null && was !== ACTS[act].leaves) return null;
  return { outcomes: [{ key, state: 'done', externalId: first.id }], retryAt: null };
}

function isOpen({ status }: Pick<ActionRecord, 'status'>): boolean {
  return status === 'Pending' || status === 'InProgress';
}

/** Whether Defender cancelled it: not where its device has taken it meanwhile. */
async function cancelled(call: ReturnType<KindContext['call']>, id: string, mark: string): Promise<boolean> {
  try {
    const { none } = await call(`/api/machineactions/${encodeURIComponent(id)}/cancel`, { Comment: mark });
    if (none) throw none;
    return true;
  } catch (error) {
    if (!isAirlockError(error, 'tenant-refused') || error.details.status !== 400) throw error;
    return false;
  }
}

/** Which of these, whose sending got no clear answer, are undone since what waited for their device is cancelled. */
export async function settleCancelled(
  { call }: Pick<KindContext, 'call'>,
  { base, act }: Pick<ItemWriting, 'base'> & { readonly act: ActName },
  items: readonly SentItem[],
): Promise<readonly ItemOutcome[]> {
  const shown = new Map(items.map(({ key }) => [key, openIn(base, key).map(({ id }) => id)]));
  if ([...shown.values()].every((ids) => ids.length === 0)) return [];
  const { found } = await readActionList(call(READS), ACTS[act].family, null);
  return items.flatMap(({ key }): ItemOutcome[] => {
    const own = found.find(({ id, status }) => status === 'Cancelled' && shown.get(key)?.includes(id));
    return own ? [{ key, state: 'done', externalId: own.id }] : [];
  });
}

/** How an order ended for a request that cancelled it: what the device took after all was not undone. */
export function endOfCancelled({ status }: Pick<ActionRecord, 'status'>): string {
  if (status === 'Succeeded') return 'Failed';
  return isOpen({ status }) ? status : 'Succeeded';
}
