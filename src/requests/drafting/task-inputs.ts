import { z } from 'zod';
import type { GroupInput } from '../../changes/device-group/input/group-input.ts';
import { parseChange } from '../../changes/kind-of.ts';

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

/** An input's shape; what is typed in it is checked by `validateInput`. */
export const groupInputSchema: z.ZodType<GroupInput> = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('device-group.create'), fields, place: place.exactOptional() }),
  z.strictObject({ kind: z.literal('device-group.update'), group, fields: fields.exactPartial() }),
  z.strictObject({ kind: z.literal('device-group.delete'), group }),
  z.strictObject({ kind: z.literal('device-group.rank'), group, place }),
  z.strictObject({
    kind: z.literal('ungrouped-devices'),
    fields: fields.pick({ level: true, access: true }).exactPartial(),
  }),
]);

const actor = z.object({ oid: z.string(), name: z.string() });
const asked = { actor, conversation: z.string() };

/**
 * What a `draft` task needs: who asked for what, and the conversation that is answered. An input becomes a change once
 * the tenant is read.
 */
export const draftPayload = z.union([
  z.object({ input: groupInputSchema, ...asked }),
  z.object({ change: z.looseObject({}).transform(parseChange), ...asked }),
]);

/** What a `status` task needs. */
export const statusPayload = z.object(asked);

/** What an `open-form` task needs: which form; a group to edit by its name as typed. */
export const openFormPayload = z.object({
  opens: z.union([
    z.object({ kind: z.literal('device-group.create') }),
    z.object({ kind: z.literal('device-group.update'), name: z.string() }),
    z.object({ kind: z.literal('ungrouped-devices') }),
  ]),
  ...asked,
});

/** What a `check-form` task needs. */
export const checkFormPayload = z.object({ formId: z.string(), rev: z.int() });

/** What a `revert` task needs: the number of the applied request that is to be undone. */
export const revertPayload = z.object({ number: z.int(), ...asked });
