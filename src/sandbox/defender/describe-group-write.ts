import type { WireGroup } from '../company/world.ts';
import { changedKeys } from './to-wire-group.ts';

const title = (group: WireGroup): string =>
  group.IsUnassignedMachineGroup ? 'ungrouped devices' : `'${group.Name.trim()}' (${group.MachineGroupId})`;

function scalar(value: unknown): string | undefined {
  return typeof value === 'object' || value === undefined ? undefined : String(value);
}

function changeOfKey(key: string, before: WireGroup, after: WireGroup): string {
  const [old, now] = [scalar(before[key]), scalar(after[key])];
  return old === undefined || now === undefined ? `${key} changed` : `${key} ${old} -> ${now}`;
}

/** Describes the difference between two lists in one line: created, changed (key by key) and deleted groups. */
export function describeGroupWrite(before: readonly WireGroup[], after: readonly WireGroup[]): string {
  const find = (list: readonly WireGroup[], id: number) => list.find((group) => group.MachineGroupId === id);
  const parts: string[] = [];
  for (const group of after) {
    const old = find(before, group.MachineGroupId);
    if (old === undefined) parts.push(`created ${title(group)} at rank ${group.Priority}`);
    const keys = old === undefined ? [] : changedKeys(old, group);
    if (old !== undefined && keys.length > 0) {
      parts.push(`changed ${title(group)}: ${keys.map((key) => changeOfKey(key, old, group)).join(', ')}`);
    }
  }
  for (const group of before) if (!find(after, group.MachineGroupId)) parts.push(`deleted ${title(group)}`);
  return `device groups: ${parts.length === 0 ? 'saved, nothing changed' : parts.join('; ')}`;
}
