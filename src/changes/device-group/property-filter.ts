import { foldCase } from './fold.ts';
import { emptyMask, type GroupMask, intersect, unite } from './group-mask.ts';
import type { TextMatcher } from './text-matcher.ts';

/** Narrows a set of groups to those that one property of a device satisfies; a group that asks nothing of the property stays. */
export class PropertyFilter {
  readonly #indifferent: GroupMask;
  readonly #matcher: TextMatcher;
  readonly #known: Map<string, GroupMask> | undefined;
  readonly #passed: GroupMask;
  readonly #groups: number;

  /** @param recurring true if few distinct values are expected, so that each is matched once and remembered */
  constructor(indifferent: GroupMask, matcher: TextMatcher, groups: number, recurring: boolean) {
    this.#indifferent = indifferent;
    this.#matcher = matcher;
    this.#groups = groups;
    this.#known = recurring ? new Map() : undefined;
    this.#passed = emptyMask(groups);
  }

  /** One of the values is enough (a device has several tags). */
  narrow(values: readonly string[], into: GroupMask): void {
    this.#passed.set(this.#indifferent);
    for (const value of values) this.#collect(value);
    intersect(into, this.#passed);
  }

  #collect(value: string): void {
    if (this.#known === undefined) {
      this.#matcher.collect(foldCase(value), this.#passed);
      return;
    }
    let mask = this.#known.get(value);
    if (mask === undefined) {
      mask = emptyMask(this.#groups);
      this.#matcher.collect(foldCase(value), mask);
      this.#known.set(value, mask);
    }
    unite(this.#passed, mask);
  }
}
