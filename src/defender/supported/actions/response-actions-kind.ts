import type { ResponseActionsChange } from '../../../changes/supported/actions/response-actions-change.ts';
import type { ActName } from '../../../changes/supported/actions/response-acts.ts';
import { ACTS } from '../../../changes/supported/actions/response-acts.ts';
import { msg } from '../../../shared/language/worded.ts';
import type { SupportedKind } from '../supported-kind.ts';
import { cancelActions, followActions } from './follow-actions.ts';
import { readActionList } from './machine-action.ts';
import { type Order, orderActions, READS, settleOrders } from './order-actions.ts';

const ISOLATE = 'Machine.Isolate';
const RESTRICT = 'Machine.RestrictExecution';

const ORDERS: Readonly<Record<ActName, Order>> = {
  isolate: { path: 'isolate', type: ACTS.isolate.type, permission: ISOLATE, body: { IsolationType: 'Full' } },
  'isolate-selectively': {
    path: 'isolate',
    type: ACTS['isolate-selectively'].type,
    permission: ISOLATE,
    body: { IsolationType: 'Selective' },
  },
  release: { path: 'unisolate', type: ACTS.release.type, permission: ISOLATE, body: {} },
  restrict: { path: 'restrictCodeExecution', type: ACTS.restrict.type, permission: RESTRICT, body: {} },
  lift: { path: 'unrestrictCodeExecution', type: ACTS.lift.type, permission: RESTRICT, body: {} },
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
  write: (context, writing, items) => orderActions(context, ORDERS[writing.change.act], writing, items),
  settle: (context, writing, items) => settleOrders(context, ORDERS[writing.change.act], writing, items),
  /** What its device has taken is left to end. */
  cancel: (context, writing, items) =>
    cancelActions(context, ORDERS[writing.change.act], writing, items, ({ status }) => status === 'Pending'),
  follow: (context, writing, items) =>
    followActions(context, ORDERS[writing.change.act], writing, items, {
      done: ACTS[writing.change.act].done,
      running: msg`in progress`,
    }),
};
