import { z } from 'zod';
import type {
  CreateGroupInput,
  GroupInput,
  UngroupedInput,
  UpdateGroupInput,
} from '../../changes/device-group/input/group-input.ts';

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

const create = z.strictObject({ kind: z.literal('device-group.create'), fields, place: place.exactOptional() });
const update = z.strictObject({ kind: z.literal('device-group.update'), group, fields: fields.exactPartial() });
const ungrouped = z.strictObject({
  kind: z.literal('ungrouped-devices'),
  fields: fields.pick({ level: true, access: true }).exactPartial(),
});

/** The shape of an input; what is typed in it is checked by `validateInput`. */
export const groupInputSchema: z.ZodType<GroupInput> = z.discriminatedUnion('kind', [
  create,
  update,
  z.strictObject({ kind: z.literal('device-group.delete'), group }),
  z.strictObject({ kind: z.literal('device-group.rank'), group, place }),
  ungrouped,
]);

/** The same for what a form asks about. */
export const formInputSchema: z.ZodType<CreateGroupInput | UpdateGroupInput | UngroupedInput> = z.discriminatedUnion(
  'kind',
  [create, update, ungrouped],
);
