import type { ApiChange } from '../../../changes/registry/change.ts';
import { isApiChange, kindOf } from '../../../changes/registry/kind-of.ts';
import { AirlockError } from '../../../shared/errors.ts';
import type { ItemWriting } from '../../ports/tenant.ts';
import type { ApplyingRequest, Request } from '../../record/request.ts';

/** What is written for a request, with the mark by which a reading finds it again: "Airlock #12 1be985ad". */
export function writingOf({
  change,
  base,
  number,
  digest,
}: Pick<Request, 'change' | 'base' | 'number' | 'digest'>): ItemWriting {
  return { change: apiChange(change), base, mark: `Airlock #${number} ${(digest ?? '').slice(0, 8)}` };
}

/** @throws AirlockError internal */
function apiChange(change: ApplyingRequest['change']): ApiChange {
  if (isApiChange(change)) return change;
  throw new AirlockError('internal', 'This is not a change that is written item by item.');
}

/** The items of a request by their keys, as its change and base say: what is stored only says how far they are. */
export function itemsOf({ change, base }: Pick<Request, 'change' | 'base'>) {
  return new Map((kindOf(change).items?.(change, base) ?? []).map((item) => [item.key, item]));
}
