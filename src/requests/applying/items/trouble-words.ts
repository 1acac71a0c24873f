import { utcWords } from '../../../shared/language/time-words.ts';
import { inEnglish, t } from '../../../shared/language/worded.ts';
import { ACCEPTED, type StoredItem } from '../../ports/item-store.ts';
import type { ItemWriting } from '../../ports/tenant.ts';
import type { ApplyingRequest } from '../../record/request.ts';
import { isOrders } from '../../record/told-by-request.ts';

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

/**
 * For how long what was sent is read, in ms, before a reading that does not show it makes it unknown; and for how long
 * where none succeeds.
 */
export const SETTLE_FOR = 60 * 60_000;
/** Orders are in Defender's list within minutes: one that a whole list lacks by then holds its device no longer. */
export const LISTED_WITHIN = 15 * 60_000;
export const UNREAD_FOR = 24 * 60 * 60_000;

/** Nothing more to do before `at` (ms since 1970); `waits`: what for, in sentences. */
export interface Pause {
  readonly at: number;
  readonly waits?: string;
  /** Nothing more is sent, and what was sent is read until then, in ms since 1970, at the latest. */
  readonly looksUntil?: number;
  /** Defender gave no clear answer to an order on a device. */
  readonly isUnclear?: true;
  /** Nothing at all was sent so far. */
  readonly isUnsent?: true;
}

/** What was sent and is not known to be done, since when, in ms since 1970, and whether something is still to send. */
export interface Reading {
  readonly slice: {
    readonly request: Pick<ApplyingRequest, 'number'>;
    readonly writing: Pick<ItemWriting, 'change'>;
    readonly items: ReadonlyMap<string, { readonly label: string }>;
  };
  readonly sent: readonly StoredItem[];
  readonly since: number;
  readonly isWaiting: boolean;
  readonly now: number;
}

/** The pause, with what the card says of what was sent: which order is unclear, and until when it is looked for. */
export function reading(pause: Pause, { slice, sent, since, isWaiting, now }: Reading): Pause {
  const areOrders = isOrders(slice.writing.change);
  const bounds = [...(areOrders ? [LISTED_WITHIN] : []), SETTLE_FOR, UNREAD_FOR].map((time) => since + time);
  const until = bounds.find((at) => at > now) ?? now;
  const unclear = areOrders ? sent.filter(({ reason }) => reason !== ACCEPTED) : [];
  const words = unclear.length > 0 ? [inEnglish(() => unclearWords(slice, unclear, until))] : [];
  const waits = [...words, pause.waits ?? []].flat();
  return {
    at: pause.at,
    ...(waits.length > 0 && { waits: waits.join(' ') }),
    ...(!isWaiting && { looksUntil: until }),
    ...(unclear.length > 0 && { isUnclear: true as const }),
  };
}

function unclearWords({ request, items }: Reading['slice'], unclear: readonly StoredItem[], until: number): string {
  const named = unclear.slice(0, NAMED).map(({ key, label }) => items.get(key)?.label ?? label);
  const more = unclear.length - named.length;
  const names = [...named, ...(more > 0 ? [t`${more} more ("devices ${request.number}")`] : [])].join(', ');
  const looks = t`Its list of actions is read: where that shows no such order by ${utcWords(until)}, others may act on it, and Airlock reads on. It never orders this again.`;
  return `${t`Defender gave no clear answer on ${names}: it may be done there, or not.`} ${looks}`;
}
