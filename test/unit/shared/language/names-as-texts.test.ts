import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { sayNote } from '../../../../src/shared/language/stored-notes.ts';
import { inLanguage, say, t } from '../../../../src/shared/language/worded.ts';

const KEYS = readdirSync('languages/de').flatMap((file) =>
  Object.keys(JSON.parse(readFileSync(`languages/de/${file}`, 'utf8'))),
);

describe('a name that is a text of the catalogue, letter for letter', () => {
  it('breaks no note and no text, whatever values it seems to have', () => {
    inLanguage('de', () => {
      for (const key of KEYS.filter((text) => text.includes('{0}'))) {
        assert.equal(say(key), key);
        assert.doesNotThrow(() => sayNote(`A. ${key}. B`), key);
        assert.doesNotThrow(() => sayNote(key), key);
        assert.ok(t`Asked by ${key}`.includes(key), key);
      }
    });
  });

  it('stays as it is in quotation marks', () => {
    const named = KEYS.filter((text) => !/[{}"]/.test(text) && text.length < 64);
    inLanguage('de', () => {
      for (const name of named) {
        const note = `Read back from Defender: device group "${name}" exists.`;
        assert.ok(sayNote(note).includes(`"${name}"`) || sayNote(note).includes(`„${name}“`), sayNote(note));
      }
    });
  });
});
