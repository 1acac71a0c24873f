import type { DeviceGroup } from '../device-group.ts';
import { sameName } from '../name-keys.ts';
import { ranking } from '../ranking.ts';
import type { WishGroup } from '../wish.ts';
import { listed } from '../words/count-words.ts';
import { quoted } from '../words/quoted.ts';
import { didYouMean } from './near-names.ts';
import { cleanName, isReserved } from './read-name.ts';
import { said } from './said.ts';

/** What was looked for, or a sentence on why it was not found. */
export type Found<T> = { readonly found: T } | { readonly why: string };

/** The group that is meant, among those with a rank: by its number, else by its name, exactly or but for case, width and spaces. */
export function findGroup(wish: WishGroup, groups: readonly DeviceGroup[]): Found<DeviceGroup> {
  const ranked = ranking(groups);
  if ('id' in wish) {
    if (groups.some(({ id, ungrouped }) => ungrouped && id === wish.id)) return { why: UNGROUPED_MEANT };
    const found = ranked.find(({ id }) => id === wish.id);
    return found ? { found } : { why: 'This device group is not there any more. Choose another one.' };
  }
  const name = cleanName(wish.name);
  const exact = ranked.filter((group) => cleanName(group.name) === name);
  const alike = exact.length > 0 ? exact : ranked.filter((group) => sameName(group.name, name));
  const [found, ...others] = alike;
  if (found !== undefined && others.length === 0) return { found };
  if (found !== undefined) return { why: ambiguous(name, alike) };
  if (isReserved(name)) return { why: UNGROUPED_MEANT };
  const names = ranked.map((group) => group.name);
  return { why: `There is no device group called ${said(name)}.${didYouMean(name, names)}` };
}

const UNGROUPED_MEANT =
  'The ungrouped devices are no group of their own: they have no name, conditions or rank. Their level and access can be changed.';

function ambiguous(name: string, groups: readonly DeviceGroup[]): string {
  const names = groups.map((group) => `${quoted(group.name)} (number ${group.id})`);
  return `Several device groups can be meant by ${said(name)}: ${listed(names)}. Write the name exactly as it stands.`;
}
