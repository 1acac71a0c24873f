import { OS_WORDS, osNamed } from '../../../changes/device-group/os-names.ts';
import type { FormWish } from '../../../requests/form.ts';
import { INPUT_LENGTHS, ROWS_MAX, rowInputs } from '../../forms/form-inputs.ts';
import { type FormRow, formRows } from '../../forms/form-rows.ts';
import { choiceTitle } from '../choice-title.ts';
import { shown } from '../shown-text.ts';
import type { FormFaults } from './form-faults.ts';
import type { FormLayout } from './form-layout.ts';
import type { Choice, ChoiceField, ConditionsField, RowField } from './form-model.ts';

/** The rows of a form's conditions and its operating systems. */
export function conditionsField(wish: FormWish, faults: FormFaults, layout: FormLayout): ConditionsField {
  const { rows, systems, systemsAt } = formRows(wish);
  const whole = faults.at('conditions');
  const lines = rows.map((_, index) => index).filter((index) => !layout.edited.has(index));
  const shownLines = new Set(lines.slice(0, layout.lines));
  const left = lines.length - shownLines.size;
  return {
    faults: [...whole, ...(left > 0 ? [shown(`${left} more conditions are kept, but not shown.`)] : [])],
    rows: rows.flatMap((row, index): RowField[] => {
      if (layout.edited.has(index)) return [editedRow(row, index, faults)];
      return shownLines.has(index) ? [rowLine(row, index, layout.lineLength)] : [];
    }),
    additions: rows.length < ROWS_MAX ? [{}] : [],
    systems: [
      systemsField(
        systems,
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
    maxLength: INPUT_LENGTHS.value,
    faults: faults.atCondition(at),
  };
  return { edits: [edit], lines: [] };
}

function rowLine({ row }: FormRow, index: number, length: number): RowField {
  const text = shown(`${row.property} ${row.operator.replace('-', ' ')} ${row.value}`, length);
  return { edits: [], lines: [{ row: index, text }] };
}

/** Every system that Defender is known to take, and those that the wish names besides. */
function systemsField(systems: readonly string[], faults: ChoiceField['faults']): ChoiceField {
  const named = systems.map((name) => osNamed(name) ?? name);
  const known: Choice[] = Object.entries(OS_WORDS).map(([value, title]) => ({ title, value }));
  const others = named.filter((name) => !Object.hasOwn(OS_WORDS, name));
  return {
    value: named.join(','),
    choices: [...known, ...others.map((name) => ({ title: choiceTitle(name), value: name }))],
    faults,
  };
}
