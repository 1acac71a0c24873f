import { el } from '../../shell/el.js';

const PROPERTIES = ['Name', 'Domain', 'Tag', 'OS'];
const OS = 3;

/** By the numbers that are stored; in one kind of tenant the first two are the other way round. */
function operatorsIn(habit) {
  const ends = habit === 'other-operators' ? ['ends with', 'starts with'] : ['starts with', 'ends with'];
  return [...ends, 'equals', 'contains'];
}

/** The rule of a group, row by row, as the portal's wizard has it; "Save the rule" replaces all rows. */
export function rulesForm(group, habit, save) {
  const used = (group.GroupRules ?? []).filter(({ PropertyValue }) => !['', '[]'].includes(PropertyValue.trim()));
  const rows = el('ul', { class: 'rules' }, ...used.map((rule) => ruleRow(rule, habit)));
  const add = () => rows.append(ruleRow({ Property: 2, OperatorType: 2, PropertyValue: '' }, habit));
  const submit = (event) => {
    event.preventDefault();
    save([...rows.children].flatMap((row) => row.rule() ?? []));
  };
  return el(
    'form',
    { class: 'group-form', on: { submit } },
    el('p', { class: 'hint', text: 'Its rule: rows of one property are alternatives' }),
    rows,
    el(
      'div',
      { class: 'buttons' },
      el('button', { class: 'small', type: 'button', text: 'Add a row', on: { click: add } }),
      el('button', { class: 'small', type: 'submit', text: 'Save the rule' }),
    ),
  );
}

function ruleRow(rule, habit) {
  const property = select('Property', PROPERTIES, rule.Property);
  const operator = select('Comparison', operatorsIn(habit), Math.min(rule.OperatorType, 3));
  const value = el('input', { type: 'text', 'aria-label': 'Value', value: textOf(rule) });
  const remove = () => row.remove();
  const row = el(
    'li',
    { class: 'rule' },
    property,
    operator,
    value,
    el('button', { class: 'quiet text', type: 'button', text: 'Remove', on: { click: remove } }),
  );
  const follow = () => {
    const isSystem = Number(property.value) === OS;
    operator.hidden = isSystem;
    value.placeholder = isSystem ? 'WindowsServer2022, Linux' : '';
  };
  property.addEventListener('change', follow);
  follow();
  row.rule = () => ruleFrom(Number(property.value), Number(operator.value), value.value);
  return row;
}

function select(label, names, chosen) {
  return el(
    'select',
    { 'aria-label': label },
    ...names.map((name, number) => el('option', { value: String(number), selected: number === chosen, text: name })),
  );
}

/** Several operating systems stand in one row. */
function textOf({ Property, PropertyValue }) {
  if (Property !== OS) return PropertyValue;
  try {
    return JSON.parse(PropertyValue).join(', ');
  } catch {
    return PropertyValue;
  }
}

/** Null for a row without a value. */
function ruleFrom(property, operator, value) {
  const names = value.split(',').flatMap((name) => name.trim() || []);
  if (names.length === 0) return null;
  if (property !== OS) return { Property: property, OperatorType: operator, PropertyValue: value };
  return { Property: OS, OperatorType: 4, PropertyValue: JSON.stringify(names) };
}
