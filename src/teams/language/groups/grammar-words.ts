import type { TextOperator, TextProperty } from '../../../changes/device-group.ts';
import type { TokenLine } from './line-tokens.ts';

const PROPERTIES: readonly TextProperty[] = ['name', 'domain', 'tag'];

const OPERATORS: readonly (readonly [TextOperator, readonly string[]])[] = [
  ['equals', ['equals', 'is', '=']],
  ['starts-with', ['starts with', 'starts-with', 'begins with']],
  ['ends-with', ['ends with', 'ends-with']],
  ['contains', ['contains']],
];

const OS = ['os', 'operating system', 'operating systems'];
const OS_IS = ['is', 'in', 'equals', '=', 'is one of'];

/** Words that start a part of a line, besides conditions. */
export const PART_WORDS = {
  level: ['level', 'remediation level', 'automation level'],
  access: ['access'],
  description: ['description'],
  place: ['rank', 'before', 'after', 'first', 'last'],
} as const;

export type ConditionStart =
  | { readonly property: TextProperty; readonly operator: TextOperator; readonly tokens: number }
  | { readonly property: 'os'; readonly tokens: number };

/**
 * The condition that starts `ahead` tokens from here: a property with its operator, or the operating system; null for
 * anything else.
 */
export function conditionAt(line: TokenLine, ahead = 0): ConditionStart | null {
  const os = line.phrase(OS, ahead);
  if (os > 0) return { property: 'os', tokens: os + line.phrase(OS_IS, ahead + os) };
  const property = PROPERTIES.find((word) => line.word(ahead) === word);
  if (!property) return null;
  for (const [operator, spellings] of OPERATORS) {
    const tokens = line.phrase(spellings, ahead + 1);
    if (tokens > 0) return { property, operator, tokens: 1 + tokens };
  }
  return null;
}

/** Whether a part of a line starts here, which ends the value before it. */
export function partStarts(line: TokenLine): boolean {
  return conditionAt(line) !== null || Object.values(PART_WORDS).some((words) => line.phrase(words) > 0);
}
