import type {
  ConditionInput,
  CreateGroupInput,
  GroupFields,
  GroupInput,
  PlaceInput,
  UpdateGroupInput,
} from '../../../src/changes/device-group/input/group-input.ts';

/** Something that somebody could type, and the fields at which it must be refused, each at least once and no other. */
export interface BadWish {
  readonly name: string;
  readonly input: GroupInput;
  readonly fields: readonly string[];
  /** True where only a tenant shows the fault: the sandbox's classic one, whose groups and Entra groups are named. */
  readonly needsTenant: boolean;
}

const row = (property: string, operator: string, value: string): ConditionInput => ({ property, operator, value });
const tag = (value: string) => row('tag', 'equals', value);

/** A new group without a fault in the sandbox's classic tenant. */
export const GOOD_FIELDS: GroupFields = {
  name: 'Finance laptops',
  description: 'Laptops of accounting',
  level: 'Full remediation',
  conditions: [row('name', 'starts with', 'LAP-FIN-')],
  access: [],
};

function create(fields: Partial<GroupFields>, place?: PlaceInput): CreateGroupInput {
  return { kind: 'device-group.create', fields: { ...GOOD_FIELDS, ...fields }, ...(place && { place }) };
}

function update(name: string, fields: Partial<GroupFields>): UpdateGroupInput {
  return { kind: 'device-group.update', group: { name }, fields };
}

const rank = (name: string, place: PlaceInput): GroupInput => ({ kind: 'device-group.rank', group: { name }, place });
const remove = (name: string): GroupInput => ({ kind: 'device-group.delete', group: { name } });
const before = (name: string): PlaceInput => ({ at: 'before', group: { name } });
const after = (name: string): PlaceInput => ({ at: 'after', group: { name } });
const at = (position: string): PlaceInput => ({ at: 'rank', rank: position });
const rows = (count: number, property: string) =>
  Array.from({ length: count }, (_, n) => row(property, 'contains', `v${n}`));

type Line = readonly [name: string, input: GroupInput, ...fields: string[]];

const BY_THEMSELVES: readonly Line[] = [
  ['no name', create({ name: '' }), 'name'],
  ['a name of blanks', create({ name: ' \t ' }), 'name'],
  ['a name of zero-width spaces', create({ name: '\u200B\u200B' }), 'name'],
  ['a name of punctuation', create({ name: '---' }), 'name'],
  ['a name of a question mark', create({ name: '?' }), 'name'],
  ['a name with a bell', create({ name: 'Fin\u0007ance' }), 'name'],
  ['a name over two lines', create({ name: 'Finance\nlaptops' }), 'name'],
  ['a name that turns the direction', create({ name: 'Finance \u202Elort' }), 'name'],
  ['a name with a zero-width joiner', create({ name: 'Fin\u200Dance' }), 'name'],
  ['a name with a tag character', create({ name: 'Finance\u{E0041}' }), 'name'],
  ['a name with a Hangul filler', create({ name: 'Finance\u3164x' }), 'name'],
  ['a name with half a surrogate pair', create({ name: 'Finance\uD83D' }), 'name'],
  ['a name of 101 characters', create({ name: 'n'.repeat(101) }), 'name'],
  ['the name of the ungrouped devices', create({ name: 'Ungrouped devices (default)' }), 'name'],
  ['the same in capitals and more spaces', create({ name: ' UNGROUPED   DEVICES ' }), 'name'],
  ['the same without spaces', create({ name: 'ungrouped-devices' }), 'name'],
  ['ungrouped alone', create({ name: 'Ungrouped' }), 'name'],
  ['ungrouped with Cyrillic letters', create({ name: 'Ungrоuреd dеviсеs' }), 'name'],
  ['a description of 501 characters', create({ description: 'd'.repeat(501) }), 'description'],
  ['a description with an escape', create({ description: 'red \u001B[31m' }), 'description'],
  ['a description that turns the direction', create({ description: 'a\u2067b' }), 'description'],
  ['no level', create({ level: '' }), 'level'],
  ['an unknown level', create({ level: 'Maximum' }), 'level'],
  ['a level that is one of three', create({ level: 'Semi' }), 'level'],
  ['a level by its number on the wire', create({ level: '3' }), 'level'],
  ['no condition', create({ conditions: [] }), 'conditions'],
  ['only blank conditions', create({ conditions: [tag(''), row('name', 'contains', '  ')] }), 'conditions'],
  ['a property that is none', create({ conditions: [row('colour', 'equals', 'red')] }), 'conditions.0.property'],
  ['no property', create({ conditions: [row('', 'equals', 'red')] }), 'conditions.0.property'],
  ['an operator that is none', create({ conditions: [row('tag', 'not equals', 'red')] }), 'conditions.0.operator'],
  ['no operator', create({ conditions: [row('tag', '', 'red')] }), 'conditions.0.operator'],
  [
    'property and operator of the third row',
    create({ conditions: [tag('a'), tag(''), row('x', 'y', 'z')] }),
    ...['conditions.2.property', 'conditions.2.operator'],
  ],
  ['a prototype key as property', create({ conditions: [row('constructor', 'equals', 'x')] }), 'conditions.0.property'],
  ['a prototype key as operator', create({ conditions: [row('tag', 'constructor', 'x')] }), 'conditions.0.operator'],
  ['a value of 201 characters', create({ conditions: [tag('t'.repeat(201))] }), 'conditions.0.value'],
  ['a value with a zero-width space', create({ conditions: [tag('fin\u200Bance')] }), 'conditions.0.value'],
  ['a value of nothing but a zero-width space', create({ conditions: [tag('\u200B')] }), 'conditions.0.value'],
  ['a value with a tab', create({ conditions: [tag('fin\tance')] }), 'conditions.0.value'],
  ['the same row twice', create({ conditions: [tag('finance'), tag('finance')] }), 'conditions.1.value'],
  ['the same row in capitals', create({ conditions: [tag('finance'), tag('FINANCE ')] }), 'conditions.1.value'],
  ['eleven names', create({ conditions: rows(11, 'name') }), 'conditions'],
  ['eleven domains', create({ conditions: rows(11, 'domain') }), 'conditions'],
  ['eleven tags', create({ conditions: rows(11, 'tag') }), 'conditions'],
  ['an operating system that is none', create({ conditions: [row('os', '', 'Windows 3.11')] }), 'conditions.0.value'],
  ['one good and one bad system', create({ conditions: [row('os', '', 'Linux, Plan 9')] }), 'conditions.0.value'],
  ['systems of commas', create({ conditions: [row('os', '', ', ,')] }), 'conditions.0.value'],
  [
    'systems that stand there already',
    create({ conditions: [row('os', '', 'Linux, macOS'), row('os', '', 'linux')] }),
    'conditions.1.value',
  ],
  ['a rank of words', create({}, at('high')), 'place'],
  ['rank zero', create({}, at('0')), 'place'],
  ['a rank below zero', create({}, at('-1')), 'place'],
  ['half a rank', create({}, at('1.5')), 'place'],
  ['no rank', create({}, at('')), 'place'],
  ['before nobody', create({}, before(' ')), 'place'],
  ['change of no group', update('', { level: 'full' }), 'group'],
  ['delete of no group', remove('  '), 'group'],
  ['rank of no group', rank('', { at: 'last' }), 'group'],
  ['a name taken away', update('Finance', { name: '' }), 'name'],
  ['all conditions taken away', update('Finance', { conditions: [tag('')] }), 'conditions'],
  ['an unknown level for a group', update('Finance', { level: 'high' }), 'level'],
  ['an unknown level for the ungrouped', { kind: 'ungrouped-devices', fields: { level: 'off' } }, 'level'],
  [
    'everything at once',
    create(
      {
        name: '',
        description: 'd'.repeat(501),
        level: 'x',
        conditions: [row('x', 'equals', 'y'), row('tag', 'z', 'y')],
      },
      at('first'),
    ),
    ...['name', 'description', 'level', 'conditions.0.property', 'conditions.1.operator', 'place'],
  ],
];

const IN_A_TENANT: readonly Line[] = [
  ['a name that is taken', create({ name: 'Servers' }), 'name'],
  ['a taken name in capitals', create({ name: 'SERVERS' }), 'name'],
  ['a taken name with spaces', create({ name: '  Domain   controllers ' }), 'name'],
  ['a taken name in wide letters', create({ name: 'Ｓｅｒｖｅｒｓ' }), 'name'],
  ['a taken name with a Cyrillic e', create({ name: 'Sеrvers' }), 'name'],
  ['a taken name with a Greek omicron', create({ name: 'Dοmain controllers' }), 'name'],
  ['a taken name that Defender keeps with a space', create({ name: 'Finance' }), 'name'],
  ['a new name that another group has', update('Lab', { name: 'executives' }), 'name'],
  ['a group that is not there', update('Kiosks', { level: 'full' }), 'group'],
  ['a level whose number nobody knows', create({ level: 'semi-core-folders' }), 'level'],
  ['a level for a group whose number nobody knows', update('Finance', { level: 'semi-core-folders' }), 'level'],
  [
    'a level for the ungrouped whose number nobody knows',
    { kind: 'ungrouped-devices', fields: { level: 'semi-core-folders' } },
    'level',
  ],
  ['a group with a slip', remove('Finanse'), 'group'],
  ['a number that is not there', { kind: 'device-group.delete', group: { id: 999 } }, 'group'],
  ['the ungrouped devices as a group', remove('Ungrouped devices (default)'), 'group'],
  ['the ungrouped devices by number', { kind: 'device-group.delete', group: { id: 1 } }, 'group'],
  ['rank of the ungrouped devices', rank('ungrouped devices', at('1')), 'group'],
  ['before a group that is not there', create({}, before('Kiosks')), 'place'],
  ['after the ungrouped devices', create({}, after('Ungrouped devices')), 'place'],
  ['before itself', rank('Lab', before('Lab')), 'place'],
  ['after itself', rank('Lab', after('lab')), 'place'],
  ['a rank beyond the last', rank('Lab', at('6')), 'place'],
  ['a rank beyond the last for a new group', create({}, at('7')), 'place'],
  ['an Entra group without a Defender role', create({ access: ['Helpdesk'] }), 'access'],
  ['an Entra group that is not there', create({ access: ['SOC tier 9'] }), 'access'],
  ['an object id that is not there', create({ access: ['6e000000-0000-4000-8000-0000000000ff'] }), 'access'],
  [
    'access for the ungrouped that nobody can have',
    { kind: 'ungrouped-devices', fields: { access: ['Auditors', 'All staff'] } },
    'access',
  ],
  [
    'group and access at once',
    update('Kiosks', { level: 'nonsense', access: ['Partners'] }),
    ...['group', 'level', 'access'],
  ],
  [
    'a fault of its own and two of the tenant',
    create({ name: 'Servers', level: '', access: ['Partners'] }, before('Kiosks')),
    ...['level', 'name', 'access', 'place'],
  ],
];

/** Every input that must not become a request: what was typed, and where the fault is told. */
export const BAD_INPUTS: readonly BadWish[] = [
  ...BY_THEMSELVES.map((line) => badWish(line, false)),
  ...IN_A_TENANT.map((line) => badWish(line, true)),
];

function badWish([name, input, ...fields]: Line, needsTenant: boolean): BadWish {
  return { name, input, fields, needsTenant };
}
