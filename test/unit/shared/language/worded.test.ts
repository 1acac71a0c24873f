import assert from 'node:assert/strict';
import { languageOf } from '../../../../src/shared/language/languages.ts';
import { MARKS } from '../../../../src/shared/language/pseudo.ts';
import { agoWords, laterWords } from '../../../../src/shared/language/time-words.ts';
import { inEnglish, inLanguage, languageNow, msg, say, t } from '../../../../src/shared/language/worded.ts';

describe('texts in the language of whoever reads them', () => {
  const asked = (name: string) => t`Asked by ${name}`;
  const OFF = msg`No automated response`;

  it('is English outside, and in whatever is kept for others', () => {
    assert.equal(asked('Alice'), 'Asked by Alice');
    const kept = inLanguage('qps-ploc', () => inEnglish(() => [asked('Alice'), say(OFF)]));
    assert.deepEqual(kept, ['Asked by Alice', 'No automated response']);
  });

  it('leaves nobody’s words in another language, and marks its own', () => {
    const text = inLanguage('qps-ploc', () => asked('Alice'));
    assert.ok(text.startsWith(MARKS.from) && text.endsWith(MARKS.to), text);
    assert.ok(text.includes('Alice') && !text.includes('Asked'), text);
    assert.equal(
      text,
      inLanguage('qps-ploc', () => say(text)),
    );
  });

  it('stays English where the catalogue lacks a text', () => {
    assert.equal(
      inLanguage('de', () => t`There is no such text of ${1} in any catalogue.`),
      'There is no such text of 1 in any catalogue.',
    );
    assert.equal(
      inLanguage('de', () => say('LAP-HR-0001')),
      'LAP-HR-0001',
    );
  });

  it('keeps the language through what is awaited', async () => {
    const [german, english] = await Promise.all([
      inLanguage('de', async () => Promise.resolve().then(languageNow)),
      Promise.resolve().then(languageNow),
    ]);
    assert.deepEqual([german, english], ['de', 'en']);
  });

  it('knows a language by the locale that clients send', () => {
    assert.deepEqual(
      ['de', 'de-AT', 'DE_ch', 'en-GB', 'fr-FR', '', 'deu', 'QPS-ploc'].map((locale) =>
        languageOf(locale, { pseudo: true }),
      ),
      ['de', 'de', 'de', 'en', null, null, null, 'qps-ploc'],
    );
  });
});

describe('times from now', () => {
  const HOUR = 3_600_000;

  it('are said in the form that the language has for them', () => {
    assert.deepEqual(
      inLanguage('de', () => [agoWords(71 * HOUR), laterWords(72 * HOUR), laterWords(90_000)]),
      ['vor 2 Tagen', 'in 3 Tagen', 'in 2 Minuten'],
    );
    assert.deepEqual([agoWords(71 * HOUR), laterWords(24 * HOUR)], ['2 days ago', 'in 24 hours']);
    assert.equal(laterWords(71 * HOUR, Math.floor), 'in 2 days');
  });
});
