import type {
  Wish,
  WishCondition,
  WishFields,
  WishGroup,
  WishPlace,
} from '../../../../../src/changes/device-group/input/group-input.ts';

/** A wish as somebody types it in one line; what it leaves empty stands there as a pair of quotation marks, as people do. */
export function lineOfWish(wish: Wish): string {
  switch (wish.kind) {
    case 'device-group.create':
      return `create device group ${quoted(wish.fields.name)} ${partsOf(wish.fields)} ${placeOf(wish.place)}`.trim();
    case 'device-group.update':
      return `edit device group ${groupOf(wish.group)} ${partsOf(wish.fields)}`;
    case 'device-group.delete':
      return `delete device group ${groupOf(wish.group)}`;
    case 'device-group.rank':
      return `rank device group ${groupOf(wish.group)} ${placeOf(wish.place)}`;
    case 'ungrouped-devices':
      return `set ungrouped devices ${partsOf(wish.fields)}`;
  }
}

function partsOf({ level, conditions = [], access = [], description }: Partial<WishFields>): string {
  const parts = [
    ...(level ? [`level ${quoted(level)}`] : []),
    conditions.map(conditionOf).join(' and '),
    ...(access.length > 0 ? [`access ${access.map(quoted).join(', ')}`] : []),
    ...(description ? [`description ${quoted(description)}`] : []),
  ];
  return parts.filter((part) => part !== '').join(' ');
}

function conditionOf({ property, operator, value }: WishCondition): string {
  return `${property} ${operator} ${quoted(value)}`;
}

function placeOf(place: WishPlace = { at: 'last' }): string {
  if (place.at === 'last') return 'last';
  return place.at === 'rank' ? `rank ${place.rank}` : `${place.at} ${groupOf(place.group)}`;
}

function groupOf(group: WishGroup): string {
  return quoted('name' in group ? group.name : String(group.id));
}

function quoted(text: string): string {
  return `"${text}"`;
}
