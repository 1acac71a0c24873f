import { z } from 'zod';
import { tagsWhere } from '../../public-api/center/read-origins.ts';

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

/** The devices whose tag no API takes away. The tag is put in as a string of KQL, whose escapes are JSON's. */
export function originsQuery(tag: string): string {
  const literal = JSON.stringify(tag);
  return tagsWhere(`DeviceDynamicTags contains ${literal} or RegistryDeviceTag contains ${literal}`);
}
