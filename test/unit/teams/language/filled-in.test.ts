import assert from 'node:assert/strict';
import { parseCommand } from '../../../../src/teams/language/parse-command.ts';

const lab = (wished: object) => ({ kind: 'form', opens: { kind: 'device-group.update', name: 'Lab', ...wished } });
const finance = (wished: object) => ({
  kind: 'form',
  opens: { kind: 'device-group.update', name: 'Finance', ...wished },
});
const tag = (value: string) => ({ conditions: [{ property: 'tag', operator: 'equals', value }] });
const domain = (value: string) => ({ conditions: [{ property: 'domain', operator: 'equals', value }] });

/** Each phrasing with the form that it opens, or null where none may open with anything filled in. */
const PHRASINGS: readonly (readonly [string, object | null])[] = [
  ['change the tag of Lab to test', lab({ among: tag('test') })],
  ["change Lab's tag to test", lab({ among: tag('test') })],
  ['please set the tag of group Lab to "Test Lab"', lab({ among: tag('Test Lab') })],
  ['set the domain of Lab to corp.example', lab({ among: domain('corp.example') })],
  ['I want to change the description of Lab to Test machines', lab({ fields: { description: 'Test machines' } })],
  ['set Finance to full and rename it to Payments', finance({ fields: { level: 'full', name: 'Payments' } })],
  ['rename Finance to Payments and set it to full', finance({ fields: { level: 'full', name: 'Payments' } })],
  ['change the tag of Lab to test and its level to full', lab({ fields: { level: 'full' }, among: tag('test') })],
  ['set Lab to full, and the tag to test', lab({ fields: { level: 'full' }, among: tag('test') })],
  ['give SOC access to Lab', lab({ among: { access: ['SOC'] } })],
  ['change the access of Lab to SOC', lab({ fields: { access: ['SOC'] } })],
  [
    'set ungrouped devices to full and access to SOC',
    { kind: 'form', opens: { kind: 'ungrouped-devices', fields: { level: 'full', access: ['SOC'] } } },
  ],
  ['do not change the tag of Lab to test', null],
  ['should we change the tag of Lab to test?', null],
  ['change the tag of Lab to test if Bob agrees', null],
  ['set Finance to full and rename Lab to Payments', null],
  ['set Finance to full and set it to semi-all-folders', null],
  ['Lab tag test', null],
];

describe('the form that a wish to edit opens', () => {
  for (const [text, expected] of PHRASINGS) {
    it(`"${text}" ${expected ? 'holds what was written' : 'holds nothing that was not asked for'}`, () => {
      const command = parseCommand(text);
      if (expected) return assert.deepEqual(command, expected);
      assert(command.kind !== 'form' || !('fields' in command.opens) || command.opens.fields === undefined);
      assert(command.kind !== 'form' || !('among' in command.opens) || command.opens.among === undefined);
      assert(command.kind !== 'input' && command.kind !== 'change');
    });
  }
});
