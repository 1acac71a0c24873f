import { isRemediationLevel, LEVEL_HELP, LEVEL_WORDS, REMEDIATION_LEVELS } from '../../changes/remediation-level.ts';
import type { Form } from '../../requests/record/form.ts';
import { say, t } from '../../shared/language/worded.ts';
import { LENGTHS, sanitise } from '../cards/parts/shown-text.ts';
import type { FormFaults } from './form-faults.ts';
import { type FormRow, formRows, INPUT_LENGTHS, ROWS_MAX, rowInputs, shownFields, taggedIn } from './form-inputs.ts';
import type { FormLayout } from './form-layout.ts';
import type { ConditionsField, FormFields, LevelField, RowField } from './form-model.ts';
import { foldQuiet, NONE_OPTIONAL, optionalFields, textField } from './optional-fields.ts';

/** The rows of a form's conditions. */
function conditionsField({ input }: Form, faults: FormFaults, layout: FormLayout): Omit<ConditionsField, 'mores'> {
  const { rows } = formRows(input);
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

/** Nothing to fill in, for a form that is not open or not this viewer's. */
export const NO_FIELDS: FormFields = {
  names: [],
  levels: [],
  conditions: [],
  taggeds: [],
  ...NONE_OPTIONAL,
};

/** Every input of an open form with what was typed and what is wrong with it. */
export function formFields(form: Form, faults: FormFaults, layout: FormLayout): FormFields {
  const { input } = form;
  const asked = shownFields(input);
  const { name = '', level = '' } = input.kind === 'ungrouped-devices' ? { ...input.fields, name: '' } : input.fields;
  const isFolded = asked.has('conditions');
  const optional = optionalFields(form, faults, layout);
  const { face, folded } = isFolded ? foldQuiet(optional) : { face: optional, folded: NONE_OPTIONAL };
  return {
    names: asked.has('name') ? [textField(name, INPUT_LENGTHS.name, faults.at('name'))] : [],
    levels: [levelField(level, faults)],
    conditions: isFolded ? [{ ...conditionsField(form, faults, layout), mores: [folded] }] : [],
    ...face,
    taggeds: taggedField(form, faults),
  };
}

function taggedField(form: Form, faults: FormFaults): FormFields['taggeds'] {
  const tagged = taggedIn(form);
  return tagged === null ? [] : [textField(tagged, INPUT_LENGTHS.tagged, faults.at('tagged'))];
}

/** Each level, and what each does. */
function levelField(value: string, faults: FormFaults): LevelField {
  return {
    value: isRemediationLevel(value) ? value : '',
    choices: REMEDIATION_LEVELS.map((level) => ({ value: level, title: say(LEVEL_WORDS[level]) })),
    helps: REMEDIATION_LEVELS.map((level) => {
      const { does, advice } = LEVEL_HELP[level];
      const help = advice === null ? say(does) : `${say(does)} ${say(advice)}`;
      return { text: sanitise(`${say(LEVEL_WORDS[level])}: ${help}`, LENGTHS.message) };
    }),
    faults: faults.at('level'),
  };
}
