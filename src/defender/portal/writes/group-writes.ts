import { type GroupChange, setBy, subjectOf } from '../../../changes/device-group/model/group-change.ts';
import { notWholeWords } from '../../../changes/device-group/words/field-words.ts';
import { AirlockError } from '../../../shared/errors.ts';
import { t } from '../../../shared/language/worded.ts';
import { GROUPS_PATH, nameOf } from '../reading/read-groups.ts';
import { editWireGroups } from './edit-wire-groups.ts';
import { asItCame, type WireGroup } from './odd-parts.ts';
import { othersChanged } from './others-changed.ts';
import type { WireReading, WritePlan } from './write-plan.ts';

/** How many groups a warning names, and how much of a name, in characters. */
const NAMED = 3;
const LONGEST_NAME = 60;

/** `PUT machine_groups` takes the whole list: as it was read, with one group changed, added or removed. */
export const deviceGroups: WritePlan<GroupChange> = {
  scopes: ['groups'],

  encode(change, reading) {
    const { groups = [], operators } = reading;
    if (!isWhole(reading)) throw new AirlockError('tenant-unsupported', notWholeWords(reading.moreBy));
    return { method: 'PUT', path: GROUPS_PATH, body: editWireGroups(groups, change, operators).map(asItCame) };
  },

  confirm(change, before, after) {
    const [was, shown] = [before.groups ?? [], after.groups ?? []];
    const own = writtenId(change, was, shown);
    const differing = othersChanged(editWireGroups(was, change, before.operators), shown, own);
    const others = isWhole(after) ? differing : differing.filter((group) => shown.includes(group));
    return { landed: own !== null, warning: others.length > 0 ? warningOf(others) : null };
  },
};

/** What a list that is not whole lacks was not deleted, and must not be. */
function isWhole({ leftOut = 0, moreBy }: WireReading): boolean {
  return leftOut === 0 && moreBy === undefined;
}

/**
 * The id of the group that was written; null if a new group cannot be found. It must have the name, and a number that
 * did not exist before.
 */
function writtenId(change: GroupChange, was: readonly WireGroup[], shown: readonly WireGroup[]): number | null {
  const subject = subjectOf(change);
  if (subject === 'ungrouped') return was.find((group) => group.IsUnassignedMachineGroup)?.MachineGroupId ?? null;
  if (subject !== 'new') return subject.id;
  const { name } = setBy(change);
  const known = new Set(was.map((group) => group.MachineGroupId));
  const created = shown.find(
    (group) => group.MachineGroupId > 0 && !known.has(group.MachineGroupId) && nameOf(group) === name,
  );
  return created?.MachineGroupId ?? null;
}

function warningOf(others: readonly WireGroup[]): string {
  const names = others.slice(0, NAMED).map(wordsFor);
  const more = others.length - names.length;
  const list = more > 0 ? `${names.join(', ')} and ${more} more` : names.join(', ');
  return t`Other device groups were changed by somebody else at the same time: ${list}. Check that they are as they should be.`;
}

function wordsFor(group: WireGroup): string {
  if (group.IsUnassignedMachineGroup) return 'Ungrouped devices (default)';
  const name = [...nameOf(group)];
  return name.length > LONGEST_NAME ? `${name.slice(0, LONGEST_NAME - 1).join('')}…` : name.join('');
}
