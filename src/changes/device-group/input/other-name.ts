import { typedName } from '../words/names.ts';
import type { GroupInput, PlaceInput } from './group-input.ts';

/**
 * The command that asks for the same of another group, as somebody could type it: nothing else of the wish is changed.
 * Null where no short line says all of it.
 */
export function onOtherGroup(input: GroupInput, other: string): string | null {
  const name = typedName(other);
  if (name === null || 'tagged' in input) return null;
  switch (input.kind) {
    case 'device-group.delete':
      return `delete device group ${name}`;
    case 'device-group.rank': {
      const place = placeWords(input.place);
      return place && `rank device group ${name} ${place}`;
    }
    case 'device-group.update':
      return changed(name, input.fields);
    default:
      return null;
  }
}

type Fields = Extract<GroupInput, { kind: 'device-group.update' }>['fields'];

function changed(name: string, { level, name: renamed, ...others }: Fields): string | null {
  if (Object.keys(others).length > 0) return null;
  if (level !== undefined && renamed === undefined)
    return `edit device group ${name} level ${/\s/u.test(level) ? `"${level}"` : level}`;
  if (level !== undefined) return null;
  const to = renamed === undefined ? null : typedName(renamed);
  return to && `rename device group ${name} to ${to}`;
}

function placeWords(place: PlaceInput): string | null {
  if (place.at === 'last') return 'last';
  if (place.at === 'rank') return `rank ${place.rank}`;
  const beside = 'name' in place.group ? typedName(place.group.name) : null;
  return beside && `${place.at} ${beside}`;
}

/** The command that opens the form of a group; null for a name that cannot be typed. */
export function formOfGroup(name: string): string | null {
  const typed = typedName(name);
  return typed && `edit device group ${typed}`;
}
