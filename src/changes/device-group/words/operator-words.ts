import type { TextOperator } from '../../device-group.ts';

export const OPERATOR_WORDS: Readonly<Record<TextOperator, string>> = {
  'starts-with': 'starts with',
  'ends-with': 'ends with',
  equals: 'equals',
  contains: 'contains',
};

/** Why a condition cannot be written, and what to do about it. */
export function unwritableOperatorWords(operator: TextOperator): string {
  const words = OPERATOR_WORDS[operator];
  return `Airlock cannot write "${words}": which number Defender keeps for it is not known, and no group of this tenant shows it. Make one device group with "${words}" in the Defender portal; once Defender reports three devices or more in it, Airlock reads the number from there. Or use equals or contains.`;
}
