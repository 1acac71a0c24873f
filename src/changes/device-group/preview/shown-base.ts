import { z } from 'zod';
import { AirlockError } from '../../../shared/errors.ts';
import type { Base } from '../../base.ts';
import { REMEDIATION_LEVELS } from '../../remediation-level.ts';

const effect = z.enum(['same', 'raised', 'lowered', 'unclear']);
const count = z.int().min(0);

/** What a group is called; null where no group holds the devices. */
const holder = z.string().nullable();

/** A list cut to what a card can show, and how many entries were left out. */
function listOf<T extends z.ZodType>(entry: T) {
  return z.object({ list: z.array(entry), more: count });
}

const shownDevices = z.object({
  /** Devices looked at, that move, that stay while their group's level changes, and that are affected in all. */
  devices: count,
  moved: count,
  releveled: count,
  /** Devices whose level falls, rises, and those for which it cannot be told. */
  lowered: count,
  raised: count,
  unclear: count,
  /** The weakest level to which a device falls. */
  weakest: z.enum(REMEDIATION_LEVELS).nullable(),
  /** Devices that leave a group with named Entra groups for one that everybody with portal access sees. */
  opened: count,
  moves: listOf(z.object({ from: holder, to: holder, devices: count, effect })),
  /** Levels in words. */
  levels: listOf(z.object({ group: z.string(), from: z.string(), to: z.string(), devices: count, effect })),
  shadowed: listOf(z.object({ group: z.string(), devices: count, by: listOf(z.string()) })),
  emptied: listOf(z.string()),
  opaque: listOf(z.string()),
  /**
   * Devices that Defender still reports in another group than the rules say, and in a group that cannot be evaluated.
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
 * Where the connector cannot read the rules: the devices, those reported in the group, and those that match the
 * conditions asked for.
 */
const unread = z.object({ devices: count, reported: count.nullable(), matching: count.nullable() });

const shownBase = z.object({
  /** Where the group stands and where it would stand; null where it has no place. */
  place: place.nullable(),
  target: place.nullable(),
  plan1: z.boolean(),
  /** When the devices were read, ms since 1970; absent where they were not. */
  devicesAt: z.int().optional(),
  /** Null where the devices, or the rules of the groups, were not read. */
  effects: shownDevices.nullable(),
  /** There where the rules cannot be read; null where the devices were not read either. */
  unread: unread.nullish(),
});

/**
 * What a card shows of a change of device groups besides the touched objects; names are cut to a length that keeps it
 * small.
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
