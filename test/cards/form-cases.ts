import type { Fault } from '../../src/changes/change-kind.ts';
import type { Form } from '../../src/requests/record/form.ts';
import { buildForm } from '../support/samples/build-form.ts';

const GROUPS = ['Domain controllers', 'Finance', 'Executives', 'Servers', 'Lab'].map((name, index) => ({
  id: index + 4,
  name,
}));
const SOC = { id: '6e000000-0000-4000-8000-000000000003', name: 'SOC tier 2' };
const choices = { groups: GROUPS, access: [SOC] };

const filled = {
  name: 'Finance laptops',
  description: 'Payment runs must not be interrupted.',
  level: 'semi-all-folders',
  conditions: [
    { property: 'tag', operator: 'equals', value: 'finance' },
    { property: 'name', operator: 'starts-with', value: 'LAP-FIN-' },
    { property: 'os', operator: '', value: 'Windows 11, Windows 10' },
  ],
  access: [SOC.id, 'Server team'],
} as const;

const FAULTS: readonly Fault[] = [
  { field: 'name', message: 'There is already a device group called Finance. Choose another name.' },
  { field: 'level', message: 'A remediation level is missing.' },
  { field: 'conditions.1.value', message: 'This condition is already listed.' },
  { field: 'place', message: 'The rank must be a whole number; 1 is the highest.' },
  { field: 'access', message: 'Finanse is no Entra group that Defender lists with a role. Did you mean Finance?' },
  { field: '', message: 'There is a request on this group already: #4.' },
];

/** One form for each thing that can stand in one. */
export const FORMS: Readonly<Record<string, Form>> = {
  new: buildForm({
    choices,
    input: {
      kind: 'device-group.create',
      fields: { name: '', description: '', level: '', conditions: [], access: [] },
    },
  }),
  filled: buildForm({
    choices,
    input: { kind: 'device-group.create', fields: filled, place: { at: 'before', group: { id: 5 } } },
  }),
  faults: buildForm({
    choices,
    rev: 3,
    faults: FAULTS,
    input: {
      kind: 'device-group.create',
      fields: {
        name: 'Finance',
        description: '',
        level: '',
        conditions: [filled.conditions[0], filled.conditions[0]],
        access: ['Finanse'],
      },
      place: { at: 'rank', rank: 'soon' },
    },
  }),
  'first-group': buildForm({
    choices: { groups: [], access: [] },
    input: { kind: 'device-group.create', fields: { ...filled, access: [] }, place: { at: 'last' } },
  }),
  update: buildForm({ choices, input: { kind: 'device-group.update', group: { id: 5 }, fields: filled } }),
  'update-opaque': buildForm({
    choices,
    input: { kind: 'device-group.update', group: { id: 5 }, fields: { name: 'Finance', description: '', access: [] } },
  }),
  ungrouped: buildForm({ choices, input: { kind: 'ungrouped-devices', fields: { level: 'full', access: [] } } }),
  checking: buildForm({ choices, state: 'checking' }),
  closed: buildForm({ choices, state: 'closed' }),
  drafted: buildForm({ choices, state: 'drafted' }),
};

/** As much as a form can hold, all of it as long as it can be. */
export function fullForm(letter: string): Form {
  const rows = Array.from({ length: 30 }, (_, row) => ({
    property: ['name', 'domain', 'tag'][row % 3] ?? 'tag',
    operator: 'starts-with',
    value: `${row}${letter.repeat(240)}`,
  }));
  return buildForm({
    choices: {
      groups: Array.from({ length: 200 }, (_, id) => ({ id, name: `${id}${letter.repeat(98)}` })),
      access: [],
    },
    input: {
      kind: 'device-group.create',
      fields: {
        name: letter.repeat(120),
        description: letter.repeat(600),
        level: 'full',
        conditions: [...rows, { property: 'os', operator: '', value: 'Windows 11, Linux, macOS, iOS, Android' }],
        access: Array.from({ length: 40 }, (_, index) => `${index}${letter.repeat(100)}`),
      },
      place: { at: 'before', group: { id: 150 } },
    },
    faults: [
      { field: 'name', message: letter.repeat(400) },
      { field: 'description', message: letter.repeat(400) },
      { field: 'conditions', message: letter.repeat(400) },
      ...rows.map((_, row) => ({ field: `conditions.${row}.value`, message: letter.repeat(400) })),
      { field: 'access', message: letter.repeat(400) },
      ...Array.from({ length: 9 }, () => ({ field: '', message: letter.repeat(400) })),
    ],
  });
}
