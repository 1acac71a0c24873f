import type { AntivirusScanChange } from '../../../changes/supported/actions/antivirus-scan-change.ts';
import { msg } from '../../../shared/language/worded.ts';
import type { SupportedKind } from '../supported-kind.ts';
import { cancelActions, followActions } from './follow-actions.ts';
import { type Order, orderActions, READS, settleOrders } from './order-actions.ts';

const PERMISSION = 'Machine.Scan';

/** Antivirus scans: one call a device (learn: run-av-scan). */
export const antivirusScanKind: SupportedKind<AntivirusScanChange> = {
  kind: 'antivirus-scan',
  permissions: [
    { resource: 'mde', name: PERMISSION, why: 'orders antivirus scans, and cancels them' },
    { resource: 'mde', name: READS, why: 'reads what became of them' },
  ],
  batchOf: () => 1,
  write: (context, writing, items) => orderActions(context, orderOf(writing.change), writing, items),
  settle: (context, writing, items) => settleOrders(context, orderOf(writing.change), writing, items),
  cancel: (context, writing, items) => cancelActions(context, orderOf(writing.change), writing, items),
  follow: (context, writing, items) =>
    followActions(context, orderOf(writing.change), writing, items, { done: msg`scanned`, running: msg`scanning` }),
};

function orderOf({ scan }: AntivirusScanChange): Order {
  return { path: 'runAntiVirusScan', type: 'RunAntiVirusScan', permission: PERMISSION, body: { ScanType: scan } };
}
