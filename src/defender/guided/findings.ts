import type {
  ChangeUngrouped,
  CreateGroup,
  DeleteGroup,
  RankGroup,
  UpdateGroup,
} from '../../changes/device-group/model/group-change.ts';
import { LEVEL_WORDS } from '../../changes/remediation-level.ts';
import { t } from '../../shared/language/worded.ts';
import { isShownAs } from '../../shared/name-keys.ts';
import type { Fleet } from '../public-api/fleet.ts';
import { type DeviceGroupList, type DeviceGroupScope, hasGaps } from '../public-api/scope-reader.ts';

/** One part of a change, and what the supported APIs say about it. */
export type Finding =
  /** `byAbsence`: a whole list does not name what was there. */
  | { readonly kind: 'verified'; readonly what: string; readonly byAbsence?: true }
  | { readonly kind: 'unreadable'; readonly what: string }
  | { readonly kind: 'unseen' | 'contradicted'; readonly what: string; readonly found: string };

/*
 * Compares each part of a change to device groups with the list of Microsoft Graph. An empty list proves nothing: Graph
 * may not list the groups of this tenant at all. What the list shows as it was before is not seen yet, since it may lag
 * by hours (learn: machine-groups); only another value contradicts. A list that broke off, or with a group whose name
 * or id did not come, says nothing of one that is absent.
 */
type Listed = DeviceGroupList;

/** What is listed where nothing was asked for, or nothing can be said by a list. */
export const NOTHING_LISTED: Listed = { groups: [], brokenOff: false };

export function createdFindings({ definition, before }: CreateGroup, listed: Listed): Finding[] {
  const { name } = definition;
  const group = listed.groups.find((one) => isShownAs(one.name, name));
  return [
    present(t`device group "${name}" exists`, name, group, listed),
    description(name, { asked: definition.description, was: null }, group),
    ...unreadableParts(name, definition),
    unreadable(rankOf(name, before)),
  ];
}

/**
 * @param was the description before, where the group was listed; null where it was not
 * @param listed may be empty if neither name nor description changes
 */
export function updatedFindings(
  { group: { id, name }, set }: UpdateGroup,
  was: string | null,
  listed: Listed,
): Finding[] {
  const group = listed.groups.find((one) => one.id === id);
  const gone = was === null ? [] : goneFindings({ id, name }, listed);
  const isGone = gone.length > 0;
  return [
    ...gone,
    ...(set.name === undefined ? [] : [renamed(name, set.name, group, isGone ? NOTHING_LISTED : listed)]),
    ...(set.description === undefined ? [] : [description(set.name ?? name, { asked: set.description, was }, group)]),
    ...unreadableParts(set.name ?? name, set),
  ];
}

/** That a whole list does not name a group any more: then nobody can have changed it, or it was deleted since. */
export function goneFindings({ id, name }: { readonly id: number; readonly name: string }, listed: Listed): Finding[] {
  if (provesNothing(listed) || isListed(id, listed)) return [];
  const found = t`Microsoft Graph does not list the device group "${name}" any more: it may be deleted.`;
  return [{ kind: 'unseen', what: t`device group "${name}" is still there`, found }];
}

/**
 * Verifies a deletion: the list is whole and does not name the group, and no device is reported in it. Devices of which
 * that cannot be read may be in it.
 * @param fleet null where the list names the group
 */
export function deletedFindings({ group: { id, name } }: DeleteGroup, listed: Listed, fleet: Fleet | null): Finding[] {
  const what = t`device group "${name}" is gone`;
  if (fleet === null || isListed(id, listed)) {
    return [{ kind: 'unseen', what, found: t`Microsoft Graph still lists the device group "${name}".` }];
  }
  const held = fleet.devices.filter(({ groupId }) => groupId === id).length;
  if (held > 0) return [unreadable(`${what} (${held} devices are still reported in it)`)];
  if (provesNothing(listed)) return [unreadable(`${what} (not every group could be read)`)];
  return [
    isUnsure(fleet)
      ? unreadable(`${what} (not every device could be read)`)
      : { kind: 'verified', what, byAbsence: true },
  ];
}

/** Whether some device may be in a group without being reported there. */
function isUnsure({ devices, lacks }: Fleet): boolean {
  const isShort = lacks !== undefined && (lacks.brokenOff || lacks.moved === true || lacks.leftOut > 0);
  return isShort || devices.some(({ groupId }) => groupId === 'unknown');
}

function provesNothing(listed: Listed): boolean {
  return listed.groups.length === 0 || hasGaps(listed);
}

export function isListed(id: number, listed: Listed): boolean {
  return listed.groups.some((one) => one.id === id);
}

export function rankedFindings({ group, before }: RankGroup): Finding[] {
  return [unreadable(rankOf(group.name, before))];
}

function rankOf(name: string, before: { readonly name: string } | null): string {
  return before === null ? t`rank of "${name}": the last` : t`rank of "${name}": right before "${before.name}"`;
}

export function ungroupedFindings({ set }: ChangeUngrouped): Finding[] {
  return unreadableParts('Ungrouped devices (default)', set);
}

function present(what: string, name: string, group: DeviceGroupScope | undefined, listed: Listed): Finding {
  if (group) return { kind: 'verified', what };
  if (provesNothing(listed)) return unreadable(what);
  return { kind: 'unseen', what, found: t`Microsoft Graph does not list the device group "${name}" yet.` };
}

function renamed(was: string, name: string, group: DeviceGroupScope | undefined, listed: Listed): Finding {
  const what = t`"${was}" is called "${name}"`;
  if (!group) return present(what, was, group, listed);
  if (isShownAs(group.name, name)) return { kind: 'verified', what };
  if (group.name === '') return unreadable(what);
  if (isShownAs(group.name, was))
    return { kind: 'unseen', what, found: t`Microsoft Graph still shows its name as "${was}".` };
  return { kind: 'contradicted', what, found: t`Microsoft Graph shows its name as "${group.name}".` };
}

/**
 * The finding about the description. Of an unlisted group it says nothing: another finding reports that the group is
 * not listed.
 */
function description(
  name: string,
  { asked, was }: { readonly asked: string; readonly was: string | null },
  group: DeviceGroupScope | undefined,
): Finding {
  const what = t`description of "${name}"`;
  const shown = group?.description ?? null;
  if (shown === null) return unreadable(what);
  if (isShownAs(shown, asked)) return { kind: 'verified', what };
  if (was !== null && isShownAs(shown, was))
    return { kind: 'unseen', what, found: t`Microsoft Graph still shows the description of "${name}" as it was.` };
  return { kind: 'contradicted', what, found: t`Microsoft Graph shows another description of "${name}".` };
}

function unreadableParts(name: string, { level, conditions, access }: UpdateGroup['set']): Finding[] {
  return [
    ...(level === undefined ? [] : [unreadable(t`remediation level of "${name}": ${LEVEL_WORDS[level]}`)]),
    ...(conditions === undefined ? [] : [unreadable(t`conditions of "${name}"`)]),
    ...(access === undefined ? [] : [unreadable(t`access to "${name}"`)]),
  ];
}

function unreadable(what: string): Finding & { kind: 'unreadable' } {
  return { kind: 'unreadable', what };
}
