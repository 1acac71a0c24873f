import { canonical, type Json } from '../shared/json.ts';
import type { Language } from '../shared/language/languages.ts';
import { languageNow } from '../shared/language/worded.ts';

/** What an approval is bound to: the affected objects as they were, and the consequences that the approver saw. */
export interface Base {
  /** Compared when somebody approves, at apply and right before the write. A revert restores this state. */
  readonly objects: Json;
  /** Compared when somebody approves and at apply; null if the change has no consequences for devices. */
  readonly preview: Json;
  /**
   * Whatever else was shown (names, totals). It is part of the digest but never compared, since it changes without any
   * change to what was approved. Null if there is nothing.
   */
  readonly shown: Json;
}

/** Whether the affected objects of two bases are the same. */
export function sameObjects(one: Pick<Base, 'objects'>, other: Pick<Base, 'objects'>): boolean {
  return canonical(one.objects) === canonical(other.objects);
}

/**
 * Makes a thing of a change and its base once in each language, where neither can be altered any more, as what was read
 * from the store cannot: a card, its budget, its notices and the check that it shows everything each ask for the same.
 * Of a change that is still being made nothing is kept. Whoever gets the thing shares it, so nobody may alter it.
 * @param make pure
 */
export function madeOnce<C extends object, T>(make: (change: C, base: Base) => T): (change: C, base: Base) => T {
  const made = new WeakMap<Base, WeakMap<C, Map<Language, { readonly thing: T }>>>();
  return (change, base) => {
    if (!Object.isFrozen(change) || !Object.isFrozen(base)) return make(change, base);
    const ofBase = made.get(base) ?? new WeakMap<C, Map<Language, { readonly thing: T }>>();
    made.set(base, ofBase);
    const worded = ofBase.get(change) ?? new Map<Language, { readonly thing: T }>();
    ofBase.set(change, worded);
    const known = worded.get(languageNow()) ?? { thing: make(change, base) };
    worded.set(languageNow(), known);
    return known.thing;
  };
}
