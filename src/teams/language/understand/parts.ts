import { rankName } from '../../../changes/device-group/input/find-names.ts';
import { type Item, is, type Sentence } from './sentence.ts';
import type { Concept } from './words/concept.ts';

/** A sentence, cut into what belongs to the grammar and what can only be a name or a value. */
export type Part =
  | { readonly kind: 'item'; readonly item: Item }
  | { readonly kind: 'name'; readonly name: string; readonly isQuoted: boolean }
  /** Without its "#". */
  | { readonly kind: 'number'; readonly number: number };

/** Concepts that are never part of a bare name, in any sentence that asks for something. */
const USUAL: readonly Concept[] = [
  ...(['negation', 'unsure', 'reason', 'enable', 'disable', 'enabled', 'disabled', 'turn', 'on', 'off'] as const),
  ...(['create', 'set', 'should', 'edit', 'rename', 'delete', 'show', 'find', 'approve', 'reject'] as const),
  ...(['withdraw', 'take-back', 'undo', 'called', 'to', 'for', 'of', 'in', 'with', 'and', 'or', 'all'] as const),
  ...(['group', 'groups', 'ungrouped', 'level-noun', 'request', 'wish', 'it', 'some-level', 'foreign'] as const),
  ...(['before', 'after', 'first', 'last', 'rank', 'begin', 'end', 'be', 'who', 'purpose', 'tenant'] as const),
];

/** Cuts a sentence into parts. @param more concepts that are no part of a bare name either */
export function partsOf(sentence: Sentence, more: readonly Concept[] = []): Part[] {
  const { text, items } = sentence;
  const grammar: Bounds = { concepts: new Set([...USUAL, ...more]), hasCapitalNouns: sentence.hasCapitalNouns };
  const parts: Part[] = [];
  for (let at = 0; at < items.length; ) {
    const until = nameEnd(items, at, grammar);
    const item = items[at];
    if (item === undefined) break;
    parts.push(until === at ? { kind: 'item', item } : nameOf(text, items.slice(at, until)));
    at = Math.max(until, at + 1);
  }
  return parts;
}

/** What bounds a bare name. */
interface Bounds {
  readonly concepts: ReadonlySet<Concept>;
  readonly hasCapitalNouns: boolean;
}

/** Where the name that begins here ends; `at` where none does. Thanks and their like at the end belong to no name. */
function nameEnd(items: readonly Item[], at: number, grammar: Bounds): number {
  const first = items[at];
  if (first?.kind === 'quoted') return first.feature || first.level ? at : at + 1;
  const begins = isNameLike(items, at, grammar) || (isFiller(first) && isNameLike(items, at + 1, grammar));
  if (!begins || isNumber(first, items[at + 1])) return isNumber(first, items[at + 1]) ? at + 1 : at;
  let end = at + 1;
  for (let next = end; next < items.length; next += 1) {
    if (isNameLike(items, next, grammar)) end = next + 1;
    else if (!isFiller(items[next])) break;
  }
  return end;
}

function isNumber(item: Item | undefined, next: Item | undefined): boolean {
  return item?.kind === 'number' && (next === undefined || next.kind !== 'word' || item.text.startsWith('#'));
}

function isFiller(item: Item | undefined): boolean {
  return item?.kind === 'phrase' && is(item, 'filler') && item.concepts.size === 1;
}

/**
 * Whether an item can only be part of a name: a word that is not known, or one that means nothing in this sentence. A
 * word with a capital letter beside another one belongs to its name, whatever it means: "Back Office".
 */
function isNameLike(items: readonly Item[], at: number, grammar: Bounds): boolean {
  const item = items[at];
  if (item === undefined) return false;
  if (item.kind === 'word' || item.kind === 'number') return !item.text.startsWith('#');
  if (item.kind !== 'phrase' || item.feature !== null || item.level !== null) return false;
  if (item.isOs && grammar.concepts.has('os-noun') && items[at + 1]?.kind !== 'word') return false;
  const structural = [...item.concepts].some((concept) => grammar.concepts.has(concept));
  if (!structural) return !is(item, 'filler', 'article');
  if (at === 0 || grammar.hasCapitalNouns || !isCapital(item)) return false;
  const isBehindNoun = is(items[at - 1], 'group', 'called') && items[at + 1]?.kind === 'word';
  return isBehindNoun || [items[at - 1], items[at + 1]].some((beside) => isProper(beside));
}

function isCapital({ text }: Item): boolean {
  return /^\p{Lu}/u.test(text) && !/^\p{Lu}+$/u.test(text);
}

function isProper(item: Item | undefined): boolean {
  return item?.kind === 'word' && isCapital(item);
}

function nameOf(text: string, items: readonly Item[]): Part {
  const [first] = items;
  const last = items.at(-1);
  if (!first || !last) return { kind: 'name', name: '', isQuoted: false };
  if (first.kind === 'quoted') return { kind: 'name', name: first.text, isQuoted: true };
  if (items.length === 1 && first.kind === 'number')
    return { kind: 'number', number: Number(first.text.replace('#', '')) };
  return { kind: 'name', name: text.slice(first.start, last.end), isQuoted: false };
}

/** Whether a part says nothing by itself: an article, thanks, "I want to". */
export function isIdle(part: Part): boolean {
  return part.kind === 'item' && is(part.item, 'article', 'filler', 'wish', 'purpose');
}

/** Whether a part stands for any of these concepts. */
export function means(part: Part | undefined, ...concepts: readonly Concept[]): boolean {
  return part?.kind === 'item' && is(part.item, ...concepts);
}

export function isComma(part: Part | undefined): boolean {
  return part?.kind === 'item' && part.item.kind === 'comma';
}

/** The names among the parts, in their order. */
export function namesIn(parts: readonly Part[]): readonly string[] {
  return parts.flatMap((part) => (part.kind === 'name' ? [part.name] : []));
}

/** The same parts, where "group 2" and "the group with rank 2" are the name by which a group is found by its rank. */
export function byRank(parts: readonly Part[]): Part[] {
  const named: Part[] = [];
  for (const part of parts) {
    if (part.kind !== 'number') {
      named.push(part);
      continue;
    }
    const back = named.length - (means(named.at(-1), 'rank') ? 1 : 0);
    const noun = means(named[back - 1], 'with', 'of', 'in', 'for') ? back - 2 : back - 1;
    const isGroup = means(named[noun], 'group');
    if (isGroup) named.splice(noun + 1);
    named.push(isGroup ? { kind: 'name', name: rankName(part.number), isQuoted: false } : part);
  }
  return named;
}

/** Whether something says that a name is a device group's: the word, or quotation marks. */
export function isGroupNamed(parts: readonly Part[]): boolean {
  return parts.some((part) => means(part, 'group') || (part.kind === 'name' && part.isQuoted));
}
