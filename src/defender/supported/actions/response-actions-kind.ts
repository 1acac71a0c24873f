import type { Item } from '../../../changes/change-kind.ts';
import type { ResponseActionsChange } from '../../../changes/supported/actions/response-actions-change.ts';
import type { ActName } from '../../../changes/supported/actions/response-acts.ts';
import { ACTS } from '../../../changes/supported/actions/response-acts.ts';
import type { BatchOutcome, SentItem } from '../../../requests/ports/tenant.ts';
import { msg } from '../../../shared/language/worded.ts';
import type { KindContext, SupportedKind } from '../supported-kind.ts';
import { cancelActions, followActions } from './follow-actions.ts';
import { readActionList } from './machine-action.ts';
import { type Order, orderActions, READS, settleOrders } from './order-actions.ts';
import { clearOpen, settleCancelled } from './undo-orders.ts';

const ISOLATE = 'Machine.Isolate';
const RESTRICT = 'Machine.RestrictExecution';

/** Of what undoes an order: one that came after it was asked is nobody's to cancel. */
const BUSY = msg`Defender has an order open on it that this request did not show. Ask again: then it is cancelled, or undone once it has ended.`;

const ORDERS: Readonly<Record<ActName, Order>> = {
  isolate: { path: 'isolate', type: ACTS.isolate.type, permission: ISOLATE, body: { IsolationType: 'Full' } },
  'isolate-selectively': {
    path: 'isolate',
    type: ACTS['isolate-selectively'].type,
    permission: ISOLATE,
    body: { IsolationType: 'Selective' },
  },
  release: { path: 'unisolate', type: ACTS.release.type, permission: ISOLATE, body: {}, busy: BUSY },
  restrict: { path: 'restrictCodeExecution', type: ACTS.restrict.type, permission: RESTRICT, body: {} },
  lift: { path: 'unrestrictCodeExecution', type: ACTS.lift.type, permission: RESTRICT, body: {}, busy: BUSY },
};

const NOT_WHOLE = msg`Defender lists more actions on devices than could be read: how a device stands is not known.`;

/** Isolation, release, and app restrictions: one call a device (learn: isolate-machine and its like). */
export const responseActionsKind: SupportedKind<ResponseActionsChange> = {
  kind: 'response-actions',
  permissions: [
    { resource: 'mde', name: ISOLATE, why: 'isolates devices, and releases them' },
    { resource: 'mde', name: RESTRICT, why: 'restricts which apps run on a device, and lifts that' },
    { resource: 'mde', name: READS, why: 'reads what became of them' },
  ],
  batchOf: () => 1,
  async read({ call }, _scopes, { act }) {
    const { found, isWhole } = await readActionList(call(READS), ACTS[act].family, null);
    return { actions: { found, lacks: isWhole ? null : NOT_WHOLE } };
  },
  write,
  settle,
  /** What its device has taken is left to end. */
  cancel: (context, writing, items) =>
    cancelActions(context, ORDERS[writing.change.act], writing, items, ({ status }) => status === 'Pending'),
  follow: (context, writing, items) =>
    followActions(context, ORDERS[writing.change.act], writing, items, {
      done: ACTS[writing.change.act].done,
      running: msg`in progress`,
      ...(isUndoing(writing.change.act) && { cancels: ACTS[writing.change.act].family }),
    }),
};

type Writing = Parameters<SupportedKind<ResponseActionsChange>['write']>[1];

function isUndoing(act: ActName): boolean {
  return act === 'release' || act === 'lift';
}

/** What undoes something first clears the order that was open when it was asked. */
async function write(context: KindContext, writing: Writing, items: readonly Item[]): Promise<BatchOutcome> {
  const { act } = writing.change;
  const [first] = items;
  if (first && isUndoing(act)) {
    const cleared = await clearOpen(context, ORDERS[act], { ...writing, act }, first.key);
    if (cleared) return cleared;
  }
  return orderActions(context, ORDERS[act], writing, items);
}

async function settle(context: KindContext, writing: Writing, items: readonly SentItem[]): Promise<BatchOutcome> {
  const { act } = writing.change;
  const settled = await settleOrders(context, ORDERS[act], writing, items);
  if (!isUndoing(act)) return settled;
  const left = items.filter(({ key }) => settled.outcomes.every((one) => one.key !== key));
  const cancelled = await settleCancelled(context, { ...writing, act }, left);
  return { ...settled, outcomes: [...settled.outcomes, ...cancelled] };
}
