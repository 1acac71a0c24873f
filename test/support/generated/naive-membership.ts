import type { Condition, Device, DeviceGroup, TextCondition } from '../../../src/changes/device-group.ts';

/**
 * The rule as a person would write it down: for each device, down the ranking, every condition. Slow, and the measure
 * of the fast one.
 */
export function naiveMembership(devices: readonly Device[], groups: readonly DeviceGroup[]): number[] {
  const ranked = groups
    .map((group, index) => ({
      index,
      ungrouped: group.ungrouped,
      rank: group.rank ?? 1e9,
      id: group.id,
      rule: ruleOf(group),
    }))
    .sort((a, b) => a.rank - b.rank || a.id - b.id);
  const rest = groups.findIndex((group) => group.ungrouped);
  return devices.map((device) => {
    const folded = foldDevice(device);
    return ranked.find(({ rule }) => satisfies(folded, rule))?.index ?? rest;
  });
}

/** The groups, by index, whose rule a device satisfies, whoever wins. */
export function naiveMatches(device: Device, groups: readonly DeviceGroup[]): number[] {
  const folded = foldDevice(device);
  return groups.flatMap((group, index) => (satisfies(folded, ruleOf(group)) ? [index] : []));
}

type FoldedDevice = Readonly<Record<Condition['property'], readonly string[]>>;

/** Conditions by property, blank ones gone; null for a group that takes nothing by rule. */
type Rule = readonly (readonly [Condition['property'], readonly Condition[]])[] | null;

function foldDevice(device: Device): FoldedDevice {
  return {
    name: [device.name.toLowerCase()],
    domain: [device.domain.toLowerCase()],
    tag: device.tags.map((tag) => tag.toLowerCase()),
    os: [device.os.toLowerCase()],
  };
}

function ruleOf(group: DeviceGroup): Rule {
  if (group.ungrouped || group.opaque) return null;
  const folded = group.conditions.map(foldCondition).filter((condition) => condition !== null);
  const rule = (['name', 'domain', 'tag', 'os'] as const)
    .map((property) => [property, folded.filter((condition) => condition.property === property)] as const)
    .filter(([, conditions]) => conditions.length > 0);
  return rule.length === 0 ? null : rule;
}

function foldCondition(condition: Condition): Condition | null {
  if (condition.property === 'os') {
    const values = condition.values.filter((value) => value.trim().length > 0).map((value) => value.toLowerCase());
    return values.length === 0 ? null : { property: 'os', values };
  }
  return condition.value.trim().length === 0 ? null : { ...condition, value: condition.value.toLowerCase() };
}

function satisfies(device: FoldedDevice, rule: Rule): boolean {
  if (rule === null) return false;
  return rule.every(([property, conditions]) =>
    conditions.some((condition) => device[property].some((value) => holds(value, condition))),
  );
}

function holds(value: string, condition: Condition): boolean {
  return condition.property === 'os' ? condition.values.includes(value) : holdsText(value, condition);
}

function holdsText(text: string, { operator, value }: TextCondition): boolean {
  if (operator === 'starts-with') return text.startsWith(value);
  if (operator === 'ends-with') return text.endsWith(value);
  if (operator === 'equals') return text === value;
  return text.includes(value);
}
