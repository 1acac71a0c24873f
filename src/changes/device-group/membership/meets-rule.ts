import type { Condition, Device, DeviceGroup, TextOperator } from '../../device-group.ts';
import { isBlank } from '../model/fold.ts';
import type { Compared } from './compared-values.ts';
import { hasRule } from './rule-matcher.ts';

type Property = Condition['property'];

const HOLDS: Readonly<Record<TextOperator, (text: string, value: string) => boolean>> = {
  'starts-with': (text, value) => text.startsWith(value),
  'ends-with': (text, value) => text.endsWith(value),
  equals: (text, value) => text === value,
  contains: (text, value) => text.includes(value),
};

/** Whether one device meets the rule of one group. For many at once, use RuleMatcher. */
export function meetsRule(device: Device, group: DeviceGroup, compared: Compared): boolean {
  return hasRule(group) && propertiesOf(group).every((property) => meetsRows(device, group, property, compared));
}

/** The properties on which the group's rule has rows. */
export function propertiesOf({ conditions }: DeviceGroup): readonly Property[] {
  return [...new Set(conditions.filter(hasValue).map(({ property }) => property))];
}

/** Whether a device meets any of the group's rows on one property. */
export function meetsRows(device: Device, group: DeviceGroup, property: Property, compared: Compared): boolean {
  const rows = group.conditions.filter((condition) => condition.property === property && hasValue(condition));
  return rows.some((row) => valuesOf(device, property, compared).some((text) => meetsRow(text, row, compared)));
}

function meetsRow(text: string, row: Condition, compared: Compared): boolean {
  if (row.property === 'os') {
    return row.values.flatMap(compared.systems).some((name) => compared.ofRow(name) === text && !isBlank(name));
  }
  return HOLDS[row.operator](text, compared.ofRow(row.value));
}

function valuesOf(device: Device, property: Property, compared: Compared): readonly string[] {
  if (property === 'tag') return compared.tags(device).map(compared.ofTag);
  return [compared.ofDevice(compared[property](device))];
}

function hasValue(row: Condition): boolean {
  return row.property === 'os' ? row.values.some((value) => !isBlank(value)) : !isBlank(row.value);
}
