import assert from 'node:assert/strict';
import { parseCommand } from '../../../../../src/teams/language/parse-command.ts';

/** The change that a line asks for, as far as it says. */
function changeOf(line: string): object {
  const command = parseCommand(line);
  assert(command.kind === 'change', `${line}: ${command.kind}`);
  return command.change;
}

describe('teams/language: what is nearly a command about devices', () => {
  it('is one where a tag stands first and a list below it', () => {
    const wanted = { names: ['LAP-1', 'LAP-2'] };
    const list = { kind: 'device-tags', action: 'add', wanted, devices: [] };
    assert.deepEqual(changeOf('tag with vip: LAP-1 LAP-2'), { ...list, tag: 'vip' });
    assert.deepEqual(changeOf('tag the following with "two words": LAP-1, LAP-2'), { ...list, tag: 'two words' });
  });

  it('is the same said as an emergency', () => {
    for (const line of ['emergency isolate LAP-1', 'Emergency! isolate LAP-1', 'isolate LAP-1, emergency'])
      assert.deepEqual(changeOf(line), changeOf('isolate LAP-1'));
    assert.notEqual(parseCommand('isolate LAP-1 in an emergency').kind, 'change');
  });

  it('is offered in the words of a command', () => {
    const offers: readonly (readonly [string, string])[] = [
      ['quarantine LAP-1', 'isolate LAP-1'],
      ['unblock domain evil.example', 'remove indicator evil.example'],
    ];
    for (const [line, commands] of offers)
      assert.deepEqual(parseCommand(line), { kind: 'offer', why: 'close', commands: [commands] });
  });

  it('is told what is missing', () => {
    const missing: readonly (readonly [string, RegExp])[] = [
      ['isolate', /on which device/],
      ['emergency isolate', /on which device/],
      ['scan', /on which device/],
      ['cancel all scans', /of which request/],
      ['tag LAP-1, LAP-2', /with which tag/],
      ['untag LAP-1', /"tags of LAP-1"/],
      ['list indicators', /one at a time/],
    ];
    for (const [line, why] of missing) {
      const command = parseCommand(line);
      assert(command.kind === 'incomplete', `${line}: ${command.kind}`);
      assert.match(command.why, why);
    }
  });

  it('is told what is wrong with it', () => {
    const wrong: readonly (readonly [string, RegExp])[] = [
      ['scan all devices', /never on all at once/],
      ['isolate all devices in our network', /never on all at once/],
      ['tag all HR laptops with HR', /one by one/],
      ['resolve alerts da637399794050273582_760707377, da1_2', /no alert's id: da1_2/],
    ];
    for (const [line, why] of wrong) {
      const command = parseCommand(line);
      assert(command.kind === 'malformed', `${line}: ${command.kind}`);
      assert.match(command.why, why);
    }
  });

  it('never is wider than what was said', () => {
    for (const line of ['isolate all laptops in Finance', 'isolate devices', 'scan some devices in Finance'])
      assert.notEqual(parseCommand(line).kind, 'change', line);
  });
});
