import type { WishPlace } from '../../../changes/device-group/wish.ts';
import { AirlockError } from '../../../errors.ts';
import { PART_WORDS, partStarts } from './grammar-words.ts';
import type { TokenLine } from './token-line.ts';

const NUMBER = /^[1-9]\d{0,4}$/;

/**
 * A place in rank from here on: `rank 3`, `before Servers`, `after Servers`, `first`, `last`, each with or without `rank`.
 * @throws AirlockError input-invalid
 */
export function readPlace(line: TokenLine): WishPlace {
  const named = line.word() === 'rank';
  if (named) line.skip(1);
  const word = line.word();
  if (word === 'before' || word === 'after') {
    line.skip(1);
    const name = line.value(partStarts);
    if (name === '') throw new AirlockError('input-invalid', `Say which group, after "${word}".`);
    return { at: word, group: { name } };
  }
  if (word === 'first' || word === 'last') {
    line.skip(1);
    return word === 'last' ? { at: 'last' } : { at: 'rank', rank: '1' };
  }
  if (word !== null && NUMBER.test(word)) {
    line.skip(1);
    return { at: 'rank', rank: word };
  }
  throw new AirlockError(
    'input-invalid',
    'Say the place as a rank from 1 on, "before" or "after" a group, "first" or "last".',
  );
}

/** Whether a place begins here; a bare number is one only where `bare` says that nothing else can be. */
export function placeStarts(line: TokenLine, bare: boolean): boolean {
  if (line.phrase(PART_WORDS.place) > 0) return true;
  const word = line.word();
  return bare && word !== null && NUMBER.test(word) && line.isLast;
}
