import type { ItemCounts } from '../../../changes/change-kind.ts';
import { kindOf } from '../../../changes/registry/kind-of.ts';
import { type BasedPart, partKey } from '../../../changes/several/part-items.ts';
import { basedParts, type SeveralChange } from '../../../changes/several/several-change.ts';
import { type ApiChange, isApiChange } from '../../../changes/supported/api-kinds.ts';
import { ITEM_STATES, type StoredItem } from '../../ports/item-store.ts';
import type { Services } from '../../ports/services.ts';
import type { ItemWriting } from '../../ports/tenant.ts';
import type { Request } from '../../record/request.ts';
import { writingOf } from '../../rules/setting-owner.ts';
import { troubleWords } from './trouble-words.ts';

/** A request for several changes. */
type Several = Pick<Request, 'id' | 'number' | 'base' | 'digest' | 'reason'> & { readonly change: SeveralChange };

/** A part of a request, and how far it is: as a whole, and its items. */
export interface PartState {
  readonly based: BasedPart;
  readonly title: string;
  /** `started` as long as some of its items are open and others are not; else the worst of them. */
  readonly state: StoredItem['state'];
  readonly items: readonly StoredItem[];
  /** Why it is so, in a sentence: Defender's own reason, or how far its items are. Empty for none. */
  readonly told: string;
}

/** Every part of a request as stored. @throws AirlockError record-broken where they are not as recorded */
export async function partStates({ store }: Pick<Services, 'store'>, request: Several): Promise<readonly PartState[]> {
  const all = await store.items(request.id, { limit: Number.MAX_SAFE_INTEGER });
  return basedParts(request.change, request.base).map((based) => {
    const own = partKey(based);
    const items = all.filter(({ key }) => (isApiChange(based.part) ? key.startsWith(own) : key === own));
    const title = kindOf(based.part).title(based.part);
    return { based, title, items, state: stateOf(items), told: toldOf(based, items, request.number) };
  });
}

function stateOf(items: readonly StoredItem[]): StoredItem['state'] {
  const states = new Set(items.map(({ state }) => state));
  const [only, ...others] = states;
  if (only !== undefined && others.length === 0) return only;
  if (states.has('waiting') || states.has('started')) return 'started';
  return states.has('unknown') ? 'unknown' : 'refused';
}

function toldOf({ part }: BasedPart, items: readonly StoredItem[], number: number): string {
  if (!isApiChange(part)) return items[0]?.reason ?? '';
  const words = kindOf(part).progress?.(part, countsOf(items)) ?? '';
  return [`${words}.`, ...troubleWords(items, number)].join(' ');
}

export function countsOf(items: readonly StoredItem[]): ItemCounts {
  const of = (one: StoredItem['state']) => items.filter(({ state }) => state === one).length;
  const [waiting, started, done, refused, unknown] = ITEM_STATES.map(of) as [number, number, number, number, number];
  return { total: items.length, waiting, started, done, refused, unknown };
}

/** What is written for a part of a request by the supported API; the request's own mark finds it again. */
export function writingOfPart(request: Several, { part, base }: BasedPart & { readonly part: ApiChange }): ItemWriting {
  return writingOf({ ...request, change: part, base });
}

/** The parts of a request that the supported API writes. */
export function apiParts(request: Several): readonly (BasedPart & { readonly part: ApiChange })[] {
  return basedParts(request.change, request.base).flatMap(({ part, ...rest }) =>
    isApiChange(part) ? [{ part, ...rest }] : [],
  );
}
