import { feature } from '../../../changes/features.ts';
import type { Command } from '../command.ts';
import { lexiconsNear, lexiconsOf } from '../tongues/tongues.ts';
import { aboutNumber, aboutThis } from './about-requests.ts';
import { question } from './free-question.ts';
import { atomsOf, isKnownWord, type Lexicon, unslipped } from './lexicon.ts';
import { sayFeature } from './say.ts';
import { begin, is, readSentence, type Sentence, some } from './sentence.ts';
import { createWish } from './wish-create.ts';
import { fillWish } from './wish-fill.ts';
import { editWish, levelWish } from './wish-level.ts';
import { deleteWish, rankWish, renameWish } from './wish-order.ts';
import { eachSwitchWish, nearDirection, switchWish } from './wish-switch.ts';

/** Longest text that is understood freely, in UTF-16 units; what people write at length is no command. */
const LONGEST = 600;

/** Every kind of wish, in the order in which they are tried. Each reads the whole sentence, or is none. */
const WISHES = [
  createWish,
  fillWish,
  renameWish,
  switchWish,
  levelWish,
  rankWish,
  deleteWish,
  editWish,
  eachSwitchWish,
] as const;

/**
 * What a text asks for that is no exact command: a draft or a form, which changes nothing until somebody submits it, or
 * something to read. It never decides. Null where it is not understood.
 * @param isStrict whether a form, too, must hold every word
 */
export function understand(text: string, isStrict = false): Command | null {
  if (text.length > LONGEST || /…$/u.test(text) || hasOpenQuote(text)) return null;
  const sentences = lexiconsOf(text).map((lexicon) => readSentence(text, lexicon));
  const isTurned = sentences.length > 1 && sentences.some(({ items }) => some(items, ...TURNS));
  for (const sentence of sentences) {
    const understood = meaningOf(sentence, isStrict, isTurned);
    if (understood) return understood;
  }
  return null;
}

/** A quotation mark without its other one leaves open what is a name. */
function hasOpenQuote(text: string): boolean {
  return (text.match(/["“”„‟«»]/gu)?.length ?? 0) % 2 === 1;
}

/** What a text is no wish with, in whichever of the languages that it may be in. */
const TURNS = ['negation', 'unsure', 'foreign'] as const;

function meaningOf(sentence: Sentence, isStrict: boolean, isTurned: boolean): Command | null {
  const wished = isTurned ? null : wish(sentence, isStrict);
  return wished ?? aboutNumber(sentence) ?? aboutThis(sentence) ?? question(sentence);
}

/** A negation, a condition, hearsay or a question is never a wish, whatever else it says. */
function wish(whole: Sentence, isStrict: boolean): Command | null {
  const sentence = withoutReason(whole);
  const { items, isQuestion } = sentence;
  const first = begin(items);
  if (some(items, ...TURNS)) return null;
  if (!is(first, 'wish') && (isQuestion || is(first, 'asks', 'who', 'when', 'show', 'find', 'may'))) return null;
  for (const read of WISHES) {
    const command = read(sentence, isStrict);
    if (command) return command;
  }
  return null;
}

/** What somebody says of why they want something says nothing of what. */
function withoutReason(sentence: Sentence): Sentence {
  const at = sentence.items.findIndex((item) => is(item, 'reason'));
  if (at < 1) return sentence;
  return { ...sentence, items: sentence.items.slice(0, at), isQuestion: false };
}

/**
 * What is nearest to a text about one switch that is not understood: the wish, where each word belongs to one, and the
 * question, which is never wider than what was asked. Null where it names none or several, and where it is turned
 * around.
 */
export function nearest(text: string): Command | null {
  if (text.length > LONGEST) return null;
  for (const lexicon of lexiconsOf(text)) {
    const sentence = readSentence(text, lexicon);
    const named = new Set(sentence.items.flatMap((item) => item.feature ?? []));
    const [name, ...others] = named;
    if (name === undefined || others.length > 0) continue;
    if (some(sentence.items, ...TURNS)) return null;
    const way = nearDirection(sentence);
    const wished = way === null ? [] : [sayFeature(way === 'on' ? 'enable' : 'disable', name)];
    return { kind: 'offer', why: 'close', commands: [...wished, `is ${feature(name).title.toLowerCase()} on?`] };
  }
  return null;
}

/** The one switch that a text names, as it is typed; null where it names none or several. */
export function switchNamed(text: string): string | null {
  for (const lexicon of lexiconsOf(text.slice(0, LONGEST))) {
    const [name, ...others] = new Set(readSentence(text, lexicon).items.flatMap((item) => item.feature ?? []));
    if (name !== undefined && others.length === 0) return feature(name).title.toLowerCase();
  }
  return null;
}

/** A text without its typing errors, and whether each of its words then means something. */
export interface Mended {
  readonly text: string;
  readonly isKnown: boolean;
}

/** How many words are looked at for typing errors. */
const SLIPS = 12;

/**
 * Puts typing errors right in words that can only be one known word: first in those alone that are in no phrase, then
 * also in those that mean nothing where they stand ("resolve alert").
 */
export function* mend(text: string): Generator<Mended> {
  if (text.length > LONGEST) return;
  const lexicons = lexiconsNear(text);
  const isPhrase = (word: string) => lexicons.some(({ phrases }) => phrases.has(atomsOf(word).join(' ')));
  for (const isAWord of [(word: string) => lexicons.some((lexicon) => isKnownWord(lexicon, word)), isPhrase]) {
    const mended = lexicons.map((lexicon) => mendIn(lexicon, text, isAWord)).find((one) => one !== null);
    if (mended) yield mended;
  }
}

/** Null where there is nothing to put right. */
function mendIn(lexicon: Lexicon, text: string, isAWord: (word: string) => boolean): Mended | null {
  const { items } = readSentence(text, lexicon);
  const strange = items.filter((item) => item.kind === 'word' && !isAWord(item.text)).slice(0, SLIPS);
  let mended = text;
  for (const { text: word, start, end } of [...strange].reverse()) {
    const right = unslipped(lexicon, word.toLowerCase());
    if (right) mended = mended.slice(0, start) + right + mended.slice(end);
  }
  const isKnown = readSentence(mended, lexicon).items.every(({ kind }) => kind !== 'word');
  return mended === text ? null : { text: mended, isKnown };
}
