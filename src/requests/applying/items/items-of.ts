import type { Item } from '../../../changes/change-kind.ts';
import { kindOf } from '../../../changes/registry/kind-of.ts';
import type { Request } from '../../record/request.ts';

/** The items of a request by their keys, as its change and base say: what is stored only says how far they are. */
export function itemsOf({ change, base }: Pick<Request, 'change' | 'base'>): ReadonlyMap<string, Item> {
  return new Map((kindOf(change).items?.(change, base) ?? []).map((item) => [item.key, item]));
}
