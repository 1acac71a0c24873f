import { LEVEL_WORDS, type RemediationLevel } from '../../../changes/remediation-level.ts';
import { AirlockError } from '../../../errors.ts';
import { LEVEL_NUMBERS } from '../read-groups.ts';

/**
 * The portal's number for a level.
 * @throws AirlockError tenant-unsupported for a level whose number was never published: it is not guessed (facts/defender.md A.3).
 */
export function levelNumber(level: RemediationLevel): number {
  const number = LEVEL_NUMBERS[level];
  if (number !== undefined) return number;
  throw new AirlockError(
    'tenant-unsupported',
    `Airlock cannot write the level "${LEVEL_WORDS[level]}": which number Defender keeps for it is not known. Choose another level, or set it in the Defender portal.`,
  );
}
