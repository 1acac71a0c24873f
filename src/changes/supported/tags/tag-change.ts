import { z } from 'zod';
import { AirlockError } from '../../../shared/errors.ts';
import type { Base } from '../../base.ts';
import type { Item } from '../../change-kind.ts';
import type { Device } from '../../device-group.ts';
import type { TenantSnapshot } from '../../tenant-snapshot.ts';
import { SINCE } from '../devices-by-id.ts';

/** The most devices of one request. */
export const MOST_DEVICES = 5_000;

const device = z.strictObject({ id: z.string().min(1).max(200), name: z.string().max(256) }).readonly();
const name = z.string().min(1).max(256);

export const tagChangeSchema = z.strictObject({
  kind: z.literal('device-tags'),
  action: z.enum(['add', 'remove']),
  /** As long as the registry takes one (docs/facts/defender.md#device-groups); no character that cannot be seen. */
  tag: z.string().regex(/^[^\p{C}\p{Zl}\p{Zp}]{1,200}$/u),
  /** As typed: names of devices, or how they begin. */
  wanted: z.union([
    z.strictObject({ names: z.array(name).min(1).max(MOST_DEVICES).readonly() }).readonly(),
    z.strictObject({ startsWith: name }).readonly(),
  ]),
  /** The devices that were found by that, sorted by name; empty until the tenant was read. */
  devices: z.array(device).max(MOST_DEVICES).readonly(),
  ...SINCE,
});

/** Sets a tag on devices, or takes it away, by the supported API. */
export type DeviceTagsChange = Readonly<z.infer<typeof tagChangeSchema>>;

const group = z.union([z.number(), z.null(), z.literal('unknown')]);

const baseObjects = z.object({
  tagged: z.array(z.string()),
  /** Of which Defender did not tell all tags, so that they may have this one, too. */
  untold: z.array(z.string()).exactOptional(),
});

/** Which devices of a change have its tag, and of which that is not known. */
export interface KnownTags {
  readonly tagged: ReadonlySet<string>;
  readonly untold: ReadonlySet<string>;
}

/** What is shown of a change of tags besides its rows, each list in the order of its devices. */
const shownTags = z.object({
  /** Where Defender reported each device. */
  was: z.array(group),
  /** Where the rules put it with the tag as asked; null where the rules are not known. */
  to: z.array(group).nullable(),
  /** Where the rules are not known: the group that the same request makes, and how many meet its rule with the tag. */
  made: z.object({ name: z.string(), devices: z.int() }).exactOptional(),
  /** How many of the devices are reported elsewhere than the rules put them already now; absent for none. */
  elsewhere: z.int().exactOptional(),
  /** How rules are compared in this tenant, where that is not as assumed, and on how many devices that fits. */
  ways: z.array(z.string()).exactOptional(),
  compared: z.int().exactOptional(),
  agreed: z.int().exactOptional(),
  /** Groups by number: their names. */
  names: z.record(z.string(), z.string()),
  effects: z.record(z.string(), z.int()),
  lacks: z.array(z.string()),
  readAt: z.number().nullable(),
});

export type ShownTags = z.infer<typeof shownTags>;

/** @throws AirlockError store-corrupt */
export function knownTags({ objects }: Pick<Base, 'objects'>): KnownTags {
  const { tagged, untold = [] } = parsed(baseObjects, objects);
  return { tagged: new Set(tagged), untold: new Set(untold) };
}

/** @throws AirlockError store-corrupt */
export function shownIn({ shown }: Base): ShownTags {
  return parsed(shownTags, shown);
}

function parsed<T>(schema: z.ZodType<T>, stored: unknown): T {
  const read = schema.safeParse(stored);
  if (read.success) return read.data;
  throw new AirlockError('store-corrupt', 'The stored base state of this request cannot be read.');
}

/** The devices of the change that are not as asked on the base, or of which that is not known. */
export function tagItems({ action, devices }: DeviceTagsChange, base: Base): readonly Item[] {
  const { tagged, untold } = knownTags(base);
  return devices
    .filter(({ id }) => untold.has(id) || tagged.has(id) === (action === 'remove'))
    .map(({ id, name: label }) => ({ key: id, label }));
}

const known = new WeakMap<TenantSnapshot, ReadonlyMap<string, Device>>();

/** @throws AirlockError internal where the devices were not read */
export function devicesById(now: TenantSnapshot): ReadonlyMap<string, Device> {
  const found = known.get(now);
  if (found) return found;
  if (!now.devices) throw new AirlockError('internal', 'The devices were not read, so nothing is known of their tags.');
  const byId = new Map(now.devices.map((one) => [one.id, one]));
  known.set(now, byId);
  return byId;
}

/** Whether two texts are one tag: Defender keeps the case that it was given, and nobody means two by two cases. */
export function isSameTag(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}

/** Null where Defender did not tell all tags of the device, or lists it no more. */
export function hasTag({ tag }: Pick<DeviceTagsChange, 'tag'>, now: TenantSnapshot, id: string): boolean | null {
  const device = devicesById(now).get(id);
  if (device?.tags.some((one) => isSameTag(one, tag))) return true;
  return device === undefined || device.tagsUnread ? null : false;
}
