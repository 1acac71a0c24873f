import type { OperatorDoubt, TextOperator } from '../../device-group.ts';
import { countDevices } from './names.ts';

export const OPERATOR_WORDS: Readonly<Record<TextOperator, string>> = {
  'starts-with': 'starts with',
  'ends-with': 'ends with',
  equals: 'equals',
  contains: 'contains',
};

/** Why a condition cannot be written, which evidence is missing, and what to do about it. */
export function unwritableOperatorWords(operator: TextOperator, doubt: OperatorDoubt = { kind: 'no-row' }): string {
  const words = OPERATOR_WORDS[operator];
  switch (doubt.kind) {
    case 'no-row':
      return `Airlock cannot write "${words}": which number Defender keeps for it is not known, and no group of this tenant shows it. Make one device group with "${words}" in the Defender portal; once Defender reports three devices or more in it, Airlock reads the number from there. Or use equals or contains.`;
    case 'few':
      return `Airlock cannot write "${words}": which number Defender keeps for it is not known. Only ${countDevices(doubt.speaks)} in groups of this tenant can show it, and three must. Use equals or contains, or try again when Defender reports more.`;
    case 'contradictory':
      return `Airlock cannot write "${words}": which number Defender keeps for it is not known, since its report contradicts itself: by that number ${countDevices(doubt.speaks)} would fit and ${doubt.against} would not. Use equals or contains, or make the change in the Defender portal.`;
    case 'both-numbers':
      return `Airlock cannot write "${words}": which number Defender keeps for it is not known, since two numbers of this tenant seem to mean it. Use equals or contains, or make the change in the Defender portal.`;
    case 'no-devices':
      return `Airlock cannot write "${words}": which number Defender keeps for it is not known, since not all devices could be read that would show it. Try again later, or use equals or contains.`;
  }
}
