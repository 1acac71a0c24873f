import assert from 'node:assert/strict';
import type { Command } from '../../../../src/teams/language/command.ts';
import { normaliseText } from '../../../../src/teams/language/normalise.ts';
import { parseCommand } from '../../../../src/teams/language/parse-command.ts';
import { begins } from './begins.ts';
import { COMMANDS } from './command-lines.ts';
import { HARMLESS } from './harmless-lines.ts';

const BOT = { id: '28:airlock', name: 'Airlock' };
const MENTION = { id: BOT.id, text: '<at>Airlock</at>' };

function heard(text: string): Command {
  return parseCommand(normaliseText({ text, mentions: [MENTION], bot: BOT }));
}

describe('what a message means', () => {
  for (const [text, command] of COMMANDS) {
    it(`"${text}" is ${command.kind}`, () => {
      assert.deepEqual(heard(text), command);
    });
  }

  for (const text of HARMLESS) {
    it(`"${text.slice(0, 80)}" begins nothing`, () => {
      const command = heard(text);
      assert(begins(command) === false, command.kind);
    });
  }

  it('takes thanks for what asks for nothing, and reads the short lines of German', () => {
    for (const line of ['thanks', 'Thank you!', 'ok', 'ok, thanks', 'Danke!', 'vielen Dank', 'Alles klar, danke'])
      assert.deepEqual(heard(line), { kind: 'thanks' }, line);
    assert.deepEqual(heard('start'), { kind: 'home' });
    assert.deepEqual(heard('Schalte Stummschaltung aus'), { kind: 'mute', to: 'off' });
    assert.deepEqual(heard('schalte die Stummschaltung ein'), { kind: 'mute', to: 'on' });
    assert.deepEqual(heard('nimm 6 zurück'), { kind: 'take-back', number: 6 });
  });

  it('takes a polite wish for a draft, which changes nothing until somebody submits it', () => {
    const wish = { kind: 'change', change: { kind: 'advanced-feature', feature: 'automated-investigation', to: 'on' } };
    for (const text of [
      'can you enable automated investigation',
      'I want to enable automated investigation',
      '`enable automated investigation`',
      '**enable automated investigation**',
      'enable automated  investigations now',
    ]) {
      assert.deepEqual(heard(text), wish, text);
    }
  });

  it('never lets words before a number rejection become its reason by accident', () => {
    assert.deepEqual(heard('reject 12').kind, 'incomplete');
    assert.deepEqual(heard('reject 12 please').kind, 'incomplete');
    assert.deepEqual(heard('approve 14 because').kind, 'incomplete');
  });
});

describe('a typing error', () => {
  const offered: readonly (readonly [string, string])[] = [
    ['enabel automated investigation', 'enable automated investigation'],
    ['enable automated investigaton', 'enable automated investigation'],
    ['disable automated investigatoin', 'disable automated investigation'],
    ['enable automatically resolve alert', 'enable automatically resolve alerts'],
    ['turn on automaticaly resolve alerts', 'enable automatically resolve alerts'],
    ['turn on automtic resolve alerts', 'enable automatically resolve alerts'],
    ['turn on automatcaly resolve alerts', 'enable automatically resolve alerts'],
    ['creat device group Kiosk', 'open form: create device group Kiosk'],
    ['creat device group Kiosk tag equals kiosk level full', 'create device group Kiosk tag equals kiosk level full'],
    ['delte device group Lab', 'delete device group "Lab"'],
  ];
  for (const [text, command] of offered) {
    it(`in "${text}" offers "${command}", and begins nothing`, () => {
      assert.deepEqual(heard(text), { kind: 'offer', why: 'close', commands: [command] });
    });
  }

  const read: readonly (readonly [string, Command])[] = [
    ['take back 3 wrong one', { kind: 'show', number: 3, undecided: true }],
    ['take back my approval of 3: wrong one', { kind: 'show', number: 3, undecided: true }],
    ['applied 3 just now', { kind: 'show', number: 3, undecided: true }],
    ['aprove 12', { kind: 'show', number: 12, undecided: true }],
    ['shwo 7', { kind: 'show', number: 7 }],
    ['withdrw 3', { kind: 'show', number: 3, undecided: true }],
    ['staus', { kind: 'status' }],
    ['hlep', { kind: 'help' }],
    ['request', { kind: 'requests', open: true }],
  ];
  for (const [text, command] of read) {
    it(`in "${text}" is put right where it is only read`, () => {
      assert.deepEqual(heard(text), command);
    });
  }
});

describe('what is offered', () => {
  it('is a command as it stands', () => {
    for (const text of HARMLESS) {
      const command = heard(text);
      if (command.kind !== 'offer') continue;
      for (const line of command.commands) {
        assert(!['offer', 'unknown', 'incomplete', 'malformed'].includes(heard(line).kind), line);
      }
    }
  });

  it('is nothing where a text turns a command around', () => {
    for (const text of ['do not enable automated investigation', "don't disable air", 'never turn on auto resolve']) {
      const command = heard(text);
      assert(command.kind === 'malformed', `${text}: ${command.kind}`);
      assert.match(command.why, /^Nothing begins/);
      assert.deepEqual(command.examples.map((line) => heard(line).kind).sort(), ['ask', 'requests'], text);
    }
  });

  it('is nothing for what resembles nothing', () => {
    assert.deepEqual(heard('what is for lunch'), { kind: 'unknown' });
  });

  it('decides nothing where the same line takes it back, or waits for something', () => {
    const undecided = ['stop 12 not', "stop 12 don't", 'stop 12 no', 'stop 12 tomorrow', 'stop 12 only if Bob agrees'];
    const approvals = ['approve 12 1234abcd because no', 'approve 12 1234abcd because not now'];
    for (const line of [...undecided, ...approvals, 'reject 12 if Bob agrees'])
      assert.deepEqual(parseCommand(line), { kind: 'show', number: 12, undecided: true }, line);
    for (const line of ['reject 12 not', 'reject 12 never mind', 'reject 12 no'])
      assert.equal(parseCommand(line)?.kind, 'incomplete', line);
    for (const line of [
      'reject 12 not now',
      'reject 12 not before the freeze ends',
      'stop 12 wrong group',
      'reject 12 no ticket given',
    ])
      assert.equal(parseCommand(line)?.kind, 'reject', line);
    assert.equal(parseCommand('approve 12 1234abcd because no objection')?.kind, 'approve');
  });
});
