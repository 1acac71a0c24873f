import type { Base } from '../base.ts';
import type { Item } from '../change-kind.ts';
import { isApiChange } from '../supported/api-kinds.ts';
import { type Part, rulesOf } from './part-kinds.ts';

/** A part with the base that it goes by: the tenant with the parts before it applied. */
export interface BasedPart {
  readonly part: Part;
  readonly base: Base;
  /** From 1. */
  readonly number: number;
}

/** The longest label of an item, as the store takes it. */
const LONGEST_LABEL = 200;

/** The key of a part among the items of its request; where it is written item by item, what their keys begin with. */
export function partKey({ part, number }: Pick<BasedPart, 'part' | 'number'>): string {
  return isApiChange(part) ? `${number}/` : `part-${number}`;
}

/** What a part is written as: itself, or each of its items. */
export function itemsOfPart(based: BasedPart): readonly Item[] {
  const { part, base } = based;
  const rules = rulesOf(part);
  const own = partKey(based);
  if (!isApiChange(part)) return [{ key: own, label: rules.title(part).slice(0, LONGEST_LABEL) }];
  return (rules.items?.(part, base) ?? []).map(({ key, label }) => ({ key: `${own}${key}`, label }));
}

/** Those of the keys of a request that are a part's, as the part itself has them. */
export function writtenOfPart(
  based: Pick<BasedPart, 'part' | 'number'>,
  written: readonly string[],
): readonly string[] {
  const own = partKey(based);
  if (!isApiChange(based.part)) return written.filter((key) => key === own);
  return written.flatMap((key) => (key.startsWith(own) ? [key.slice(own.length)] : []));
}

/** The parts that a person applies where the connector cannot write, before those that a supported API writes. */
export function byHandFirst(parts: readonly Part[]): readonly Part[] {
  return [...parts.filter((part) => !isApiChange(part)), ...parts.filter(isApiChange)];
}
