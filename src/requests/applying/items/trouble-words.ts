import { t } from '../../../shared/language/worded.ts';
import type { StoredItem } from '../../ports/item-store.ts';

/** How many items a note names. */
export const NAMED = 5;

type Told = Pick<StoredItem, 'label' | 'state' | 'reason'>;

/**
 * What was refused of the items of a request, and what is not known of them: "2 refused: LAP-1 (no such device), ..."
 * @param items at least the first few of each state
 * @param number of the request, whose list shows the others
 * @param counts how many there are in all, where `items` are not all of them
 */
export function troubleWords(
  items: readonly Told[],
  number: number,
  counts: Partial<Readonly<Record<'refused' | 'unknown', number>>> = {},
): readonly string[] {
  const of = (state: 'refused' | 'unknown') => items.filter((item) => item.state === state);
  const { refused = of('refused').length, unknown = of('unknown').length } = counts;
  return [
    ...(refused > 0 ? [refusedWords(refused, of('refused').slice(0, NAMED), number)] : []),
    ...(unknown > 0 ? [unknownWords(unknown, of('unknown').slice(0, NAMED), number)] : []),
  ];
}

function refusedWords(count: number, items: readonly Told[], number: number): string {
  const [told, more] = [named(items), count - items.length];
  return more > 0
    ? t`${count} refused: ${told}, and ${more} more ("devices ${number}").`
    : t`${count} refused: ${told}.`;
}

function unknownWords(count: number, items: readonly Told[], number: number): string {
  const [told, more] = [named(items), count - items.length];
  return more > 0
    ? t`${count} not known: ${told}, and ${more} more ("devices ${number}").`
    : t`${count} not known: ${told}.`;
}

function named(items: readonly Told[]): string {
  return items.map(({ label, reason }) => (reason === null ? label : `${label} (${reason})`)).join(', ');
}
