import type { TextOperator } from '../../device-group.ts';
import { EdgeTable } from './edge-table.ts';
import { addPlace, emptyMask, type GroupMask, unite } from './group-mask.ts';

/** "The group at this place takes a text that <operator> <value>"; the value is folded and not blank. */
export interface TextPattern {
  readonly operator: TextOperator;
  readonly value: string;
  readonly place: number;
}

const ROOT = 0;

/** Symbols are small numbers: 0 is any character that no pattern has, 1 and 2 stand before and after every text. */
const TEXT_BEGIN = 1;
const TEXT_END = 2;
const FIRST_CHARACTER = 3;

/** The most steps to work out beforehand: 32 MB. */
const MOST_STEPS = 1 << 23;

/** From so many texts on it pays to work them out. */
const TEXTS = 5_000;

/** Up to so many groups are added one by one. */
const FEW = 8;

/**
 * Finds the groups whose patterns a text matches, in one pass over the text however many patterns there are
 * (Aho-Corasick). The two ends of a text are symbols of their own, so all four operators become the same search:
 * `starts-with x` looks for BEGIN x, `ends-with x` for x END, `equals x` for BEGIN x END. Characters are UTF-16 code
 * units, as in String.includes. One hash table holds all edges, so memory grows with the patterns' length and not with
 * the size of their alphabet.
 */
export class TextMatcher {
  readonly #symbols = new SymbolTable();
  readonly #edges = new EdgeTable();
  /** For a state: the state of its longest proper suffix that is also the beginning of a pattern. */
  readonly #fallback: Int32Array;
  /** For a state: the groups of every pattern that ends there. */
  readonly #found: (Found | undefined)[];
  /** 1 where any is. */
  readonly #isFound: Uint8Array;
  /** State x symbols + symbol -> the next state. It is made once many texts were searched, unless it is too large. */
  #steps: Int32Array | null = null;
  #untilSteps = TEXTS;
  readonly #trie: Trie;
  readonly #symbolCount: number;
  readonly #begin: number;

  /** @param groups how many groups the masks cover */
  constructor(patterns: readonly TextPattern[], groups: number) {
    for (const { value } of patterns) this.#symbols.name(value);
    this.#symbolCount = this.#symbols.count;
    const trie = new Trie();
    for (const pattern of patterns) {
      const state = this.#grow(trie, pattern);
      trie.found[state] = joined(trie.found[state], [pattern.place], groups);
    }
    this.#fallback = new Int32Array(trie.size);
    this.#found = trie.found;
    this.#linkFallbacks(trie, groups);
    this.#isFound = Uint8Array.from(this.#found, (found) => Number(found !== undefined));
    this.#trie = trie;
    this.#begin = this.#step(ROOT, TEXT_BEGIN);
  }

  /** Adds to `into` every group with a pattern that the (folded) text matches. */
  collect(text: string, into: GroupMask): void {
    if (--this.#untilSteps === 0 && this.#trie.size * this.#symbolCount <= MOST_STEPS) this.#steps = this.#allSteps();
    const end = this.#steps === null ? this.#searched(text, into) : this.#stepped(this.#steps, text, into);
    if (this.#isFound[end] === 1) this.#addFound(end, into);
  }

  /** Returns the state after the text and its end. */
  #searched(text: string, into: GroupMask): number {
    let state = this.#begin;
    for (let at = 0; at < text.length; at++) {
      state = this.#step(state, this.#symbols.of(text.charCodeAt(at)));
      if (this.#isFound[state] === 1) this.#addFound(state, into);
    }
    return this.#step(state, TEXT_END);
  }

  /** The same with steps worked out beforehand. What it reads of this object stands in variables: that is faster. */
  #stepped(steps: Int32Array, text: string, into: GroupMask): number {
    const [symbols, isFound, width] = [this.#symbols, this.#isFound, this.#symbolCount];
    let state = this.#begin;
    for (let at = 0; at < text.length; at++) {
      state = steps[state * width + symbols.of(text.charCodeAt(at))] ?? ROOT;
      if (isFound[state] === 1) this.#addFound(state, into);
    }
    return steps[state * width + TEXT_END] ?? ROOT;
  }

  #addFound(state: number, into: GroupMask): void {
    const found = this.#found[state];
    if (found !== undefined) addFound(found, into);
  }

  #step(state: number, symbol: number): number {
    if (symbol === 0) return ROOT;
    for (let from = state; ; from = this.#fallback[from] ?? ROOT) {
      const next = this.#edges.get(from, symbol);
      if (next !== -1) return next;
      if (from === ROOT) return ROOT;
    }
  }

  /** Every step, worked out beforehand: the row of a state is that of its fallback, with its own edges on top. */
  #allSteps(): Int32Array {
    const trie = this.#trie;
    const width = this.#symbolCount;
    const steps = new Int32Array(trie.size * width);
    const states = trie.byDepth();
    for (const state of states) {
      if (trie.parentOf(state) === ROOT) steps[trie.symbolOf(state)] = state;
    }
    for (const state of states) {
      const fallback = (this.#fallback[state] ?? ROOT) * width;
      steps.copyWithin(state * width, fallback, fallback + width);
      for (let child = trie.firstChildOf(state); child !== ROOT; child = trie.nextSiblingOf(child)) {
        steps[state * width + trie.symbolOf(child)] = child;
      }
    }
    return steps;
  }

  /** Adds the pattern's path; returns the state at its end. */
  #grow(trie: Trie, { operator, value }: TextPattern): number {
    let state = ROOT;
    if (operator === 'starts-with' || operator === 'equals') state = this.#child(trie, state, TEXT_BEGIN);
    for (let at = 0; at < value.length; at++) {
      state = this.#child(trie, state, this.#symbols.of(value.charCodeAt(at)));
    }
    if (operator === 'ends-with' || operator === 'equals') state = this.#child(trie, state, TEXT_END);
    return state;
  }

  #child(trie: Trie, state: number, symbol: number): number {
    const known = this.#edges.get(state, symbol);
    if (known !== -1) return known;
    const child = trie.add(state, symbol);
    this.#edges.add(state, symbol, child);
    return child;
  }

  /** Short paths first, so that a fallback (always shorter) is complete when it is needed. */
  #linkFallbacks(trie: Trie, groups: number): void {
    for (const state of trie.byDepth()) {
      const parent = trie.parentOf(state);
      const fallback = parent === ROOT ? ROOT : this.#step(this.#fallback[parent] ?? ROOT, trie.symbolOf(state));
      this.#fallback[state] = fallback;
      const shorter = this.#found[fallback];
      if (shorter !== undefined) this.#found[state] = joined(this.#found[state], shorter, groups);
    }
  }
}

/** Numbers the characters that occur in patterns. Most are of the first 256, and a table of all would be large. */
class SymbolTable {
  /** How many symbols there are. */
  count = FIRST_CHARACTER;
  readonly #first = new Uint32Array(0x100);
  readonly #others = new Map<number, number>();

  /** The symbol of a UTF-16 code unit; 0 if no pattern has it. */
  of(unit: number): number {
    return (unit < 0x100 ? this.#first[unit] : this.#others.get(unit)) ?? 0;
  }

  name(text: string): void {
    for (let at = 0; at < text.length; at++) {
      const unit = text.charCodeAt(at);
      if (this.of(unit) !== 0) continue;
      if (unit < 0x100) this.#first[unit] = this.count++;
      else this.#others.set(unit, this.count++);
    }
  }
}

/** Groups: few as a list of places, many as a mask. Most states have few, and masks of each would be large. */
type Found = readonly number[] | GroupMask;

/** Both together; neither is changed. */
function joined(one: Found | undefined, other: Found, groups: number): Found {
  if (one === undefined) return other;
  if (isList(one) && isList(other)) {
    const places = [...one, ...other.filter((place) => !one.includes(place))];
    if (places.length <= FEW) return places;
  }
  const mask = emptyMask(groups);
  for (const found of [one, other]) addFound(found, mask);
  return mask;
}

function addFound(found: Found, into: GroupMask): void {
  if (!isList(found)) unite(into, found);
  else for (const place of found) addPlace(into, place);
}

function isList(found: Found): found is readonly number[] {
  return Array.isArray(found);
}

/** The patterns' paths while they are being built: each state's parent, the symbol that leads to it, and its
 * children. */
class Trie {
  readonly found: (Found | undefined)[] = [undefined];
  readonly #parents: number[] = [ROOT];
  readonly #symbols: number[] = [0];
  /** Children hang together as a chain; ROOT, which is nobody's child, ends it. */
  readonly #firstChildren: number[] = [ROOT];
  readonly #nextSiblings: number[] = [ROOT];

  get size(): number {
    return this.#parents.length;
  }

  add(parent: number, symbol: number): number {
    const child = this.found.push(undefined) - 1;
    this.#parents.push(parent);
    this.#symbols.push(symbol);
    this.#nextSiblings.push(this.firstChildOf(parent));
    this.#firstChildren.push(ROOT);
    this.#firstChildren[parent] = child;
    return child;
  }

  parentOf(state: number): number {
    return this.#parents[state] ?? ROOT;
  }

  symbolOf(state: number): number {
    return this.#symbols[state] ?? 0;
  }

  firstChildOf(state: number): number {
    return this.#firstChildren[state] ?? ROOT;
  }

  nextSiblingOf(state: number): number {
    return this.#nextSiblings[state] ?? ROOT;
  }

  /** Every state but the root, shallow ones first. */
  byDepth(): Uint32Array {
    const states = new Uint32Array(this.size - 1);
    let filled = this.#addChildren(ROOT, states, 0);
    for (let at = 0; at < filled; at++) filled = this.#addChildren(states[at] ?? ROOT, states, filled);
    return states;
  }

  #addChildren(state: number, states: Uint32Array, filled: number): number {
    let end = filled;
    for (let child = this.firstChildOf(state); child !== ROOT; child = this.nextSiblingOf(child)) states[end++] = child;
    return end;
  }
}
