import { AirlockError } from '../../shared/errors.ts';
import { msg, say } from '../../shared/language/worded.ts';
import type { AdvancedFeatureChange } from '../advanced-features/advanced-feature-change.ts';
import { advancedFeatureChange } from '../advanced-features/advanced-feature-change.ts';
import type { ChangeKind } from '../change-kind.ts';
import { GROUP_KINDS } from '../device-group/kinds/group-kinds.ts';
import type { GroupChange } from '../device-group/model/group-change.ts';
import { API_KINDS, type ApiChange } from '../supported/api-kinds.ts';

/** One part of a request for several changes: any change in Defender that could be asked for on its own. */
export type Part = AdvancedFeatureChange | GroupChange | ApiChange;

const PART_KINDS = { 'advanced-feature': advancedFeatureChange, ...GROUP_KINDS, ...API_KINDS } as const satisfies {
  [K in Part['kind']]: ChangeKind<Extract<Part, { kind: K }>>;
};

export type PartKind = keyof typeof PART_KINDS;

export function isPartKind(kind: unknown): kind is PartKind {
  return typeof kind === 'string' && Object.hasOwn(PART_KINDS, kind);
}

/** The rules for a part. The cast is sound: the table maps each kind to the rules of exactly that kind. */
export function rulesOf(part: Pick<Part, 'kind'>): ChangeKind<Part> {
  return PART_KINDS[part.kind] as unknown as ChangeKind<Part>;
}

/** @throws AirlockError input-invalid where `input` is no change that can be one of several */
export function parsePart(input: unknown): Part {
  const kind = typeof input === 'object' && input !== null && 'kind' in input ? input.kind : null;
  if (!isPartKind(kind)) throw new AirlockError('input-invalid', say(NO_PART));
  return rulesOf({ kind }).parse(input);
}

const NO_PART = msg`A setting of Airlock itself is a request of its own, not one of several changes.`;
