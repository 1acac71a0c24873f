import { z } from 'zod';
import type { TagOrigins } from '../../../changes/tenant-snapshot.ts';
import { fieldsOf } from '../audit/audited-change.ts';

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

/** The question for the tags of devices by where they come from. @param devices a condition of KQL */
export function tagsWhere(devices: string): string {
  return [
    'DeviceInfo',
    'where Timestamp > ago(7d)',
    'summarize arg_max(Timestamp, *) by DeviceId',
    `where ${devices}`,
    'project DeviceId, DeviceManualTags, DeviceDynamicTags, RegistryDeviceTag',
  ].join(' | ');
}

/** The same of one device. @param deviceId as Defender lists it, put in as a string of KQL, whose escapes are JSON's */
export function deviceTagsQuery(deviceId: string): string {
  return tagsWhere(`DeviceId == ${JSON.stringify(deviceId)}`);
}
