import type { FeatureName } from '../../../changes/features.ts';
import type { RemediationLevel } from '../../../changes/remediation-level.ts';
import { atomsOf, type Lexicon, type Meaning, unknownMeaning } from './lexicon.ts';
import type { Concept } from './words/concept.ts';

/** A phrase that is known, a word that is not, a text in quotation marks, a number, or a comma or colon. */
export interface Item {
  readonly kind: 'phrase' | 'word' | 'quoted' | 'number' | 'comma';
  /** As typed; of a quoted text without its marks. */
  readonly text: string;
  readonly start: number;
  readonly end: number;
  readonly concepts: ReadonlySet<Concept>;
  readonly level: RemediationLevel | null;
  readonly feature: FeatureName | null;
  readonly isOs: boolean;
  readonly isDoing: boolean;
}

/** A text, as the words of one language. */
export interface Sentence {
  readonly text: string;
  readonly items: readonly Item[];
  readonly isQuestion: boolean;
  /** Whether a capital letter tells no name. */
  readonly hasCapitalNouns: boolean;
}

interface Token {
  readonly kind: 'quoted' | 'comma' | 'word';
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

const TOKEN = /["“”„‟«»]([^"“”„‟«»]*)["“”„‟«»]|['‘‚]([^'‘’‚]+)['’](?=[\s,.?!]|$)|([,;:()])|[^\s,;:()"“”„‟«»]+/gu;
const NUMBER = /^#?[1-9]\d{0,8}$/u;

/** Reads a normalised text by the words of one language: the longest phrases first, in one pass. */
export function readSentence(text: string, lexicon: Lexicon): Sentence {
  const tokens = tokensOf(text, lexicon);
  const items: Item[] = [];
  for (let at = 0; at < tokens.length; ) {
    const { item, next } = itemAt(text, tokens, at, lexicon);
    items.push(item);
    at = next;
  }
  const isQuestion = /\?[\s!?)]*$/u.test(text);
  const { grammar } = lexicon;
  if (grammar === null) return { text, items, isQuestion, hasCapitalNouns: false };
  const pointed = items.map((item, at) => pointing(items, at, grammar.particles.get(item.text.toLowerCase())));
  const ordered = grammar.hasFinalVerb ? verbFirst(pointed) : pointed;
  return { text, items: ordered, isQuestion, hasCapitalNouns: grammar.hasCapitalNouns };
}

/** A particle points where its clause ends, behind what it is about; anywhere else it does not. */
function pointing(items: readonly Item[], at: number, way: Concept | undefined): Item {
  const item = items[at] ?? plain({ kind: 'word', text: '', start: 0, end: 0 });
  if (way === undefined || !endsClause(items, at) || !isBehindObject(items, at)) return item;
  return { ...item, kind: 'phrase', concepts: new Set([way]) };
}

function isBorder(item: Item | undefined): boolean {
  return item === undefined || item.kind === 'comma' || is(item, 'and', 'reason');
}

/** Whether nothing but words that say little stand between here and the end of the clause. */
function endsClause(items: readonly Item[], at: number): boolean {
  let next = at + 1;
  while (items[next] && is(items[next], 'filler', 'urges', 'purpose', 'tenant', 'be')) next += 1;
  return isBorder(items[next]);
}

/** Whether the clause has named something before: a switch, a group, or a word that can be a name. */
function isBehindObject(items: readonly Item[], at: number): boolean {
  for (let before = at - 1; !isBorder(items[before]); before -= 1) {
    const item = items[before];
    if (item === undefined) return false;
    const isNamed = item.feature !== null || item.kind === 'word' || item.kind === 'quoted';
    if (isNamed || is(item, 'group', 'ungrouped', 'level-noun', 'it', 'all', 'switch')) return true;
  }
  return false;
}

/** A verb of creating that ends a clause stands behind "could you" and its like instead. */
function verbFirst(items: readonly Item[]): readonly Item[] {
  const last = items.findIndex((item, at) => is(item, 'create') && endsClause(items, at));
  const verb = items[last];
  const to = items.findIndex((item) => item.kind !== 'comma' && !is(item, 'wish', 'filler', 'urges', 'article'));
  const isMoved = verb && to !== -1 && to < last && is(items[to], 'group', 'create');
  return isMoved ? [...items.slice(0, to), verb, ...items.slice(to, last), ...items.slice(last + 1)] : items;
}

/** Words lose the marks of formatting and the stop behind them; several stops are part of a word. */
function tokensOf(text: string, { phrases }: Lexicon): readonly Token[] {
  const tokens: Token[] = [];
  for (const found of text.matchAll(TOKEN)) {
    const start = found.index;
    const quoted = found[1] ?? found[2];
    if (quoted !== undefined) {
      tokens.push({ kind: 'quoted', text: quoted.trim(), start, end: start + found[0].length });
    } else if (found[3] !== undefined) tokens.push({ kind: 'comma', text: found[3], start, end: start + 1 });
    else tokens.push(...wordTokens(found[0], start, phrases));
  }
  return tokens;
}

function wordTokens(whole: string, start: number, phrases: Lexicon['phrases']): readonly Token[] {
  const lead = /^[*_`]*/u.exec(whole)?.[0].length ?? 0;
  const word = whole.slice(lead).replace(/(?<![.])[.!?*_`]{1,4}$/u, (end) => (end.startsWith('..') ? end : ''));
  if (word === '' || /^[-‐-―]+$/u.test(word)) return [];
  const from = start + lead;
  const owned = /^(.+)['’]s$/u.exec(word)?.[1];
  if (owned === undefined || phrases.has(atomsOf(word).join(' '))) {
    return [{ kind: 'word', text: word, start: from, end: from + word.length }];
  }
  const cut = from + owned.length;
  return [
    { kind: 'word', text: owned, start: from, end: cut },
    { kind: 'word', text: "'s", start: cut, end: from + word.length },
  ];
}

function itemAt(text: string, tokens: readonly Token[], at: number, lexicon: Lexicon): { item: Item; next: number } {
  const first = tokens[at] ?? { kind: 'word', text: '', start: 0, end: 0 };
  if (first.kind !== 'word') return { item: quotedItem(first, lexicon), next: at + 1 };
  let phrase = '';
  let best: { readonly meaning: Meaning; readonly next: number; readonly end: number } | null = null;
  for (let next = at; next < tokens.length; next += 1) {
    const token = tokens[next];
    if (token?.kind !== 'word') break;
    phrase = [...(phrase === '' ? [] : [phrase]), ...atomsOf(token.text)].join(' ');
    const meaning = lexicon.phrases.get(phrase);
    if (meaning) best = { meaning, next: next + 1, end: token.end };
    if (!lexicon.beginnings.has(phrase)) break;
  }
  if (!best) return { item: plain(first), next: at + 1 };
  const span = { text: text.slice(first.start, best.end), start: first.start, end: best.end };
  return { item: { kind: 'phrase', ...span, ...best.meaning }, next: best.next };
}

/** Quotation marks make a name of anything but the name of a switch or a level. */
function quotedItem(token: Token, { phrases }: Lexicon): Item {
  if (token.kind === 'comma') return plain(token);
  const { feature = null, level = null } = phrases.get(atomsOf(token.text).join(' ')) ?? {};
  return { ...plain(token), feature, level };
}

function plain({ kind, text, start, end }: Token): Item {
  const isNumber = kind === 'word' && NUMBER.test(text);
  return { kind: isNumber ? 'number' : kind, text, start, end, ...unknownMeaning() };
}

/** Whether an item may stand for any of these concepts. */
export function is(item: Item | undefined, ...concepts: readonly Concept[]): boolean {
  return item !== undefined && concepts.some((concept) => item.concepts.has(concept));
}

export function some(items: readonly Item[], ...concepts: readonly Concept[]): boolean {
  return items.some((item) => is(item, ...concepts));
}

/** The first item that says something. */
export function begin(items: readonly Item[]): Item | undefined {
  return items.find((item) => item.kind !== 'comma' && !is(item, 'article', 'filler'));
}
