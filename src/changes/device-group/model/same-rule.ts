import type { Condition, EntraGroupRef } from '../../device-group.ts';

/**
 * Normalises conditions: every row once, all operating systems in one row at the end, sorted. Order and repetition do
 * not matter to a rule.
 */
export function sortedConditions(conditions: readonly Condition[]): Condition[] {
  const rows = new Map<string, Condition>();
  const systems = new Set<string>();
  for (const condition of conditions) {
    if (condition.property === 'os') for (const value of condition.values) systems.add(value);
    else rows.set(JSON.stringify([condition.property, condition.operator, condition.value]), condition);
  }
  const sorted = [...rows].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, condition]) => condition);
  return systems.size === 0 ? sorted : [...sorted, { property: 'os', values: [...systems].sort() }];
}

/** Lists every Entra group once, sorted by id. */
export function sortedAccess(access: readonly EntraGroupRef[]): EntraGroupRef[] {
  const byId = new Map(access.map(({ id, name }) => [id, { id, name }]));
  return [...byId.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** Whether two rules have the same conditions, compared exactly. */
export function sameConditions(a: readonly Condition[], b: readonly Condition[]): boolean {
  return keyOfConditions(a) === keyOfConditions(b);
}

/** Whether the same Entra groups have access, whatever their names. */
export function sameAccess(a: readonly EntraGroupRef[], b: readonly EntraGroupRef[]): boolean {
  return keyOfAccess(a) === keyOfAccess(b);
}

function keyOfConditions(conditions: readonly Condition[]): string {
  const rows = sortedConditions(conditions).map((condition) =>
    condition.property === 'os'
      ? ['os', ...condition.values]
      : [condition.property, condition.operator, condition.value],
  );
  return JSON.stringify(rows);
}

function keyOfAccess(access: readonly EntraGroupRef[]): string {
  return sortedAccess(access)
    .map(({ id }) => id)
    .join();
}
