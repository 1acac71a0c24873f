import { LEVEL_WORDINGS } from '../../../changes/device-group/input/read-level.ts';
import { OS_WORDS } from '../../../changes/device-group/model/os-names.ts';
import { FEATURE_NAMES, type FeatureName, feature } from '../../../changes/features.ts';
import { LEVEL_WORDS, REMEDIATION_LEVELS, type RemediationLevel } from '../../../changes/remediation-level.ts';
import { editDistance } from '../../../shared/edit-distance.ts';
import type { Concept, Grammar, Words } from './words/concept.ts';

/** What one phrase can mean; a phrase of one language may have several meanings. */
export interface Meaning {
  readonly concepts: ReadonlySet<Concept>;
  readonly level: RemediationLevel | null;
  readonly feature: FeatureName | null;
  readonly isOs: boolean;
  /** Says what a switch does, as a verb. */
  readonly isDoing: boolean;
}

/** The grammar of a language, its particles by the words. */
interface CompiledGrammar extends Omit<Grammar, 'particles' | 'alsoEnglish'> {
  readonly particles: ReadonlyMap<string, Concept>;
}

/** Every phrase of a language, by its words in lower case, joined by one space. */
export interface Lexicon {
  readonly phrases: ReadonlyMap<string, Meaning>;
  /** How phrases begin: what is none of these begins no longer phrase. */
  readonly beginnings: ReadonlySet<string>;
  /** Known words by what is left of each without one of its letters, to find typing errors. */
  readonly slips: ReadonlyMap<string, readonly string[]>;
  /** Known words in which two typing errors are looked for, by how many letters they have. */
  readonly long: ReadonlyMap<number, readonly string[]>;
  /** Null for a language whose sentences are built as in English. */
  readonly grammar: CompiledGrammar | null;
}

const NO_CONCEPT: ReadonlySet<Concept> = new Set();
const UNKNOWN: Meaning = { concepts: NO_CONCEPT, level: null, feature: null, isOs: false, isDoing: false };

/** A word that no phrase contains. */
export function unknownMeaning(): Meaning {
  return UNKNOWN;
}

/** Makes the lexicon of a language. The portal's own names of switches, levels and systems belong to each. */
export function compileLexicon(words: Words): Lexicon {
  const phrases = meaningsIn(words);
  let slips: Lexicon['slips'] | undefined;
  let long: Lexicon['long'] | undefined;
  return {
    phrases,
    grammar: words.grammar ? compileGrammar(words.grammar) : null,
    beginnings: beginningsOf(phrases),
    // A tenth of what loading Airlock's own modules takes, and many processes are asked nothing in words.
    get slips() {
      slips ??= slipsOf(phrases);
      return slips;
    },
    get long() {
      long ??= longWordsOf(phrases);
      return long;
    },
  };
}

function meaningsIn(words: Words): ReadonlyMap<string, Meaning> {
  const phrases = new Map<string, Meaning>();
  const add = (phrase: string, meaning: Partial<Meaning>) => {
    const key = atomsOf(phrase).join(' ');
    phrases.set(key, { ...(phrases.get(key) ?? UNKNOWN), ...meaning });
  };
  // The cast is sound: these are the keys of the table.
  for (const concept of Object.keys(words.concepts) as Concept[]) {
    for (const phrase of phrasesIn(words.concepts[concept])) {
      const before = phrases.get(atomsOf(phrase).join(' '))?.concepts ?? NO_CONCEPT;
      add(phrase, { concepts: new Set([...before, concept]) });
    }
  }
  for (const level of REMEDIATION_LEVELS) {
    const all = [level, LEVEL_WORDS[level], ...LEVEL_WORDINGS[level], ...phrasesIn(words.levels[level])];
    for (const phrase of all) add(phrase, { level, concepts: NO_CONCEPT });
  }
  for (const name of FEATURE_NAMES) {
    const { title, phrases: known } = feature(name);
    for (const phrase of [title, ...known, ...phrasesIn(words.features[name])]) add(phrase, { feature: name });
    for (const phrase of phrasesIn(words.doing[name])) add(phrase, { feature: name, isDoing: true });
  }
  for (const [key, name] of Object.entries(OS_WORDS)) for (const phrase of [key, name]) add(phrase, { isOs: true });
  return phrases;
}

function compileGrammar({ particles, hasFinalVerb, hasCapitalNouns }: Grammar): CompiledGrammar {
  const pointing = (way: 'on' | 'off') => phrasesIn(particles[way]).map((word) => [word, way] as const);
  return {
    hasFinalVerb,
    hasCapitalNouns,
    particles: new Map<string, Concept>([...pointing('on'), ...pointing('off')]),
  };
}

function beginningsOf(phrases: ReadonlyMap<string, Meaning>): ReadonlySet<string> {
  return new Set(
    [...phrases.keys()].flatMap((phrase) => {
      const atoms = phrase.split(' ');
      return atoms.slice(1).map((_, at) => atoms.slice(0, at + 1).join(' '));
    }),
  );
}

function phrasesIn(list: string): readonly string[] {
  return list.split(',').map((phrase) => phrase.trim());
}

const FOLDED: Readonly<Record<string, string>> = { ä: 'ae', ö: 'oe', ü: 'ue', ß: 'ss' };

/** A text in lower case with its umlauts as two letters. */
export function folded(text: string): string {
  return text.replace(/[äöüß]/gu, (letter) => FOLDED[letter] ?? letter);
}

/** The words of a text in lower case; a hyphen parts words, a dash alone is none, and umlauts are two letters. */
export function atomsOf(text: string): string[] {
  return folded(text.toLowerCase())
    .replace(/[‘’]/gu, "'")
    .split(/[\s\-‐-―/]+/u)
    .filter((atom) => atom !== '');
}

/** The shortest word in which a typing error is looked for. */
const SLIP_MIN = 4;

function wordsOf(phrases: ReadonlyMap<string, Meaning>): ReadonlySet<string> {
  return new Set([...phrases.keys()].flatMap((phrase) => phrase.split(' ')));
}

function slipsOf(phrases: ReadonlyMap<string, Meaning>): Lexicon['slips'] {
  const slips = new Map<string, string[]>();
  for (const word of wordsOf(phrases)) {
    if (word.length < SLIP_MIN) continue;
    for (const less of [word, ...withoutOne(word)]) {
      const known = slips.get(less);
      if (known) known.push(word);
      else slips.set(less, [word]);
    }
  }
  return slips;
}

/** In words of at least so many letters two typing errors are looked for. */
const TWO_SLIPS_MIN = 9;

function longWordsOf(phrases: ReadonlyMap<string, Meaning>): Lexicon['long'] {
  const long = new Map<number, string[]>();
  for (const word of wordsOf(phrases)) {
    if (word.length < TWO_SLIPS_MIN) continue;
    const known = long.get(word.length);
    if (known) known.push(word);
    else long.set(word.length, [word]);
  }
  return long;
}

/**
 * The only known word that is one typing error away, in a long word two; null where there is none, or more than one.
 * Of several the one counts that begins with the same letter: people rarely miss the first.
 */
export function unslipped(lexicon: Lexicon, word: string): string | null {
  if (word.length < SLIP_MIN || word.length > 24) return null;
  const alike = new Set([word, ...withoutOne(word)].flatMap((less) => lexicon.slips.get(less) ?? []));
  const near = [...alike].filter((known) => editDistance(word, known, 1) === 1);
  return onlyOf(near.length > 0 ? near : twoSlips(lexicon, word), word);
}

/** Words whose length differs by more than two letters are further away. */
function twoSlips({ long }: Lexicon, word: string): readonly string[] {
  if (word.length < TWO_SLIPS_MIN) return [];
  const near = [-2, -1, 0, 1, 2].flatMap((more) => long.get(word.length + more) ?? []);
  return near.filter((known) => editDistance(word, known, 2) === 2);
}

function onlyOf(known: readonly string[], word: string): string | null {
  const [only, ...others] = known.length > 1 ? known.filter((one) => one[0] === word[0]) : known;
  return only !== undefined && others.length === 0 ? only : null;
}

/** Whether a word is one of any phrase. */
export function isKnownWord({ slips, phrases }: Lexicon, word: string): boolean {
  const known = atomsOf(word).join(' ');
  return phrases.has(known) || slips.get(known)?.includes(known) === true;
}

function withoutOne(word: string): string[] {
  return [...word].map((_, at) => word.slice(0, at) + word.slice(at + 1));
}
