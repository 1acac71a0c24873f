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

/**
 * Finds the groups whose patterns a text matches, in one pass over the text however many patterns there are
 * (Aho-Corasick). The two ends of a text are symbols of their own, so all four operators become the same search:
 * `starts-with x` looks for BEGIN x, `ends-with x` for x END, `equals x` for BEGIN x END. Characters are UTF-16 code
 * units, as in String.includes. One hash table holds all edges, so memory grows with the patterns' length and not with
 * the size of their alphabet.
 */
export class TextMatcher {
  readonly #symbols = new Uint32Array(0x10000);
  readonly #edges = new EdgeTable();
  /** For a state: the state of its longest proper suffix that is also the beginning of a pattern. */
  readonly #fallback: Int32Array;
  /** For a state: the groups of every pattern that ends there. */
  readonly #found: (GroupMask | undefined)[];
  readonly #begin: number;

  /** @param groups how many groups the masks cover */
  constructor(patterns: readonly TextPattern[], groups: number) {
    this.#nameSymbols(patterns);
    const trie = new Trie();
    for (const pattern of patterns) {
      const mask = trie.maskAt(this.#grow(trie, pattern), groups);
      addPlace(mask, pattern.place);
    }
    this.#fallback = new Int32Array(trie.size);
    this.#found = trie.masks;
    this.#linkFallbacks(trie);
    this.#begin = this.#step(ROOT, TEXT_BEGIN);
  }

  /** Adds to `into` every group with a pattern that the (folded) text matches. */
  collect(text: string, into: GroupMask): void {
    let state = this.#begin;
    for (let at = 0; at < text.length; at++) {
      state = this.#step(state, this.#symbols[text.charCodeAt(at)] ?? 0);
      const found = this.#found[state];
      if (found !== undefined) unite(into, found);
    }
    const found = this.#found[this.#step(state, TEXT_END)];
    if (found !== undefined) unite(into, found);
  }

  #step(state: number, symbol: number): number {
    if (symbol === 0) return ROOT;
    for (let from = state; ; from = this.#fallback[from] ?? ROOT) {
      const next = this.#edges.get(from, symbol);
      if (next !== -1) return next;
      if (from === ROOT) return ROOT;
    }
  }

  /** Numbers the characters that occur in patterns. */
  #nameSymbols(patterns: readonly TextPattern[]): void {
    let next = FIRST_CHARACTER;
    for (const { value } of patterns) {
      for (let at = 0; at < value.length; at++) {
        const unit = value.charCodeAt(at);
        if (this.#symbols[unit] === 0) this.#symbols[unit] = next++;
      }
    }
  }

  /** Adds the pattern's path; returns the state at its end. */
  #grow(trie: Trie, { operator, value }: TextPattern): number {
    let state = ROOT;
    if (operator === 'starts-with' || operator === 'equals') state = this.#child(trie, state, TEXT_BEGIN);
    for (let at = 0; at < value.length; at++) {
      state = this.#child(trie, state, this.#symbols[value.charCodeAt(at)] ?? 0);
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
  #linkFallbacks(trie: Trie): void {
    for (const state of trie.byDepth()) {
      const parent = trie.parentOf(state);
      const fallback = parent === ROOT ? ROOT : this.#step(this.#fallback[parent] ?? ROOT, trie.symbolOf(state));
      this.#fallback[state] = fallback;
      const own = this.#found[state];
      const shorter = this.#found[fallback];
      if (own === undefined) this.#found[state] = shorter;
      else if (shorter !== undefined) unite(own, shorter);
    }
  }
}

/** The patterns' paths while they are being built: each state's parent, the symbol that leads to it, and its depth. */
class Trie {
  readonly masks: (GroupMask | undefined)[] = [undefined];
  readonly #parents: number[] = [ROOT];
  readonly #symbols: number[] = [0];
  readonly #depths: number[] = [0];

  get size(): number {
    return this.#parents.length;
  }

  add(parent: number, symbol: number): number {
    this.#parents.push(parent);
    this.#symbols.push(symbol);
    this.#depths.push((this.#depths[parent] ?? 0) + 1);
    return this.masks.push(undefined) - 1;
  }

  maskAt(state: number, groups: number): GroupMask {
    const mask = this.masks[state] ?? emptyMask(groups);
    this.masks[state] = mask;
    return mask;
  }

  parentOf(state: number): number {
    return this.#parents[state] ?? ROOT;
  }

  symbolOf(state: number): number {
    return this.#symbols[state] ?? 0;
  }

  /** Every state but the root, shallow ones first. */
  byDepth(): Uint32Array {
    const states = Uint32Array.from({ length: this.size - 1 }, (_, index) => index + 1);
    return states.sort((a, b) => (this.#depths[a] ?? 0) - (this.#depths[b] ?? 0));
  }
}
