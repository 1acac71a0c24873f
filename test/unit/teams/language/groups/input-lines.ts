import type { ConditionInput, GroupInput } from '../../../../../src/changes/device-group/input/group-input.ts';

const tag = (value: string): ConditionInput => ({ property: 'tag', operator: 'equals', value });
const os = (value: string): ConditionInput => ({ property: 'os', operator: '', value });
const named = (operator: string, value: string): ConditionInput => ({ property: 'name', operator, value });

function created(name: string, more: object = {}, place?: object): GroupInput {
  const fields = { name, description: '', level: 'full', conditions: [tag('finance')], access: [], ...more };
  return { kind: 'device-group.create', fields, ...place } as GroupInput;
}

function updated(name: string, fields: object): GroupInput {
  return { kind: 'device-group.update', group: { name }, fields };
}

function ranked(name: string, place: object): GroupInput {
  return { kind: 'device-group.rank', group: { name }, place } as GroupInput;
}

const deleted = (name: string): GroupInput => ({ kind: 'device-group.delete', group: { name } });

/** Lines about device groups, and the inputs that they are. */
export const WISHES: readonly (readonly [string, GroupInput])[] = [
  ['create device group Finance level full tag equals finance', created('Finance')],
  ['Create a Device Group Finance Level full Tag Equals finance', created('Finance')],
  ['please create the device group Finance level full tag is finance.', created('Finance')],
  ['new device-group Finance level full tag = finance', created('Finance')],
  ['create device group "Finance laptops" level full tag equals finance', created('Finance laptops')],
  ['create device group Finance laptops level full tag equals finance', created('Finance laptops')],
  ['create device group “Finance laptops” level full tag equals “finance”', created('Finance laptops')],
  ['create device group „Finance laptops“ level full tag equals «finance»', created('Finance laptops')],
  ["create device group 'Finance laptops' level full tag equals 'finance'", created('Finance laptops')],
  ['create device group ‘Finance laptops’ level full tag equals finance', created('Finance laptops')],
  ['create device group "The last level" level full tag equals finance', created('The last level')],
  ['create device group "A, B" level full tag equals finance', created('A, B')],
  ["create device group Bob's laptops level full tag equals finance", created("Bob's laptops")],
  ['create device group Domain controllers level full tag equals finance', created('Domain controllers')],
  ['create device group Name tags level full tag equals finance', created('Name tags')],
  ['create device group Finance tag equals finance level full', created('Finance')],
  ['create device group X level semi-all-folders tag equals finance', created('X', { level: 'semi-all-folders' })],
  [
    'create device group X remediation level Semi - require approval for all folders tag equals finance',
    created('X', { level: 'Semi - require approval for all folders' }),
  ],
  [
    'create device group X level full tag equals "finance" or tag equals treasury',
    created('X', { conditions: [tag('finance'), tag('treasury')] }),
  ],
  [
    'create device group X level full tag equals a, tag equals b, name contains c',
    created('X', { conditions: [tag('a'), tag('b'), named('contains', 'c')] }),
  ],
  [
    'create device group X level full tag equals finance and name starts with LAP-FIN and os Windows 11, Windows 10',
    created('X', { conditions: [tag('finance'), named('starts-with', 'LAP-FIN'), os('Windows 11, Windows 10')] }),
  ],
  [
    'create device group X level full os Windows 11 or Windows 10 and name begins with LAP',
    created('X', { conditions: [os('Windows 11, Windows 10'), named('starts-with', 'LAP')] }),
  ],
  [
    'create device group X level full operating system is one of Windows 11, Linux, domain ends with .lab.example',
    created('X', {
      conditions: [os('Windows 11, Linux'), { property: 'domain', operator: 'ends-with', value: '.lab.example' }],
    }),
  ],
  [
    'create device group X level full tag equals internet facing',
    created('X', { conditions: [tag('internet facing')] }),
  ],
  [
    'create device group X level full tag equals "research and development"',
    created('X', { conditions: [tag('research and development')] }),
  ],
  [
    'create device group X level full tag equals finance rank 3',
    created('X', {}, { place: { at: 'rank', rank: '3' } }),
  ],
  ['create device group X level full tag equals finance first', created('X', {}, { place: { at: 'rank', rank: '1' } })],
  ['create device group X level full tag equals finance rank last', created('X', {}, { place: { at: 'last' } })],
  ['create device group X level full tag equals finance last', created('X', {}, { place: { at: 'last' } })],
  [
    'create device group X level full tag equals finance before Domain controllers',
    created('X', {}, { place: { at: 'before', group: { name: 'Domain controllers' } } }),
  ],
  [
    'create device group X level full tag equals finance rank after "Last mile" access SOC tier 2, Server team',
    created('X', { access: ['SOC tier 2', 'Server team'] }, { place: { at: 'after', group: { name: 'Last mile' } } }),
  ],
  [
    'create device group X level full tag equals finance access "SOC, tier 2", Ops description "Do not touch, at all: level 3"',
    created('X', { access: ['SOC, tier 2', 'Ops'], description: 'Do not touch, at all: level 3' }),
  ],
  ['create device group X level full tag equals finance access everybody', created('X')],
  ['create device group X level full tag equals finance access "everybody"', created('X', { access: ['everybody'] })],
  ['create device group X level full tag equals finance description ""', created('X')],
  [
    'create device group "Finance laptops" level semi-all-folders tag equals finance and name starts with LAP-FIN and os Windows 11, Windows 10 rank 3 access SOC tier 2, Server team description "Payment runs"',
    created(
      'Finance laptops',
      {
        level: 'semi-all-folders',
        conditions: [tag('finance'), named('starts-with', 'LAP-FIN'), os('Windows 11, Windows 10')],
        access: ['SOC tier 2', 'Server team'],
        description: 'Payment runs',
      },
      { place: { at: 'rank', rank: '3' } },
    ),
  ],
  ['edit device group Lab level full', updated('Lab', { level: 'full' })],
  ['edit device group Lab level full tomorrow', updated('Lab', { level: 'full tomorrow' })],
  ['set device group Lab level no automated response', updated('Lab', { level: 'no automated response' })],
  ['change device group Domain controllers level full', updated('Domain controllers', { level: 'full' })],
  ['edit device group "Level 3" level full', updated('Level 3', { level: 'full' })],
  ['edit device group Lab description "x" access Ops', updated('Lab', { description: 'x', access: ['Ops'] })],
  ['edit device group Lab access everyone', updated('Lab', { access: [] })],
  ['edit device group Lab tag equals finance', updated('Lab', { conditions: [tag('finance')] })],
  ['rename device group Lab to Test lab', updated('Lab', { name: 'Test lab' })],
  ['rename device group "Go to market" to "Way to market"', updated('Go to market', { name: 'Way to market' })],
  ['rank device group Lab before Servers', ranked('Lab', { at: 'before', group: { name: 'Servers' } })],
  ['move device group Lab to after Servers', ranked('Lab', { at: 'after', group: { name: 'Servers' } })],
  ['rank device group Lab first', ranked('Lab', { at: 'rank', rank: '1' })],
  ['rank device group Lab last', ranked('Lab', { at: 'last' })],
  ['rank device group Lab 3', ranked('Lab', { at: 'rank', rank: '3' })],
  ['move device group Lab to rank 3', ranked('Lab', { at: 'rank', rank: '3' })],
  ['rank device group "Lab 2" 3', ranked('Lab 2', { at: 'rank', rank: '3' })],
  [
    'rank device group "Before lunch" before "After lunch"',
    ranked('Before lunch', { at: 'before', group: { name: 'After lunch' } }),
  ],
  ['delete device group Lab', deleted('Lab')],
  ['remove the device group "Lab"', deleted('Lab')],
  ['Delete Device Group Domain controllers.', deleted('Domain controllers')],
  ['delete device group Sales, EMEA', deleted('Sales, EMEA')],
  ['delete device group Level 3 before noon', deleted('Level 3 before noon')],
  ['delete device group “Lab?”', deleted('Lab?')],
  ['set ungrouped devices level full', { kind: 'ungrouped-devices', fields: { level: 'full' } }],
  ['edit the ungrouped devices access Ops', { kind: 'ungrouped-devices', fields: { access: ['Ops'] } }],
  ['ungrouped devices level none', { kind: 'ungrouped-devices', fields: { level: 'none' } }],
];
