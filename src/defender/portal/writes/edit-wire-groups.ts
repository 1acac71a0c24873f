import type { CreateGroup, GroupChange } from '../../../changes/device-group/model/group-change.ts';
import { notWholeWords, twinWords } from '../../../changes/device-group/words/field-words.ts';
import { AirlockError } from '../../../shared/errors.ts';
import { msg } from '../../../shared/language/worded.ts';
import { ASSUMED_OPERATORS, BLANK_RULES, type Operators } from '../wire-rule.ts';
import type { WireGroup } from './odd-parts.ts';
import { type Place, placeInRank } from './place-in-rank.ts';
import { askedFields, levelNumber, replaceAccess, replaceConditions } from './wire-fields.ts';

/** The id of a group that has no number from Defender yet. */
const NEW_ID = -1;

/** A time that every client sends when it creates a group; Defender replaces it by its own. */
const SET_BY_DEFENDER = '1970-01-01T00:00:00.000Z';

/**
 * Builds the whole list to write: the list that was read, with only the requested difference. Everything that Airlock
 * does not know is kept as it was.
 * @throws AirlockError tenant-unsupported when the change cannot be written on this list
 */
export function editWireGroups(
  wire: readonly WireGroup[],
  change: GroupChange,
  operators: Operators = ASSUMED_OPERATORS,
): WireGroup[] {
  const rest = ungroupedIn(wire);
  switch (change.kind) {
    case 'device-group.create':
      return created(wire, change, operators);
    case 'device-group.update': {
      const group = groupIn(wire, change.group);
      return exchanged(wire, group, { ...group, ...askedFields(group, change.set, operators) });
    }
    case 'device-group.delete': {
      const gone = groupIn(wire, change.group);
      return wire.filter((group) => group !== gone);
    }
    case 'device-group.rank': {
      const group = groupIn(wire, change.group);
      const place = placeInRank(wire, group.MachineGroupId, change.before?.id ?? null);
      return exchanged(moved(wire, place), group, { ...group, Priority: place.own });
    }
    case 'ungrouped-devices':
      return exchanged(wire, rest, { ...rest, ...askedFields(rest, change.set, operators) });
  }
}

function created(wire: readonly WireGroup[], { definition, before }: CreateGroup, operators: Operators): WireGroup[] {
  const place = placeInRank(wire, NEW_ID, before?.id ?? null);
  const group: WireGroup = {
    MachineGroupId: NEW_ID,
    Name: definition.name,
    Description: definition.description,
    AutoRemediationLevel: levelNumber(definition.level),
    Priority: place.own,
    LastUpdated: SET_BY_DEFENDER,
    IsUnassignedMachineGroup: false,
    MachineCount: 0,
    GroupRules: replaceConditions(BLANK_RULES, definition.conditions, operators),
    MachineGroupAssignments: replaceAccess([], definition.access),
    OldMachineGroupId: null,
  };
  return [...moved(wire, place), group];
}

function moved(wire: readonly WireGroup[], place: Place): WireGroup[] {
  const [twin] = [...place.moved.keys()].filter((id) => wire.filter((one) => one.MachineGroupId === id).length > 1);
  if (twin !== undefined) throw new AirlockError('tenant-unsupported', twinWords(twin));
  return wire.map((group) => {
    const Priority = place.moved.get(group.MachineGroupId);
    return Priority === undefined ? group : { ...group, Priority };
  });
}

function exchanged(wire: readonly WireGroup[], group: WireGroup, next: WireGroup): WireGroup[] {
  return wire.map((one) => (one === group ? next : one));
}

function groupIn(wire: readonly WireGroup[], { id, name }: { readonly id: number; readonly name: string }): WireGroup {
  const [found, ...others] = wire.filter((group) => group.MachineGroupId === id && !group.IsUnassignedMachineGroup);
  if (others.length > 0) throw new AirlockError('tenant-unsupported', twinWords(id));
  if (found) return found;
  throw new AirlockError('tenant-unsupported', `There is no device group "${name}" in Defender any more.`);
}

/**
 * Finds the ungrouped devices, which every complete list holds exactly once
 * (docs/facts/defender.md#portal-device-groups). Writing an incomplete list could delete the groups that it lacks.
 */
function ungroupedIn(wire: readonly WireGroup[]): WireGroup {
  const [rest, ...more] = wire.filter((group) => group.IsUnassignedMachineGroup);
  if (rest && more.length === 0) return rest;
  throw new AirlockError(
    'tenant-unsupported',
    wire.length === 0 ? msg`This tenant has no device groups.` : notWholeWords(),
  );
}
