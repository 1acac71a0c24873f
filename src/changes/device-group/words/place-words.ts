import { quoted } from './quoted.ts';

/** The names of those right above and right below; null at either end. */
export interface Place {
  readonly above: string | null;
  readonly below: string | null;
}

/** A place in the ranking: "between Executives and Servers", "first, before Servers", "last, after Lab". */
export function placeWords({ above, below }: Place): string {
  if (above !== null && below !== null) return `between ${quoted(above)} and ${quoted(below)}`;
  if (below !== null) return `first, before ${quoted(below)}`;
  return above === null ? 'the only one' : `last, after ${quoted(above)}`;
}
