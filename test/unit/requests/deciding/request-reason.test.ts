import assert from 'node:assert/strict';
import { parseReason } from '../../../../src/requests/deciding/submit.ts';
import { REASON_MAX } from '../../../../src/requests/record/digest.ts';
import { AirlockError } from '../../../../src/shared/errors.ts';

describe('a reason', () => {
  it('is kept as one line', () => {
    assert.equal(parseReason('  CHG-1042:\n\tnoisy\u00a0 alerts ', 'a change'), 'CHG-1042: noisy alerts');
    assert.equal(parseReason('e\u0301', 'a change'), 'é');
  });

  it('is kept as it was typed, with whatever looks like marks of HTML beside its words', () => {
    for (const typed of ['R&D asked', 'R&D', 'a <b>pilot</b>', 'if x < 3 and y > 2', 'see &nbsp; CHG-1'])
      assert.equal(parseReason(typed, 'a change'), typed);
  });

  for (const empty of [
    '',
    '   ',
    '\n',
    '...',
    '👍',
    '\u200b\u200b',
    '***',
    '\u3164\u115f\u1160',
    '\uffa0',
    '\u2800',
    '\u034f\u{e0041}',
    ...['&nbsp;', '&#8203;', '&#x200B;', '<b></b>', '<br/>&emsp;', '&zwnj', '<p>&nbsp;</p> ...'],
  ]) {
    it(`is not ${JSON.stringify(empty)}`, () => {
      assert.throws(() => parseReason(empty, 'a rejection'), { code: 'input-invalid', message: /a rejection/ });
    });
  }

  /** What makes a reason, found by halves: a text is taken as soon as one of its characters shows, whichever it is. */
  function takenAmong(characters: readonly string[]): readonly string[] {
    try {
      parseReason(characters.join(''), 'a change');
    } catch (error) {
      if (error instanceof AirlockError && /needs a reason/.test(error.message)) return [];
    }
    if (characters.length === 1) return characters;
    const half = Math.ceil(characters.length / 2);
    return [characters.slice(0, half), characters.slice(half)].flatMap(takenAmong);
  }

  /** Letters and signs that a font draws as nothing, though Unicode does not call them ignorable. */
  const BLANKS = [0x115f, 0x1160, 0x17b4, 0x17b5, 0x2800, 0x3164, 0xffa0, 0x13441, 0x13442, 0x1d159];

  it('is none of the characters of Unicode that show nothing, nor all of them', () => {
    const shows = /^[^\p{C}\p{Z}\p{White_Space}\p{Default_Ignorable_Code_Point}]$/u;
    const blanks: string[] = [];
    for (let point = 0; point <= 0x10ffff; point += 1) {
      const character = String.fromCodePoint(point);
      if (BLANKS.includes(point) || !shows.test(character)) blanks.push(character);
    }
    assert(blanks.length > 5_000);
    assert.deepEqual(takenAmong(blanks), []);
    assert.deepEqual(takenAmong([...blanks.slice(0, 5_000), 'x']), ['x'], 'one that shows is found among them');
    assert.throws(() => parseReason(String.fromCodePoint(...BLANKS), 'a change'), { code: 'input-invalid' });
  });

  it('is counted after folding', () => {
    const longest = 'x'.repeat(REASON_MAX);
    assert.equal(parseReason(`  ${longest}\n`, 'a change'), longest);
    assert.throws(() => parseReason(`${longest}x`, 'a change'), { code: 'input-invalid', message: /501 .* 500/ });
  });

  it('is taken in any script', () => assert.equal(parseReason('承認', 'a change'), '承認'));
});
