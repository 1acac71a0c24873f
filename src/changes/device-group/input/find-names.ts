import { editDistance } from '../../../shared/edit-distance.ts';
import { msg, say, t } from '../../../shared/language/worded.ts';
import { nameKeys, sameName } from '../../../shared/name-keys.ts';
import type { DeviceGroup } from '../../device-group.ts';
import { sourceWords } from '../../knowledge/source-words.ts';
import type { AskedGroup, TenantSnapshot, UnlistedGroup } from '../../tenant-snapshot.ts';
import { areRanksUnread, isUnread } from '../model/groups-in.ts';
import { ranking } from '../model/ranking.ts';
import { listed, quoted, typedName } from '../words/names.ts';
import type { GroupReference, PlaceInput } from './group-input.ts';
import { cleanName, isReserved, quoteInput } from './read-texts.ts';

/** How many names to suggest. */
const OFFERED = 3;

/** The shortest text to look for inside names. */
const CONTAINED = 3;

/** "Did you mean Finance or Finance laptops?" with the names nearest to what was typed; empty if no name is near. */
export function didYouMean(typed: string, names: readonly string[]): string {
  const near = nearNames(typed, names);
  return near.length === 0 ? '' : ` ${t`Did you mean ${listed(near.map(quoted), 'or')}?`}`;
}

/** @param isOnlyClose leaves out names that merely hold what was typed, or are held by it: that may say more */
function nearNames(typed: string, names: readonly string[], isOnlyClose = false): string[] {
  const wanted = nameKeys(typed).at(-1) ?? '';
  const ranked = names.flatMap((name) => {
    if (name.trim() === '') return [];
    const key = nameKeys(name).at(-1) ?? '';
    const distance = editDistance(wanted, key);
    const isClose = distance <= Math.max(1, Math.floor(key.length / 3)) || saysNoMore(typed, name);
    const isNear = isClose || (!isOnlyClose && (holds(key, wanted) || holds(wanted, key)));
    return isNear ? [{ name, distance }] : [];
  });
  return ranked
    .sort((a, b) => a.distance - b.distance)
    .slice(0, OFFERED)
    .map(({ name }) => name);
}

/** Words beside the name of a group that say nothing else: "the finance machines". */
const BESIDE =
  /^(?:the|our|my|all|device|devices|machines?|laptops?|computers?|pcs?|clients?|groups?|team|die|der|das|den|dem|unsere?|alle|ger(?:ä|ae)te|rechner|gruppe)$/u;

function saysNoMore(typed: string, name: string): boolean {
  const own = name.trim().toLowerCase().split(/\s+/u);
  const words = typed.trim().toLowerCase().split(/\s+/u);
  const rest = words.filter((word) => !own.includes(word));
  return (
    rest.length < words.length && rest.every((word) => BESIDE.test(word)) && own.every((word) => words.includes(word))
  );
}

function holds(text: string, part: string): boolean {
  return part.length >= CONTAINED && text.includes(part);
}

/** Why something was not found; `near`: the names that are spelled almost so, absent for none. */
export interface NotFound {
  readonly why: string;
  readonly near?: readonly string[];
}

/** What was looked for, or a sentence that says why it was not found. */
export type Found<T> = { readonly found: T } | NotFound;

/** What the list of groups lacks. */
type Lacks = Pick<TenantSnapshot, 'groupsLack' | 'groupsUnread' | 'unlisted' | 'asked'>;

/**
 * Finds a group among those with a rank: by its number, or else by its name, either exactly or ignoring case, width and
 * spaces.
 * @param rest what the list of groups lacks: then one that is not in it may still be there; and groups of which nothing
 * is listed so far, which were made or are asked for: they are named, and never found
 */
export function findGroup(
  input: GroupReference,
  groups: readonly DeviceGroup[],
  { groupsLack: lack, groupsUnread = '', unlisted = [], asked = [] }: Lacks = {},
): Found<DeviceGroup> {
  const ranked = ranking(groups);
  if ('id' in input) {
    if (groups.some(({ id, ungrouped }) => ungrouped && id === input.id)) return { why: say(UNGROUPED_MEANT) };
    const found = ranked.find(({ id }) => id === input.id);
    return found ? { found } : { why: t`This device group is not listed now. Choose another one.` };
  }
  const name = cleanName(input.name);
  const called = (is: (one: string) => boolean) =>
    ranked.filter((group) => [group.name, ...(group.twins ?? [])].some(is));
  const exact = called((one) => cleanName(one) === name);
  const alike = exact.length > 0 ? exact : called((one) => sameName(one, name));
  const [found, ...others] = alike;
  if (found !== undefined && others.length === 0) return { found };
  if (found !== undefined) return { why: ambiguous(name, alike) };
  if (isReserved(name)) return { why: say(UNGROUPED_MEANT) };
  const ordered = atRank(name, ranked);
  if (ordered) return ordered;
  const made = unlisted.find((group) => sameName(group.name, name));
  if (made) return { why: unlistedWords(made) };
  const wanted = asked.find((group) => sameName(group.name, name));
  if (wanted) return { why: askedWords(wanted) };
  const names = ranked.map((group) => group.name);
  if (lack !== undefined || ranked.some((group) => isUnread(group, 'name'))) {
    const why = t`No device group called ${quoteInput(name)} could be read, and not every group could.`;
    return missing(`${why} ${groupsUnread}`.trim(), name, names);
  }
  return missing(t`There is no device group called ${quoteInput(name)}.`, name, names);
}

function missing(why: string, typed: string, names: readonly string[]): NotFound {
  const near = nearNames(typed, names, true);
  const told = why + didYouMean(typed, names);
  return near.length === 0 ? { why: told } : { why: told, near };
}

/** What somebody writes for a group by its rank, where no group is called so: "rank 2". */
export function rankName(rank: number): string {
  return `rank ${rank}`;
}

/** The group of the rank that a name stands for; null for any other name. */
function atRank(name: string, ranked: readonly DeviceGroup[]): Found<DeviceGroup> | null {
  const rank = /^rank ([1-9]\d{0,4})$/iu.exec(name)?.[1];
  if (rank === undefined) return null;
  if (areRanksUnread(ranked)) return { why: t`Ranks are not known here. Name the group instead.` };
  const found = ranked.find((group) => group.rank === Number(rank));
  return found ? { found } : { why: t`There is no device group of rank ${rank}.` };
}

function unlistedWords({ name, source }: UnlistedGroup): string {
  return t`${quoted(name)} exists ${sourceWords(source)}, and is not listed by Microsoft Graph yet: ask again when it is.`;
}

function askedWords({ name, request, isApplied }: AskedGroup): string {
  const how = t`"show ${request}" says how it stands.`;
  return isApplied
    ? `${t`${quoted(name)} was asked to be created in #${request}, and Defender does not list it yet, which can take hours: ask again when it does.`} ${how}`
    : `${t`${quoted(name)} is asked to be created in #${request}, which is not applied yet: ask again when it is.`} ${how}`;
}

const UNGROUPED_MEANT = msg`The ungrouped devices are not a group of their own: they have no name, conditions or rank. Their level and access can be changed.`;

function ambiguous(name: string, groups: readonly DeviceGroup[]): string {
  const names = groups.map((group) => t`${quoted(group.name)} (number ${group.id})`);
  return t`${quoteInput(name)} can mean several device groups: ${listed(names)}. Write the exact name.`;
}

/** The group that another is placed before; null for the last place. */
export type Before = { readonly id: number; readonly name: string } | null;

/**
 * Finds the place of a group among the others.
 * @param self the group to rank; null for a group that does not exist yet
 */
export function findPlace(
  place: PlaceInput | undefined,
  groups: readonly DeviceGroup[],
  self: number | null,
  lacks: Lacks = {},
): Found<Before> {
  if (place === undefined || place.at === 'last') return { found: null };
  if (areRanksUnread(groups) && place.at !== 'before') return { why: unreadPlace(groups, self) };
  const others = ranking(groups).filter(({ id }) => id !== self);
  if (place.at === 'rank') return byRank(Number(place.rank.trim()), others);
  const other = findGroup(place.group, groups, lacks);
  if ('why' in other) return other;
  if (other.found.id === self) return { why: t`A group cannot stand before or after itself. Choose another group.` };
  if (areRanksUnread(groups)) return { found: refOf(other.found) };
  const at = others.findIndex(({ id }) => id === other.found.id);
  return { found: refOf(others[place.at === 'before' ? at : at + 1]) };
}

function unreadPlace(groups: readonly DeviceGroup[], self: number | null): string {
  const names = groups.flatMap(({ id, name, ungrouped }) => (ungrouped || id === self ? [] : (typedName(name) ?? [])));
  const [name] = names;
  return name === undefined
    ? t`Ranks are not known here. Name the group before which to place it. Or say last.`
    : t`Ranks are not known here. Name the group before which to place it, for example: before ${name}. Or say last.`;
}

function byRank(rank: number, others: readonly DeviceGroup[]): Found<Before> {
  const last = others.length + 1;
  if (rank >= 1 && rank <= last) return { found: refOf(others[rank - 1]) };
  return { why: last === 1 ? t`The only rank is 1.` : t`The rank must be a whole number from 1 to ${last}.` };
}

function refOf(group: DeviceGroup | undefined): Before {
  return group === undefined ? null : { id: group.id, name: group.name };
}
