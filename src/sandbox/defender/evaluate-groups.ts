import type { Machine, WireGroup } from '../company/world.ts';

type Rule = NonNullable<WireGroup['GroupRules']>[number];

/** `Property` of a rule -> the values that it tests (facts: A.3). An unknown property matches nothing. */
const VALUES_BY_PROPERTY: Readonly<Record<number, (machine: Machine) => readonly string[]>> = {
  0: (machine) => [machine.computerDnsName.split('.', 1)[0] ?? ''],
  1: (machine) => [domainOf(machine.computerDnsName)],
  2: (machine) => machine.machineTags,
  3: (machine) => [machine.osPlatform],
};

/** `OperatorType` of a rule -> its test; both sides are in lower case. An unknown operator matches nothing. */
const OPERATORS: Readonly<Record<number, (actual: string, wanted: string) => boolean>> = {
  0: (actual, wanted) => actual.startsWith(wanted),
  1: (actual, wanted) => actual.endsWith(wanted),
  2: (actual, wanted) => actual === wanted,
  3: (actual, wanted) => actual.includes(wanted),
  4: (actual, wanted) => listIn(wanted).includes(actual),
};

function domainOf(dnsName: string): string {
  const dot = dnsName.indexOf('.');
  return dot < 0 ? '' : dnsName.slice(dot + 1);
}

function listIn(text: string): readonly unknown[] {
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) ? value : [];
  } catch {
    return [];
  }
}

function ruleMatches(rule: Rule, machine: Machine): boolean {
  const operator = OPERATORS[rule.OperatorType];
  const values = VALUES_BY_PROPERTY[rule.Property]?.(machine) ?? [];
  const wanted = rule.PropertyValue.toLowerCase();
  return operator !== undefined && values.some((value) => operator(value.toLowerCase(), wanted));
}

/** The used rows of a group's rules. The portal writes an unused row with a blank value or an empty list. */
export function usedRules(group: WireGroup): Rule[] {
  return (group.GroupRules ?? []).filter((rule) => !['', '[]'].includes(rule.PropertyValue.trim()));
}

/**
 * Whether the machine meets the group's rules: rows of one property are joined by OR, properties by AND, blank rows are
 * ignored.
 */
function groupMatches(group: WireGroup, machine: Machine): boolean {
  const rules = usedRules(group);
  const properties = new Set(rules.map((rule) => rule.Property));
  if (properties.size === 0) return false;
  return [...properties].every((property) =>
    rules.some((rule) => rule.Property === property && ruleMatches(rule, machine)),
  );
}

/**
 * Assigns each machine to a group as Defender does: to the highest ranked group (lowest `Priority`) that matches, or
 * else to the ungrouped devices. Maps machine id -> `MachineGroupId`; empty if there are no groups.
 */
export function evaluateGroups(machines: readonly Machine[], groups: readonly WireGroup[]): Map<string, number> {
  const ranked = groups.filter((group) => !group.IsUnassignedMachineGroup).sort((a, b) => a.Priority - b.Priority);
  const rest = groups.find((group) => group.IsUnassignedMachineGroup);
  const result = new Map<string, number>();
  for (const machine of machines) {
    const group = ranked.find((candidate) => groupMatches(candidate, machine)) ?? rest;
    if (group !== undefined) result.set(machine.id, group.MachineGroupId);
  }
  return result;
}
