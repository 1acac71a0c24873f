import assert from 'node:assert/strict';
import type { Command } from '../../../../src/teams/language/command.ts';
import { normaliseText } from '../../../../src/teams/language/normalise.ts';
import { parseCommand } from '../../../../src/teams/language/parse-command.ts';
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
    it(`"${text.slice(0, 80)}" does nothing`, () => {
      const { kind } = heard(text);
      assert(['incomplete', 'near-miss', 'unknown'].includes(kind), kind);
    });
  }

  it('never lets words before a number rejection become its reason by accident', () => {
    assert.deepEqual(heard('reject 12').kind, 'incomplete');
    assert.deepEqual(heard('approve 14 because').kind, 'incomplete');
  });
});

describe('a near miss', () => {
  const near: readonly (readonly [string, string])[] = [
    ['enabel automated investigation', 'enable automated investigation'],
    ['enable automated investigaton', 'enable automated investigation'],
    ['disable automated investigatoin', 'disable automated investigation'],
    ['enable automatically resolve alert', 'enable automatically resolve alerts'],
    ['enable automated investigation tomorrow', 'enable automated investigation'],
    ['should we enable automated investigation?', 'enable automated investigation'],
    ['aprove 12', 'approve 12'],
    ['approve 12?', 'approve 12'],
    ['shwo 7', 'show 7'],
    ['withdrw 3', 'withdraw 3'],
    ['staus', 'status'],
    ['hlep', 'help'],
    ['request', 'requests'],
  ];
  for (const [text, closest] of near) {
    it(`"${text}" is answered with "${closest}"`, () => {
      assert.deepEqual(heard(text), { kind: 'near-miss', closest });
    });
  }

  const either: readonly (readonly [string, string, string])[] = [
    ['do not enable automated investigation', 'enable automated investigation', 'disable automated investigation'],
    ["don't disable air", 'disable air', 'enable air'],
    [
      'never turn on automatically resolve alerts',
      'turn on automatically resolve alerts',
      'turn off automatically resolve alerts',
    ],
    ['aktiviere automated investigation', 'disable automated investigation', 'enable automated investigation'],
    ['automated investigation', 'enable automated investigation', 'disable automated investigation'],
  ];
  for (const [text, closest, opposite] of either) {
    it(`"${text}" does not say which of two is meant, and is answered with both`, () => {
      assert.deepEqual(heard(text), { kind: 'near-miss', closest, opposite });
    });
  }

  it('offers only what can be typed as it stands', () => {
    for (const text of HARMLESS) {
      const miss = heard(text);
      if (miss.kind !== 'near-miss') continue;
      if (miss.opposite) assert.equal(heard(miss.opposite).kind, 'change', miss.opposite);
      assert(!['near-miss', 'unknown', 'incomplete'].includes(heard(miss.closest).kind), miss.closest);
    }
  });

  it('is not found in what resembles nothing', () => {
    assert.deepEqual(heard('what is for lunch'), { kind: 'unknown' });
  });
});
