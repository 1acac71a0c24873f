import { FEATURE_NAMES, feature } from '../../../changes/features.ts';
import { atomsOf, type Lexicon } from '../understand/lexicon.ts';
import { type Item, is, readSentence, some } from '../understand/sentence.ts';
import { FREE, LISTED, type LineWords, PLACES } from '../understand/words/line-words.ts';
import { withEnds } from './said-dates.ts';

interface Line {
  readonly command: string;
  readonly whole: RegExp;
  readonly isExact: boolean;
}

/** A command in English, as it is typed. */
export interface Said {
  readonly line: string;
  /** Whether it is that command or nothing: what it names may be anything else. */
  readonly isExact: boolean;
}

/** The lines of a language, ready to be read. */
export interface SaidLines {
  readonly lines: readonly Line[];
  readonly inside: LineWords['inside'];
  readonly ends: LineWords['ends'];
  readonly lexicon: Lexicon;
}

/** What may be typed as one letter or as two. */
const LETTERS: Readonly<Record<string, string>> = { ä: '(?:ä|ae)', ö: '(?:ö|oe)', ü: '(?:ü|ue)', ß: '(?:ß|ss)' };

/** Places that any words fit. */
const OPEN = /\{(?:devices?|tag|indicator|alerts|value)\}/u;

/** Makes the lines of a language. */
export function compileLines({ lines, inside, ends }: LineWords, lexicon: Lexicon): SaidLines {
  const listed = Object.fromEntries(LISTED.map((name) => [name, oneOf(name, Object.keys(inside[name]))]));
  const places: Readonly<Record<string, string>> = { ...PLACES, ...listed };
  const compiled = lines.flatMap(([command, ...said]) =>
    said.map((form) => ({
      command,
      whole: new RegExp(`^${sourceOf(form, places)}$`, 'iu'),
      isExact: OPEN.test(command),
    })),
  );
  return { lines: compiled, inside, ends, lexicon };
}

/** The sort of a thing may be left out, with the blank behind it. */
function oneOf(name: string, phrases: readonly string[]): string {
  const said = `(?<${name}>${phrases.map(spelled).join('|')})`;
  return name === 'kind' ? `(?:${said} )?` : said;
}

function spelled(text: string): string {
  return text.replace(/[äöüß]/gu, (letter) => LETTERS[letter] ?? letter);
}

function sourceOf(form: string, places: Readonly<Record<string, string>>): string {
  const plain = form.replaceAll('[', '<').replaceAll(']', '>').replaceAll('(', '(?:').replaceAll('.', '\\.');
  return spelled(plain)
    .replaceAll('<', '(?:')
    .replaceAll('>', ')?')
    .replace(/\{(\w+)\}/gu, (_, name: string) => places[name] ?? '');
}

/** What a line of another language says in English: each that fits, the first of the table first. */
export function* inEnglish(line: string, said: SaidLines): Generator<Said> {
  for (const { command, whole, isExact } of said.lines) {
    const found = whole.exec(line);
    const values = found === null ? null : valuesOf({ ...found.groups }, said);
    const filled = values === null ? null : fill(command, values);
    if (filled !== null) yield { line: filled, isExact };
  }
}

type Values = Readonly<Record<string, string | undefined>>;

/** What stands at each place, in English; null where a word turns it around, or is not known. */
function valuesOf({ bare, ...others }: Values, said: SaidLines): Values | null {
  const given: Values = bare === undefined ? others : { ...others, reason: bare };
  const values: Record<string, string | undefined> = {};
  for (const [name, text] of Object.entries(given)) {
    if (text === undefined) continue;
    const value = inCommand(name, text, said);
    if (value === null) return null;
    values[name] = value;
  }
  if (bare !== undefined && is(wordsOf(bare, said.lexicon)[0], 'negation', 'unsure', 'and')) return null;
  return values;
}

function inCommand(name: string, text: string, { inside, ends, lexicon }: SaidLines): string | null {
  if (name === 'feature') return featureCalled(text, lexicon);
  if (name === 'level') return lexicon.phrases.get(phraseOf(text))?.level ?? null;
  if (name === 'reason') return saysWhy(text, lexicon) ? text : null;
  if (isGlossary(name)) {
    const value = translated(name === 'indicator' ? withEnds(text, ends) : text, inside[name]);
    return FREE.has(name) || !isTurned(value, lexicon) ? value : null;
  }
  if (name === 'group' && some(readSentence(text, lexicon).items, 'all', 'and', 'or')) return null;
  return FREE.has(name) || !isTurned(text, lexicon) ? text : null;
}

function isGlossary(name: string): name is keyof LineWords['inside'] {
  return ['devices', 'indicator', ...LISTED].includes(name);
}

function wordsOf(text: string, lexicon: Lexicon): readonly Item[] {
  return readSentence(text, lexicon).items.filter((item) => !is(item, 'filler', 'article'));
}

/** Whether a word among a name or a list says that nothing is wanted, or not now, or how urgently. */
function isTurned(text: string, lexicon: Lexicon): boolean {
  return some(readSentence(text, lexicon).items, 'negation', 'unsure', 'reason', 'urges');
}

/** No reason is a bare "not". */
function saysWhy(text: string, lexicon: Lexicon): boolean {
  const words = wordsOf(text, lexicon);
  return words.length === 0 || words.some((item) => !is(item, 'negation'));
}

function phraseOf(text: string): string {
  return atomsOf(text).join(' ');
}

function featureCalled(text: string, lexicon: Lexicon): string | null {
  const [first = '', ...rest] = text.split(' ');
  const said = lexicon.phrases.get(phraseOf(first))?.concepts;
  const isArticle = said?.has('article') === true && !said.has('urges');
  const called = lexicon.phrases.get(phraseOf(isArticle ? rest.join(' ') : text));
  const name = FEATURE_NAMES.find((one) => one === called?.feature && !called.isDoing);
  return name === undefined ? null : feature(name).title.toLowerCase();
}

/** The same with the phrases of a glossary in English, the longest first; what is in quotation marks stays. */
function translated(text: string, glossary: Readonly<Record<string, string>>): string {
  const phrases = Object.keys(glossary).sort((a, b) => b.length - a.length);
  // A part of a name or of a URL is no word: "LAP-MAL-01", "/sofort".
  const words = `(?<![\\p{L}\\p{N}._/-])(?:${phrases.map(spelled).join('|')})(?![\\p{L}\\p{N}_/-])`;
  const found = new RegExp(`"[^"]*"|${words}`, 'giu');
  const english = new Map(phrases.map((phrase) => [phraseOf(phrase), glossary[phrase] ?? '']));
  const said = text.replace(found, (whole) =>
    whole.startsWith('"') ? whole : (english.get(phraseOf(whole)) ?? whole),
  );
  return said.replace(/ {2,}/gu, ' ').trim();
}

function fill(command: string, values: Values): string | null {
  const optional = command.replace(/\[([^[\]]*)\]/gu, (_, part: string) =>
    [...part.matchAll(/\{(\w+)\}/gu)].every(([, name = '']) => values[name]) ? part : '',
  );
  const names = [...optional.matchAll(/\{(\w+)\}/gu)].map(([, name = '']) => name);
  if (!names.every((name) => values[name])) return null;
  return optional.replace(/\{(\w+)\}/gu, (_, name: string) => values[name] ?? '');
}
