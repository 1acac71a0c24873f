import { t } from '../../../shared/language/worded.ts';
import type { Fault } from '../../change-kind.ts';
import { isBlank } from '../model/fold.ts';
import type { GroupFields, GroupInput, GroupReference, PlaceInput } from './group-input.ts';
import { readConditions } from './read-conditions.ts';
import { levelTextFaults } from './read-level.ts';
import { descriptionTextFaults, nameTextFaults } from './read-texts.ts';
import { NOTHING_STANDS, type Standing, standsDescription, standsName } from './standing.ts';

/**
 * Finds the faults of an input that show without a tenant, at its fields: `name`, `description`, `level`, `conditions`
 * (the whole rule), `conditions.<row>.property|operator|value` (rows from 0), `place`, `group`. `resolveInput` finds
 * those that only a tenant shows. When an existing group is changed, a blank level means no change of the level.
 * @param standing values that nobody typed, which are not judged
 */
export function validateInput(input: GroupInput, standing: Standing = NOTHING_STANDS): Fault[] {
  switch (input.kind) {
    case 'device-group.create':
      return [...fieldFaults(input.fields, true, standing), ...placeFaults(input.place)];
    case 'device-group.update':
      return [...groupFaults(input.group, 'group'), ...fieldFaults(input.fields, false, standing)];
    case 'device-group.delete':
      return groupFaults(input.group, 'group');
    case 'device-group.rank':
      return [...groupFaults(input.group, 'group'), ...placeFaults(input.place)];
    case 'ungrouped-devices':
      return fieldFaults(input.fields, false, standing);
  }
}

function fieldFaults(
  { name, description, level, conditions }: Partial<GroupFields>,
  isNew: boolean,
  standing: Standing,
): Fault[] {
  const isLevelAsked = level !== undefined && (isNew || !isBlank(level));
  return [
    ...at('name', name === undefined || standsName(standing, name) ? [] : nameTextFaults(name)),
    ...at(
      'description',
      description === undefined || standsDescription(standing, description) ? [] : descriptionTextFaults(description),
    ),
    ...at('level', isLevelAsked ? levelTextFaults(level) : []),
    ...(conditions === undefined ? [] : readConditions(conditions, standing).faults),
  ];
}

function placeFaults(place: PlaceInput | undefined): Fault[] {
  if (place === undefined || place.at === 'last') return [];
  if (place.at !== 'rank') return groupFaults(place.group, 'place');
  return /^[1-9]\d{0,3}$/.test(place.rank.trim())
    ? []
    : at('place', [t`The rank must be a whole number; 1 is the highest.`]);
}

function groupFaults(group: GroupReference, field: string): Fault[] {
  return 'name' in group && isBlank(group.name) ? at(field, [t`A device group must be named.`]) : [];
}

function at(field: string, messages: readonly string[]): Fault[] {
  return messages.map((message) => ({ field, message }));
}
