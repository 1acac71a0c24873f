import type { Wish, WishCondition, WishPlace } from '../../../src/changes/device-group/input/group-input.ts';
import type { Typed } from '../company/form-desk.ts';

/** A wish as somebody types it into a form: the line that opens it, the rows of conditions one after the other, and the other inputs. */
export interface FormEntry {
  readonly line: string;
  readonly rows: readonly Typed[];
  readonly typed: Typed;
  /** Whether the rows stand in the place of those that the form begins with. */
  readonly replaces: boolean;
}

/** Null for what no form can hold: it knows groups and places by choice, a choice once made is not taken away, and there is one list of systems. */
export function formEntry(wish: Wish): FormEntry | null {
  if (wish.kind === 'device-group.delete' || wish.kind === 'device-group.rank') return null;
  const line = opening(wish);
  const place = placeInput('place' in wish ? wish.place : undefined);
  const conditions = ('conditions' in wish.fields ? wish.fields.conditions : undefined) ?? [];
  const systems = conditions.filter(({ property }) => property === 'os');
  const isListed = systems.length < 2 && systems.every(({ value }) => /[^ ,]/.test(value));
  const isChosen = conditions.every(
    ({ property, operator }) => property === 'os' || (property !== '' && operator !== ''),
  );
  if (line === null || place === null || !isListed || !isChosen) return null;
  const { access, ...texts } = wish.fields;
  return {
    line,
    rows: conditions.filter(({ property }) => property !== 'os').map(rowInput),
    typed: {
      ...Object.fromEntries(Object.entries(texts).filter(([, value]) => typeof value === 'string')),
      ...(systems[0] && { systems: systems[0].value }),
      ...(access && access.length > 0 && { accessNames: access.join(', ') }),
      ...place,
    },
    replaces: 'conditions' in wish.fields,
  };
}

function opening(wish: Exclude<Wish, { kind: 'device-group.delete' | 'device-group.rank' }>): string | null {
  if (wish.kind === 'device-group.create') return 'create device group';
  if (wish.kind === 'ungrouped-devices') return 'ungrouped devices';
  const isThere = 'name' in wish.group && ['Finance', 'Lab'].includes(wish.group.name);
  return isThere && 'name' in wish.group ? `edit device group "${wish.group.name}"` : null;
}

function placeInput(place: WishPlace = { at: 'last' }): Typed | null {
  if (place.at === 'last') return { place: 'last' };
  return place.at === 'rank' && place.rank !== '' ? { rank: place.rank } : null;
}

function rowInput({ property, operator, value }: WishCondition, row: number): Typed {
  return { [`property${row}`]: property, [`operator${row}`]: operator, [`value${row}`]: value };
}
