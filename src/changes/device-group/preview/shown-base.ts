import { z } from 'zod';
import { AirlockError } from '../../../shared/errors.ts';
import type { Base } from '../../base.ts';
import { GROUP_PARTS } from '../../device-group.ts';
import { sourceSchema } from '../../knowledge.ts';
import { REMEDIATION_LEVELS } from '../../remediation-level.ts';

const effect = z.enum(['same', 'raised', 'lowered', 'unclear']);
const count = z.int().min(0);

/** The name of a group; null for no group. */
const holder = z.string().nullable();

/** A list cut to what a card can show, and the number of entries left out. */
function listOf<T extends z.ZodType>(entry: T) {
  return z.object({ list: z.array(entry), more: count });
}

const shownDevices = z.object({
  /** How many devices were evaluated, move, stay while their group's level changes, and are affected in all. */
  devices: count,
  moved: count,
  releveled: count,
  /** How many devices have a level that falls, rises, or changes in an unknown direction. */
  lowered: count,
  raised: count,
  unclear: count,
  /** The weakest level to which any device falls. */
  weakest: z.enum(REMEDIATION_LEVELS).nullable(),
  /** How many devices leave a group with named Entra groups for a group that everybody with portal access sees. */
  opened: count,
  moves: listOf(z.object({ from: holder, to: holder, devices: count, effect })),
  /** Levels in words. */
  levels: listOf(z.object({ group: z.string(), from: z.string(), to: z.string(), devices: count, effect })),
  shadowed: listOf(z.object({ group: z.string(), devices: count, by: listOf(z.string()) })),
  emptied: listOf(z.string()),
  opaque: listOf(z.string()),
  /**
   * How many devices Defender still reports in another group than the rules say, and how many in a group that cannot be
   * evaluated.
   */
  elsewhere: count,
  heldByOpaque: count,
  first: z.array(z.object({ name: z.string(), from: holder, to: holder, effect })),
});

const place = z.union([
  z.object({ above: z.string().nullable(), below: z.string().nullable() }),
  z.object({ before: z.string().nullable() }),
  z.object({ unread: z.literal(true) }),
]);

/**
 * Device counts for when the connector cannot read the rules: all devices, those reported in the group, and those that
 * match the requested conditions.
 */
const unread = z.object({ devices: count, reported: count.nullable(), matching: count.nullable() });

const devicesLack = z.object({ leftOut: count, brokenOff: z.boolean(), incomplete: count.exactOptional() });

const shownBase = z.object({
  /** The group's place now and after the change; null if it has none. */
  place: place.nullable(),
  target: place.nullable(),
  plan1: z.boolean(),
  /** Present where the product is not known, and may be one without device groups. */
  maybeBusiness: z.literal(true).optional(),
  /** When the devices were read, in ms since 1970; absent if they were not read. */
  devicesAt: z.int().optional(),
  /** What the list of devices lacked; absent where it was whole. */
  devicesLack: devicesLack.exactOptional(),
  /** Null if the devices or the groups' rules were not read. */
  effects: shownDevices.nullable(),
  /** Present if the rules cannot be read; null if the devices were not read either. */
  unread: unread.nullish(),
  /** When the group was read, in ms since 1970; absent in what was stored before it was kept. */
  readAt: z.number().optional(),
  /** How the parts of the group are known that were not read then. */
  sources: z.partialRecord(z.enum(GROUP_PARTS), sourceSchema).optional(),
});

/**
 * What a card shows of a change to device groups besides the affected objects. Names are cut so that it stays small.
 */
export type ShownBase = Readonly<z.infer<typeof shownBase>>;
export type ShownUnread = Readonly<z.infer<typeof unread>>;
export type ShownDevices = Readonly<z.infer<typeof shownDevices>>;

/** @throws AirlockError store-corrupt */
export function readShown(base: Base): ShownBase {
  const parsed = shownBase.safeParse(base.shown);
  if (!parsed.success) throw new AirlockError('store-corrupt', 'The stored preview of this request cannot be read.');
  return parsed.data;
}
