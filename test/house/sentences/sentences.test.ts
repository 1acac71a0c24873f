import assert from 'node:assert/strict';
import { isSpeaking, QUIET, sourceFiles, spoken } from './literals.ts';
import { dropRows, type SentenceClass, type SentenceRow, sentenceRows } from './sentence-table.ts';

/** Words that only sentences of this class, and those that name the source themselves, may have. */
const OWN_WORDS: readonly (readonly [RegExp, SentenceClass])[] = [
  [/\b[Rr]ead back (?:from|as|until)\b|\bDefender (?:reports|lists|still)\b|\bGraph (?:lists|still|shows)\b/, 'Read'],
  [/\bcorroborated\b|audit log (?:names|says|has)\b/i, 'Corroborated'],
  [/\battest(?:s|ed)?\b|'s word\b/i, 'Attested'],
  [/\breckoned\b|as Airlock reads them/i, 'Reckoned'],
  [/\bnot known\b/i, 'Not known'],
];

/** What is not known may say which source is missing, and what is reckoned may leave something open. */
function mayUse(of: SentenceRow['of'], own: SentenceClass): boolean {
  if (of === 'By its source' || of === 'none' || of === 'Not known') return true;
  if (own === 'Read' && of === 'Reckoned') return true;
  return of === own || (of === 'Reckoned' && own === 'Not known');
}

const literals = spoken();
const rows = sentenceRows();
const said = new Set(literals.map(({ text }) => text));

describe('every sentence that Airlock can say about a tenant', () => {
  it('names its source on docs/sentences.md, or is told to be about no tenant', () => {
    const known = new Set(rows.map(({ text }) => text));
    const missing = literals.filter(({ text }) => !known.has(text)).map(({ text, at }) => `${at}: | \`${text}\` |`);
    const how = 'Put each under the heading of docs/sentences.md that says how it is known, or its text into ';
    assert.deepEqual(missing, [], `${how}test/house/sentences/about-no-tenant.txt if it says nothing about a tenant.`);
  });

  it('stands there once, and is said somewhere', () => {
    const gone = new Set(rows.map(({ text }) => text).filter((text) => !said.has(text)));
    if (process.env.UPDATE_SENTENCES === '1') dropRows(gone);
    else assert.deepEqual([...gone], [], 'Said no more: UPDATE_SENTENCES=1 takes them out.');
    const twice = rows.filter(({ text }, at) => rows.findIndex((row) => row.text === text) !== at);
    assert.deepEqual(twice, [], 'One sentence has one source.');
  });

  it('stands under a heading that says how it is known', () => {
    assert.deepEqual(
      rows.filter(({ of }) => of === 'unknown heading'),
      [],
    );
  });

  it('uses the word of no other source than its own', () => {
    const mixed = rows.flatMap(({ text, of }) =>
      OWN_WORDS.filter(([word, own]) => word.test(text) && !mayUse(of, own)).map(
        ([, own]) => `"${text}" stands under "${of}" and uses a word of "${own}"`,
      ),
    );
    assert.deepEqual(mixed, []);
  });

  it('has no sixth word for how something is known', () => {
    const sixth = rows.filter(({ text }) => /\bverif(?:ied|ying)\b|\bconfirmed by reading\b/i.test(text));
    assert.deepEqual(sixth, [], 'What was read after a write is read back.');
  });

  it('is looked for in every room, or the room says why it is quiet', () => {
    const rooms = Object.keys(QUIET);
    const strange = sourceFiles().filter((path) => {
      const isNamed =
        path.startsWith('src/changes/') || path.startsWith('src/defender/') || path.split('/').length === 2;
      return !isSpeaking(path) && !isNamed && !rooms.some((room) => path === room || path.startsWith(`${room}/`));
    });
    assert.deepEqual(strange, [], 'Name the folder of each in test/house/sentences/literals.ts.');
  });
});
