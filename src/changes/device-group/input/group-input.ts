import { z } from 'zod';

const conditionInput = z.strictObject({ property: z.string(), operator: z.string(), value: z.string() });

const groupFields = z.strictObject({
  name: z.string(),
  description: z.string(),
  /** Airlock's own name of a level, or any official wording. */
  level: z.string(),
  conditions: z.array(conditionInput),
  /** Entra groups by object id or by display name. */
  access: z.array(z.string()),
});

const groupReference = z.union([z.strictObject({ id: z.int() }), z.strictObject({ name: z.string() })]);

const placeInput = z.union([
  z.strictObject({ at: z.enum(['before', 'after']), group: groupReference }),
  z.strictObject({ at: z.literal('rank'), rank: z.string() }),
  z.strictObject({ at: z.literal('last') }),
]);

/** Devices that get the tag of the group's rule in the same request, as typed; blank for none. */
const tagged = z.string().exactOptional();

const create = z.strictObject({
  kind: z.literal('device-group.create'),
  fields: groupFields,
  /** If absent: last, right before the ungrouped devices. */
  place: placeInput.exactOptional(),
  tagged,
});

const update = z.strictObject({
  kind: z.literal('device-group.update'),
  group: groupReference,
  /** Only the fields that are present are to change. */
  fields: groupFields.exactPartial(),
  tagged,
});

const remove = z.strictObject({ kind: z.literal('device-group.delete'), group: groupReference });

const rank = z.strictObject({ kind: z.literal('device-group.rank'), group: groupReference, place: placeInput });

const ungrouped = z.strictObject({
  kind: z.literal('ungrouped-devices'),
  fields: groupFields.pick({ level: true, access: true }).exactPartial(),
});

/**
 * What somebody requests, as typed in a message or a form. This checks only its shape. `validateInput` checks its
 * values; `resolveInput` compares it with a tenant and builds the change.
 */
export const groupInputSchema = z.discriminatedUnion('kind', [create, update, remove, rank, ungrouped]);

/** The inputs that a form can collect. */
export const formInputSchema: z.ZodType<FormInput> = z.discriminatedUnion('kind', [create, update, ungrouped]);

/** What somebody typed already goes into the form that is opened. */
const typed = { fields: groupFields.exactPartial().exactOptional(), place: placeInput.exactOptional() };

/** What goes among what a group has: conditions in place of those of the same property, and further Entra groups. */
const among = z.strictObject({ conditions: z.array(conditionInput), access: z.array(z.string()) }).exactPartial();

const wished = { fields: groupFields.exactPartial().exactOptional(), among: among.exactOptional() };

/** Which form is requested. The name of a group to edit is as typed. */
export const formRequestSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('device-group.create'), ...typed }),
  z.object({ kind: z.literal('device-group.update'), name: z.string(), ...wished }),
  z.object({
    kind: z.literal('ungrouped-devices'),
    fields: ungrouped.shape.fields.exactOptional(),
    among: among.pick({ access: true }).exactOptional(),
  }),
]);

type ReadonlyDeep<T> = T extends readonly (infer Item)[]
  ? readonly ReadonlyDeep<Item>[]
  : T extends object
    ? { readonly [K in keyof T]: ReadonlyDeep<T[K]> }
    : T;

export type GroupInput = ReadonlyDeep<z.infer<typeof groupInputSchema>>;
export type CreateGroupInput = ReadonlyDeep<z.infer<typeof create>>;
export type UpdateGroupInput = ReadonlyDeep<z.infer<typeof update>>;
export type DeleteGroupInput = ReadonlyDeep<z.infer<typeof remove>>;
export type RankGroupInput = ReadonlyDeep<z.infer<typeof rank>>;
export type UngroupedInput = ReadonlyDeep<z.infer<typeof ungrouped>>;
export type FormInput = CreateGroupInput | UpdateGroupInput | UngroupedInput;
export type FormRequest = ReadonlyDeep<z.infer<typeof formRequestSchema>>;

/** A group by its number (from a form) or by its name in any case (as typed). */
export type GroupReference = ReadonlyDeep<z.infer<typeof groupReference>>;

/** `rank` counts from 1; `last` is right before the ungrouped devices. */
export type PlaceInput = ReadonlyDeep<z.infer<typeof placeInput>>;

export type GroupFields = ReadonlyDeep<z.infer<typeof groupFields>>;

/**
 * One condition as typed. For operating systems, `value` holds the names separated by commas, and `operator` is
 * ignored.
 */
export type ConditionInput = ReadonlyDeep<z.infer<typeof conditionInput>>;
