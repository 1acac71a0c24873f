import { z } from 'zod';
import { AirlockError } from '../../shared/errors.ts';
import type { Json } from '../../shared/json.ts';
import type { Base } from '../base.ts';
import { isPartKind, type Part, type PartKind } from './parts.ts';

const json = z.custom<Json>((value) => value !== undefined);
const objectsSchema = z.object({
  parts: z.array(z.object({ kind: z.custom<PartKind>(isPartKind), objects: json })),
});
const partsSchema = z.object({ parts: z.array(json) });

/** What an approval of several changes is bound to: the base of each, in their order, as its part finds the tenant. */
export function joinedBase(parts: readonly Part[], bases: readonly Base[]): Base {
  const isPreviewed = bases.some(({ preview }) => preview !== null);
  return {
    objects: { parts: bases.map(({ objects }, at) => ({ kind: parts[at]?.kind ?? '', objects })) },
    preview: isPreviewed ? { parts: bases.map(({ preview }) => preview) } : null,
    shown: { parts: bases.map(({ shown }) => shown) },
  };
}

export interface PartBase {
  readonly kind: PartKind;
  readonly base: Base;
}

/** The base of each part. @throws AirlockError store-corrupt */
export function partBases(base: Base): readonly PartBase[] {
  const objects = objectsSchema.safeParse(base.objects);
  const shown = partsSchema.safeParse(base.shown);
  const preview = base.preview === null ? null : partsSchema.safeParse(base.preview);
  if (!objects.success || !shown.success || preview?.success === false)
    throw new AirlockError('store-corrupt', 'The stored base state of this request cannot be read.');
  return objects.data.parts.map(({ kind, objects: own }, at) => ({
    kind,
    base: { objects: own, preview: preview?.data.parts[at] ?? null, shown: shown.data.parts[at] ?? null },
  }));
}
