import { z } from 'zod';
import { AirlockError } from '../../../shared/errors.ts';
import type { Base } from '../../base.ts';
import { DEVICE_STATES, GROUP_PARTS, TEXT_OPERATORS } from '../../device-group.ts';
import { sourceSchema } from '../../knowledge/knowledge.ts';
import { REMEDIATION_LEVELS } from '../../remediation-level.ts';

const PROPERTIES = ['name', 'domain', 'tag', 'os'] as const;

const effect = z.enum(['same', 'raised', 'lowered', 'unclear']);
const count = z.int().min(0);

/** The levels of a flow, where both are known by name and differ. */
const byLevels = z.object({ from: z.enum(REMEDIATION_LEVELS), to: z.enum(REMEDIATION_LEVELS) }).exactOptional();

/** The name of a group; null for no group. */
const holder = z.string().nullable();

/** A list cut to what a card can show, and the number of entries left out. */
function listOf<T extends z.ZodType>(entry: T) {
  return z.object({ list: z.array(entry), more: count });
}

/** How many devices of each state; a state without any is absent. */
const states = z.partialRecord(z.enum(DEVICE_STATES), count);

/** What Defender reports of a group beside what the rules give it, before the change. */
const report = z.object({
  group: z.string(),
  reported: count,
  reckoned: count,
  both: count,
  /** False if the report mostly disagrees with the rule, so that the report alone counts. */
  evaluable: z.boolean(),
  /** The property whose rows most of the reported devices do not meet, and how many do not; null if there is none. */
  unmet: z.object({ property: z.enum(PROPERTIES), devices: count }).nullable(),
});

/** How far rules and report agree. Absent in requests of earlier releases. */
const oracle = z.object({
  /** How many devices could be compared, and on how many both agree. */
  compared: count,
  agreed: count,
  /** Where rules are compared otherwise than assumed, as `assumption:way`. */
  ways: z.array(z.string()),
  /** Ids of groups that count by the report, so that a later preview keeps to it; not all of very many. */
  apart: z.array(z.int()),
  /** The groups that the change concerns or that count by the report, where both differ. */
  reports: listOf(report),
  /** How many devices Defender reports in the group itself; null for a group to create. */
  inGroup: count.nullable(),
  /** Present where some records do not say a group, so that Defender may hold more than it reports. */
  unsaid: z.literal(true).exactOptional(),
  states,
  affected: states,
  /** Devices of which it is not known whether they are onboarded, among those with a lower or an unclear level. */
  unknown: z.object({ lowered: count, unclear: count }),
  /** Devices that match, and of which it is not known whether they move. */
  unsure: count,
  /** The groups where Defender reports those. Absent where there are none, and in requests of earlier releases. */
  unsureIn: listOf(z.object({ group: z.string(), devices: count })).exactOptional(),
  /** The groups with known rules, if others have none; null if the rules of all groups are known. */
  knownGroups: listOf(z.string()).nullable(),
  /** Whether the domain of devices plays a part. */
  byDomain: z.boolean(),
  /** Operators in rules that play a part, whose number is read by an assumption. */
  assumed: z.array(z.enum(TEXT_OPERATORS)).optional(),
  /** Properties of the conditions asked for that no group of the tenant shows how to compare. Absent for none. */
  unshown: z.array(z.enum(PROPERTIES)).exactOptional(),
  /** Present where all rules are known and ranks are not, since one could not be read. */
  unordered: z.literal(true).exactOptional(),
});

const shownDevices = z.object({
  /** How many devices were evaluated, move, stay while their group's level changes, and are affected in all. */
  devices: count,
  moved: count,
  releveled: count,
  /** How many onboarded devices have a level that falls or changes in an unknown direction; all of which it rises. */
  lowered: count,
  raised: count,
  unclear: count,
  /** The weakest level to which any device falls. */
  weakest: z.enum(REMEDIATION_LEVELS).nullable(),
  /** How many devices leave a group with named Entra groups for a group that everybody with portal access sees. */
  opened: count,
  moves: listOf(z.object({ from: holder, to: holder, devices: count, effect, by: byLevels })),
  /** Levels in words. */
  levels: listOf(
    z.object({ group: z.string(), from: z.string(), to: z.string(), devices: count, effect, by: byLevels }),
  ),
  /** Where automation rises on what people mostly keep it from. Absent where it does not, and in earlier releases. */
  sensitive: z.object({ controllers: count, servers: count, forbidding: listOf(z.string()) }).exactOptional(),
  shadowed: listOf(z.object({ group: z.string(), devices: count, by: listOf(z.string()) })),
  emptied: listOf(z.string()),
  opaque: listOf(z.string()),
  /**
   * The groups whose rule is not known. Absent where there are none; among `opaque` in requests of earlier releases.
   */
  unruled: listOf(z.string()).exactOptional(),
  /**
   * How many devices Defender reports in another group than the rules say, and how many in a group whose rule cannot be
   * read.
   */
  elsewhere: count,
  heldByOpaque: count,
  first: z.array(z.object({ name: z.string(), from: holder, to: holder, effect })),
  oracle: oracle.optional(),
});

const place = z.union([
  z.object({ above: z.string().nullable(), below: z.string().nullable() }),
  z.object({ before: z.string().nullable() }),
  z.object({ ahead: z.string().nullable(), behind: z.string().nullable() }),
  z.object({ unread: z.literal(true) }),
]);

/**
 * Device counts for when the connector cannot read the rules: all devices, those reported in the group, and those that
 * match the requested conditions.
 */
const unread = z.object({
  devices: count,
  reported: count.nullable(),
  /** Present where some records do not say a group. */
  unsaid: z.literal(true).exactOptional(),
  matching: count.nullable(),
  /** Absent in requests of earlier releases. */
  states: states.optional(),
  byDomain: z.boolean().optional(),
});

/** Places in rank around a move: the number, the name, and whether it is the group that is moved. */
const ranked = z.array(z.object({ rank: z.int().min(1), name: z.string(), moved: z.boolean() }));

const devicesLack = z.object({
  leftOut: count,
  brokenOff: z.boolean(),
  moved: z.boolean().exactOptional(),
  incomplete: count.exactOptional(),
});

const shownBase = z.object({
  /** The group's place now and after the change; null if it has none. */
  place: place.nullable(),
  target: place.nullable(),
  /** Present where a group is moved and ranks are known. */
  ranks: z.object({ before: ranked, after: ranked }).exactOptional(),
  /** Present where a group is deleted and ranks are known: the numbers of those below it, the next in rank first. */
  below: z.array(z.int()).exactOptional(),
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
export type ShownOracle = Readonly<z.infer<typeof oracle>>;
export type ShownReport = Readonly<z.infer<typeof report>>;
export type ShownStates = Readonly<z.infer<typeof states>>;
export type ShownDevices = Readonly<z.infer<typeof shownDevices>>;

/** @throws AirlockError store-corrupt */
export function readShown({ shown }: Base): ShownBase {
  const isKept = typeof shown === 'object' && shown !== null && Object.isFrozen(shown);
  const known = isKept ? READ.get(shown) : undefined;
  if (known) return known;
  const parsed = shownBase.safeParse(shown);
  if (!parsed.success) throw new AirlockError('store-corrupt', 'The stored preview of this request cannot be read.');
  if (isKept) READ.set(shown, parsed.data);
  return parsed.data;
}

/** What was read of a stored preview: a card reads it several times. One that may still be changed is not kept. */
const READ = new WeakMap<object, ShownBase>();
