import { z } from 'zod';
import type { DeviceGroup } from '../device-group.ts';

/** The group before which another is to stand, as found; its name is null when it is gone. Null for the last place. */
export const placedObject = z.object({ id: z.int(), name: z.string().nullable() }).nullable();

export type Placed = z.infer<typeof placedObject>;

export function placed(before: { readonly id: number } | null, groups: readonly DeviceGroup[]): Placed {
  if (before === null) return null;
  const found = groups.find((group) => group.id === before.id);
  return { id: before.id, name: found?.name ?? null };
}
