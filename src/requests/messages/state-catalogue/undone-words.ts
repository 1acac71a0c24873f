import { t } from '../../../shared/language/worded.ts';
import type { Outcome } from '../../record/request.ts';
import { debtOf } from '../../record/told-by-request.ts';
import type { Facts } from './status-row.ts';

type Undoing = NonNullable<Outcome['undoneBy']>[number];

/** What a request that undid a part of another one left of it. */
interface InPart extends NonNullable<Undoing['left']> {
  /** Its number. */
  readonly request: number;
}

/** Behind another sentence: that a part was undone, and on which devices nobody has undone it so far. */
export function inPartWords({ request, names, count }: InPart): string {
  const more = count - names.length;
  const listed = names.join(', ');
  return more > 0
    ? t` #${request} undid a part of it. Left: ${listed} and ${more} more.`
    : t` #${request} undid a part of it. Left: ${listed}.`;
}

/** The same beside the number of the request that undid it. */
export function leftWords({ names, count }: NonNullable<Undoing['left']>): string {
  const more = count - names.length;
  const listed = names.join(', ');
  return more > 0 ? t`Left: ${listed} and ${more} more` : t`Left: ${listed}`;
}

type Undone = Parameters<typeof debtOf>[0] & { readonly outcome: Pick<Outcome, 'undoneBy'> | null };

/** By which later request it was undone as a whole, or else what was undone of it; of what is owed the debt tells. */
export function undoneFacts(request: Undone): Pick<Facts, 'undoneBy' | 'undoneInPart'> {
  const all = request.outcome?.undoneBy ?? [];
  const whole = all.findLast(({ isWhole }) => isWhole);
  const part = all.findLast(({ left }) => left !== undefined);
  const isTold = !whole && part?.left !== undefined && !debtOf(request)?.left;
  return {
    undoneBy: whole?.request ?? null,
    undoneInPart: isTold ? inPartWords({ request: part.request, ...part.left }).trim() : '',
  };
}
