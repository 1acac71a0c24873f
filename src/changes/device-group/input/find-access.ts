import { guidIn } from '../../../shared/ids.ts';
import { msg, say, t } from '../../../shared/language/worded.ts';
import { sameName } from '../../../shared/name-keys.ts';
import type { Fault } from '../../change-kind.ts';
import { type DeviceGroup, type EntraGroupRef, UNREADABLE_ACCESS } from '../../device-group.ts';
import type { TenantSnapshot } from '../../tenant-snapshot.ts';
import { isBlank } from '../model/fold.ts';
import type { UpdateGroup } from '../model/group-change.ts';
import { areUnread, isUnread } from '../model/groups-in.ts';
import { sameAccess } from '../model/same-rule.ts';
import { unreadableWords } from '../words/field-words.ts';
import { groupName, listed } from '../words/names.ts';
import { didYouMean, type Found } from './find-names.ts';
import { quoteInput } from './read-texts.ts';

/** The most Entra groups to look up in the directory for one input. */
export const MOST_LOOKED_UP = 50;

/** The Entra groups that the input names, each once. The list is complete only if there is no fault. */
export interface FoundAccess {
  readonly found: readonly EntraGroupRef[];
  readonly faults: readonly Fault[];
}

/**
 * Finds each Entra group by its object id, or else by its name, among those that hold a Defender role: only they can be
 * given access (learn: machine-groups). Blank entries are ignored.
 * @param roles undefined if they were not read, so that no group can be named. `inDirectory` if the connector cannot
 * read which groups hold a role: they are then the groups in the directory with these ids and names
 */
export function findAccess(wanted: readonly string[], roles: Candidates | undefined): FoundAccess {
  const entries = wanted.filter((entry) => !isBlank(entry));
  if (entries.length === 0) return { found: [], faults: [] };
  if (roles === undefined) return { found: [], faults: [{ field: 'access', message: say(NOT_READ) }] };
  const results = found(entries, roles);
  const groups = results.flatMap((result) => ('found' in result ? [result.found] : []));
  const whys = results.flatMap((result) => ('why' in result ? [result.why] : []));
  return {
    found: [...new Map(groups.map((group) => [group.id, group])).values()],
    faults: [...new Set(whys)].map((message) => ({ field: 'access', message })),
  };
}

/** The Entra groups that can be named, as `findAccess` takes them. */
export function candidatesIn({ access, entraGroups, groups = [] }: TenantSnapshot): Candidates | undefined {
  if (access !== undefined) return access;
  return entraGroups !== undefined || areUnread(groups) ? { inDirectory: entraGroups ?? [] } : undefined;
}

type Candidates = readonly EntraGroupRef[] | { readonly inDirectory: readonly EntraGroupRef[] };

function found(entries: readonly string[], roles: Candidates): readonly Found<EntraGroupRef>[] {
  if (!('inDirectory' in roles))
    return entries.map((entry) =>
      findOne(entry.trim(), roles, (typed) => t`${typed} is no Entra group that Defender lists with a role.`),
    );
  if (entries.length > MOST_LOOKED_UP) return [{ why: t`Name ${MOST_LOOKED_UP} Entra groups at most in one request.` }];
  return entries.map((entry) =>
    findOne(entry.trim(), roles.inDirectory, (typed) => t`${typed} is no security group in Entra ID.`),
  );
}

const NOT_READ = msg`Which Entra groups hold a Defender role was not read, so none can be named now. Try again.`;

/** @param none says that there is none, of what was typed */
function findOne(
  entry: string,
  roles: readonly EntraGroupRef[],
  none: (typed: string) => string,
): Found<EntraGroupRef> {
  const wanted = guidIn(entry) ?? entry.toLowerCase();
  const byId = roles.find(({ id }) => id === wanted && id !== UNREADABLE_ACCESS.id);
  if (byId !== undefined) return { found: byId };
  const exact = roles.filter(({ name }) => name.trim() === entry);
  const alike = exact.length > 0 ? exact : roles.filter(({ name }) => sameName(name, entry));
  const [found, ...others] = alike;
  if (found === undefined) {
    const near = didYouMean(
      entry,
      roles.map(({ name }) => name),
    );
    return { why: `${none(quoteInput(entry))}${near}` };
  }
  if (alike.some(({ id }) => id === UNREADABLE_ACCESS.id))
    return {
      why: t`${quoteInput(entry)} stands in Defender's list of Entra groups with a role without an id, so Airlock cannot name it.`,
    };
  if (others.length === 0) return { found };
  const ids = listed(alike.map(({ id }) => id));
  return {
    why: t`Several Entra groups are called ${quoteInput(entry)}. Give the object id of the one that is meant: ${ids}.`,
  };
}

/**
 * The requested access, left out if it is unchanged. A group that has access already can keep it, also where it lost
 * its Defender role or is gone from the directory.
 */
export function changedAccess(
  wanted: readonly string[] | undefined,
  group: DeviceGroup,
  now: TenantSnapshot,
): { readonly set: Pick<UpdateGroup['set'], 'access'>; readonly faults: readonly Fault[] } {
  if (wanted === undefined) return { set: {}, faults: [] };
  const { access: roles } = now;
  if (isUnread(group, 'access')) return unreadAccess(wanted, now, group);
  const kept = group.access.filter(({ id }) => !holds(roles, id));
  const stays = findAccess(wanted, kept);
  const known = stays.faults.length === 0 ? stays : findAccess(wanted, besides(candidatesIn(now), kept));
  if (known.faults.length === 0 && sameAccess(known.found, group.access)) return { set: {}, faults: [] };
  return { set: { access: [...known.found] }, faults: known.faults };
}

function besides(candidates: Candidates | undefined, kept: readonly EntraGroupRef[]): Candidates | undefined {
  if (candidates === undefined) return undefined;
  if (!('inDirectory' in candidates)) return [...candidates, ...kept];
  const { inDirectory } = candidates;
  return { inDirectory: [...inDirectory, ...kept.filter(({ id }) => !holds(inDirectory, id))] };
}

/**
 * The requested access where the current access is unknown. Naming no group then changes nothing; elsewhere it would
 * open the devices to everybody. Airlock itself does not write what it cannot read.
 */
function unreadAccess(
  wanted: readonly string[],
  { entraGroups: inDirectory = [], byHand }: TenantSnapshot,
  { name, ungrouped }: DeviceGroup,
): ReturnType<typeof changedAccess> {
  if (byHand !== true && wanted.some((entry) => !isBlank(entry))) {
    return {
      set: {},
      faults: [{ field: 'access', message: unreadableWords('access', groupName({ name, ungrouped })) }],
    };
  }
  const { found, faults } = findAccess(wanted, { inDirectory });
  return { set: found.length > 0 ? { access: [...found] } : {}, faults };
}

function holds(roles: readonly EntraGroupRef[] | undefined, id: string): boolean {
  return roles?.some((role) => role.id === id) ?? false;
}
