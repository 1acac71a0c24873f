import type { Condition } from '../device-group.ts';
import type { GroupDefinition } from '../group-change.ts';

/** Conditions as a change carries them. */
export function writable(conditions: readonly Condition[]): GroupDefinition['conditions'] {
  return conditions.map((row) => (row.property === 'os' ? { property: 'os', values: [...row.values] } : { ...row }));
}
