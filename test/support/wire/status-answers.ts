import type { Answer, RequestLine } from '../../../src/requests/messages/answers.ts';
import { BUILT_AT } from '../samples/build-request.ts';

/** A request in a list. */
export const LAST: RequestLine = {
  number: 12,
  title: 'Turn on Automatically resolve alerts',
  state: 'approved',
  requester: 'Carol Brandt',
  at: BUILT_AT - 3_600_000,
};

/** Two requests in a list. */
export const LINES: readonly RequestLine[] = [
  {
    number: 14,
    title: 'Turn off Automated investigation',
    state: 'pending',
    requester: 'Alice Nguyen',
    at: BUILT_AT,
  },
  LAST,
];

const FEATURES = [
  { title: 'Automated investigation', state: 'Off' },
  { title: 'Automatically resolve alerts', state: 'On' },
];

const GROUPS = [
  { rank: '1', name: 'Domain controllers', level: 'Semi - approval for all folders', exposure: 44.6 },
  { rank: '2', name: 'Servers', level: 'Semi - approval for core folders', devices: 1_204 },
  { rank: '3', name: 'Lab', level: 'No automated response', devices: 1, isUnprotected: true as const },
  { rank: '', name: 'and 9 more', level: '' },
  { rank: '-', name: 'Ungrouped devices (default)', level: 'Full remediation' },
];

/** Answers that show the state of a tenant. */
export const STATUS_ANSWERS: Readonly<Record<string, Answer>> = {
  status: {
    view: 'status',
    data: {
      readAt: BUILT_AT,
      product: 'plan2',
      first: [
        { tone: 'attention', text: 'No automated response: Lab.' },
        { tone: 'warning', text: 'Off: Automated investigation.' },
        { tone: 'info', text: 'Can be decided by Carol Brandt: #14.', say: 'show 14' },
        { tone: 'warning', text: 'Changed outside Airlock, and open: 2.', say: 'outside changes' },
      ],
      last: { ...LAST, number: 11, state: 'applied', decided: 'approved by Alice Nguyen' },
      connector: 'portal',
      approvals: 'SOC approvals',
      features: FEATURES,
      groups: GROUPS,
      outside: 2,
      activity: {
        readAt: BUILT_AT - 30_000,
        investigations: { value: { all: 12, more: false, running: 2, waiting: 3 } },
        actions: { value: { all: 10_000, more: true, open: 0, failed: 1 } },
        overdue: { value: { all: 2, more: false } },
        exposure: { value: [] },
      },
      open: LINES,
    },
  },
  'status-business': {
    view: 'status',
    data: {
      readAt: BUILT_AT + 14.9 * 60_000,
      product: 'business',
      connector: 'guided',
      approvals: null,
      features: [{ title: 'Automated investigation', state: 'On (built in)' }],
      groups: null,
      activity: {
        readAt: BUILT_AT + 14 * 60_000,
        investigations: { value: { all: 0, more: false, running: 0, waiting: 0 } },
        actions: { why: 'Defender has a fault of its own (HTTP 503). It gave no reason.' },
        overdue: {
          why: "Airlock's token lacks the permission SecurityAlert.Read.All on Microsoft Graph: grant it in Entra ID to its app or managed identity, with admin consent. Microsoft Graph refused the call (HTTP 403).",
        },
        exposure: { why: 'Defender has a fault of its own (HTTP 503). It gave no reason.' },
      },
      open: [],
    },
  },
  'status-guided': {
    view: 'status',
    data: {
      readAt: BUILT_AT,
      product: 'plan2',
      connector: 'guided',
      approvals: null,
      features: FEATURES.map(({ title }) => ({
        title,
        state: 'Not known',
        form: `what I see of ${title.toLowerCase()}`,
        hint: 'Select "I see it", or write "automatically resolve alerts is off" if you see it in the portal.',
      })),
      groups: ['Finance', 'Executives', 'Servers', 'Domain controllers', 'Lab', 'Ungrouped devices (default)'].map(
        (name) => ({
          rank: '',
          name,
          level: 'Level not known',
          devices: 52,
          exposure: 35,
          form: `what I see of device group "${name}"`,
        }),
      ),
      groupHint: 'Not known? Select "I see it" beside it, or write: device group "Finance" is at full',
      open: LINES,
    },
  },
};
