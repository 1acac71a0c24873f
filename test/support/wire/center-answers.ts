import { waitingPage } from '../../../src/requests/asking/center/about-waiting.ts';
import type { Answer } from '../../../src/requests/messages/answers.ts';
import type { AlertEntity, CenterLine, Waiting } from '../../../src/requests/ports/defender-activity.ts';
import { tenantId } from '../../../src/shared/ids.ts';
import { BUILT_AT } from '../samples/build-request.ts';

const HOUR = 3_600_000;
const TENANT = tenantId.parse('11111111-1111-4111-8111-111111111111');
const WHOLE = { value: { more: false, leftOut: 0 } };
const UNREAD = { why: 'Defender is asked too often now (HTTP 429). It takes calls again in 40 seconds.' };

function entity(kind: AlertEntity['kind'], value: string): AlertEntity {
  return { kind, value, label: '', verdict: null, remediation: 'pendingApproval' };
}

function waiting(index: number): Waiting {
  return {
    alertId: `da63739979405027358${index}_760707377`,
    investigationId: String(4021 + index),
    title: "'Wacatac' malware was detected in a file that somebody downloaded from a mail",
    severity: 'medium',
    device: `LAP-FIN-100${index}.corp.harbourline.example`,
    group: 'Finance, the laptops of everybody who travels',
    proposed: [
      { ...entity('file', 'ab'.repeat(32)), label: 'wacatac-of-somebody.exe', verdict: 'malicious' },
      { ...entity('url', 'https://evil.example/a'), verdict: 'suspicious' },
      entity('other', 'registryKey'),
    ],
    since: BUILT_AT - index * 30 * HOUR,
  };
}

function act(index: number): CenterLine {
  return {
    title: `LAP-FIN-100${index}.corp.harbourline.example: Released from isolation (done)`,
    facts: [
      "By sam@harbourline.example in the portal. Read in the list of actions and in Microsoft's audit log.",
      '"Contained until somebody from the desktop team has looked at it"',
    ],
    when: { words: '', at: BUILT_AT - index * HOUR },
  };
}

/** Answers about Defender's Action center, by the names of their snapshots. */
export const CENTER_ANSWERS: Readonly<Record<string, Answer>> = {
  'center-waiting': {
    view: 'center',
    data: waitingPage(
      { readAt: BUILT_AT, items: [4, 3, 2, 1].map(waiting), investigations: WHOLE, alerts: UNREAD },
      TENANT,
      1,
    ),
  },
  'center-none': {
    view: 'center',
    data: waitingPage({ readAt: BUILT_AT, items: [], investigations: WHOLE, alerts: WHOLE }, TENANT, 1),
  },
  'center-acts': {
    view: 'center',
    data: {
      tone: 'info',
      title: 'Actions on devices, page 2 of 3',
      lines: [1, 2, 3, 4].map(act),
      notes: ['Live response in the portal and approvals in the Action center are in no list that Airlock can read.'],
      unread: [`Attack disruption: not read. ${UNREAD.why}`],
      readAt: BUILT_AT,
      buttons: [
        { title: 'Page 1', say: 'actions page 1' },
        { title: 'Page 3', say: 'actions page 3' },
        { title: 'Pending', say: 'pending' },
      ],
    },
  },
  'center-digest': {
    view: 'center',
    data: {
      tone: 'warning',
      title: 'Daily digest',
      levels: [
        {
          when: 'Last time',
          counts: [
            { level: 'full', devices: 198 },
            { level: 'none', devices: 10 },
          ],
        },
        {
          when: 'Now',
          counts: [
            { level: 'full', devices: 190 },
            { level: 'semi-all-folders', devices: 18 },
          ],
        },
      ],
      lines: [
        { title: 'Switches', facts: ['Automated investigation: Off', 'Automatically resolve alerts: On (was: Off)'] },
        { title: 'Changed since the last digest', facts: ['Lab: listed no more', 'Finance: +3 devices'] },
        { title: 'Device groups', facts: ['Finance: Full remediation, 52 devices', 'and 9 more: write "status"'] },
        { title: 'Devices in no group', facts: ['198'] },
        { title: '2 waiting in Defender', facts: ["The oldest: 'Wacatac' malware was detected (medium)."] },
        { title: 'Open requests that are shown here', facts: ['#12, #14 and 3 more.'] },
        { title: 'Indicators that end within 7 days', facts: ['None that a request wrote.'] },
      ],
      notes: ['Compared with 2026-11-23 07:00 UTC.'],
      unread: [],
      readAt: BUILT_AT,
      buttons: [
        { title: 'Status', say: 'status' },
        { title: 'Digest off', say: 'digest off' },
      ],
    },
  },
  /** Neither a page of somebody else nor a decision becomes a button. */
  'center-offers': {
    view: 'center',
    data: {
      tone: 'info',
      title: 'False positive',
      lines: [{ title: 'Device LAP-HR-0001', facts: ['In Ungrouped devices, whose level is: Full remediation.'] }],
      acts: { note: 'Each of these drafts a request of its own.', last: [{ title: 'Only in the portal', facts: [] }] },
      notes: [],
      unread: [],
      readAt: BUILT_AT,
      buttons: [
        { title: 'Scan the device again', say: 'quick scan LAP-HR-0001' },
        { title: 'Nowhere', url: 'https://evil.example/alerts' },
        { title: 'Approve', say: 'approve 12 1be9' },
      ],
    },
  },
};
