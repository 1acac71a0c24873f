import { msg, say, t } from '../../../shared/language/worded.ts';
import type { Inverse } from '../../change-kind.ts';
import { type DeviceGroup, GROUP_PARTS } from '../../device-group.ts';
import { groupKey, type Source } from '../../knowledge/knowledge.ts';
import { sourceOf, sourceWords } from '../../knowledge/source-words.ts';
import type { TenantSnapshot } from '../../tenant-snapshot.ts';
import { type GroupChange, setBy } from '../model/group-change.ts';
import { listed } from '../words/names.ts';

/** The group that a change is about, as it is listed. */
export function subjectIn(change: GroupChange, groups: readonly DeviceGroup[]): DeviceGroup | undefined {
  return groups.find((group) => {
    if (change.kind === 'ungrouped-devices' || group.ungrouped)
      return change.kind === 'ungrouped-devices' && group.ungrouped;
    return change.kind === 'device-group.create'
      ? sameText(group.name, change.definition.name)
      : group.id === change.group.id;
  });
}

function sameText(one: string, other: string): boolean {
  return one.trim() === other.trim();
}

const MOVED_ON = msg`Defender is no longer as this request left it: somebody changed it after this request was applied.`;
const NOT_AS_LEFT = msg`Defender is no longer as this request left it.`;

/** Why a change cannot be undone: the tenant is otherwise now, as far as that is known. */
export function movedOn(change: GroupChange, now: TenantSnapshot): Inverse {
  const known = knownWords(knownBy(change, now));
  return { why: `${say(MOVED_ON)}${known}`, movedOn: `${say(NOT_AS_LEFT)}${known}` };
}

/** How what a change sets is known, as far as it was not read. */
export function knownBy(change: GroupChange, now: TenantSnapshot): readonly Source[] {
  const group = subjectIn(change, now.groups ?? []);
  const isPlaced = change.kind === 'device-group.create' || change.kind === 'device-group.rank';
  const parts = GROUP_PARTS.filter((part) => (part === 'rank' ? isPlaced : setBy(change)[part] !== undefined));
  const sources = parts.flatMap((part) => (group && sourceOf(now.sources, groupKey(group.id, part))) ?? []);
  return sources.filter(({ kind }) => kind !== 'read' && kind !== 'not-known');
}

/** A sentence with a blank before it that says whose word it is, where what is set was not read; else empty. */
function knownWords(sources: readonly Source[]): string {
  const words = [...new Set(sources.map(sourceWords))];
  return words.length === 0 ? '' : ` ${t`So much is known ${listed(words)}.`}`;
}
