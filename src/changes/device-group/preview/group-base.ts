import { z } from 'zod';
import { asJson, type Json } from '../../../shared/json.ts';
import type { Base } from '../../base.ts';
import { type DeviceGroup, GROUP_PARTS, TEXT_OPERATORS, TEXT_PROPERTIES } from '../../device-group.ts';
import { groupKey } from '../../knowledge/knowledge.ts';
import { isRemediationLevel, type LevelReading } from '../../remediation-level.ts';
import type { TenantSnapshot } from '../../tenant-snapshot.ts';
import { waysOf } from '../membership/assumptions.ts';
import { type GroupChange, subjectOf } from '../model/group-change.ts';
import { areRanksUnread, areUnread, isMaybeBusiness, unreadParts } from '../model/groups-in.ts';
import { neighboursOf, ranking } from '../model/ranking.ts';
import { sortedAccess, sortedConditions } from '../model/same-rule.ts';
import type { Earlier } from '../moves/devices-that-move.ts';
import { groupsAfter, NEW_GROUP_ID } from '../moves/groups-after.ts';
import { movesFingerprint } from '../moves/moves-fingerprint.ts';
import type { Place } from '../words/field-words.ts';
import { cut } from '../words/names.ts';
import { type ChangePreview, previewOf } from './preview-of.ts';
import { readShown, type ShownBase, type ShownDevices } from './shown-base.ts';
import { shownDevices } from './shown-devices.ts';
import { shownOracle } from './shown-oracle.ts';
import { unreadEffects, unreadPlaces } from './unread-base.ts';

/** The longest name of a neighbour, in code points. */
const NAME_LENGTH = 80;

/** The longest name in a list of places, in code points. */
const RANKED_LENGTH = 40;

/**
 * Builds the base of a change to device groups for `objects`. If devices were not read, it has no preview; that is not
 * an error. Where the rules of some groups are not known, the preview is shown, but nothing is bound to it, then or
 * later: it changes whenever another group becomes known.
 * @param earlier the base with which the change was requested
 */
export function groupBase(change: GroupChange, now: TenantSnapshot, objects: Json, earlier?: Base): Base {
  const preview = previewOf(change, now, earlier && earlierOf(earlier));
  const groups = now.groups ?? [];
  const effects = preview && {
    ...shownDevices(preview, now.devices ?? []),
    oracle: shownOracle(change, preview, now),
  };
  const wasUnread = earlier !== undefined && readShown(earlier).unread !== undefined;
  const isBound = preview !== null && effects !== null && !areUnread(groups) && !wasUnread;
  const places = areRanksUnread(groups) ? unreadPlaces(change, groups) : readPlaces(change, groups);
  const shown: ShownBase = {
    ...places,
    ...ranksOf(change, groups),
    ...belowOf(change, groups),
    plan1: now.product === 'plan1',
    ...(isMaybeBusiness(now) && { maybeBusiness: true }),
    ...(now.devicesAt !== undefined && { devicesAt: now.devicesAt }),
    ...(now.devicesLack && { devicesLack: now.devicesLack }),
    effects,
    ...(areUnread(groups) && { unread: unreadEffects(change, now) }),
    readAt: now.readAt,
    ...sourcesOf(change, now),
  };
  return { objects, preview: isBound ? boundPreview(preview, effects) : null, shown: asJson(shown) };
}

/** How an earlier preview of the same change read the rules, so that this one keeps to it while it may. */
function earlierOf(base: Base): Earlier {
  const oracle = readShown(base).effects?.oracle;
  return { ways: waysOf(oracle?.ways ?? []), apart: new Set(oracle?.apart) };
}

/** How the parts of the group to change are known that were not read. */
function sourcesOf(change: GroupChange, { groups = [], sources = {} }: TenantSnapshot): Pick<ShownBase, 'sources'> {
  const subject = subjectOf(change);
  const group = groups.find((one) =>
    subject === 'ungrouped' ? one.ungrouped : subject !== 'new' && one.id === subject.id,
  );
  if (group === undefined) return {};
  const known = GROUP_PARTS.flatMap((part) => {
    const source = sources[groupKey(group.id, part)];
    return source === undefined ? [] : [[part, source] as const];
  });
  return known.length === 0 ? {} : { sources: Object.fromEntries(known) };
}

/**
 * The part of the preview that an approval is bound to: which devices move where, how far protection falls, and who
 * newly sees devices. The last two also depend on groups that the change does not affect.
 */
function boundPreview({ moves }: ChangePreview, { weakest, opened }: ShownDevices): Json {
  return { moves: movesFingerprint(moves), weakest, opened };
}

function readPlaces(change: GroupChange, groups: readonly DeviceGroup[]): Pick<ShownBase, 'place' | 'target'> {
  return { place: placeIn(groups, idOf(change)), target: placeIn(groupsAfter(change, groups), idOf(change)) };
}

/** How many places beside those that a move passes are shown, and how many in all. */
const BESIDE = 1;
const MOST_PLACES = 7;

/** The places around a group that is moved, before and after; nothing where another kind of change is asked for. */
function ranksOf(change: GroupChange, groups: readonly DeviceGroup[]): Pick<ShownBase, 'ranks'> {
  if (change.kind !== 'device-group.rank' || areRanksUnread(groups)) return {};
  const [before, after] = [ranking(groups), ranking(groupsAfter(change, groups))];
  const ends = [before, after].map((all) => all.findIndex(({ id }) => id === change.group.id));
  if (ends.includes(-1)) return {};
  const from = Math.max(0, Math.min(...ends) - BESIDE);
  const to = Math.max(...ends) + BESIDE + 1;
  const places = (all: readonly DeviceGroup[]) =>
    all
      .map(({ id, name }, at) => ({ rank: at + 1, name: cut(name, RANKED_LENGTH), moved: id === change.group.id }))
      .slice(from, to);
  return { ranks: { before: fewer(places(before)), after: fewer(places(after)) } };
}

/** How many of them are kept. */
const MOST_BELOW = 100;

/** By them a group that was deleted gets its place back, even where the next one is gone by then. */
function belowOf(change: GroupChange, groups: readonly DeviceGroup[]): Pick<ShownBase, 'below'> {
  if (change.kind !== 'device-group.delete' || areRanksUnread(groups)) return {};
  const ids = ranking(groups).map(({ id }) => id);
  const at = ids.indexOf(change.group.id);
  return at < 0 ? {} : { below: ids.slice(at + 1, at + 1 + MOST_BELOW) };
}

type Places = NonNullable<ShownBase['ranks']>['before'];

/** Of a long way the ends, where the group is and would be, and those beside them. */
function fewer(places: Places): Places {
  if (places.length <= MOST_PLACES) return places;
  const half = Math.floor(MOST_PLACES / 2);
  return [...places.slice(0, half), ...places.slice(-half)];
}

function idOf(change: GroupChange): number | null {
  const subject = subjectOf(change);
  if (subject === 'ungrouped') return null;
  return subject === 'new' ? NEW_GROUP_ID : subject.id;
}

/** The place of a group; null if it has no rank. */
function placeIn(groups: readonly DeviceGroup[], id: number | null): Place | null {
  if (id === null || !ranking(groups).some((group) => group.id === id)) return null;
  const { above, below } = neighboursOf(groups, id);
  return { above: above && cut(above.name, NAME_LENGTH), below: below && cut(below.name, NAME_LENGTH) };
}

const level = z.custom<LevelReading>(
  (value) =>
    typeof value === 'string' && (isRemediationLevel(value) || value === 'unread' || /^unknown:-?\d+$/.test(value)),
);

const condition = z.union([
  z.object({ property: z.enum(TEXT_PROPERTIES), operator: z.enum(TEXT_OPERATORS), value: z.string() }),
  z.object({ property: z.literal('os'), values: z.array(z.string()) }),
]);

/**
 * A whole group, as an approval is bound to it and as a revert restores it. It leaves out the rank, which changes when
 * other groups are ranked. Conditions and access are sorted, since their order does not matter.
 */
export const groupImage = z.object({
  id: z.int(),
  name: z.string(),
  description: z.string(),
  level,
  conditions: z.array(condition),
  opaque: z.boolean(),
  access: z.array(z.object({ id: z.string(), name: z.string() })),
  ungrouped: z.boolean(),
  /** Where only some parts are not known: which. Where none is, the level says `unread` alone. */
  unread: z.array(z.enum(GROUP_PARTS)).exactOptional(),
});

export type GroupImage = Readonly<z.infer<typeof groupImage>>;

export function imageOf(group: DeviceGroup): GroupImage {
  const { id, name, description, level: reading, opaque, ungrouped } = group;
  const conditions = sortedConditions(group.conditions).map((row) =>
    row.property === 'os' ? { property: row.property, values: [...row.values] } : row,
  );
  const unread = group.unread?.filter((part) => part !== 'rank') ?? [];
  return {
    ...{ id, name, description, level: reading, conditions, opaque, access: sortedAccess(group.access), ungrouped },
    ...(unread.length > 0 && { unread: [...unread].sort() }),
  };
}

/** A group as far as another image of it knew it: whatever was not known then is not known here. */
export function asFarAsKnown(now: GroupImage | null, then: GroupImage | null): GroupImage | null {
  if (now === null || then === null) return now;
  const hidden = unreadParts(then);
  const { unread: _, ...rest } = now;
  return {
    ...rest,
    ...(then.unread && { unread: then.unread }),
    ...(hidden.includes('name') && { name: then.name }),
    ...(hidden.includes('description') && { description: then.description }),
    ...(hidden.includes('level') && { level: then.level }),
    ...(hidden.includes('conditions') && { conditions: then.conditions, opaque: then.opaque }),
    ...(hidden.includes('access') && { access: then.access }),
  };
}
