import { ENGLISH, type Language } from './languages.ts';
import { numberWords } from './number-words.ts';
import { isPseudo } from './pseudo.ts';
import { englishTexts, fromCatalogue } from './read-catalogue.ts';
import { languageNow, msg, say } from './worded.ts';

/** Where one sentence of a note ends and the next begins. */
const BETWEEN = /(?<=[.:]) (?=[\p{Lu}\p{N}"])/u;

/** Sentences that are looked at together: a name in one of them may look like the end of it. */
const MOST = 12;

/**
 * Letters that a text with values must have beside them: fewer would fit anybody's words. Less will do for one that
 * counts, and for one with a heading: "2 refused: LAP-1.", "So far: 3."
 */
const TELLING = 8;
const TELLING_COUNT = 4;
const HEADED = /^\p{L}.*: \{/u;

/** How deep a value of a text may be a text with values itself. */
const DEPTH = 3;

/** What stands around the values of an English text, and the text. */
interface Template {
  readonly english: string;
  readonly around: readonly string[];
  readonly values: readonly number[];
  /** How many letters it has beside its values. */
  readonly letters: number;
}

/**
 * A note that Airlock stored, in English, for whoever reads it now. It is made of texts of `msg` and `t`: each is found
 * by its English words and said in the reader's language, with its values as they are stored. What is none of them,
 * such as the words of Defender, stays as it is. Never for what a person wrote.
 */
export function sayNote(note: string): string {
  const language = languageNow();
  if (language === ENGLISH || note === '') return note;
  if (isPseudo(language)) return note.split(BETWEEN).map(say).join(' ');
  const key = `${language} ${note}`;
  const known = SAID.get(key);
  if (known !== undefined) return known;
  const said = saidRuns(language, note.split(BETWEEN)).join(' ');
  if (SAID.size >= MOST_SAID) SAID.clear();
  SAID.set(key, said);
  return said;
}

/** A card is drawn often, and its note is the same. */
const SAID = new Map<string, string>();
const MOST_SAID = 500;

/** The longest run of sentences that is a constant text, else the shortest that is one with values. */
function saidRuns(language: Language, sentences: readonly string[]): readonly string[] {
  if (sentences.length === 0) return [];
  const runs = Array.from({ length: Math.min(MOST, sentences.length) }, (_, at) => at + 1);
  const textOf = (length: number) => sentences.slice(0, length).join(' ');
  const said = (length: number, text: string) => [text, ...saidRuns(language, sentences.slice(length))];
  for (const length of runs.toReversed()) {
    const text = textOf(length).includes('{') ? null : fromCatalogue(language, textOf(length), []);
    if (text !== null) return said(length, text);
  }
  for (const length of runs) {
    const text = sentence(language, textOf(length));
    if (text !== null) return said(length, text);
  }
  return said(1, textOf(1));
}

/** A sentence that is a text, or a shorter text with a full stop. */
function sentence(language: Language, english: string): string | null {
  const whole = filled(language, english, DEPTH);
  if (whole !== null || !english.endsWith('.')) return whole;
  const bare = filled(language, english.slice(0, -1), DEPTH);
  return bare === null ? null : `${bare}.`;
}

/** The text with values that says this, in another language; null where there is none. */
function filled(language: Language, english: string, depth: number): string | null {
  if (depth === 0) return null;
  for (const template of templatesOf(language)) {
    const values = valuesIn(template, english);
    if (values && isMeant(template, values))
      return fromCatalogue(
        language,
        template.english,
        values.map((one, at) => (isQuoted(template, at) ? one : valueIn(language, one, depth - 1))),
      );
  }
  return null;
}

/** A text that begins with a value begins no earlier sentence, and one with few words counts something. */
function isMeant({ english, around, letters }: Template, values: readonly string[]): boolean {
  if (around[0] !== '') return letters >= TELLING || HEADED.test(english);
  const [first = ''] = values;
  return !/[.:!?] /.test(first) && (letters >= TELLING || NUMBER.test(first));
}

/** Without noughts before it: those belong to an id or a name. */
const NUMBER = /^(?:0|[1-9]\d{0,2}(?:,?\d{3})*)$/;

/** Numbers may take a plural. A list is said piece by piece where each piece is a text. */
function valueIn(language: Language, value: string, depth: number): string | number {
  if (/^(?:0|[1-9]\d{0,14})$/.test(value)) return Number(value);
  if (NUMBER.test(value)) return numberWords(Number(value.replaceAll(',', '')));
  const whole = pieceIn(language, value, depth);
  if (whole !== null) return whole;
  for (const between of ['; ', ', ']) {
    const pieces = value.split(between).map((piece) => pieceIn(language, piece, depth));
    if (pieces.every((piece) => piece !== null)) return pieces.join(between);
  }
  return value;
}

/** A constant text of several words, as no name is one by chance; a number with one; or a text with values. */
function pieceIn(language: Language, value: string, depth: number): string | null {
  if (value.includes('{')) return null;
  const constant = value.includes(' ') ? fromCatalogue(language, value, []) : null;
  if (constant !== null) return constant;
  const [, count, rest = ''] = /^([\d.,]+) (.+)$/.exec(value) ?? [];
  const counted = count === undefined ? null : fromCatalogue(language, rest, []);
  return counted === null ? filled(language, value, depth) : `${count} ${counted}`;
}

/** Whether a value stands in quotation marks: it is somebody's name for something. */
function isQuoted({ around, values }: Template, value: number): boolean {
  const at = values.indexOf(value);
  return (around[at] ?? '').endsWith('"') && (around[at + 1] ?? '').startsWith('"');
}

/** What stands between the words of a text, in the order of its values; null where it says something else. */
function valuesIn({ around, values }: Template, english: string): readonly string[] | null {
  const [first = '', ...others] = around;
  const last = others.pop() ?? '';
  if (!english.startsWith(first) || !english.endsWith(last)) return null;
  const found: string[] = [];
  let from = first.length;
  for (const [at, part] of [...others, last].entries()) {
    const to = at === others.length ? english.length - last.length : english.indexOf(part, from + 1);
    if (to <= from) return null;
    found[values[at] ?? at] = english.slice(from, to);
    from = to + part.length;
  }
  return found;
}

/** Made once a language: the texts with values, those that say most by themselves first. */
const TEMPLATES = new Map<Language, readonly Template[]>();

function templatesOf(language: Language): readonly Template[] {
  const known = TEMPLATES.get(language);
  if (known) return known;
  const made = englishTexts(language)
    .filter((english) => english.includes('{0}'))
    .map((english) => ({
      english,
      around: english.split(/\{\d+\}/),
      values: [...english.matchAll(/\{(\d+)\}/g)].map(([, value]) => Number(value)),
      letters: english.replace(/\{\d+\}|\P{L}/gu, '').length,
    }))
    .filter(({ english, letters }) => letters >= TELLING_COUNT || HEADED.test(english))
    .sort((one, other) => other.letters - one.letters);
  TEMPLATES.set(language, made);
  return made;
}

/**
 * Sentences that earlier releases stored with requests and with changes outside Airlock, and that no code says any
 * more: of how they ended, what Defender answered, and what was in danger. They stand here so that the catalogues word
 * them for whoever reads them in another language (`sayNote`). What is stored stays as it is.
 */
export const EARLIER_TEXTS: readonly string[] = [
  msg`Discarded by the requester.`,
  msg`Withdrawn by the requester.`,
  msg`Written to Defender and read back.`,
  msg`Nothing was changed; ask again if it is still wanted.`,
  msg`Defender was changed after this was asked for, so what was approved no longer fits.`,
  msg`Defender was changed after this was asked for, so the approval no longer fits.`,
  msg`What would follow for devices is no longer what was shown, so the approval no longer fits.`,
  msg`Look at the three columns and ask again if it is still wanted.`,
  msg`Airlock itself changed nothing.`,
  msg`Nobody confirmed in time that it was applied by hand.`,
  msg`The tenant was as asked already when Airlock came to apply it.`,
  msg`The approval policy was changed after this was asked for.`,
  msg`What is stored is not what was asked for, byte for byte.`,
  msg`Defender gave no clear answer to the write.`,
  msg`Defender gave no clear answer when Airlock wrote.`,
  msg`A later reading shows the tenant as asked; Airlock wrote at most once.`,
  msg`The change did not reach Defender: a later reading shows the tenant as it was.`,
  msg`Defender says that the signed-in operator lacks the permission for this.`,
  msg`This lowered protection: from then on, threats were not investigated and remediated automatically on any device.`,
];
