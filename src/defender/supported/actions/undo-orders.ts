import { openIn } from '../../../changes/supported/actions/base-standings.ts';
import { standingOf } from '../../../changes/supported/actions/device-standing.ts';
import { ACTS, type ActName } from '../../../changes/supported/actions/response-acts.ts';
import type { ActionRecord } from '../../../changes/tenant-snapshot.ts';
import type { BatchOutcome, ItemOutcome, ItemWriting, SentItem } from '../../../requests/ports/tenant.ts';
import { isAirlockError } from '../../../shared/errors.ts';
import { msg } from '../../../shared/language/worded.ts';
import { outcomeOfFault } from '../batch-outcome.ts';
import type { KindContext } from '../supported-kind.ts';
import { type ActionList, type ListedAction, readActionList } from './machine-action.ts';
import { type Order, READS } from './order-actions.ts';

/** Until it is looked again whether what is under way has ended, in ms. */
const LOOKS_AGAIN = 60_000;

const UNDER_WAY = msg`an order on it is under way in Defender, and is undone once it has ended`;

/** What came of an order that was open when this was asked: null where nothing stands in the way of another one. */
type Cleared = BatchOutcome | null;

/** A release or a lift, and by what it is found again. */
type Undoing = Pick<ItemWriting, 'mark' | 'base'> & { readonly act: ActName };

/**
 * Makes room for a release or a lift on one device: the order that its card showed as open is cancelled while it waits
 * for its device, and awaited while it is under way. Others are left alone, since nobody approved to cancel them. A
 * cancel without a clear answer leaves the id of what it was about, since nothing else was sent.
 */
export async function clearOpen(
  { call, clock }: Pick<KindContext, 'call' | 'clock'>,
  { permission }: Pick<Order, 'permission'>,
  undoing: Undoing,
  key: string,
): Promise<Cleared> {
  const shown = shownIn(undoing, key);
  if (shown.length === 0) return null;
  const { found } = await readActionList(call(READS), ACTS[undoing.act].family, null);
  const open = found.filter(({ id }) => shown.includes(id)).filter(isOpen);
  const waits: BatchOutcome = {
    outcomes: [{ key, state: 'waiting', reason: UNDER_WAY }],
    retryAt: clock.now() + LOOKS_AGAIN,
  };
  if (open.some(({ status }) => status !== 'Pending')) return waits;
  for (const { id } of open) {
    try {
      if (!(await cancelled(call(permission), id, undoing.mark))) return waits;
    } catch (error) {
      const { outcomes, ...pause } = outcomeOfFault(error, [{ key }], clock.now());
      return {
        ...pause,
        outcomes: outcomes.map((one) => (one.state === 'started' ? { ...one, externalId: id } : one)),
      };
    }
  }
  const own = open[0] ?? found.find((one) => shown.includes(one.id) && isCancelledBy(one, undoing.mark));
  if (!own || !isUndone(found, { ...undoing, key, shown })) return null;
  return { outcomes: [{ key, state: 'done', externalId: own.id }], retryAt: null };
}

/** The ids of the orders that the card showed as open on a device, and that this undoes. */
function shownIn({ base, act }: Pick<Undoing, 'base' | 'act'>, key: string): readonly string[] {
  return openIn(base, key)
    .filter(({ type }) => type !== ACTS[act].type)
    .map(({ id }) => id);
}

function isOpen({ status }: Pick<ActionRecord, 'status'>): boolean {
  return status === 'Pending' || status === 'InProgress';
}

/** Somebody else may have cancelled it: the comment tells. */
function isCancelledBy({ status, cancelComment }: ListedAction, mark: string): boolean {
  return status === 'Cancelled' && cancelComment?.includes(mark) === true;
}

/** Whether a device is as it is to be, once what was shown on it is cancelled. */
function isUndone(
  found: readonly ListedAction[],
  { act, key, shown }: Pick<Undoing, 'act'> & { readonly key: string; readonly shown: readonly string[] },
): boolean {
  const others = found.filter(({ id }) => !shown.includes(id));
  const was = standingOf({ found: others, lacks: null }, key, ACTS[act].family);
  return was === null || was === ACTS[act].leaves;
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

/** What came of those among these, whose sending got no clear answer, that were to cancel an order first. */
export async function settleCancelled(
  { call }: Pick<KindContext, 'call'>,
  undoing: Undoing,
  items: readonly SentItem[],
): Promise<readonly ItemOutcome[]> {
  const asked = items.map((item) => ({ item, shown: shownIn(undoing, item.key) }));
  if (asked.every(({ shown }) => shown.length === 0)) return [];
  const list = await readActionList(call(READS), ACTS[undoing.act].family, null);
  return asked.flatMap(({ item, shown }) => cancelOutcome(list, undoing, item, shown) ?? []);
}

const BY_OTHERS = msg`somebody else cancelled the order that was open on it meanwhile, so nothing was left to undo`;

/**
 * Nothing is ordered before what was shown is cancelled: while that is open, nothing arrived, and the cancelling goes
 * on. What is cancelled with this request's mark was cancelled by it.
 */
function cancelOutcome(
  { found, isWhole }: ActionList,
  { act, mark }: Undoing,
  { key, externalId }: SentItem,
  shown: readonly string[],
): ItemOutcome | null {
  const actions = found.filter(({ id }) => shown.includes(id));
  const again = { key, state: 'waiting', externalId: '' } as const;
  if (actions.some(isOpen)) return again;
  const undone = isUndone(found, { act, key, shown });
  const own = actions.find((one) => isCancelledBy(one, mark));
  if (own && undone) return { key, state: 'done', externalId: own.id };
  // Only where it is known that nothing but the cancelling was sent, nothing else can have arrived.
  const sent = actions.find(({ id }) => id === externalId);
  if (!sent || !isWhole) return null;
  if (sent.status !== 'Cancelled' || !undone) return again;
  return sent.cancelComment === null ? null : { key, state: 'refused', reason: BY_OTHERS };
}

/** How an order ended for a request that cancelled it: what the device took after all was not undone. */
export function endOfCancelled({ status }: Pick<ActionRecord, 'status'>): string {
  if (status === 'Succeeded') return 'Failed';
  return isOpen({ status }) ? status : 'Succeeded';
}
