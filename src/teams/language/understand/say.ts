import { typedName } from '../../../changes/device-group/words/names.ts';
import { type FeatureName, feature } from '../../../changes/features.ts';
import type { RemediationLevel } from '../../../changes/remediation-level.ts';
import type { Command } from '../command.ts';
import { sayDeviceAct } from '../supported/parse-device-act.ts';

/** A command as Airlock offers it: "enable automated investigation". */
export function sayFeature(verb: 'enable' | 'disable', name: FeatureName): string {
  return `${verb} ${feature(name).title.toLowerCase()}`;
}

/** A command that sets a level; null for a name that cannot be typed. @param group null for the ungrouped devices */
export function sayLevel(group: string | null, level: RemediationLevel | null): string | null {
  if (group === null) return level === null ? 'ungrouped devices' : `set ungrouped devices level ${level}`;
  const name = typedName(group);
  return name === null ? null : `edit device group ${name}${level === null ? '' : ` level ${level}`}`;
}

/** What somebody types for a command that was understood; null where there is no short line for it. */
export function sayCommand(command: Command): string | null {
  switch (command.kind) {
    case 'change': {
      const { change } = command;
      return change.kind === 'advanced-feature'
        ? sayFeature(change.to === 'on' ? 'enable' : 'disable', change.feature)
        : sayDeviceAct(change);
    }
    case 'input':
      return sayInput(command.input);
    case 'form':
      return sayForm(command.opens);
    case 'revert-outside':
      return command.item === null ? `revert change ${command.change}` : null;
    case 'revert':
      return `revert ${command.number}`;
    case 'revert-last':
      return 'undo the last change';
    default:
      return null;
  }
}

type InputOf = Extract<Command, { kind: 'input' }>['input'];

function sayInput(input: InputOf): string | null {
  if (input.kind === 'device-group.update' && 'name' in input.group) {
    const name = typedName(input.group.name);
    const { level, name: renamed, ...others } = input.fields;
    if (name === null || Object.keys(others).length > 0) return null;
    const to = renamed === undefined ? null : typedName(renamed);
    if (to !== null && level === undefined) return `rename device group ${name} to ${to}`;
    return level !== undefined && renamed === undefined ? `edit device group ${name} level ${level}` : null;
  }
  if (input.kind === 'ungrouped-devices' && input.fields.level !== undefined) {
    return `set ungrouped devices level ${input.fields.level}`;
  }
  if (input.kind === 'device-group.delete' && 'name' in input.group) {
    const name = typedName(input.group.name);
    return name && `delete device group ${name}`;
  }
  return input.kind === 'device-group.rank' ? sayRank(input) : null;
}

function sayRank({ group, place }: Extract<InputOf, { kind: 'device-group.rank' }>): string | null {
  const name = 'name' in group ? typedName(group.name) : null;
  if (name === null) return null;
  if (place.at === 'last') return `rank device group ${name} last`;
  if (place.at === 'rank') return `rank device group ${name} rank ${place.rank}`;
  const other = 'name' in place.group ? typedName(place.group.name) : null;
  return other && `rank device group ${name} ${place.at} ${other}`;
}

function sayForm(opens: Extract<Command, { kind: 'form' }>['opens']): string | null {
  if (opens.kind === 'ungrouped-devices') return 'ungrouped devices';
  if (opens.kind === 'device-group.create') return 'create device group';
  return sayLevel(opens.name, null);
}
