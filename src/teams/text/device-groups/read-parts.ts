import type { WishCondition, WishPlace } from '../../../changes/device-group/wish.ts';
import { AirlockError } from '../../../errors.ts';
import { conditionAt, PART_WORDS, partStarts } from './grammar-words.ts';
import { readConditions } from './read-conditions.ts';
import { readPlace } from './read-place.ts';
import type { TokenLine } from './token-line.ts';

/** The parts of a line after the group's name; what was not written is absent. */
export interface Parts {
  readonly level?: string;
  readonly conditions?: readonly WishCondition[];
  readonly place?: WishPlace;
  readonly access?: readonly string[];
  readonly description?: string;
}

export type PartName = keyof Parts;

const NAMES: Readonly<Record<PartName, string>> = {
  level: 'The level',
  conditions: 'The conditions, which stand together,',
  place: 'The place',
  access: 'The access',
  description: 'The description',
};

/** Everybody who can use the portal, which is what a group without Entra groups means (learn: machine-groups). */
const EVERYBODY: ReadonlySet<string> = new Set(['everybody', 'everyone']);

/**
 * Reads everything to the end of the line; every word must belong to a part, and each part is written once.
 * @throws AirlockError input-invalid
 */
export function readParts(line: TokenLine): Parts {
  let parts: Parts = {};
  while (!line.ended) {
    const name = partAt(line);
    if (!name) throw new AirlockError('input-invalid', `Airlock does not know what to do with ${line.next} there.`);
    if (parts[name] !== undefined) throw new AirlockError('input-invalid', `${NAMES[name]} can be written once only.`);
    parts = { ...parts, ...READERS[name](line) };
  }
  return parts;
}

function partAt(line: TokenLine): PartName | null {
  if (conditionAt(line)) return 'conditions';
  const words = Object.keys(PART_WORDS) as (keyof typeof PART_WORDS)[];
  return words.find((name) => line.phrase(PART_WORDS[name]) > 0) ?? null;
}

const READERS: { readonly [P in PartName]: (line: TokenLine) => Required<Pick<Parts, P>> } = {
  level: (line) => ({ level: level(line) }),
  conditions: (line) => ({ conditions: readConditions(line) }),
  place: (line) => ({ place: readPlace(line) }),
  access: (line) => ({ access: access(line) }),
  description: (line) => ({ description: description(line) }),
};

function level(line: TokenLine): string {
  line.skip(line.phrase(PART_WORDS.level));
  const value = line.value(partStarts);
  if (value === '') throw new AirlockError('input-invalid', 'The level is missing.');
  return value;
}

function access(line: TokenLine): readonly string[] {
  line.skip(1);
  const everybody = EVERYBODY.has(line.word() ?? '');
  const names = line.list(partStarts);
  return everybody && names.length === 1 && EVERYBODY.has(names[0]?.toLowerCase() ?? '') ? [] : names;
}

function description(line: TokenLine): string {
  line.skip(1);
  const text = line.quoted();
  if (text === null) throw new AirlockError('input-invalid', 'Put the description in quotation marks.');
  return text;
}
