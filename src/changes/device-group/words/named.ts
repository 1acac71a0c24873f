import { listed } from './count-words.ts';
import { quoted } from './quoted.ts';

/** Names of a list that may have been cut: "Finance, Servers and 3 more". */
export function named({ list, more }: { readonly list: readonly string[]; readonly more: number }): string {
  return listed([...list.map(quoted), ...(more > 0 ? [`${more} more`] : [])]);
}
