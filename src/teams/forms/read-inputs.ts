import type { WishCondition, WishFields, WishPlace } from '../../changes/device-group/input/group-input.ts';
import type { Form, FormWish } from '../../requests/record/form.ts';
import { accessChoices, formRows, listed, rowInputs, shownFields } from './form-inputs.ts';

/** What stood in a card's inputs, by their ids. */
export type Inputs = Readonly<Partial<Record<string, string>>>;

/** What of a form stands on its card, where a card cannot hold everything. */
export interface OnCard {
  /** The rows that stand there as inputs, by their place among the rows. */
  readonly edited: ReadonlySet<number>;
  /** How many groups with access can be chosen there. */
  readonly access: number;
}

/**
 * The form's wish with what was typed into its card. A choice that cannot be emptied stays when it is absent; a text or list that is absent
 * was emptied, since clients leave out what is empty. What the card did not ask about stays as it was.
 */
export function typedWish(form: Form, inputs: Inputs, card: OnCard): FormWish {
  const { wish } = form;
  const fields = typedFields(form, inputs, card);
  switch (wish.kind) {
    case 'device-group.create': {
      const place = typedPlace(inputs) ?? (wish.place?.at === 'rank' ? ({ at: 'last' } as const) : wish.place);
      return { ...wish, fields: { ...wish.fields, ...fields }, ...(place && { place }) };
    }
    case 'device-group.update':
      return { ...wish, fields: { ...wish.fields, ...fields } };
    case 'ungrouped-devices':
      return { ...wish, fields: { ...wish.fields, ...fields } };
  }
}

function typedFields(form: Form, inputs: Inputs, card: OnCard): Partial<WishFields> {
  const { wish } = form;
  const asked = shownFields(wish);
  const level = inputs.level ?? wish.fields.level;
  return {
    ...(asked.has('name') && { name: inputs.name ?? '' }),
    ...(asked.has('description') && { description: inputs.description ?? '' }),
    ...(level !== undefined && { level }),
    ...(asked.has('conditions') && { conditions: typedConditions(wish, inputs, card) }),
    ...(asked.has('access') && { access: typedAccess(form, inputs, card) }),
  };
}

function typedConditions(wish: FormWish, inputs: Inputs, card: OnCard): readonly WishCondition[] {
  const rows = formRows(wish).rows.map(({ row }, index) => {
    if (!card.edited.has(index)) return row;
    const ids = rowInputs(index);
    return {
      property: inputs[ids.property] ?? row.property,
      operator: inputs[ids.operator] ?? row.operator,
      value: inputs[ids.value] ?? '',
    };
  });
  const systems = listed(inputs.systems ?? '').join(', ');
  return [...rows, ...(systems === '' ? [] : [{ property: 'os', operator: '', value: systems }])];
}

function typedAccess(form: Form, inputs: Inputs, card: OnCard): readonly string[] {
  const { hidden } = accessChoices(form, card.access);
  return [...new Set([...listed(inputs.access ?? ''), ...hidden, ...listed(inputs.accessNames ?? '')])];
}

/** A rank that is typed goes before a place that is chosen. */
function typedPlace({ rank = '', place }: Inputs): WishPlace | null {
  if (rank.trim() !== '') return { at: 'rank', rank: rank.trim() };
  const before = /^before:(\d{1,10})$/.exec(place ?? '')?.[1];
  if (before !== undefined) return { at: 'before', group: { id: Number(before) } };
  return place === 'last' ? { at: 'last' } : null;
}
