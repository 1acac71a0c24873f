import assert from 'node:assert/strict';
import type { Command } from '../../../../src/teams/language/command.ts';
import { parseCommand } from '../../../../src/teams/language/parse-command.ts';

const ON = { kind: 'change', change: { kind: 'advanced-feature', feature: 'automated-investigation', to: 'on' } };

/** Each wish with the reason that its draft keeps. */
const REASONED: readonly (readonly [string, Command['kind'], string])[] = [
  ['turn on AIR, ticket CHG-1', 'change', 'ticket CHG-1'],
  ['please turn on automated investigation because incident 4711', 'change', 'incident 4711'],
  ['turn on AIR (INC0012345)', 'change', 'INC0012345'],
  ['turn on AIR - CHG-1, agreed with Bob', 'change', 'CHG-1, agreed with Bob'],
  ['turn on AIR per CHG-1', 'change', 'CHG-1'],
  ['turn on AIR ticket 4711', 'change', 'ticket 4711'],
  ['turn on AIR for incident 4711', 'change', 'incident 4711'],
  ['CHG-1: turn on AIR', 'change', 'CHG-1'],
  ['due to the outage, turn on AIR', 'change', 'the outage'],
  ['Turn on AIR. Reason: pilot done without false positives.', 'change', 'pilot done without false positives.'],
  ['turn on AIR because the alerts are not looked at', 'change', 'the alerts are not looked at'],
  ['turn on AIR as agreed with Bob', 'change', 'as agreed with Bob'],
  ['set Finance to full because of audit finding 7', 'input', 'audit finding 7'],
  ['edit device group Finance level full because audit said so', 'input', 'audit said so'],
  ['delete device group Lab because nobody uses it', 'input', 'nobody uses it'],
  ['change the tag of Lab to test because INC-4', 'form', 'INC-4'],
  ['please turn on AIR, it was agreed with Bob', 'change', 'it was agreed with Bob'],
];

/** Nothing begins: at the most something is offered, or read. */
const NEVER = [
  'turn off AIR, it has to stay on',
  "isolate LAP-1, it isn't infected",
  'turn on AIR because ... never mind',
  'turn on AIR, ticket CHG-1, if Bob agrees',
  'do not turn on AIR, ticket CHG-1',
  "don't turn on AIR because INC-1",
  'should we turn on AIR because of INC-1?',
  'is AIR on because of INC-1?',
  'turn on AIR for CHG-1',
  'turn on AIR on INC-01',
  'turn on AIR blah blah',
  'AIR on',
];

/** Decided exactly as without this, whatever follows. */
const DECISIONS: readonly (readonly [string, object])[] = [
  [
    'approve 1 because ticket CHG-1: turn on AIR',
    { kind: 'approve', number: 1, digest: null, reason: 'ticket CHG-1: turn on AIR' },
  ],
  ['reject 1 because INC-2, turn on AIR', { kind: 'reject', number: 1, reason: 'because INC-2, turn on AIR' }],
];

describe('why somebody wants something', () => {
  for (const [text, kind, reason] of REASONED) {
    it(`"${text}" keeps its reason`, () => {
      const command = parseCommand(text);
      assert.equal(command.kind, kind);
      assert.equal('reason' in command ? command.reason : undefined, reason);
      if (kind === 'change') assert.deepEqual(command, { ...ON, reason });
    });
  }

  for (const text of NEVER) {
    it(`"${text}" begins nothing, and offers nothing wider`, () => {
      const command = parseCommand(text);
      assert(!['change', 'input', 'form'].includes(command.kind), command.kind);
    });
  }

  for (const [text, expected] of DECISIONS) {
    it(`"${text}" is decided as before`, () => assert.deepEqual(parseCommand(text), expected));
  }

  it('keeps quotation marks closed: a name may hold any of these words', () => {
    const command = parseCommand('delete device group "Lab because of INC-1"');
    assert(command.kind === 'input' && command.input.kind === 'device-group.delete' && 'name' in command.input.group);
    assert.equal(command.input.group.name, 'Lab because of INC-1');
    assert(!('reason' in command));
  });

  it('takes the reason behind a name in quotation marks that holds such a word itself', () => {
    const command = parseCommand(
      'allow ip 203.0.113.24 on "Lab because test" for 7 days because it is a false positive',
    );
    assert(command.kind === 'change' && command.change.kind === 'indicators');
    const [entry] = command.change.entries;
    assert.deepEqual(entry?.to?.groups, ['Lab because test']);
    assert.equal('reason' in command && command.reason, 'it is a false positive');
  });

  it('offers to read the one switch that is named where the rest is not understood', () => {
    const nearest = { kind: 'offer', why: 'close', commands: ['is automated investigation on?'] };
    assert.deepEqual(parseCommand('turn on AIR blah blah'), nearest);
    assert.deepEqual(parseCommand('AIR accounting'), nearest);
    assert.equal(parseCommand('do not turn on AIR blah blah').kind, 'malformed');
  });

  it('takes "please" and "asap" for a wish', () => {
    assert.deepEqual(parseCommand('pls AIR on asap'), ON);
    assert(parseCommand('please, is AIR on?').kind === 'ask');
  });
});
