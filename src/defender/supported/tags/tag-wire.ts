import { z } from 'zod';
import type { TagOrigins } from '../../../changes/tenant-snapshot.ts';
import { fieldsOf } from '../../public-api/audit/audited-change.ts';

/** A device in an answer about tags; what else it holds is not asked. */
const device = z.object({ id: z.string(), machineTags: z.array(z.unknown()).nullish() });

/** The answer to a call for many devices: those that it updated, in the form of the list. */
const many = z.object({ value: z.array(z.unknown()) });

export interface TaggedDevice {
  readonly id: string;
  readonly tags: readonly string[];
  /** Whether these are all its tags. */
  readonly isWhole: boolean;
}

/** Null for an answer in another form. */
export function deviceIn(body: unknown): TaggedDevice | null {
  const { data } = device.safeParse(body);
  if (!data) return null;
  const told = data.machineTags ?? [];
  const tags = told.filter((tag) => typeof tag === 'string');
  return { id: data.id, tags, isWhole: Array.isArray(data.machineTags) && tags.length === told.length };
}

/** Null for an answer in another form. */
export function devicesIn(body: unknown): readonly TaggedDevice[] | null {
  const { data } = many.safeParse(body);
  return data?.value.flatMap((one) => deviceIn(one) ?? []) ?? null;
}

/** What a column tells: the tags that could be read, and whether these are all. */
interface ToldTags {
  readonly tags: readonly string[];
  readonly isWhole: boolean;
}

/** A column that a row has. Null stands for no tag. */
const text = z
  .unknown()
  .refine((value) => value !== undefined)
  .transform(tagsIn);

/** A row of `DeviceInfo`: its tags are lists, or lists as JSON text (docs/facts/defender.md#audit). */
const row = z.object({
  deviceid: z.string(),
  devicemanualtags: text,
  devicedynamictags: text,
  registrydevicetag: text,
});

function tagsIn(value: unknown): ToldTags {
  if (Array.isArray(value)) {
    const tags = value.filter((one) => typeof one === 'string');
    return { tags: tags.filter((tag) => tag !== ''), isWhole: tags.length === value.length };
  }
  if (typeof value !== 'string') return { tags: [], isWhole: value === null };
  if (value.trim() === '') return { tags: [], isWhole: true };
  try {
    const parsed: unknown = JSON.parse(value);
    return Array.isArray(parsed) ? tagsIn(parsed) : { tags: [value], isWhole: true };
  } catch {
    return { tags: [value], isWhole: true };
  }
}

const hunted = z.object({ results: z.array(z.unknown()) });

/** Where tags come from, as far as rows tell it, and how many rows do not tell it whole. */
export interface OriginsRead {
  readonly found: readonly TagOrigins[];
  readonly unread: number;
}

/** Null for an answer in another form. The names of columns count in any case. */
export function originsIn(body: unknown): OriginsRead | null {
  const { data } = hunted.safeParse(body);
  if (!data) return null;
  let unread = 0;
  const found = data.results.flatMap((one): TagOrigins[] => {
    const { data: read } = row.safeParse(fieldsOf(one));
    const told = read ? [read.devicemanualtags, read.devicedynamictags, read.registrydevicetag] : [];
    if (!read || told.some(({ isWhole }) => !isWhole)) unread += 1;
    const [manual = [], dynamic = [], registry = []] = told.map(({ tags }) => tags);
    return read ? [{ deviceId: read.deviceid, manual, dynamic, registry }] : [];
  });
  return { found, unread };
}

/** The devices whose tag no API takes away. The tag is put in as a string of KQL, whose escapes are JSON's. */
export function originsQuery(tag: string): string {
  const literal = JSON.stringify(tag);
  return [
    'DeviceInfo',
    'where Timestamp > ago(7d)',
    'summarize arg_max(Timestamp, *) by DeviceId',
    `where DeviceDynamicTags contains ${literal} or RegistryDeviceTag contains ${literal}`,
    'project DeviceId, DeviceManualTags, DeviceDynamicTags, RegistryDeviceTag',
  ].join(' | ');
}
