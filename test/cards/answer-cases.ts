import { type ShownDevice, STATE_WORDS } from '../../src/changes/device-effects.ts';
import { SUPPORTED_KINDS } from '../../src/changes/supported/supported-kinds.ts';
import type { Answer, GroupData, OutsideData, WatchState } from '../../src/requests/messages/answers.ts';
import type { DevicesData } from '../../src/requests/messages/devices-data.ts';
import { BUILT_AT } from '../support/samples/build-request.ts';
import { LAST, LINES, STATUS_ANSWERS } from '../support/wire/status-answers.ts';

const MOVING: readonly ShownDevice[] = Array.from({ length: 10 }, (_, index) => ({
  name: `LAP-FIN-${1000 + index}`,
  from: 'Finance',
  to: index % 4 === 0 ? 'Finance' : 'Servers',
  effect: index % 3 === 0 ? 'lowered' : index === 4 ? 'unclear' : 'raised',
}));

const STATES = MOVING.slice(0, 4).map((one, index) => ({
  ...one,
  ...(index > 0 && { state: STATE_WORDS[index > 1 ? 'discovered' : 'inactive'] }),
}));

function devices(page: number, pages: number): DevicesData {
  const id = '5f1c3f6e-9d0b-4c6d-8d2e-3f6a3a1b0c12';
  return {
    requestId: id,
    rev: 2,
    number: 14,
    title: 'Delete device group Finance',
    page,
    pages,
    total: 24,
    devices: MOVING,
  };
}

const OUTSIDE: OutsideData = {
  id: '7a1c3f6e-9d0b-4c6d-8d2e-3f6a3a1b0c99',
  number: 3,
  lines: [
    {
      what: 'Automatically resolve alerts was set to Off',
      who: 'Carla Okafor',
      principalName: 'carla@northwind.example',
      at: BUILT_AT - 3_600_000,
      source: 'hunting',
      readAt: BUILT_AT,
      note: 'Request #2 asked for exactly this, and was approved only later.',
      asked: '',
      mayRevert: true,
    },
    {
      what: 'Device group "Lab" is now called "Laboratory"',
      who: null,
      principalName: null,
      at: null,
      source: 'reading',
      readAt: BUILT_AT,
      note: '',
      asked: 'Alice Nguyen asked to revert it: #14, waits for approval.',
      mayRevert: true,
    },
    {
      what: 'Live Response unsigned script execution was set to On',
      who: 'carla@northwind.example',
      principalName: 'carla@northwind.example',
      at: BUILT_AT - 3_600_000,
      source: 'activity-feed',
      readAt: BUILT_AT,
      note: 'Airlock does not know this setting by that name.',
      asked: '',
      mayRevert: false,
    },
  ],
  more: 0,
  adopted: null,
};

const WATCH: WatchState = {
  began: BUILT_AT - 86_400_000,
  logRead: BUILT_AT - 600_000,
  logWhy: null,
  logLeftOut: 2,
  tenantRead: BUILT_AT,
  isWhole: false,
};

/** One answer of each kind and shape. */
const GROUP: GroupData = {
  name: 'Servers',
  level: 'Semi - approval for core folders',
  readAt: BUILT_AT,
  rows: [
    {
      label: 'Level',
      text: 'Semi - approval for core folders',
      source: { kind: 'attested', at: BUILT_AT - 3_600_000, by: 'Omar Okafor', request: 12 },
    },
    { label: 'Rank', text: '4', source: { kind: 'read', at: BUILT_AT } },
    {
      label: 'Rules',
      text: 'Device name starts with SRV- and OS is Windows Server 2022',
      source: { kind: 'not-known' },
    },
    { label: 'Access', text: 'Server team, Security admins', source: { kind: 'read', at: BUILT_AT } },
    { label: 'Devices', text: '52 devices.', source: { kind: 'read', at: BUILT_AT - 60_000 } },
  ],
  applied: LINES.slice(1).map((line) => ({ ...line, state: 'applied', decided: 'approved by Alice Nguyen' })),
  outside: OUTSIDE.lines.slice(1, 2),
  suggestions: ['edit device group Servers', 'history of group "Servers"', 'status'],
};

export const ANSWERS: Readonly<Record<string, Answer>> = {
  ...STATUS_ANSWERS,
  'notice-info': {
    view: 'notice',
    data: { tone: 'info', title: 'Reading Defender', text: 'This takes a moment. The answer comes here.' },
  },
  'notice-good': {
    view: 'notice',
    data: {
      tone: 'good',
      title: 'Turn on Automated investigation',
      text: 'Automated investigation is already on. There is nothing to approve.',
      suggestions: ['status'],
    },
  },
  'notice-warning': {
    view: 'notice',
    data: {
      tone: 'warning',
      title: 'This is not a command',
      text: 'Nothing was done. Did you mean one of these?',
      suggestions: ['enable automated investigation', 'disable automated investigation', 'help'],
    },
  },
  'notice-faults': {
    view: 'notice',
    data: {
      tone: 'attention',
      title: 'Create device group Servers EU',
      text: 'This cannot be asked for as it stands. Nothing was filed.',
      faults: [
        { field: 'name', message: 'A device group of this name exists already.' },
        {
          field: 'conditions.2.value',
          message: 'At least one condition is needed; 10 rows of one property are the most.',
        },
      ],
    },
  },
  'help-channel': { view: 'help', data: { mention: true } },
  'help-personal': { view: 'help', data: { mention: false } },
  'help-writing': { view: 'help', data: { mention: false, kinds: SUPPORTED_KINDS, emergency: true } },
  devices: { view: 'devices', data: devices(2, 3) },
  'devices-only': { view: 'devices', data: { ...devices(1, 1), total: 4, devices: STATES } },
  'devices-items': {
    view: 'devices',
    data: {
      ...devices(1, 2),
      devices: [],
      total: 14,
      items: (['done', 'started', 'waiting', 'refused', 'unknown', 'planned'] as const).map((state, at) => ({
        name: `LAP-HR-000${at + 1}`,
        state,
        reason: state === 'refused' ? 'not sent: Defender took nothing of this request for 4 hours' : null,
      })),
    },
  },
  'devices-none': { view: 'devices', data: { ...devices(1, 1), total: 0, devices: [] } },
  'outside-one': { view: 'outside', data: { ...OUTSIDE, lines: OUTSIDE.lines.slice(0, 1) } },
  'outside-many': { view: 'outside', data: { ...OUTSIDE, more: 2 } },
  'outside-adopted': { view: 'outside', data: { ...OUTSIDE, adopted: { by: 'Carol Brandt', at: BUILT_AT } } },
  'outside-list': {
    view: 'outside-list',
    data: {
      lines: OUTSIDE.lines.map(({ what, who, at, source, readAt }, index) => ({
        id: OUTSIDE.id,
        number: 3 - index,
        line: { what, who, at, source, readAt },
        others: index,
      })),
      page: 2,
      pages: 3,
      total: 13,
      watch: { ...WATCH, logWhy: 'Microsoft Graph refused it.' },
    },
  },
  'outside-list-none': { view: 'outside-list', data: { lines: [], page: 1, pages: 1, total: 0, watch: WATCH } },
  requests: { view: 'requests', data: { lines: LINES, more: true } },
  'requests-page': {
    view: 'requests',
    data: {
      lines: LINES.map((line, index) => ({
        ...line,
        decided: 'approved by Carol Brandt and Emil Alexandrescu-Constantinescu',
        ...(index === 0 && { until: BUILT_AT + 86_400_000 }),
      })),
      more: true,
      soughtFor: 'approved by "Carol Brandt" of group "Servers" since monday',
      page: 'Page 2.',
      turns: ['history approved by "Carol Brandt" page 1', 'history approved by "Carol Brandt" page 3'],
    },
  },
  home: { view: 'home', data: { waiting: LINES.slice(0, 1), mine: LINES, decided: [LAST, LAST, LAST], more: true } },
  'home-unasked': {
    view: 'home',
    data: {
      waiting: [],
      unasked: 'The directory takes no more calls now (HTTP 429).',
      mine: [],
      decided: [],
      more: false,
    },
  },
  group: { view: 'group', data: GROUP },
  'group-unprotected': {
    view: 'group',
    data: { ...GROUP, name: 'Lab', level: 'No automated response', isUnprotected: true, applied: [], outside: [] },
  },
  'requests-none': { view: 'requests', data: { lines: [], more: false } },
  'sight-switch': { view: 'sight', data: { of: { feature: 'automated-investigation' }, typed: {} } },
  'sight-group': { view: 'sight', data: { of: { group: 'Lab' }, typed: { level: 'full', rules: 'tag equals lab' } } },
};
