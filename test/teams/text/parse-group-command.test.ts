import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Wish, WishCondition } from '../../../src/changes/device-group/wish.ts';
import type { Opens } from '../../../src/requests/open-form.ts';
import type { Command } from '../../../src/teams/text/command.ts';
import { FORM_LINES, GROUP_LINES } from '../../../src/teams/text/device-groups/group-lines.ts';
import { normaliseText } from '../../../src/teams/text/normalise-text.ts';
import { parseCommand } from '../../../src/teams/text/parse-command.ts';

const BOT = { id: '28:airlock', name: 'Airlock' };

function heard(text: string): Command {
  return parseCommand(normaliseText({ text, mentions: [], bot: BOT }));
}

const tag = (value: string): WishCondition => ({ property: 'tag', operator: 'equals', value });
const os = (value: string): WishCondition => ({ property: 'os', operator: '', value });
const named = (operator: string, value: string): WishCondition => ({ property: 'name', operator, value });

function created(name: string, more: object = {}, place?: object): Wish {
  const fields = { name, description: '', level: 'full', conditions: [tag('finance')], access: [], ...more };
  return { kind: 'device-group.create', fields, ...place } as Wish;
}

function updated(name: string, fields: object): Wish {
  return { kind: 'device-group.update', group: { name }, fields };
}

function ranked(name: string, place: object): Wish {
  return { kind: 'device-group.rank', group: { name }, place } as Wish;
}

const deleted = (name: string): Wish => ({ kind: 'device-group.delete', group: { name } });

const WISHES: readonly (readonly [string, Wish])[] = [
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

const FORMS: readonly (readonly [string, Opens])[] = [
  ['create device group', { kind: 'device-group.create' }],
  ['new device group', { kind: 'device-group.create' }],
  ['Create a device group, please', { kind: 'device-group.create' }],
  ['edit device group Lab', { kind: 'device-group.update', name: 'Lab' }],
  ['edit device group "Level 3"', { kind: 'device-group.update', name: 'Level 3' }],
  ['ungrouped devices', { kind: 'ungrouped-devices' }],
  ['edit ungrouped devices', { kind: 'ungrouped-devices' }],
];

const OTHERS: readonly (readonly [string, Command])[] = [
  ['revert 12', { kind: 'revert', number: 12 }],
  ['Undo request #12.', { kind: 'revert', number: 12 }],
  ['devices 12', { kind: 'devices', number: 12, page: 1 }],
  ['show devices of request #12 page 3', { kind: 'devices', number: 12, page: 3 }],
  ['device groups', { kind: 'status' }],
  ['list device groups', { kind: 'status' }],
];

/** Not a line as a whole, so no part of it is done; each with a piece of the reason that is given. */
const MALFORMED: readonly (readonly [string, RegExp])[] = [
  ['create device group Finance', /level is missing/],
  ['create device group Finance level full', /condition is missing/],
  ['create device group Finance tag equals finance', /level is missing/],
  ['create device group level full tag equals finance', /which group/],
  ['create device group "" level full tag equals finance', /which group/],
  ['create device group "Finance level full tag equals finance', /quotation mark/],
  ['create device group Fin"ance level full tag equals finance', /quotation mark/],
  ['create device group "Finance" laptops level full tag equals finance', /only a part/],
  ['create device group "Finance" devices', /only a part/],
  ['create device group Finance level full level none tag equals finance', /level can be written once/],
  ['create device group Finance level full rank 3 last tag equals finance', /place can be written once/],
  ['create device group Finance level full tag equals a rank 2 name contains b', /stand together/],
  ['create device group Finance level full tag equals', /tag to look for is missing/],
  ['create device group Finance level full tag equals finance and', /"and" in a condition/],
  ['create device group Finance level full tag equals finance and treasury', /"and" in a condition/],
  ['create device group Finance level full tag equals finance or treasury', /"or" in a condition/],
  ['create device group Finance level full tag equals finance, treasury', /comma in a condition/i],
  ['create device group Finance level full tag equals a and tag equals b', /joins rows of one property by "or"/],
  ['create device group Finance level full tag equals a or name contains b', /different properties by "and"/],
  ['create device group Finance level full tag equals a, name contains b, tag equals c', /next to each other/],
  ['create device group Finance level full os Windows 11 and os Linux', /one list/],
  ['create device group Finance level full os', /operating systems are missing/],
  ['create device group Finance level full os Windows 11,', /operating systems are missing/],
  ['create device group Finance level full tag equals finance rank 0', /place as a rank/],
  ['create device group Finance level full tag equals finance rank soon', /place as a rank/],
  ['create device group Finance level full tag equals finance before', /which group, after "before"/],
  ['create device group Finance level full tag equals finance access', /beside a comma/],
  ['create device group Finance level full tag equals finance access SOC,', /beside a comma/],
  ['create device group Finance level full tag equals finance description Payment runs', /in quotation marks/],
  ['create device group Finance level full tag equals finance last please approve', /do with please there/],
  ['create device group Finance level full tag equals finance description "x" now', /do with now there/],
  ['edit device group', /which group/],
  ['edit device group level full', /which group/],
  ['edit device group Lab level', /level is missing/],
  ['edit device group Lab rank 3', /line of its own/],
  ['edit device group "Lab" full', /only a part/],
  ['edit device group Access points', /which group/],
  ['rename device group Lab', /old name/],
  ['rename device group Lab to', /old name/],
  ['rename device group to Lab', /which group/],
  ['rename device group Go to market to Sales', /old name/],
  ['rename device group Lab into Sales', /old name/],
  ['rank device group Lab', /place as a rank/],
  ['rank device group before Servers', /which group/],
  ['rank device group Lab before Servers after Executives', /do with after there/],
  ['rank device group Lab before', /which group, after "before"/],
  ['rank device group The last mile before Servers', /do with mile there/],
  ['rank device group Lab higher', /place as a rank/],
  ['rank device group Lab 3 tomorrow', /place as a rank/],
  ['move device group Lab to the top', /place as a rank/],
  ['delete device group', /which group/],
  ['delete device group "Lab" and "Servers"', /only a part/],
  ['delete device group "Lab" now', /only a part/],
  ['set ungrouped devices name contains x', /only the level and the access/],
  ['set ungrouped devices rank 1', /only the level and the access/],
  ['set ungrouped devices full', /do with full there/],
  [`create device group X level full tag equals ${'a'.repeat(3_000)}`, /too long/],
];

const HARMLESS: readonly string[] = [
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
  'delete group Lab',
  'delete device Lab',
  'deletedevice group Lab',
  'create device group?',
  'edit device group Lab?',
  'create device',
  'rank device group?',
  'revert',
  'undo',
  'revert all',
  'revert 0',
  'revert 12?',
  'do not revert 12',
  'revert 12 and 13',
  'undo enable automated investigation',
  'devices',
  'devices 12 page 0',
  'devices 12 page',
  'devices of Lab',
  'ungrouped',
  'delete ungrouped devices',
  'ungrouped devices?',
  'what are ungrouped devices',
  'set level full',
];

describe('what a message about device groups means', () => {
  for (const [text, wish] of WISHES) {
    it(`"${text}" asks for it`, () => assert.deepEqual(heard(text), { kind: 'wish', wish }));
  }

  for (const [text, opens] of FORMS) {
    it(`"${text}" opens a form`, () => assert.deepEqual(heard(text), { kind: 'form', opens }));
  }

  for (const [text, command] of OTHERS) {
    it(`"${text}" is ${command.kind}`, () => assert.deepEqual(heard(text), command));
  }

  for (const [text, why] of MALFORMED) {
    it(`"${text.slice(0, 90)}" does nothing and says why`, () => {
      const command = heard(text);
      assert(command.kind === 'malformed', command.kind);
      assert.match(command.why, why);
      for (const example of command.examples) assert(['wish', 'form'].includes(heard(example).kind), example);
    });
  }

  for (const text of HARMLESS) {
    it(`"${text}" does nothing`, () => {
      const { kind } = heard(text);
      assert(['malformed', 'incomplete', 'near-miss', 'unknown'].includes(kind), kind);
    });
  }

  it('takes every line that is given as an example', () => {
    for (const line of Object.values(GROUP_LINES)) assert.equal(heard(line).kind, 'wish', line);
    for (const line of Object.values(FORM_LINES)) assert.equal(heard(line).kind, 'form', line);
  });
});

describe('a near miss about device groups', () => {
  const near: readonly (readonly [string, string])[] = [
    ['delet device group Lab', 'delete device group Lab'],
    ['delete devise group Lab', 'delete device group Lab'],
    ['delete device gruop Lab', 'delete device group Lab'],
    ['delete device group Lab?', 'delete device group Lab'],
    ['delete device group Lab ? ?', 'delete device group Lab'],
    ['creat a device group', 'create device group'],
    ['edti device group Lab level full', 'edit device group Lab level full'],
    ['renmae device group Lab to Sales', 'rename device group Lab to Sales'],
    ['which device groups are there', 'device groups'],
    ['please open create device group now', 'create device group'],
    ['ungroupd devices', 'ungrouped devices'],
    ['rever 12', 'revert 12'],
    ['devces 12', 'devices 12'],
  ];
  for (const [text, closest] of near) {
    it(`"${text}" is answered with "${closest}"`, () => {
      assert.deepEqual(heard(text), { kind: 'near-miss', closest });
      assert(!['malformed', 'near-miss', 'unknown', 'incomplete'].includes(heard(closest).kind));
    });
  }
});

describe('any text about device groups', () => {
  const word = fc.constantFrom(
    ...[
      'Lab',
      'level',
      'full',
      'none',
      'tag',
      'name',
      'os',
      'equals',
      'starts with',
      'and',
      'or',
      ',',
      'before',
      'after',
    ],
    ...[
      'first',
      'last',
      'rank',
      '3',
      'access',
      'description',
      '"a b"',
      '“x”',
      '"',
      "'y'",
      'to',
      'Windows 11',
      '?',
      '=',
    ],
  );
  const verb = fc.constantFrom('create', 'edit', 'rename', 'rank', 'delete', 'set', 'move', 'crate', 'do not delete');
  const line = fc
    .tuple(
      verb,
      fc.constantFrom('device group', 'ungrouped devices', 'device groups', 'devcie group'),
      fc.array(word, { maxLength: 12 }),
    )
    .map(([first, what, rest]) => [first, what, ...rest].join(' '));

  it('is read as a whole or not at all, and never throws', () => {
    fc.assert(
      fc.property(line, (text) => {
        const command = heard(text);
        if (command.kind === 'near-miss') assert.notEqual(heard(command.closest).kind, 'near-miss');
        if (command.kind !== 'wish') return;
        const said = JSON.stringify(command.wish).toLowerCase();
        for (const name of text.match(/Lab/g) ?? []) assert(said.includes(name.toLowerCase()), text);
        assert.doesNotMatch(text, /^(?:do not|crate)|\?$/);
      }),
      { numRuns: 2_000 },
    );
  });
});
