import type { HabitName } from '../../shared/played-tenants.ts';
import type { Machine, WireGroup } from '../company/world.ts';
import { type Comparing, comparingOf } from './comparing.ts';

type Rule = NonNullable<WireGroup['GroupRules']>[number];

function ruleMatches({ values, operators, actual, wanted }: Comparing, rule: Rule, machine: Machine): boolean {
  const operator = operators[rule.OperatorType];
  const found = values[rule.Property]?.(machine) ?? [];
  return operator !== undefined && found.some((value) => operator(actual(value), wanted(rule.PropertyValue)));
}

/** The used rows of a group's rules. The portal writes an unused row with a blank value or an empty list. */
export function usedRules(group: WireGroup): Rule[] {
  return (group.GroupRules ?? []).filter((rule) => !['', '[]'].includes(rule.PropertyValue.trim()));
}

/**
 * Whether the machine meets the group's rules: rows of one property are joined by OR, properties by AND, blank rows are
 * ignored.
 */
function groupMatches(comparing: Comparing, group: WireGroup, machine: Machine): boolean {
  const rules = usedRules(group);
  const properties = new Set(rules.map((rule) => rule.Property));
  if (properties.size === 0) return false;
  return [...properties].every((property) =>
    rules.some((rule) => rule.Property === property && ruleMatches(comparing, rule, machine)),
  );
}

/**
 * Assigns each machine to a group as Defender does in a tenant with this habit: to the highest ranked group (lowest
 * `Priority`) that matches, or else to the ungrouped devices. Maps machine id -> `MachineGroupId`; empty if there are
 * no groups.
 */
export function evaluateGroups(
  machines: readonly Machine[],
  groups: readonly WireGroup[],
  habit: HabitName = 'as-assumed',
): Map<string, number> {
  const comparing = comparingOf(habit);
  const ranked = groups.filter((group) => !group.IsUnassignedMachineGroup).sort((a, b) => a.Priority - b.Priority);
  const rest = groups.find((group) => group.IsUnassignedMachineGroup);
  const result = new Map<string, number>();
  for (const machine of machines) {
    const group = ranked.find((candidate) => groupMatches(comparing, candidate, machine)) ?? rest;
    if (group !== undefined) result.set(machine.id, group.MachineGroupId);
  }
  return result;
}
