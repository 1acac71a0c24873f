import type { Condition, TextCondition, TextOperator, TextProperty } from '../../device-group.ts';
import { osWords } from '../model/os-names.ts';
import { quoted } from './names.ts';

const PROPERTY_WORDS: Readonly<Record<TextProperty, string>> = { name: 'Name', domain: 'Domain', tag: 'Tag' };

const OPERATOR_WORDS: Readonly<Record<TextOperator, string>> = {
  'starts-with': 'starts with',
  'ends-with': 'ends with',
  equals: 'equals',
  contains: 'contains',
};

/** A rule as a sentence: "Name starts with LAP-, or contains FIN; and Tag equals finance or treasury". */
export function conditionWords(conditions: readonly Condition[], opaque: boolean): string {
  const texts = (['name', 'domain', 'tag'] as const).flatMap((property) => textWords(conditions, property));
  const systems = conditions.flatMap((condition) => (condition.property === 'os' ? condition.values : []));
  const parts = [
    ...texts,
    ...(systems.length > 0 ? [`Operating system is ${joined(systems.map(osWords))}`] : []),
    ...(opaque ? ['a rule that Airlock cannot read'] : []),
  ];
  return parts.length === 0 ? 'no condition' : parts.join('; and ');
}

function textWords(conditions: readonly Condition[], property: TextProperty): string[] {
  const rows = conditions.filter((condition): condition is TextCondition => condition.property === property);
  const operators = [...new Set(rows.map(({ operator }) => operator))];
  if (operators.length === 0) return [];
  const clauses = operators.map((operator) => {
    const values = rows.filter((row) => row.operator === operator).map(({ value }) => value);
    return `${OPERATOR_WORDS[operator]} ${joined(values)}`;
  });
  return [`${PROPERTY_WORDS[property]} ${clauses.join(', or ')}`];
}

function joined(values: readonly string[]): string {
  return values.map(quoted).join(' or ');
}
