import { z } from 'zod';
import { isRemediationLevel, type LevelReading } from '../../remediation-level.ts';
import { type DeviceGroup, TEXT_OPERATORS, TEXT_PROPERTIES } from '../device-group.ts';
import { sortedAccess, sortedConditions } from '../same-rule.ts';

const level = z.custom<LevelReading>(
  (value) =>
    typeof value === 'string' && (isRemediationLevel(value) || value === 'unread' || /^unknown:-?\d+$/.test(value)),
);

const condition = z.union([
  z.object({ property: z.enum(TEXT_PROPERTIES), operator: z.enum(TEXT_OPERATORS), value: z.string() }),
  z.object({ property: z.literal('os'), values: z.array(z.string()) }),
]);

/**
 * A group whole, as an approval is bound to it and as a revert restores it: all but its rank, which changes when others are ranked.
 * Conditions and access are sorted, since their order means nothing.
 */
export const groupImage = z.object({
  id: z.int(),
  name: z.string(),
  description: z.string(),
  level,
  conditions: z.array(condition),
  opaque: z.boolean(),
  access: z.array(z.object({ id: z.string(), name: z.string() })),
  ungrouped: z.boolean(),
});

export type GroupImage = Readonly<z.infer<typeof groupImage>>;

export function imageOf(group: DeviceGroup): GroupImage {
  const { id, name, description, level: reading, opaque, ungrouped } = group;
  const conditions = sortedConditions(group.conditions).map((row) =>
    row.property === 'os' ? { property: row.property, values: [...row.values] } : row,
  );
  return { id, name, description, level: reading, conditions, opaque, access: sortedAccess(group.access), ungrouped };
}
