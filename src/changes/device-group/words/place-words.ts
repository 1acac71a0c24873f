import { quoted } from './quoted.ts';

/**
 * The names of those right above and right below, null at either end; where ranks cannot be read, only what is asked for: right before a
 * group, or last (null), and for what is there now nothing.
 */
export type Place =
  | { readonly above: string | null; readonly below: string | null }
  | { readonly before: string | null }
  | { readonly unread: true };

/** A place in the ranking: "between Executives and Servers", "first, before Servers", "last, after Lab". */
export function placeWords(place: Place): string {
  if ('unread' in place) return 'not readable';
  if ('before' in place) return place.before === null ? 'last' : `right before ${quoted(place.before)}`;
  const { above, below } = place;
  if (above !== null && below !== null) return `between ${quoted(above)} and ${quoted(below)}`;
  if (below !== null) return `first, before ${quoted(below)}`;
  return above === null ? 'the only one' : `last, after ${quoted(above)}`;
}
