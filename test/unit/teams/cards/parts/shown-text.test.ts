import assert from 'node:assert/strict';
import fc from 'fast-check';
import { sanitise } from '../../../../../src/teams/cards/parts/shown-text.ts';
import { anyText } from '../../../../support/generated/any-text.ts';

const SEEN_ONLY = /^[^\p{Cc}\u200B\u200E\u200F\u202A-\u202E\u2066\u2067\uFEFF\p{Cs}]*$/u;

describe('shown text', () => {
  it('makes what cannot be seen visible', () => {
    assert.equal(sanitise('Serv\u200Bers'), 'Serv\uFFFDers');
    assert.equal(sanitise('a\u202Eb\u2066c\u0000d\uD800e'), 'a\uFFFDb\uFFFDc\uFFFDd\uFFFDe');
    assert.equal(sanitise('x\u{E0041}\uE000\u3164'), 'x\uFFFD\uFFFD\uFFFD');
  });

  it('folds lines and white space, and names what is empty', () => {
    assert.equal(sanitise(' a\r\n\tb\u2028c  d '), 'a b c d');
    assert.equal(sanitise(' \n '), '(empty)');
  });

  it('leaves ordinary text, emoji and accents alone', () => {
    for (const text of ['Zoë – “srv” #1', '👩‍💻 ok 👍🏽', 'Ngọc Ánh', '[x](y) **z** <at>Bob</at>'])
      assert.equal(sanitise(text), text);
  });

  it('cuts with an ellipsis, never within a character', () => {
    assert.equal(sanitise('abcdef', 4), 'abc…');
    assert.equal(sanitise('👍👍👍', 2), '👍…');
    assert.equal(sanitise('abcd', 4), 'abcd');
  });

  it('keeps right-to-left text from reordering the text around it', () => {
    assert.equal(sanitise('שרתים'), '\u2068שרתים\u2069');
  });

  it('does not let text call the functions for date and time', () => {
    assert.ok(!sanitise('{{DATE(2030-01-01T00:00:00Z)}} {{ time (x)}}').match(/\{\{ *(?:date|time)/i));
  });

  it('unstacks marks', () => assert.equal(sanitise(`a${'\u0301'.repeat(50)}b`), `a${'\u0301'.repeat(3)}b`));

  it('holds for any text', () => {
    fc.assert(
      fc.property(anyText({ maxLength: 300 }), fc.integer({ min: 2, max: 100 }), (text, max) => {
        const result = sanitise(text, max);
        assert.match(result, SEEN_ONLY);
        assert.ok(result.length > 0);
        assert.ok(Array.from(result).length <= Math.max(max, 7) * 2 + 2);
      }),
    );
  });
});
