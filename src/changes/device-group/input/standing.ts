import { isBlank } from '../model/fold.ts';
import { osExact, osWords } from '../model/os-names.ts';
import type { ConditionInput, GroupFields } from './group-input.ts';
import { cleanDescription, cleanName } from './read-texts.ts';

/**
 * What nobody types: it stands in the tenant, or was accepted in a draft before. It is not judged, since Defender may
 * hold what Airlock would not make itself.
 */
export interface Standing {
  /** The values that stand there, in the form of an input. */
  readonly fields: readonly Partial<GroupFields>[];
  /** Operating systems that stand there, by Defender's own names. */
  readonly systems?: readonly string[];
  /** Whether an operating system may be named in words that Airlock does not know, since a person picks it. */
  readonly anySystem?: boolean;
}

export const NOTHING_STANDS: Standing = { fields: [] };

export function standsName({ fields }: Standing, name: string): boolean {
  return fields.some((one) => one.name !== undefined && cleanName(one.name) === cleanName(name));
}

export function standsDescription({ fields }: Standing, text: string): boolean {
  return fields.some(
    (one) => one.description !== undefined && cleanDescription(one.description) === cleanDescription(text),
  );
}

/** Every rule that stands there, as rows. */
export function standingRules({ fields }: Standing): readonly (readonly ConditionInput[])[] {
  return fields.flatMap(({ conditions }) =>
    conditions === undefined ? [] : [conditions.filter(({ value }) => !isBlank(value))],
  );
}

/** Which of the operating systems that stand there a text names, by Defender's own names; usually one or none. */
export function standingSystems(standing: Standing, text: string): readonly string[] {
  const { systems = [] } = standing;
  const typed = standingRules(standing)
    .flat()
    .filter(({ property }) => property === 'os')
    .flatMap(({ value }) => namesIn(value))
    .filter((name) => osExact(name) === null);
  return [...new Set([...systems, ...typed])].filter((name) => name === text || osWords(name) === text);
}

/** The names in a list of operating systems as typed, without blank ones. */
export function namesIn(value: string): readonly string[] {
  return value
    .split(/[,;\n]/)
    .map((one) => one.trim())
    .filter((one) => one !== '');
}
