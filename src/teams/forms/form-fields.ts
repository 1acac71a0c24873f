import type { PlaceInput } from '../../changes/device-group/input/group-input.ts';
import { OS_WORDS, osExact, osNamed } from '../../changes/device-group/model/os-names.ts';
import { isRemediationLevel, LEVEL_HELP, LEVEL_WORDS, REMEDIATION_LEVELS } from '../../changes/remediation-level.ts';
import type { Form } from '../../requests/record/form.ts';
import { say, t } from '../../shared/language/worded.ts';
import { LENGTHS, type ShownText, sanitise } from '../cards/parts/shown-text.ts';
import { choiceTitle } from '../cards/parts/wording.ts';
import type { FormFaults } from './form-faults.ts';
import {
  accessChoices,
  type FormRow,
  formRows,
  INPUT_LENGTHS,
  ROWS_MAX,
  rowInputs,
  shownFields,
  taggedIn,
} from './form-inputs.ts';
import type { FormLayout } from './form-layout.ts';
import type {
  AccessField,
  Choice,
  ChoiceField,
  ConditionsField,
  FormFields,
  PlaceField,
  RowField,
  TextField,
} from './form-model.ts';

/** The rows of a form's conditions and its operating systems. */
function conditionsField({ input, opened }: Form, faults: FormFaults, layout: FormLayout): ConditionsField {
  const { rows, systems, systemsAt } = formRows(input);
  const whole = faults.at('conditions');
  const lines = rows.map((_, index) => index).filter((index) => !layout.edited.has(index));
  const shownLines = new Set(lines.slice(0, layout.lines));
  const left = lines.length - shownLines.size;
  return {
    faults: [...whole, ...(left > 0 ? [sanitise(t`${left} more conditions are kept, but not shown.`)] : [])],
    rows: rows.flatMap((row, index): RowField[] => {
      if (layout.edited.has(index)) return [editedRow(row, index, faults)];
      return shownLines.has(index) ? [rowLine(row, index, layout.lineLength)] : [];
    }),
    additions: rows.length < ROWS_MAX ? [{}] : [],
    systems: [
      systemsField(
        systems,
        opened ? formRows(opened).systems : [],
        systemsAt.flatMap((at) => faults.atCondition(at)),
      ),
    ],
  };
}

function editedRow({ row, at }: FormRow, index: number, faults: FormFaults): RowField {
  const ids = rowInputs(index);
  const edit = {
    row: index,
    propertyId: ids.property,
    property: row.property,
    operatorId: ids.operator,
    operator: row.operator,
    valueId: ids.value,
    value: row.value,
    maxLength: Math.max(INPUT_LENGTHS.value, row.value.length),
    faults: faults.atCondition(at),
  };
  return { edits: [edit], lines: [] };
}

function rowLine({ row }: FormRow, index: number, length: number): RowField {
  const text = sanitise(`${say(row.property)} ${say(row.operator.replace('-', ' '))} ${row.value}`, length);
  return { edits: [], lines: [{ row: index, text }] };
}

/** Every operating system that Airlock knows Defender's name for, and any others that the input names. */
function systemsField(
  systems: readonly string[],
  standing: readonly string[],
  faults: ChoiceField['faults'],
): ChoiceField {
  const named = systems.map((name) => (standing.includes(name) ? (osExact(name) ?? name) : (osNamed(name) ?? name)));
  const known: Choice[] = Object.entries(OS_WORDS).map(([value, title]) => ({ title, value }));
  const others = named.filter((name) => !Object.hasOwn(OS_WORDS, name));
  return {
    value: named.join(','),
    choices: [...known, ...others.map((name) => ({ title: choiceTitle(name), value: name }))],
    faults,
  };
}

/** Nothing to fill in, for a form that is not open or not this viewer's. */
export const NO_FIELDS: FormFields = {
  names: [],
  descriptions: [],
  levels: [],
  conditions: [],
  places: [],
  accesses: [],
  taggeds: [],
};

/** Every input of an open form with what was typed and what is wrong with it. */
export function formFields(form: Form, faults: FormFaults, layout: FormLayout): FormFields {
  const { input } = form;
  const asked = shownFields(input);
  const fields = input.kind === 'ungrouped-devices' ? { ...input.fields, name: '', description: '' } : input.fields;
  const { name = '', description = '', level = '' } = fields;
  return {
    names: asked.has('name') ? [textField(name, INPUT_LENGTHS.name, faults.at('name'))] : [],
    descriptions: asked.has('description')
      ? [textField(description, INPUT_LENGTHS.description, faults.at('description'))]
      : [],
    levels: [levelField(level, faults)],
    conditions: asked.has('conditions') ? [conditionsField(form, faults, layout)] : [],
    places: input.kind === 'device-group.create' ? [placeField(form, input.place, faults, layout)] : [],
    accesses: asked.has('access') ? [accessField(form, faults, layout)] : [],
    taggeds: taggedField(form, faults),
  };
}

function taggedField(form: Form, faults: FormFaults): FormFields['taggeds'] {
  const tagged = taggedIn(form);
  return tagged === null ? [] : [textField(tagged, INPUT_LENGTHS.tagged, faults.at('tagged'))];
}

/** What stands in the tenant may be longer than what may be typed. */
function textField(value: string, maxLength: number, faults: TextField['faults']): TextField {
  return { value, maxLength: Math.max(maxLength, value.length), faults };
}

/** Each level with what it does. Contains nobody's words, since this list is drawn expanded. */
function levelField(value: string, faults: FormFaults): ChoiceField {
  return {
    value: isRemediationLevel(value) ? value : '',
    choices: REMEDIATION_LEVELS.map((level) => {
      const { does, advice } = LEVEL_HELP[level];
      const help = advice === null ? say(does) : `${say(does)} ${say(advice)}`;
      return { value: level, title: `${say(LEVEL_WORDS[level])}: ${help}` };
    }),
    faults: faults.at('level'),
  };
}

/** Every possible place, by the rank that it would give. */
function placeField(
  form: Form,
  place: PlaceInput = { at: 'last' },
  faults: FormFaults,
  layout: FormLayout,
): PlaceField {
  const { groups } = form.choices;
  const chosen = place.at === 'before' && 'id' in place.group ? place.group.id : null;
  const choices = groups.flatMap(({ id, name }, index): Choice[] => {
    if (index >= layout.places && id !== chosen) return [];
    return [{ title: t`Rank ${index + 1}, before ${sanitise(name, LENGTHS.name)}`, value: `before:${id}` }];
  });
  const last = groups.length === 0 ? t`Rank 1, the only one` : t`Rank ${groups.length + 1}, last`;
  const value = chosen !== null ? `before:${chosen}` : place.at === 'last' ? 'last' : '';
  const asksRank = groups.length > layout.places || value === '';
  return {
    value,
    choices: [...choices, { title: last, value: 'last' }],
    ranks: asksRank
      ? [{ placeholder: t`1 to ${groups.length + 1}`, value: place.at === 'rank' ? place.rank : '' }]
      : [],
    faults: faults.at('place'),
  };
}

/** What was chosen is always among the choices, whatever a search finds. */
function accessField(form: Form, faults: FormFaults, layout: FormLayout): AccessField {
  const { shown: chosen, hidden } = accessChoices(form, layout.access);
  const kept = hidden.length > 0 ? [sanitise(t`${hidden.length} more groups are kept, but not shown.`)] : [];
  return {
    value: chosen.map(({ value }) => value).join(','),
    choices: chosen.map(({ name, value }) => ({ title: choiceTitle(name), value })),
    maxLength: INPUT_LENGTHS.accessNames,
    faults: [...faults.at('access'), ...goneWords(form), ...kept],
  };
}

/** How many groups that are gone are named one by one. */
const GONE_NAMED = 3;

function goneWords({ input, choices }: Form): readonly ShownText[] {
  const still = new Set(input.fields.access ?? []);
  const gone = (choices.gone ?? []).filter((id) => still.has(id));
  const named = gone.slice(0, GONE_NAMED).map((id) => {
    const name = choices.access.find((one) => one.id === id)?.name.trim() ?? '';
    const group = name === '' ? id : `"${name}" (${id})`;
    return sanitise(t`The Entra group ${group} is gone from the directory; it stays assigned unless you take it away.`);
  });
  const more = gone.length - named.length;
  return more > 0 ? [...named, sanitise(t`${more} more of these groups are gone from the directory.`)] : named;
}
