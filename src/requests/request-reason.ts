import { AirlockError } from '../errors.ts';

/** Longest reason in characters: what fits a phone's screen and a card's size budget. */
export const REASON_MAX = 500;

/**
 * A reason as it is stored: white space folded, length checked.
 * @throws AirlockError input-invalid
 */
export function parseReason(reason: string, what: string): string {
  const folded = reason.normalize('NFC').replace(/\s+/gu, ' ').trim();
  if (!/[\p{L}\p{N}]/u.test(folded)) throw new AirlockError('input-invalid', `Say why: ${what} needs a reason.`);
  if (folded.length > REASON_MAX) {
    throw new AirlockError(
      'input-invalid',
      `The reason is ${folded.length} characters long; ${REASON_MAX} is the most. Shorten it and try again.`,
    );
  }
  return folded;
}
