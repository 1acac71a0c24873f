import { z } from 'zod';
import { AirlockError } from '../../../shared/errors.ts';
import { asJson } from '../../../shared/json.ts';
import { type Base, sameObjects } from '../../base.ts';
import type { Assessment, ChangeKind, Item, ItemCounts } from '../../change-kind.ts';
import type { Device } from '../../device-group.ts';
import type { TenantSnapshot } from '../../tenant-snapshot.ts';

const device = z.strictObject({ id: z.string().min(1).max(200), name: z.string().max(256) }).readonly();

const schema = z.strictObject({
  kind: z.literal('device-tags'),
  action: z.enum(['add', 'remove']),
  tag: z.string().min(1).max(200),
  /** As typed: names of devices, or how they begin. */
  wanted: z
    .union([
      z.strictObject({ names: z.array(z.string().min(1).max(256)).min(1).max(5_000).readonly() }).readonly(),
      z.strictObject({ startsWith: z.string().min(1).max(256) }).readonly(),
    ])
    .readonly(),
  /** The devices that were found by that; empty until the tenant was read. */
  devices: z.array(device).max(5_000).readonly(),
});

/** Sets a tag on devices, or takes it away, by the supported API. */
export type DeviceTagsChange = Readonly<z.infer<typeof schema>>;

const BASE = z.object({ tagged: z.array(z.string()) });

export const deviceTagsChange: ChangeKind<DeviceTagsChange> = {
  owner: 'api',
  scopes: ['devices'],
  previewScopes: [],

  parse(input) {
    const parsed = schema.safeParse(input);
    if (!parsed.success) throw new AirlockError('input-invalid', 'This is not a change of device tags.');
    return parsed.data;
  },

  title: (change) => {
    const { action, tag } = change;
    const what = whatOf(change);
    return action === 'add' ? `Tag ${what} with "${tag}"` : `Take the tag "${tag}" from ${what}`;
  },

  objects: ({ tag }) => [`tag:${tag.toLowerCase()}`],

  resolve: (change, now) => {
    const devices = found(change, now);
    return 'faults' in devices ? devices : { ...change, devices };
  },

  assess(change, now): Assessment {
    if (!deviceTagsChange.reached(change, now)) return { verdict: 'open' };
    const how = change.action === 'add' ? 'has' : 'lacks';
    return { verdict: 'already', why: `Each of these devices ${how} the tag "${change.tag}" already.` };
  },

  base: (change, now): Base => ({
    objects: asJson({ tagged: change.devices.filter(({ id }) => hasTag(change, now, id)).map(({ id }) => id) }),
    preview: null,
    shown: null,
  }),

  isAsKnown: sameObjects,

  reached: (change, now) => change.devices.every(({ id }) => hasTag(change, now, id) === (change.action === 'add')),

  knownBy: () => [],

  diff: (change) => [
    {
      label: change.action === 'add' ? `Devices that get "${change.tag}"` : `Devices that lose "${change.tag}"`,
      from: '',
      to: `${change.devices.length}`,
    },
  ],

  risk: () => ({ lowersProtection: false, dangers: [], notes: [], asides: [] }),

  effects: () => null,

  inverse: (change, base) => {
    const items = new Set(itemsOf(change, base).map(({ key }) => key));
    const devices = change.devices.filter(({ id }) => items.has(id));
    const names = devices.map(({ name }) => name);
    return { change: { ...change, action: change.action === 'add' ? 'remove' : 'add', wanted: { names }, devices } };
  },

  affected: () => [],

  items: itemsOf,

  progress: ({ action }, { done, total }: ItemCounts) =>
    `${done.toLocaleString('en')} of ${total.toLocaleString('en')} ${action === 'add' ? 'tagged' : 'untagged'}`,
};

function whatOf({ devices, wanted }: DeviceTagsChange): string {
  const names = devices.length > 0 || !('names' in wanted) ? devices.map(({ name }) => name) : wanted.names;
  const [first] = names;
  return names.length === 1 && first ? first : `${names.length} devices`;
}

/** The devices of the change that are not as asked on the base. */
function itemsOf({ action, devices }: DeviceTagsChange, base: Base): readonly Item[] {
  const parsed = BASE.safeParse(base.objects);
  if (!parsed.success) throw new AirlockError('store-corrupt', 'The stored base state of this request cannot be read.');
  const tagged = new Set(parsed.data.tagged);
  return devices
    .filter(({ id }) => tagged.has(id) === (action === 'remove'))
    .map(({ id, name }) => ({ key: id, label: name }));
}

function hasTag({ tag }: DeviceTagsChange, now: TenantSnapshot, id: string): boolean {
  const found = devicesOf(now).find((one) => one.id === id);
  return found?.tags.some((one) => one.toLowerCase() === tag.toLowerCase()) ?? false;
}

function devicesOf({ devices }: TenantSnapshot): readonly Device[] {
  if (devices) return devices;
  throw new AirlockError('internal', 'The devices were not read, so nothing can be said about their tags.');
}

type Found = DeviceTagsChange['devices'] | Extract<Assessment, { verdict: 'invalid' }>;

function found({ wanted }: DeviceTagsChange, now: TenantSnapshot): Found {
  const all = devicesOf(now);
  const names = 'names' in wanted ? wanted.names : [];
  const picked = names.map((name) => ({ name, fits: all.filter((one) => isNamed(one, name)) }));
  const faults = picked
    .filter(({ fits }) => fits.length !== 1)
    .map(({ name, fits }) => ({
      field: 'devices',
      message: fits.length === 0 ? `No device is called ${name}.` : `${fits.length} devices are called ${name}.`,
    }));
  return faults.length > 0 ? { verdict: 'invalid', faults } : picked.flatMap(({ fits }) => fits).map(named);
}

function named({ id, name, dnsName }: Device): { readonly id: string; readonly name: string } {
  return { id, name: name || dnsName };
}

function isNamed({ name, dnsName }: Device, typed: string): boolean {
  return [name, dnsName].some((one) => one.toLowerCase() === typed.toLowerCase());
}
