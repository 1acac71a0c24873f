import type { WishCondition } from '../../../changes/device-group/wish.ts';
import { AirlockError } from '../../../errors.ts';
import { type ConditionStart, conditionAt, partStarts } from './grammar-words.ts';
import type { TokenLine } from './token-line.ts';

const JOIN = 'Defender joins rows of one property by "or", and different properties by "and"';

/**
 * Conditions from here on, joined by "and", "or" or commas. Only what Defender can hold is taken: "or" within a property, "and" between
 * properties, the rows of one property together.
 * @throws AirlockError input-invalid
 */
export function readConditions(line: TokenLine): readonly WishCondition[] {
  const read: WishCondition[] = [];
  let start = conditionAt(line);
  let joined: string | null = null;
  while (start) {
    assertJoins(read, start.property, joined);
    line.skip(start.tokens);
    read.push(start.property === 'os' ? systems(line) : row(line, start));
    joined = line.isComma() ? ',' : connective(line);
    start = joined === null ? null : conditionAt(line, 1);
    if (start) line.skip(1);
  }
  if (joined !== null) throw danglingJoin(joined);
  return read;
}

function connective(line: TokenLine): string | null {
  const word = line.word();
  return word === 'and' || word === 'or' ? word : null;
}

function endsValue(line: TokenLine): boolean {
  return line.isComma() || connective(line) !== null || partStarts(line);
}

function row(line: TokenLine, start: Exclude<ConditionStart, { property: 'os' }>): WishCondition {
  const value = line.value(endsValue);
  if (value === '') throw new AirlockError('input-invalid', `The ${start.property} to look for is missing.`);
  return { property: start.property, operator: start.operator, value };
}

/** Systems are separated by commas or "or"; one that is followed by a condition ends them. */
function systems(line: TokenLine): WishCondition {
  const names: string[] = [];
  do {
    if (names.length > 0) line.skip(1);
    const name = line.value(endsValue);
    if (name === '') throw new AirlockError('input-invalid', 'The operating systems are missing.');
    names.push(name);
  } while ((line.isComma() || line.word() === 'or') && !conditionAt(line, 1));
  return { property: 'os', operator: '', value: names.join(', ') };
}

function assertJoins(read: readonly WishCondition[], property: string, joined: string | null): void {
  const before = read.at(-1);
  if (!before) return;
  const same = before.property === property;
  if (!same && read.some((row) => row.property === property)) {
    throw new AirlockError('input-invalid', `${JOIN}. Write the rows of one property next to each other.`);
  }
  if (same && property === 'os') throw new AirlockError('input-invalid', 'Write all operating systems in one list.');
  if (joined === ',' || joined === (same ? 'or' : 'and')) return;
  throw new AirlockError('input-invalid', `${JOIN}. Write it so; what you wrote cannot be set in Defender.`);
}

function danglingJoin(joined: string): AirlockError {
  const what = joined === ',' ? 'A comma' : `"${joined}"`;
  return new AirlockError(
    'input-invalid',
    `${what} in a condition stands before another condition. Write each one whole, like "tag equals a or tag equals b"; a value that holds it goes in quotation marks.`,
  );
}
