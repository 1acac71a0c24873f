import assert from 'node:assert/strict';
import { languageOf } from '../../../src/shared/language/languages.ts';
import { catalogue, translatedLanguages, valuesOf, valuesUsed } from './catalogues.ts';
import { textsOfCode } from './texts-of-code.ts';

/** Languages that are being translated: what they lack is said in English. Empty where each is whole. */
const UNFINISHED: readonly string[] = [];

const texts = textsOfCode();
const known = new Set(texts.map(({ text }) => text));

describe('the texts that people read', () => {
  it('are worded when they are said, not when their file is loaded: `t` in functions, `msg` and `say` for constants', () => {
    assert.deepEqual(
      texts.filter(({ isTooEarly }) => isTooEarly),
      [],
    );
  });

  it('have no braces beside those of their values, which a catalogue would take for values', () => {
    assert.ok(texts.length > 0);
    const braced = texts.filter(({ text }) => /[{}]/.test(text.replace(/\{\d+\}/g, '')));
    assert.deepEqual(braced, []);
  });
});

for (const language of translatedLanguages()) {
  const translated = catalogue(language);
  const has = new Set(translated.map(({ text }) => text));
  const missing = texts.filter(({ text }) => !has.has(text));

  describe(`the catalogue of ${language}`, () => {
    it('is of a language that Airlock speaks', () => {
      assert.equal(languageOf(language, { pseudo: false }), language);
    });

    const whole = `has each of ${texts.length} texts`;
    it(UNFINISHED.includes(language) ? `${whole} once it is whole: it lacks ${missing.length}` : whole, () => {
      const lacks = missing.map(({ text, room, at }) => `languages/${language}/${room}.json lacks "${text}" (${at})`);
      if (!UNFINISHED.includes(language)) assert.deepEqual(lacks, [], `npm run -s texts -- ${language} prints them.`);
    });

    it('has no text that nobody says any more', () => {
      const unused = translated.filter(({ text }) => !known.has(text));
      assert.deepEqual(unused, []);
    });

    it('has each text once, and in the file of its room', () => {
      assert.equal(has.size, translated.length);
      const rooms = new Map(texts.map(({ text, room }) => [text, `${room}.json`]));
      const misplaced = translated.filter(({ text, file }) => rooms.has(text) && rooms.get(text) !== file);
      assert.deepEqual(misplaced, []);
    });

    it('uses exactly the values of each text, in the form of ICU MessageFormat', () => {
      for (const { file, text, translation } of translated) {
        assert.notEqual(translation.trim(), '', `${file}: ${text}`);
        assert.deepEqual(valuesUsed(language, translation), valuesOf(text), `${file}: ${text} -> ${translation}`);
      }
    });
  });
}
