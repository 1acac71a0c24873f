import type {
  ConditionInput,
  GroupFields,
  GroupInput,
  GroupReference,
  PlaceInput,
} from '../../../../../src/changes/device-group/input/group-input.ts';

/**
 * A input as somebody types it in one line; what it leaves empty stands there as a pair of quotation marks, as people
 * do.
 */
export function lineOfWish(input: GroupInput): string {
  switch (input.kind) {
    case 'device-group.create':
      return `create device group ${quoted(input.fields.name)} ${partsOf(input.fields)} ${placeOf(input.place)}`.trim();
    case 'device-group.update':
      return `edit device group ${groupOf(input.group)} ${partsOf(input.fields)}`;
    case 'device-group.delete':
      return `delete device group ${groupOf(input.group)}`;
    case 'device-group.rank':
      return `rank device group ${groupOf(input.group)} ${placeOf(input.place)}`;
    case 'ungrouped-devices':
      return `set ungrouped devices ${partsOf(input.fields)}`;
  }
}

function partsOf({ level, conditions = [], access = [], description }: Partial<GroupFields>): string {
  const parts = [
    ...(level ? [`level ${quoted(level)}`] : []),
    conditions.map(conditionOf).join(' and '),
    ...(access.length > 0 ? [`access ${access.map(quoted).join(', ')}`] : []),
    ...(description ? [`description ${quoted(description)}`] : []),
  ];
  return parts.filter((part) => part !== '').join(' ');
}

function conditionOf({ property, operator, value }: ConditionInput): string {
  return `${property} ${operator} ${quoted(value)}`;
}

function placeOf(place: PlaceInput = { at: 'last' }): string {
  if (place.at === 'last') return 'last';
  return place.at === 'rank' ? `rank ${place.rank}` : `${place.at} ${groupOf(place.group)}`;
}

function groupOf(group: GroupReference): string {
  return quoted('name' in group ? group.name : String(group.id));
}

function quoted(text: string): string {
  return `"${text}"`;
}
