import assert from 'node:assert/strict';
import { parseCommand } from '../../../../src/teams/language/parse-command.ts';
import { begins } from './begins.ts';

const AIR = 'automated investigation';
const RESOLVE = 'automatically resolve alerts';

/** What is offered for a line; what it is instead where nothing is. */
function offered(line: string): readonly string[] | string {
  const command = parseCommand(line);
  return command.kind === 'offer' ? command.commands : command.kind;
}

describe('teams/language: a wish about switches that is no exact command', () => {
  it('is a draft where it says all', () => {
    const wishes: readonly (readonly [string, string])[] = [
      ["I'd like alerts to be resolved automatically from now on", `enable ${RESOLVE}`],
      ['we should stop automated investigation for now', `disable ${AIR}`],
      ['wir sollten AIR abschalten', `disable ${AIR}`],
      ['turn on AIR from now on', `enable ${AIR}`],
    ];
    for (const [said, line] of wishes) assert.deepEqual(parseCommand(said), parseCommand(line), said);
  });

  it('is offered, and not only asked about, where it says which way', () => {
    assert.deepEqual(offered('AIR aus'), [`${AIR} is off`, `disable ${AIR}`]);
    assert.deepEqual(offered('AIR an'), [`${AIR} is on`, `enable ${AIR}`]);
    assert.deepEqual(offered('automatische Untersuchung aus'), [`disable ${AIR}`, `is ${AIR} on?`]);
    assert.notEqual(parseCommand('we should turn on AIR?').kind, 'change');
    assert.notEqual(parseCommand('wir sollten AIR einschalten?').kind, 'change');
    assert.deepEqual(offered('shall we turn AIR off'), 'ask');
  });

  it('is never offered wider than it was said', () => {
    for (const line of [
      ...['we should stop automated investigation on the Servers group for fun', 'AIR aus auf LAP-1'],
      ...['AIR aus für Finance', 'should AIR be off on LAP-1', 'AIR off for the interns'],
    ]) {
      const found = offered(line);
      assert(typeof found === 'string' || found.every((one) => !one.startsWith('disable')), `${line}: ${found}`);
    }
  });

  it('names no switch: each is offered, and none begun', () => {
    const [off, on] = [
      [`disable ${AIR}`, `disable ${RESOLVE}`],
      [`enable ${AIR}`, `enable ${RESOLVE}`],
    ];
    for (const line of [
      'turn off both switches',
      'turn everything off',
      'can you turn that off again?',
      'Schalte alles aus',
    ])
      assert.deepEqual(offered(line), off, line);
    for (const line of ['turn on all switches', 'Schalte beide Schalter ein', 'bitte schalte das wieder ein'])
      assert.deepEqual(offered(line), on, line);
    for (const line of ["don't turn everything off", 'turn everything off if Bob agrees', 'turn off all devices'])
      assert.equal(typeof offered(line), 'string', line);
  });

  it('says clearly that nothing begins where it is denied', () => {
    for (const line of ["please don't turn on AIR", 'Bitte nicht einschalten: AIR', 'never isolate LAP-1']) {
      const command = parseCommand(line);
      assert(command.kind === 'malformed', `${line}: ${command.kind}`);
      assert.match(command.why, /^Nothing begins: this says what is not to be done\./);
      assert.equal(begins(command), false);
    }
  });

  it('asks who switched something that is called otherwise', () => {
    for (const line of ['who turned off automatic resolve last time?', 'who turned on automatic resolving?'])
      assert.deepEqual(parseCommand(line), { kind: 'last-change', feature: 'auto-resolve-alerts' }, line);
    assert.equal(parseCommand('who turned off tamper resolve last time?').kind, 'unknown');
    assert.deepEqual(parseCommand('who approved the last change?'), { kind: 'last-change', feature: null });
    const ofGroup = { kind: 'ask', about: { group: 'Servers' } };
    assert.deepEqual(parseCommand('who changed the level of Servers last?'), ofGroup);
    assert.deepEqual(parseCommand('Wer hat zuletzt die Gruppe Servers geändert?'), ofGroup);
    assert.deepEqual(parseCommand('who isolated LAP-1 last?'), { kind: 'ask', about: { acts: 1, on: 'LAP-1' } });
    for (const line of ['who deleted the Lab group last time?', 'who renamed Lab?', 'wer hat die Gruppe Lab gelöscht?'])
      assert.deepEqual(parseCommand(line), { kind: 'history', filter: { group: 'Lab' }, page: 1 }, line);
    assert.deepEqual(parseCommand('who approved last?'), { kind: 'last-change', feature: null });
  });
});
