import assert from 'node:assert/strict';
import { refusalSentence } from '../../../../src/defender/portal/refusals.ts';

describe('refusalSentence', () => {
  for (const [name, body, sentence] of [
    [
      'Defender’s own words',
      { Message: "There are two device groups called 'sales'." },
      'Defender refused the call (HTTP 400), saying: "There are two device groups called \'sales\'."',
    ],
    ['a missing end', { Message: 'Name is taken' }, 'Defender refused the call (HTTP 400), saying: "Name is taken".'],
    [
      'invisible characters',
      { Message: '\u202Eevil\r\n\u200B\u0007 text\uD800' },
      'Defender refused the call (HTTP 400), saying: "evil text".',
    ],
    ['a blank message', { Message: ' \n ' }, 'Defender refused the call (HTTP 400).'],
    ['another form', { error: { message: 'x' } }, 'Defender refused the call (HTTP 400).'],
    ['no JSON', undefined, 'Defender refused the call (HTTP 400).'],
  ] as const) {
    it(`says it with ${name}`, () => assert.equal(refusalSentence(400, body), sentence));
  }

  it('cuts what is too long between characters', () => {
    const sentence = refusalSentence(400, { Message: '😀'.repeat(5_000) });
    assert.equal([...sentence].length, 'Defender refused the call (HTTP 400), saying: ""'.length + 200);
    assert.match(sentence, /😀…"$/u);
  });
});
