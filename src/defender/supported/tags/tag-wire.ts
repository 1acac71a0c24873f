import { z } from 'zod';
import type { TagOrigins } from '../../../changes/tenant-snapshot.ts';

/** A device in an answer about tags; what else it holds is not asked. */
const device = z.object({ id: z.string(), machineTags: z.array(z.unknown()).nullish() });

/** The answer to a call for many devices: those that it updated, in the form of the list. */
const many = z.object({ value: z.array(z.unknown()) });

export interface TaggedDevice {
  readonly id: string;
  readonly tags: readonly string[];
}

/** Null for an answer in another form. */
export function deviceIn(body: unknown): TaggedDevice | null {
  const { data } = device.safeParse(body);
  if (!data) return null;
  return { id: data.id, tags: (data.machineTags ?? []).filter((tag) => typeof tag === 'string') };
}

/** Null for an answer in another form. */
export function devicesIn(body: unknown): readonly TaggedDevice[] | null {
  const { data } = many.safeParse(body);
  return data?.value.flatMap((one) => deviceIn(one) ?? []) ?? null;
}

const text = z.unknown().transform(textsIn);

/** A row of `DeviceInfo`: its tags are lists, or lists as JSON text (docs/facts/defender.md#audit). */
const row = z.object({
  DeviceId: z.string(),
  DeviceManualTags: text,
  DeviceDynamicTags: text,
  RegistryDeviceTag: text,
});

function textsIn(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.filter((one) => typeof one === 'string' && one !== '');
  if (typeof value !== 'string' || value.trim() === '') return [];
  try {
    const parsed: unknown = JSON.parse(value);
    return Array.isArray(parsed) ? textsIn(parsed) : [value];
  } catch {
    return [value];
  }
}

const hunted = z.object({ results: z.array(z.unknown()) });

/** Null for an answer in another form; a row in another form is left out. */
export function originsIn(body: unknown): readonly TagOrigins[] | null {
  const { data } = hunted.safeParse(body);
  if (!data) return null;
  return data.results.flatMap((one) => {
    const { data: read } = row.safeParse(one);
    if (!read) return [];
    const { DeviceId: deviceId, DeviceManualTags: manual, DeviceDynamicTags: dynamic } = read;
    return [{ deviceId, manual, dynamic, registry: read.RegistryDeviceTag }];
  });
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
