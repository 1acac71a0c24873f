import assert from 'node:assert/strict';
import { parseReason, REASON_MAX } from '../../../../src/requests/deciding/submit.ts';

describe('a reason', () => {
  it('is kept as one line', () => {
    assert.equal(parseReason('  CHG-1042:\n\tnoisy\u00a0 alerts ', 'a change'), 'CHG-1042: noisy alerts');
    assert.equal(parseReason('e\u0301', 'a change'), 'é');
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
  ]) {
    it(`is not ${JSON.stringify(empty)}`, () => {
      assert.throws(() => parseReason(empty, 'a rejection'), { code: 'input-invalid', message: /a rejection/ });
    });
  }

  it('is counted after folding', () => {
    const longest = 'x'.repeat(REASON_MAX);
    assert.equal(parseReason(`  ${longest}\n`, 'a change'), longest);
    assert.throws(() => parseReason(`${longest}x`, 'a change'), { code: 'input-invalid', message: /501 .* 500/ });
  });

  it('is taken in any script', () => assert.equal(parseReason('承認', 'a change'), '承認'));
});
