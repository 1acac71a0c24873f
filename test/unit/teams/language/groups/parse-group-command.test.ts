import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Command } from '../../../../../src/teams/language/command.ts';
import { FORM_LINES, GROUP_LINES } from '../../../../../src/teams/language/groups/lines.ts';
import { normaliseText } from '../../../../../src/teams/language/normalise.ts';
import { parseCommand } from '../../../../../src/teams/language/parse-command.ts';
import { begins } from '../begins.ts';
import { FORMS, FREELY, HARMLESS, MALFORMED, OTHERS } from './group-lines.ts';
import { WISHES } from './input-lines.ts';

const BOT = { id: '28:airlock', name: 'Airlock' };

function heard(text: string): Command {
  return parseCommand(normaliseText({ text, mentions: [], bot: BOT }));
}

describe('what a message about device groups means', () => {
  for (const [text, input] of WISHES) {
    it(`"${text}" asks for it`, () => assert.deepEqual(heard(text), { kind: 'input', input }));
  }

  for (const [text, opens] of FORMS) {
    it(`"${text}" opens a form`, () => assert.deepEqual(heard(text), { kind: 'form', opens }));
  }

  for (const [text, command] of OTHERS) {
    it(`"${text}" is ${command.kind}`, () => assert.deepEqual(heard(text), command));
  }

  for (const [text, command] of FREELY) {
    it(`"${text}" is understood freely`, () => assert.deepEqual(heard(text), command));
  }

  for (const [text, why] of MALFORMED) {
    it(`"${text.slice(0, 90)}" does nothing and says why`, () => {
      const command = heard(text);
      assert(command.kind === 'malformed', command.kind);
      assert.match(command.why, why);
      for (const example of command.examples) assert(['input', 'form'].includes(heard(example).kind), example);
    });
  }

  for (const text of HARMLESS) {
    it(`"${text}" does nothing`, () => {
      assert.equal(begins(heard(text)), false);
    });
  }

  it('takes every line that is given as an example', () => {
    for (const line of Object.values(GROUP_LINES)) assert.equal(heard(line).kind, 'input', line);
    for (const line of Object.values(FORM_LINES)) assert.equal(heard(line).kind, 'form', line);
  });
});

describe('a typing error in a line about device groups', () => {
  const near: readonly (readonly [string, string])[] = [
    ['delet device group Lab', 'delete device group "Lab"'],
    ['delete devise group Lab', 'delete device group "Lab"'],
    ['delete device gruop Lab', 'delete device group "Lab"'],
    ['edti device group Lab level full', 'edit device group "Lab" level full'],
    ['renmae device group Lab to Sales', 'rename device group "Lab" to "Sales"'],
    ['ungroupd devices', 'ungrouped devices'],
  ];
  for (const [text, line] of near) {
    it(`in "${text}" offers "${line}"`, () => {
      assert.deepEqual(heard(text), { kind: 'offer', why: 'close', commands: [line] });
      assert(['input', 'form'].includes(heard(line).kind));
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
        if (command.kind === 'offer')
          for (const offered of command.commands) assert.notEqual(heard(offered).kind, 'offer');
        if (command.kind !== 'input') return;
        const said = JSON.stringify(command.input).toLowerCase();
        for (const name of text.match(/Lab/g) ?? []) assert(said.includes(name.toLowerCase()), text);
        assert.doesNotMatch(text, /^do not|\?$/);
        // "crate device group rank after Lab" ranks a group of that name.
        if (text.startsWith('crate')) assert.doesNotMatch(said, /device-group\.create/);
      }),
      { numRuns: 2_000 },
    );
  });
});
