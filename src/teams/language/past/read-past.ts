import type { CommandOf } from '../command.ts';
import type { PastDeed, PastFilter } from './past-filter.ts';
import { ENGLISH_PAST, type PastWords } from './past-words.ts';
import { readPeriod } from './read-period.ts';

interface Word {
  readonly text: string;
  readonly isQuoted: boolean;
}

/** What was read so far, and where the reading goes on. */
interface Reading {
  readonly filter: PastFilter;
  readonly page: number | null;
  readonly noun: 'history' | 'requests' | null;
  readonly at: number;
}

const LONGEST = 300;
/** Most words of a bare name. */
const NAME_WORDS = 5;

/**
 * Reads which past requests a text asks for, in any order of its words: "history by alice since monday", "what did Bob
 * approve last week", "rejected requests". Null where a word is left over, or where it asks for no more than a list.
 */
export function readPast(text: string): CommandOf<'history' | 'requests'> | null {
  if (text.length > LONGEST || (text.match(/["“”„‟«»]/gu)?.length ?? 0) % 2 === 1) return null;
  const words = wordsOf(text);
  const read = readAll(words, ENGLISH_PAST);
  if (!read?.noun) return null;
  const { filter, page } = read;
  const isPlain = Object.keys(filter).length === 0;
  const isOpen = Object.keys(filter).join() === 'state' && ['open', 'pending'].includes(filter.state ?? '');
  if (!isPlain && !isOpen) return { kind: 'history', filter, page: page ?? 1 };
  if (page === null) return null;
  return read.noun === 'history' ? { kind: 'history', filter, page } : { kind: 'requests', open: true, page };
}

const WORD = /["“”„‟«»]([^"“”„‟«»]+)["“”„‟«»]|[^\s,;:()"“”„‟«»]+/gu;

function wordsOf(text: string): readonly Word[] {
  return [...text.matchAll(WORD)].flatMap(([whole, quoted]): Word[] => {
    if (quoted !== undefined) return [{ text: quoted.trim(), isQuoted: true }];
    const word = whole.replace(/[.!?*_`]+$/u, '').replace(/^[*_`@]+/u, '');
    const owner = /^(.+)['’]s?$/u.exec(word)?.[1];
    const parts = owner !== undefined && !/^(?:what|who|that)$/iu.test(owner) ? [owner, "'s"] : [word];
    return parts.filter((part) => part !== '').map((part) => ({ text: part, isQuoted: false }));
  });
}

function readAll(words: readonly Word[], table: PastWords): Reading | null {
  let reading: Reading = { filter: {}, page: null, noun: null, at: 0 };
  while (reading.at < words.length) {
    const next = step(words, reading, table);
    if (next === null || next.at === reading.at) return null;
    reading = next;
  }
  return reading;
}

type Step = (words: readonly Word[], reading: Reading, table: PastWords) => Reading | null;

/** Tried in this order; the first that can read on does. */
const STEPS: readonly Step[] = [did, when, person, owner, about, group, ofGroup, page, noun, state, idle, rest];

function step(words: readonly Word[], reading: Reading, table: PastWords): Reading | null {
  for (const read of STEPS) {
    const next = read(words, reading, table);
    if (next) return next;
  }
  return null;
}

/** The longest of these phrases that stands here, and the place behind it. */
function phraseAt(words: readonly Word[], at: number, phrases: readonly string[]): [string, number] | null {
  for (let length = 4; length > 0; length -= 1) {
    const span = words.slice(at, at + length);
    const said = span.map(({ text }) => text.toLowerCase()).join(' ');
    const isWhole = span.length === length && span.every(({ isQuoted }) => !isQuoted);
    if (isWhole && phrases.includes(said)) return [said, at + length];
  }
  return null;
}

/** A filter says each thing once. */
function withPart(reading: Reading, part: PastFilter, at: number): Reading | null {
  const isTwice = Object.keys(part).some((key) => key in reading.filter);
  return isTwice ? null : { ...reading, filter: { ...reading.filter, ...part }, at };
}

/** A quoted name, or words that mean nothing else here. */
function nameAt(words: readonly Word[], at: number, table: PastWords): [string, number] | null {
  const first = words[at];
  if (first?.isQuoted) return [first.text, at + 1];
  let end = at;
  while (end < words.length && end - at < NAME_WORDS && isNameLike(words, end, table)) end += 1;
  return end === at
    ? null
    : [
        words
          .slice(at, end)
          .map(({ text }) => text)
          .join(' '),
        end,
      ];
}

function isNameLike(words: readonly Word[], at: number, table: PastWords): boolean {
  const word = words[at];
  if (word === undefined || word.isQuoted || word.text === "'s") return false;
  const { nouns, history, states, by, verbs, me, mine, about: abouts, of, group: groups, page: pages } = table;
  const grammar = [...nouns, ...history, ...me, ...mine, ...abouts, ...of, ...groups, ...pages, ...table.idle];
  const known = [...grammar, ...Object.keys(states), ...Object.keys(by), ...Object.keys(verbs)];
  const isKnown = phraseAt(words, at, [...known, ...Object.keys(table.when)]) !== null;
  return !isKnown && readPeriod(lower(words, at)) === null;
}

function lower(words: readonly Word[], at: number): readonly string[] {
  return words.slice(at, at + 5).map(({ text, isQuoted }) => (isQuoted ? '"' : text.toLowerCase()));
}

/** "did Bob approve": it asks for requests without saying so. */
function did(words: readonly Word[], reading: Reading, table: PastWords): Reading | null {
  const verb = phraseAt(words, reading.at, table.did);
  if (!verb || !phraseAt(words, 0, ['what', 'which', 'which requests', 'which changes', ...table.did])) return null;
  const all = phraseAt(words, verb[1], table.anybody);
  const who = all ? null : whoAt(words, verb[1], table);
  const deed = phraseAt(words, (all ?? who)?.[1] ?? verb[1], Object.keys(table.verbs));
  if (all && deed) return { ...reading, noun: reading.noun ?? 'history', at: deed[1] };
  if (!who || !deed) return null;
  const next = withPart(reading, { person: { deed: table.verbs[deed[0]] ?? 'by', name: who[0] } }, deed[1]);
  return next && { ...next, noun: reading.noun ?? 'history' };
}

/** A name, or null for whoever asks. */
function whoAt(words: readonly Word[], at: number, table: PastWords): [string | null, number] | null {
  const me = phraseAt(words, at, table.me);
  return me ? [null, me[1]] : nameAt(words, at, table);
}

function when(words: readonly Word[], reading: Reading, table: PastWords): Reading | null {
  const how = phraseAt(words, reading.at, Object.keys(table.when));
  const at = how?.[1] ?? reading.at;
  const read = readPeriod(lower(words, at));
  if (!read) return null;
  const isDay = / ago$/u.test(read.period);
  const key = how ? (table.when[how[0]] ?? 'in') : 'in';
  return withPart(reading, { [isDay && !how ? 'in' : key]: read.period }, at + read.length);
}

function person(words: readonly Word[], reading: Reading, table: PastWords): Reading | null {
  const by = phraseAt(words, reading.at, Object.keys(table.by));
  const who = by && whoAt(words, by[1], table);
  return by && who ? withPart(reading, { person: { deed: table.by[by[0]] ?? 'by', name: who[0] } }, who[1]) : null;
}

/** "my requests", "Alice's requests". */
function owner(words: readonly Word[], reading: Reading, table: PastWords): Reading | null {
  const asked = (name: string | null, at: number) =>
    withPart(reading, { person: { deed: 'asked' as PastDeed, name } }, at);
  const mine = phraseAt(words, reading.at, table.mine);
  if (mine) return asked(null, mine[1]);
  const name = nameAt(words, reading.at, table);
  return name && words[name[1]]?.text === "'s" ? asked(name[0], name[1] + 1) : null;
}

function about(words: readonly Word[], reading: Reading, table: PastWords): Reading | null {
  const lead = phraseAt(words, reading.at, table.about);
  if (!lead) return null;
  const isGroup = phraseAt(words, lead[1], [...table.group, ...table.ungrouped]) !== null;
  const text = isGroup ? null : nameAt(words, lead[1], table);
  return text && withPart(reading, { text: text[0] }, text[1]);
}

/** "group Servers", "of the device group Servers", "for the ungrouped devices". */
function group(words: readonly Word[], reading: Reading, table: PastWords): Reading | null {
  const lead = phraseAt(words, reading.at, [...table.of, ...table.about]);
  const at = lead?.[1] ?? reading.at;
  const rest = phraseAt(words, at, table.ungrouped);
  if (rest) return withPart(reading, { group: 'Ungrouped devices' }, rest[1]);
  const noun = phraseAt(words, at, table.group);
  const name = noun && nameAt(words, noun[1], table);
  return name && withPart(reading, { group: name[0] }, name[1]);
}

/** "of the Servers group"; without the noun, words of a request. */
function ofGroup(words: readonly Word[], reading: Reading, table: PastWords): Reading | null {
  const lead = phraseAt(words, reading.at, table.of);
  if (!lead) return null;
  const article = phraseAt(words, lead[1], ['the', 'our']);
  const name = nameAt(words, article?.[1] ?? lead[1], table);
  if (!name) return null;
  const noun = phraseAt(words, name[1], table.group);
  return noun ? withPart(reading, { group: name[0] }, noun[1]) : withPart(reading, { text: name[0] }, name[1]);
}

function page(words: readonly Word[], reading: Reading, table: PastWords): Reading | null {
  const lead = phraseAt(words, reading.at, table.page);
  const number = lead && /^[1-9]\d{0,3}$/u.exec(words[lead[1]]?.text ?? '');
  return lead && number && reading.page === null ? { ...reading, page: Number(number[0]), at: lead[1] + 1 } : null;
}

function noun(words: readonly Word[], reading: Reading, table: PastWords): Reading | null {
  const whole = phraseAt(words, reading.at, table.history);
  if (whole) return { ...reading, noun: 'history', at: whole[1] };
  const some = phraseAt(words, reading.at, table.nouns);
  return some && { ...reading, noun: reading.noun ?? 'requests', at: some[1] };
}

function state(words: readonly Word[], reading: Reading, table: PastWords): Reading | null {
  const said = phraseAt(words, reading.at, Object.keys(table.states));
  const name = said && table.states[said[0]];
  const next = said && name ? withPart(reading, { state: name }, said[1]) : null;
  const asks = phraseAt(words, 0, ['what', 'which', 'anything', 'everything']) !== null;
  return next && asks ? { ...next, noun: next.noun ?? 'history' } : next;
}

function idle(words: readonly Word[], reading: Reading, table: PastWords): Reading | null {
  const said = phraseAt(words, reading.at, [...table.idle, ...table.of]);
  return said && { ...reading, at: said[1] };
}

/** Behind the word "history" at the beginning, anything else is what it is about. */
function rest(words: readonly Word[], reading: Reading, table: PastWords): Reading | null {
  if (words[0]?.text.toLowerCase() !== 'history') return null;
  const name = nameAt(words, reading.at, table);
  return name && withPart(reading, { text: name[0] }, name[1]);
}
