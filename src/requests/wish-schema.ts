import { z } from 'zod';
import type { Wish } from '../changes/device-group/wish.ts';

const group = z.union([z.strictObject({ id: z.int() }), z.strictObject({ name: z.string() })]);

const place = z.union([
  z.strictObject({ at: z.enum(['before', 'after']), group }),
  z.strictObject({ at: z.literal('rank'), rank: z.string() }),
  z.strictObject({ at: z.literal('last') }),
]);

const fields = z.strictObject({
  name: z.string(),
  description: z.string(),
  level: z.string(),
  conditions: z.array(z.strictObject({ property: z.string(), operator: z.string(), value: z.string() })),
  access: z.array(z.string()),
});

/** A wish's shape; what is typed in it is checked by `checkWish`. */
export const wishSchema: z.ZodType<Wish> = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('device-group.create'), fields, place: place.exactOptional() }),
  z.strictObject({ kind: z.literal('device-group.update'), group, fields: fields.exactPartial() }),
  z.strictObject({ kind: z.literal('device-group.delete'), group }),
  z.strictObject({ kind: z.literal('device-group.rank'), group, place }),
  z.strictObject({
    kind: z.literal('ungrouped-devices'),
    fields: fields.pick({ level: true, access: true }).exactPartial(),
  }),
]);
