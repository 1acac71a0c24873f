import type {
  FormRequest,
  PlaceInput,
  UpdateGroupInput,
} from '../../../../../src/changes/device-group/input/group-input.ts';
import type { Command } from '../../../../../src/teams/language/command.ts';

export const FORMS: readonly (readonly [string, FormRequest])[] = [
  ['create device group', { kind: 'device-group.create' }],
  ['new device group', { kind: 'device-group.create' }],
  ['Create a device group, please', { kind: 'device-group.create' }],
  ['edit device group Lab', { kind: 'device-group.update', name: 'Lab' }],
  ['edit device group "Level 3"', { kind: 'device-group.update', name: 'Level 3' }],
  ['ungrouped devices', { kind: 'ungrouped-devices' }],
  ['edit ungrouped devices', { kind: 'ungrouped-devices' }],
];

export const OTHERS: readonly (readonly [string, Command])[] = [
  ['revert 12', { kind: 'revert', number: 12 }],
  ['Undo request #12.', { kind: 'revert', number: 12 }],
  ['devices 12', { kind: 'devices', number: 12, page: 1 }],
  ['show devices of request #12 page 3', { kind: 'devices', number: 12, page: 3 }],
  ['device groups', { kind: 'status' }],
  ['list device groups', { kind: 'status' }],
];

const FINANCE = { property: 'tag', operator: 'equals', value: 'finance' };
const CREATE = { kind: 'device-group.create' } as const;

/** No exact line, but understood whole: a draft where nothing is missing, else the form with what was typed. */
export const FREELY: readonly (readonly [string, Command])[] = [
  ['create device group Finance', { kind: 'form', opens: { ...CREATE, fields: { name: 'Finance' } } }],
  ['create device group Finance level full', formWith({ name: 'Finance', level: 'full' })],
  ['create device group Finance tag equals finance', formWith({ name: 'Finance', conditions: [FINANCE] })],
  ['create device group level full tag equals finance', formWith({ level: 'full', conditions: [FINANCE] })],
  ['create device group "" level full tag equals finance', formWith({ level: 'full', conditions: [FINANCE] })],
  ['rename device group Lab into Sales', update({ name: 'Sales' })],
  ['edit device group "Lab" full', update({ level: 'full' })],
  ['edit device group Lab rank 3', rank('Lab', { at: 'rank', rank: '3' })],
  ['move device group Lab to the top', rank('Lab', { at: 'rank', rank: '1' })],
  [
    'rank device group The last mile before Servers',
    rank('The last mile', { at: 'before', group: { name: 'Servers' } }),
  ],
  ['edit device group Access points', { kind: 'form', opens: { kind: 'device-group.update', name: 'Access points' } }],
  ['delete device group "Lab" now', { kind: 'input', input: { kind: 'device-group.delete', group: { name: 'Lab' } } }],
  ['delete group Lab', { kind: 'input', input: { kind: 'device-group.delete', group: { name: 'Lab' } } }],
  ['set ungrouped devices full', { kind: 'input', input: { kind: 'ungrouped-devices', fields: { level: 'full' } } }],
  ['edit device group Lab?', { kind: 'ask', about: { group: 'Lab' } }],
  ['ungrouped devices?', { kind: 'ask', about: { group: null } }],
  ['revert', { kind: 'this', want: 'revert' }],
  ['undo', { kind: 'this', want: 'revert' }],
  ['revert 12?', { kind: 'show', number: 12 }],
  ['do not revert 12', { kind: 'show', number: 12 }],
  ['devices', { kind: 'this', want: 'devices' }],
  ['devices 12 page 0', { kind: 'devices', number: 12, page: 1 }],
];

function formWith(fields: NonNullable<Extract<FormRequest, { kind: 'device-group.create' }>['fields']>): Command {
  return { kind: 'form', opens: { ...CREATE, fields } };
}

function update(fields: UpdateGroupInput['fields']): Command {
  return { kind: 'input', input: { kind: 'device-group.update', group: { name: 'Lab' }, fields } };
}

function rank(name: string, place: PlaceInput): Command {
  return { kind: 'input', input: { kind: 'device-group.rank', group: { name }, place } };
}

/** Not a line as a whole, so no part of it is done; each with a piece of the reason that is given. */
export const MALFORMED: readonly (readonly [string, RegExp])[] = [
  ['create device group "Finance level full tag equals finance', /quotation mark/],
  ['create device group Fin"ance level full tag equals finance', /quotation mark/],
  ['create device group "Finance" laptops level full tag equals finance', /only a part/],
  ['create device group "Finance" devices', /only a part/],
  ['create device group Finance level full level none tag equals finance', /level can be written once/],
  ['create device group Finance level full rank 3 last tag equals finance', /place can be written once/],
  ['create device group Finance level full tag equals a rank 2 name contains b', /go together/],
  ['create device group Finance level full tag equals', /tag to look for is missing/],
  ['create device group Finance level full tag equals finance and', /"and" in a condition/],
  ['create device group Finance level full tag equals finance and treasury', /"and" in a condition/],
  ['create device group Finance level full tag equals finance or treasury', /"or" in a condition/],
  ['create device group Finance level full tag equals finance, treasury', /comma in a condition/i],
  ['create device group Finance level full tag equals a and tag equals b', /joins rows of one property by "or"/],
  ['create device group Finance level full tag equals a or name contains b', /different properties by "and"/],
  ['create device group Finance level full tag equals a, name contains b, tag equals c', /next to each other/],
  ['create device group Finance level full os', /operating systems are missing/],
  ['create device group Finance level full os Windows 11,', /operating systems are missing/],
  ['create device group Finance level full tag equals finance rank 0', /place as a rank/],
  ['create device group Finance level full tag equals finance rank soon', /place as a rank/],
  ['create device group Finance level full tag equals finance before', /which group, after "before"/],
  ['create device group Finance level full tag equals finance access', /next to a comma/],
  ['create device group Finance level full tag equals finance access SOC,', /next to a comma/],
  ['create device group Finance level full tag equals finance last please approve', /do with please there/],
  ['edit device group', /which group/],
  ['edit device group level full', /which group/],
  ['edit device group Lab level', /level is missing/],
  ['rename device group Lab', /old name/],
  ['rename device group Lab to', /old name/],
  ['rename device group to Lab', /which group/],
  ['rename device group Go to market to Sales', /old name/],
  ['rank device group Lab', /place as a rank/],
  ['rank device group before Servers', /which group/],
  ['rank device group Lab before Servers after Executives', /do with after there/],
  ['rank device group Lab before', /which group, after "before"/],
  ['rank device group Lab higher', /place as a rank/],
  ['rank device group Lab 3 tomorrow', /place as a rank/],
  ['delete device group', /which group/],
  ['delete device group "Lab" and "Servers"', /only a part/],
  ['set ungrouped devices name contains x', /only the level and the access/],
  ['set ungrouped devices rank 1', /only the level and the access/],
  [`create device group X level full tag equals ${'a'.repeat(3_000)}`, /too long/],
];

export const HARMLESS: readonly string[] = [
  'do not delete device group Lab',
  "don't delete device group Lab",
  'never delete device group Lab',
  'please do not delete device group Lab',
  'delete device group Lab?',
  'should we delete device group Lab?',
  'if Bob agrees delete device group Lab',
  '"delete device group Lab"',
  '> delete device group Lab',
  'Bob said delete device group Lab',
  'delete device groups Lab',
  'delete all device groups',
  'delete device Lab',
  'deletedevice group Lab',
  'create device group?',
  'create device',
  'rank device group?',
  'revert all',
  'revert 0',
  'revert 12 and 13',
  'undo enable automated investigation',
  'devices of Lab',
  'ungrouped',
  'delete ungrouped devices',
  'set level full',
];
