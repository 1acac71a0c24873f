import { isDeepStrictEqual } from 'node:util';
import type { EntraGroup, WireGroup } from '../company/world.ts';
import type { SentGroup } from './wire-group.ts';

/** The keys that the service sets itself; a difference there is not a change. */
const SET_BY_SERVICE = { LastUpdated: '', MachineCount: 0, OldMachineGroupId: null };

/** Formats milliseconds since 1970 as the portal writes times: with seven decimals. */
export function wireTime(at: number): string {
  return new Date(at).toISOString().replace('Z', '0000Z');
}

/**
 * Converts a sent group to the form in which it is stored: without nulls where the portal has none, with the
 * directory's names of Entra groups.
 */
export function toWireGroup(sent: SentGroup, entraGroups: readonly EntraGroup[]): WireGroup {
  const { GroupRules, ...rest } = sent;
  const assignments = (sent.MachineGroupAssignments ?? []).map((assignment) => {
    const ObjectId = assignment.WcdAadGroup.ObjectId.toLowerCase();
    const DisplayName = entraGroups.find((group) => group.id === ObjectId)?.displayName ?? '';
    return { ...assignment, WcdAadGroup: { ...assignment.WcdAadGroup, DisplayName, ObjectId } };
  });
  return {
    ...rest,
    Description: sent.Description ?? '',
    LastUpdated: sent.LastUpdated ?? '',
    MachineCount: 0,
    OldMachineGroupId: sent.OldMachineGroupId ?? null,
    MachineGroupAssignments: assignments,
    ...(GroupRules && GroupRules.length > 0 ? { GroupRules } : {}),
  };
}

/** The keys in which two stored groups differ, sorted by name, except those that the service sets itself. */
export function changedKeys(before: WireGroup, after: WireGroup): string[] {
  const [a, b]: WireGroup[] = [before, after].map((group) => ({ ...group, ...SET_BY_SERVICE }));
  const keys = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...keys].filter((key) => !isDeepStrictEqual(a?.[key], b?.[key])).sort();
}
