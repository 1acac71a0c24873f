import { isGroupChange } from '../../changes/device-group/kinds/group-kinds.ts';
import { type GroupChange, setBy } from '../../changes/device-group/model/group-change.ts';
import type { Change } from '../../changes/registry/change.ts';
import type { OutcomeCode, Request } from '../record/request.ts';
import { FIELDS } from './compare-tenant.ts';
import { isAbout, isSame } from './explain-difference.ts';
import type { WatchedGroup, WatchedTenant } from './watched.ts';

const WRITTEN: readonly OutcomeCode[] = ['written', 'found-later'];

/**
 * How the tenant was when Airlock wrote to it last: as it was last seen, with what requests wrote since and it does not
 * show now. So a change that somebody undid before this look differs, too.
 * @param requests newest first
 */
export function asWritten(before: WatchedTenant, now: WatchedTenant, requests: readonly Request[]): WatchedTenant {
  const written = requests.filter(({ outcome }) => {
    return outcome && WRITTEN.includes(outcome.code) && outcome.at >= before.readAt && outcome.at < now.readAt;
  });
  const oldestFirst = written.sort((one, other) => (one.outcome?.at ?? 0) - (other.outcome?.at ?? 0));
  return oldestFirst.reduce((seen, { change }) => withChange(seen, now, change), before);
}

function withChange(seen: WatchedTenant, now: WatchedTenant, change: Change): WatchedTenant {
  if (change.kind === 'advanced-feature') {
    const { feature, to } = change;
    return now.features[feature] === to ? seen : { ...seen, features: { ...seen.features, [feature]: to } };
  }
  if (!isGroupChange(change)) return seen;
  if (change.kind === 'device-group.rank') return { ...seen, groups: moved(seen.groups, change) };
  const groups = seen.groups.map((group) => (isAbout(change, group) ? withSet(group, now, change) : group));
  return { ...seen, groups };
}

function withSet(group: WatchedGroup, now: WatchedTenant, change: GroupChange): WatchedGroup {
  const found = now.groups.find(({ id }) => id === group.id);
  if (!found || !group.settings) return group;
  const set = setBy(change);
  const undone = FIELDS.filter((field) => set[field] !== undefined && !isSame(change, { field, group: found }));
  const settings = Object.fromEntries(undone.map((field) => [field, set[field]]));
  return { ...group, settings: { ...group.settings, ...settings } };
}

function moved(
  groups: readonly WatchedGroup[],
  { group, before }: Extract<Change, { kind: 'device-group.rank' }>,
): readonly WatchedGroup[] {
  const one = groups.find(({ id }) => id === group.id);
  if (!one) return groups;
  const others = groups.filter(({ id }) => id !== group.id);
  const last = others.findIndex(({ ungrouped }) => ungrouped);
  const place = before === null ? last : others.findIndex(({ id }) => id === before.id);
  return place < 0 ? [...others, one] : others.toSpliced(place, 0, one);
}
