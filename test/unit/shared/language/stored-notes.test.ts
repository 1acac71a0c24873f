import assert from 'node:assert/strict';
import { EARLIER_TEXTS, sayNote } from '../../../../src/shared/language/stored-notes.ts';
import { inLanguage } from '../../../../src/shared/language/worded.ts';

const german = (note: string) => inLanguage('de', () => sayNote(note));

const NOTHING = 'Es wurde nichts geändert.';

describe('a note that is stored in English', () => {
  it('is said in the language of whoever reads it, with its values', () => {
    assert.equal(
      german('498 of 500 written. 2 refused: LAP-1 (It gave no reason.), LAP-2.'),
      '498 von 500 geschrieben. 2 abgelehnt: LAP-1 (It gave no reason.), LAP-2.',
    );
    assert.equal(german('Of 48: 3 scanned, 45 timed out.'), 'Von 48: 3 überprüft, 45 Zeitüberschreitung.');
    assert.equal(german('The indicator has ended.'), 'Der Indikator ist abgelaufen.');
    assert.equal(
      german('2 of 4 indicators stand. Ended 2026-11-26 00:00 UTC: a.example, B.example.'),
      '2 von 4 Indikatoren bestehen. 2026-11-26 00:00 UTC abgelaufen: a.example, B.example.',
    );
    assert.equal(german('So far: 120 of 5,000 tagged.'), 'Bisher: Tag bei 120 von 5.000 gesetzt.');
    assert.equal(
      german('Bob said that this was applied, but 1 hour later Defender shows otherwise.'),
      'Bob hat dies als angewendet gemeldet, doch 1 Stunde später zeigt Defender anderes.',
    );
  });

  it('is worded, too, where an earlier release stored it and no code says it any more', () => {
    for (const text of EARLIER_TEXTS) assert.notEqual(german(text), text);
    for (const text of EARLIER_TEXTS)
      assert.equal(german(`${text} Nothing was changed.`).slice(-NOTHING.length), NOTHING);
    assert.equal(
      german('Defender says that the signed-in operator lacks the permission for this. Nothing was changed.'),
      `Laut Defender fehlt dem angemeldeten Operator die Berechtigung dafür. ${NOTHING}`,
    );
    assert.equal(
      german('Nobody decided in time. Nothing was changed; ask again if it is still wanted.'),
      'Nicht rechtzeitig entschieden. Es wurde nichts geändert; beantragen Sie es bei Bedarf erneut.',
    );
  });

  it('is one text where it is, however many sentences that has', () => {
    const absent = 'Defender does not list it now. Airlock reads it once more before it takes that for gone.';
    assert.doesNotMatch(german(absent), /Airlock reads/);
    assert.doesNotMatch(german(`${absent} Nothing was changed.`), /Airlock reads|Nothing/);
  });

  it('stays as it is in English, and where it is none of Airlock’s texts', () => {
    const note = '2 refused: LAP-1 (no such device).';
    assert.equal(sayNote(note), note);
    for (const words of ['By hand.', 'Defender refused: the session is read-only.', 'Only {0} of them.', ''])
      assert.equal(german(words), words);
  });

  it('takes no sentence before it for one of its values', () => {
    assert.equal(
      german('The session is read-only. Nothing was changed.'),
      'The session is read-only. Es wurde nichts geändert.',
    );
  });

  it('leaves names as they are, whatever they say', () => {
    assert.match(german('Ende said that this was applied, but 2 hours later Defender shows otherwise.'), /^Ende hat/);
    assert.match(german('Attested by 007, not shown yet: a; b.'), / 007, /);
    assert.match(german('Attested by Level, not shown yet: a; b.'), /Level, .*: a; b\.$/);
  });
});
