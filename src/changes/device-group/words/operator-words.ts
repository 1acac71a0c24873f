import { msg, t } from '../../../shared/language/worded.ts';
import { wordedTable } from '../../../shared/language/worded-table.ts';
import type { OperatorDoubt, TextOperator } from '../../device-group.ts';
import { countDevices } from './names.ts';

export const OPERATOR_WORDS = wordedTable<Readonly<Record<TextOperator, string>>>({
  'starts-with': msg`starts with`,
  'ends-with': msg`ends with`,
  equals: msg`equals`,
  contains: msg`contains`,
});

/** Why a condition cannot be written, which evidence is missing, and what to do about it. */
export function unwritableOperatorWords(operator: TextOperator, doubt: OperatorDoubt = { kind: 'no-row' }): string {
  const words = OPERATOR_WORDS[operator];
  switch (doubt.kind) {
    case 'no-row':
      return t`Airlock cannot write "${words}": which number Defender keeps for it is not known, and no group of this tenant shows it. Make one device group with "${words}" in the Defender portal; once Defender reports three devices or more in it, Airlock reads the number from there. Or use equals or contains.`;
    case 'few':
      return t`Airlock cannot write "${words}": which number Defender keeps for it is not known. Only ${countDevices(doubt.speaks)} in groups of this tenant can show it, and three must. Use equals or contains, or try again when Defender reports more.`;
    case 'contradictory':
      return t`Airlock cannot write "${words}": which number Defender keeps for it is not known, since its report contradicts itself: by that number ${countDevices(doubt.speaks)} would fit and ${doubt.against} would not. Use equals or contains, or make the change in the Defender portal.`;
    case 'both-numbers':
      return t`Airlock cannot write "${words}": which number Defender keeps for it is not known, since two numbers of this tenant seem to mean it. Use equals or contains, or make the change in the Defender portal.`;
    case 'no-devices':
      return t`Airlock cannot write "${words}": which number Defender keeps for it is not known, since not all devices could be read that would show it. Try again later, or use equals or contains.`;
  }
}
