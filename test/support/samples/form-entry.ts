import type { ConditionInput, GroupInput, PlaceInput } from '../../../src/changes/device-group/input/group-input.ts';
import type { Typed } from '../company/form-desk.ts';

/**
 * A input as somebody types it into a form: the line that opens it, the rows of conditions one after the other, and the
 * other inputs.
 */
export interface FormEntry {
  readonly line: string;
  readonly rows: readonly Typed[];
  readonly typed: Typed;
  /** Whether the rows stand in the place of those that the form begins with. */
  readonly replaces: boolean;
}

/**
 * Null for what no form can hold: it knows groups and places by choice, a choice once made is not taken away, and there
 * is one list of systems.
 */
export function formEntry(input: GroupInput): FormEntry | null {
  if (input.kind === 'device-group.delete' || input.kind === 'device-group.rank') return null;
  const line = opening(input);
  const place = placeInput('place' in input ? input.place : undefined);
  const conditions = ('conditions' in input.fields ? input.fields.conditions : undefined) ?? [];
  const systems = conditions.filter(({ property }) => property === 'os');
  const isListed = systems.length < 2 && systems.every(({ value }) => /[^ ,]/.test(value));
  const isChosen = conditions.every(
    ({ property, operator }) => property === 'os' || (property !== '' && operator !== ''),
  );
  if (line === null || place === null || !isListed || !isChosen) return null;
  const { access, ...texts } = input.fields;
  return {
    line,
    rows: conditions.filter(({ property }) => property !== 'os').map(rowInput),
    typed: {
      ...Object.fromEntries(Object.entries(texts).filter(([, value]) => typeof value === 'string')),
      ...(systems[0] && { systems: systems[0].value }),
      ...(access && access.length > 0 && { accessNames: access.join(', ') }),
      ...place,
    },
    replaces: 'conditions' in input.fields,
  };
}

function opening(input: Exclude<GroupInput, { kind: 'device-group.delete' | 'device-group.rank' }>): string | null {
  if (input.kind === 'device-group.create') return 'create device group';
  if (input.kind === 'ungrouped-devices') return 'ungrouped devices';
  const isThere = 'name' in input.group && ['Finance', 'Lab'].includes(input.group.name);
  return isThere && 'name' in input.group ? `edit device group "${input.group.name}"` : null;
}

function placeInput(place: PlaceInput = { at: 'last' }): Typed | null {
  if (place.at === 'last') return { place: 'last' };
  return place.at === 'rank' && place.rank !== '' ? { rank: place.rank } : null;
}

function rowInput({ property, operator, value }: ConditionInput, row: number): Typed {
  return { [`property${row}`]: property, [`operator${row}`]: operator, [`value${row}`]: value };
}
