import { z } from 'zod';
import { unwritableOperatorWords } from '../../changes/device-group/words/operator-words.ts';
import type { Condition, OperatorDoubt, TextOperator, TextProperty } from '../../changes/device-group.ts';
import { AirlockError } from '../../shared/errors.ts';

/** Nothing is asked of a row: one that cannot be read makes its group opaque, and is sent back as it is. */
export const wireRule = z.looseObject({
  OperatorType: z.unknown().optional(),
  Property: z.unknown().optional(),
  PropertyValue: z.unknown().optional(),
});

/** One row of a group's rules in wire form (docs/facts/defender.md#portal-device-groups), including unknown keys. */
export type WireRule = z.infer<typeof wireRule>;

const PROPERTIES: readonly TextProperty[] = ['name', 'domain', 'tag'];

/** What the portal's numbers of text operators mean in a tenant. */
export interface Operators {
  readonly byNumber: Readonly<Record<number, TextOperator | undefined>>;
  /**
   * The operators whose number is seen in public material, or shown by a group of the tenant. Others are not written.
   */
  readonly shown: readonly TextOperator[];
  /** Why the others are not shown. */
  readonly doubts?: Readonly<Partial<Record<TextOperator, OperatorDoubt>>>;
}

/** Nothing public shows what 0 and 1 mean (docs/facts/defender.md#portal-device-groups). */
export const ASSUMED_OPERATORS: Operators = {
  byNumber: { 0: 'starts-with', 1: 'ends-with', 2: 'equals', 3: 'contains' },
  shown: ['equals', 'contains'],
};

const OS_PROPERTY = 3;
const IN_LIST = 4;
const osList = z.array(z.string());

/** The properties that a condition can test. The portal has one more, 4, whose meaning was never published. */
export const KNOWN_PROPERTIES: readonly number[] = [...PROPERTIES.keys(), OS_PROPERTY];

/**
 * Reads a row: null for a blank one, which the portal sends for every unused property; `opaque` for one that Airlock
 * cannot read.
 */
export function conditionOf(rule: WireRule, operators: Operators = ASSUMED_OPERATORS): Condition | null | 'opaque' {
  const { OperatorType, Property, PropertyValue } = rule;
  if (PropertyValue === null) return null;
  if (typeof PropertyValue !== 'string') return 'opaque';
  const value = PropertyValue.trim();
  if (value === '' || value === '[]') return null;
  if (typeof Property !== 'number' || typeof OperatorType !== 'number') return 'opaque';
  if (Property === OS_PROPERTY) return OperatorType === IN_LIST ? osCondition(value) : 'opaque';
  const property = PROPERTIES[Property];
  const operator = operators.byNumber[OperatorType];
  return property && operator ? { property, operator, value } : 'opaque';
}

function osCondition(value: string): Condition | 'opaque' {
  try {
    const parsed = osList.safeParse(JSON.parse(value));
    return parsed.success ? { property: 'os', values: parsed.data } : 'opaque';
  } catch {
    return 'opaque';
  }
}

/**
 * Writes a condition as a new row; operating systems are a JSON list inside a string.
 * @throws AirlockError tenant-unsupported for an operator whose number is not shown; Airlock does not guess it
 */
export function ruleOf(condition: Condition, operators: Operators): WireRule {
  const Property = propertyOf(condition);
  if (condition.property === 'os')
    return { OperatorType: IN_LIST, Property, PropertyValue: JSON.stringify(condition.values) };
  return { OperatorType: numberOf(condition.operator, operators), Property, PropertyValue: condition.value };
}

function numberOf(operator: TextOperator, { byNumber, shown, doubts }: Operators): number {
  const found = Object.keys(byNumber).find((number) => byNumber[Number(number)] === operator);
  if (found !== undefined && shown.includes(operator)) return Number(found);
  throw new AirlockError('tenant-unsupported', unwritableOperatorWords(operator, doubts?.[operator]));
}

export function propertyOf(condition: Condition): number {
  return condition.property === 'os' ? OS_PROPERTY : PROPERTIES.indexOf(condition.property);
}

export function blankRule(property: number): WireRule {
  return { OperatorType: 0, Property: property, PropertyValue: '' };
}

/** One unused row for each property, as the portal writes a group without conditions. */
export const BLANK_RULES: readonly WireRule[] = [...KNOWN_PROPERTIES, OS_PROPERTY + 1].map(blankRule);
