import type {
  ConditionInput,
  FormInput,
  GroupFields,
  PlaceInput,
} from '../../changes/device-group/input/group-input.ts';
import type { Form } from '../../requests/record/form.ts';
import { accessChoices, formRows, listed, rowInputs, shownFields, taggedIn } from './form-inputs.ts';

/** The values of a card's inputs, by their ids. */
export type Inputs = Readonly<Partial<Record<string, string>>>;

/** Which part of a form its card shows, where it has no room for everything. */
export interface OnCard {
  /** The indexes of the rows that are shown as inputs. */
  readonly edited: ReadonlySet<number>;
  /** How many groups with access can be chosen there. */
  readonly access: number;
}

/**
 * The form's input with what was typed into its card. A choice that cannot be emptied keeps its value when it is
 * absent. A text or list that is absent was emptied, since clients leave out empty values. What the card did not show
 * stays as it was.
 */
export function readGroupInput(form: Form, inputs: Inputs, card: OnCard): FormInput {
  const { input } = form;
  const fields = typedFields(form, inputs, card);
  switch (input.kind) {
    case 'device-group.create': {
      const place = typedPlace(inputs) ?? (input.place?.at === 'rank' ? ({ at: 'last' } as const) : input.place);
      return { ...input, fields: { ...input.fields, ...fields }, ...(place && { place }), ...typedTags(form, inputs) };
    }
    case 'device-group.update':
      return { ...input, fields: { ...input.fields, ...fields }, ...typedTags(form, inputs) };
    case 'ungrouped-devices':
      return { ...input, fields: { ...input.fields, ...fields } };
  }
}

function typedFields(form: Form, inputs: Inputs, card: OnCard): Partial<GroupFields> {
  const { input } = form;
  const asked = shownFields(input);
  const level = inputs.level ?? input.fields.level;
  return {
    ...(asked.has('name') && { name: inputs.name ?? '' }),
    ...(asked.has('description') && { description: inputs.description ?? '' }),
    ...(level !== undefined && { level }),
    ...(asked.has('conditions') && { conditions: typedConditions(input, inputs, card) }),
    ...(asked.has('access') && { access: typedAccess(form, inputs, card) }),
  };
}

function typedConditions(input: FormInput, inputs: Inputs, card: OnCard): readonly ConditionInput[] {
  const rows = formRows(input).rows.map(({ row }, index) => {
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

function typedTags(form: Form, { tagged = '' }: Inputs): { readonly tagged?: string } {
  return taggedIn(form) === null ? {} : { tagged };
}

/** A typed rank takes precedence over a chosen place. */
function typedPlace({ rank = '', place }: Inputs): PlaceInput | null {
  if (rank.trim() !== '') return { at: 'rank', rank: rank.trim() };
  const before = /^before:(\d{1,10})$/.exec(place ?? '')?.[1];
  if (before !== undefined) return { at: 'before', group: { id: Number(before) } };
  return place === 'last' ? { at: 'last' } : null;
}
