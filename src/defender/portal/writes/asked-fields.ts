import type { ChangeUngrouped, UpdateGroup } from '../../../changes/device-group/group-change.ts';
import { levelOf, type WireGroup } from '../read-groups.ts';
import { BLANK_RULES } from '../wire-rule.ts';
import { levelNumber } from './level-number.ts';
import { replaceAccess } from './replace-access.ts';
import { replaceConditions } from './replace-conditions.ts';

type Asked = UpdateGroup['set'] & ChangeUngrouped['set'];

/**
 * The keys of a group that must change for it to be as asked, with their new values. What was not asked, or is as asked already, is not
 * among them: a name that is the same but for white space at its ends, a null that stands for nothing.
 * @throws AirlockError tenant-unsupported for a level that cannot be written
 */
export function askedFields(group: WireGroup, asked: Asked): Partial<WireGroup> {
  const { name, description, level, conditions, access } = asked;
  const fields: Partial<WireGroup> = {};
  if (name !== undefined && name !== group.Name.trim()) fields.Name = name;
  if (description !== undefined && description !== (group.Description ?? '')) fields.Description = description;
  if (level !== undefined && level !== levelOf(group.AutoRemediationLevel)) {
    fields.AutoRemediationLevel = levelNumber(level);
  }
  if (conditions !== undefined) fields.GroupRules = replaceConditions(group.GroupRules ?? BLANK_RULES, conditions);
  const now = group.MachineGroupAssignments ?? [];
  if (access !== undefined && access.length + now.length > 0) {
    fields.MachineGroupAssignments = replaceAccess(now, access);
  }
  return fields;
}
