import type { DeviceGroup } from '../../device-group.ts';

/** Texts that could be taken for the words around them. */
const AMBIGUOUS = /["\\,;:]|(?:^|\s)(?:and|or)(?=\s|$)|^\s|\s$|^$/iu;

/** White space that a card would show as a single blank. */
const LOST = /\s{2,}|[^\S ]/gu;

/**
 * Somebody's text within a sentence: bare where nothing is in doubt, else in quotation marks with those inside escaped,
 * so that one value "a or b" never looks like two. White space that a card would not show stands there as a mark.
 */
export function quoted(text: string): string {
  const visible = text.replace(LOST, (found) => '\u2423'.repeat(found.length));
  return AMBIGUOUS.test(text) || visible !== text ? `"${visible.replace(/["\\]/g, '\\$&')}"` : text;
}
/** "1 device", "12 devices". */
export function countDevices(count: number): string {
  return `${count} ${count === 1 ? 'device' : 'devices'}`;
}

/** "a", "a and b", "a, b and c". */
export function listed(words: readonly string[], joiner: 'and' | 'or' = 'and'): string {
  if (words.length < 2) return words[0] ?? '';
  return `${words.slice(0, -1).join(', ')} ${joiner} ${words.at(-1)}`;
}
/** A text of at most so many code points; what was longer ends in an ellipsis. */
export function cut(text: string, length: number): string {
  const points = Array.from(text);
  return points.length <= length ? text : `${points.slice(0, length - 1).join('')}…`;
}

/** The ungrouped devices as people read them; on the wire they have no name. */
export const UNGROUPED = 'Ungrouped devices';

/** What a group is called on cards. */
export function groupName(group: Pick<DeviceGroup, 'name' | 'ungrouped'>): string {
  return group.ungrouped ? UNGROUPED : group.name;
}

/** Names of a list that may have been cut: "Finance, Servers and 3 more". */
export function named({ list, more }: { readonly list: readonly string[]; readonly more: number }): string {
  return listed([...list.map(quoted), ...(more > 0 ? [`${more} more`] : [])]);
}
/** A name as it is typed in a line about device groups; null where its own quotes would end it. */
export function typedName(name: string): string | null {
  return /["\\\u201C-\u201F\u00AB\u00BB]/.test(name) ? null : `"${name}"`;
}
