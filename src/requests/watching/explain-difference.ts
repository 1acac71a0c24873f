import { isGroupChange } from '../../changes/device-group/kinds/group-kinds.ts';
import { type GroupChange, setBy, subjectOf } from '../../changes/device-group/model/group-change.ts';
import { asJson, canonical } from '../../shared/json.ts';
import type { Request } from '../record/request.ts';
import type { Difference, GroupField } from './compare-tenant.ts';

/** The part of a request that says what it may have done to a tenant. */
export interface OwnChange {
  readonly change: Request['change'];
  /** When it was last under way, in ms since 1970; infinity while it is. */
  readonly until: number;
}

/**
 * What approved requests may have done to the tenant since a time, whether or not they ended well. What was written and
 * not shown may show for as long as Airlock looks for it.
 */
export function ownChanges(requests: readonly Request[], since: number): readonly OwnChange[] {
  return requests
    .filter(({ approvals }) => approvals.length > 0)
    .map((request) => ({ change: request.change, until: lastUnderWay(request) }))
    .filter(({ until }) => until >= since);
}

function lastUnderWay({ state, closing, outcome }: Request): number {
  if (state === 'approved' || state === 'applying' || state === 'unknown') return Number.POSITIVE_INFINITY;
  const ended = outcome ?? closing;
  return ended?.watchedUntil ?? ended?.at ?? 0;
}

/** Whether a request of Airlock asked for what differs now. */
export function isExplained(difference: Difference, own: readonly OwnChange[]): boolean {
  const groups = own.flatMap(({ change }) => (isGroupChange(change) ? [change] : []));
  switch (difference.kind) {
    case 'feature':
      return own.some(
        ({ change }) =>
          change.kind === 'advanced-feature' && change.feature === difference.name && change.to === difference.to,
      );
    case 'appeared':
      return groups.some((change) => subjectOf(change) === 'new' && setBy(change).name === difference.group.name);
    case 'vanished':
      return groups.some((change) => change.kind === 'device-group.delete' && isAbout(change, difference.group));
    case 'renamed':
      return groups.some((change) => isAbout(change, difference.group) && setBy(change).name === difference.group.name);
    case 'field':
      return groups.some((change) => isAbout(change, difference.group) && isSame(change, difference));
    case 'order':
      return groups.some(({ kind }) =>
        ['device-group.create', 'device-group.delete', 'device-group.rank'].includes(kind),
      );
    case 'members':
      return groups.length > 0;
  }
}

function isAbout(change: GroupChange, group: { readonly id: number; readonly ungrouped: boolean }): boolean {
  const subject = subjectOf(change);
  if (subject === 'ungrouped') return group.ungrouped;
  return subject !== 'new' && subject.id === group.id;
}

function isSame(change: GroupChange, { field, group }: Extract<Difference, { kind: 'field' }>): boolean {
  const asked = setBy(change)[field];
  const found = group.settings?.[field];
  return asked !== undefined && found !== undefined && compared(field, asked) === compared(field, found);
}

/** Names of Entra groups may change, and their order and that of conditions means nothing. */
function compared(field: GroupField, value: unknown): string {
  if (!Array.isArray(value)) return canonical(asJson(value));
  const parts = field === 'access' ? value.map(({ id }) => String(id).toLowerCase()) : value;
  return parts
    .map((part) => canonical(asJson(part)))
    .sort()
    .join('\n');
}
