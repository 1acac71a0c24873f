import type { Condition, Device, DeviceGroup, DeviceState, TextOperator } from '../../device-group.ts';
import type { TenantSnapshot } from '../../tenant-snapshot.ts';
import { unusualWays } from '../membership/assumptions.ts';
import { comparedBy } from '../membership/compared-values.ts';
import { meetsRows, propertiesOf } from '../membership/meets-rule.ts';
import { type GroupChange, setBy, subjectOf } from '../model/group-change.ts';
import { areRanksUnread, isUnread } from '../model/groups-in.ts';
import { NEW_GROUP_ID } from '../moves/groups-after.ts';
import type { GroupReport, MovePreview } from '../moves/move-preview.ts';
import { cut } from '../words/names.ts';
import type { ChangePreview } from './preview-of.ts';
import type { ShownOracle, ShownStates } from './shown-base.ts';

/** The most groups whose report a card sets beside the rule, the length of their names, and the ids that are kept. */
const REPORTS = 4;
const KNOWN = 3;
const NAME_LENGTH = 40;
const APART = 50;

/** How far Defender's report agrees with the rules, as far as it matters to the change. */
export function shownOracle(change: GroupChange, preview: ChangePreview, now: TenantSnapshot): ShownOracle {
  const { moves, before } = preview;
  const { devices = [], unwritableOperators = [] } = now;
  const concerned = concernedBy(change, preview);
  const { reports } = moves;
  const rows = reports.filter((report) => {
    const { group, evaluable } = report;
    const isRead = before.some(({ id, opaque }) => id === group.id && !opaque);
    return isRead && (concerned.has(group.id) || !evaluable) && apartIn(report) > 0;
  });
  const own = reports.find(({ group }) => group.id === idOf(change, before));
  return {
    compared: moves.compared,
    agreed: moves.agreed,
    ways: [...unusualWays(moves.ways)],
    apart: moves.apart.slice(0, APART).map(({ id }) => id),
    reports: {
      list: rows
        .sort(byWeight(own))
        .slice(0, REPORTS)
        .map((row) => rowOf(row, preview, devices)),
      more: Math.max(0, rows.length - REPORTS),
    },
    ...reportedOf(own, devices),
    states: someOf(moves.states),
    affected: someOf(moves.affectedStates),
    unknown: { lowered: moves.lowered.unknown, unclear: moves.unclear.unknown },
    unsure: moves.unsure.reduce((sum, { devices: count }) => sum + count, 0),
    ...unsureIn(moves),
    knownGroups: knownGroups(before),
    byDomain: [...before, ...preview.after].some(
      (group) => concerned.has(group.id) && !group.opaque && propertiesOf(group).includes('domain'),
    ),
    ...(devices.length > 0 && unshownIn(change, reports, before)),
    ...unorderedIn(before),
    ...assumedIn(before, concerned, unwritableOperators),
  };
}

/** Records that say no group report nothing, which is not "none". */
function reportedOf(own: GroupReport | undefined, devices: readonly Device[]): Pick<ShownOracle, 'inGroup' | 'unsaid'> {
  const inGroup = own?.reported ?? null;
  if (!devices.some(({ groupId }) => groupId === 'unknown')) return { inGroup };
  return { inGroup: inGroup === 0 ? null : inGroup, unsaid: true };
}

function unorderedIn(groups: readonly DeviceGroup[]): Pick<ShownOracle, 'unordered'> {
  return areRanksUnread(groups) && knownGroups(groups) === null ? { unordered: true } : {};
}

function unsureIn({ unsure }: MovePreview): Pick<ShownOracle, 'unsureIn'> {
  if (unsure.length === 0) return {};
  const list = unsure.map(({ group, devices }) => ({ group: cut(group.name, NAME_LENGTH), devices }));
  return { unsureIn: { list: list.slice(0, REPORTS), more: Math.max(0, list.length - REPORTS) } };
}

/** In how many devices of one group report and rule must agree to show how a property is compared. */
const SHOWN_BY = 3;

/** Properties of what is asked for that no group shows by its devices: there only an assumption says what matches. */
function unshownIn(
  change: GroupChange,
  reports: readonly GroupReport[],
  groups: readonly DeviceGroup[],
): Pick<ShownOracle, 'unshown'> {
  const showing = reports.filter(({ evaluable, both }) => evaluable && both >= SHOWN_BY).map(({ group }) => group.id);
  const shown = new Set(groups.filter(({ id }) => showing.includes(id)).flatMap(propertiesOf));
  const asked = new Set((setBy(change).conditions ?? []).map(({ property }) => property));
  const unshown = [...asked].filter((property) => !shown.has(property));
  return unshown.length === 0 ? {} : { unshown };
}

function assumedIn(
  groups: readonly DeviceGroup[],
  concerned: ReadonlySet<number>,
  operators: readonly TextOperator[],
): Pick<ShownOracle, 'assumed'> {
  const own = groups.filter(({ id }) => concerned.has(id));
  const used = own.flatMap(({ conditions }) => conditions.map((one) => (one.property === 'os' ? null : one.operator)));
  const assumed = operators.filter((operator) => used.includes(operator));
  return assumed.length === 0 ? {} : { assumed };
}

/** The group of the change, those that devices leave or join, and those whose level changes. */
function concernedBy(change: GroupChange, { before, moves }: ChangePreview): ReadonlySet<number> {
  const ends = moves.moves.flatMap(({ from, to }) => [from?.id, to?.id]);
  const all = [idOf(change, before), ...ends, ...moves.levelChanges.map(({ group }) => group.id)];
  return new Set(all.filter((id) => id !== undefined));
}

function idOf(change: GroupChange, groups: readonly DeviceGroup[]): number | undefined {
  const subject = subjectOf(change);
  if (subject === 'new') return NEW_GROUP_ID;
  return subject === 'ungrouped' ? groups.find(({ ungrouped }) => ungrouped)?.id : subject.id;
}

/** On how many devices report and rule disagree; a device whose record says no group is none of them. */
function apartIn({ reported, reckoned, both, unsaid }: GroupReport): number {
  return reported + reckoned - unsaid - 2 * both;
}

/** The change's own group first, then where most devices differ, then by id. */
function byWeight(own: GroupReport | undefined) {
  return (a: GroupReport, b: GroupReport): number =>
    Number(b === own) - Number(a === own) || apartIn(b) - apartIn(a) || a.group.id - b.group.id;
}

function rowOf(
  { group, evaluable, reported, reckoned, both }: GroupReport,
  preview: ChangePreview,
  devices: readonly Device[],
): ShownOracle['reports']['list'][number] {
  const found = preview.before.find(({ id }) => id === group.id);
  const unmet = found === undefined || found.ungrouped ? null : unmetBy(found, preview.moves, devices);
  return { group: cut(group.name, NAME_LENGTH), reported, reckoned, both, evaluable, unmet };
}

/** The property whose rows most of the devices that are reported in the group do not meet. */
function unmetBy(group: DeviceGroup, { ways }: MovePreview, devices: readonly Device[]) {
  const compared = comparedBy(ways);
  const members = devices.filter(({ groupId }) => groupId === group.id);
  let worst: { property: Condition['property']; devices: number } | null = null;
  for (const property of propertiesOf(group)) {
    const count = members.filter((device) => !meetsRows(device, group, property, compared)).length;
    if (count > (worst?.devices ?? 0)) worst = { property, devices: count };
  }
  return worst;
}

function someOf(counts: Readonly<Record<DeviceState, number>>): ShownStates {
  return Object.fromEntries(Object.entries(counts).filter(([, count]) => count > 0));
}

function knownGroups(groups: readonly DeviceGroup[]): ShownOracle['knownGroups'] {
  const ranked = groups.filter(({ ungrouped }) => !ungrouped);
  if (!ranked.some((group) => isUnread(group, 'conditions'))) return null;
  const names = ranked.filter((group) => !group.opaque).map(({ name }) => cut(name, NAME_LENGTH));
  return { list: names.slice(0, KNOWN), more: Math.max(0, names.length - KNOWN) };
}
