import { isGroupChange } from '../../changes/device-group/kinds/group-kinds.ts';
import { setBy } from '../../changes/device-group/model/group-change.ts';
import type { Change } from '../../changes/registry/change.ts';
import { partsOf } from '../../changes/registry/kind-of.ts';
import { msg } from '../../shared/language/worded.ts';
import { isSameAccount } from '../knowing/named-in-log.ts';
import type { KnownOutside } from '../knowing/outside-known.ts';
import type { OutsideItem } from '../record/outside.ts';
import type { OutcomeCode, Request } from '../record/request.ts';
import { SHOWS_WITHIN } from '../rules/watching.ts';
import type { Difference } from './compare-tenant.ts';
import { isAbout, isSame, WRITTEN } from './explain-difference.ts';
import { CLOCKS } from './explained/whose-record.ts';
import type { WatchedGroup, WatchedTenant } from './watched.ts';

export interface SortedItems {
  /** What nobody was told yet. */
  readonly fresh: readonly OutsideItem[];
  /** What was told by a reading, and of which a record now says who did it. */
  readonly completed: readonly KnownOutside[];
  /** The number of the next card. */
  readonly next: number;
}

/**
 * Sorts what a look found by what was told before: one change is told once, whether a record or a reading showed it
 * first.
 * @param known oldest first
 */
export function sortItems(found: readonly OutsideItem[], known: readonly KnownOutside[]): SortedItems {
  const fresh: OutsideItem[] = [];
  const completed = new Map<string, KnownOutside>();
  const current = () => known.map((one) => completed.get(one.outside.id) ?? one);
  for (const item of [...found].sort(recordsFirst)) {
    const before = [...current().flatMap(({ outside }) => outside.items), ...fresh];
    if (before.some((one) => isKnown(one, item)) || isTwin(item, before)) continue;
    const told = item.recordId === null ? undefined : current().find((one) => placeOf(one, item) >= 0);
    if (told) completed.set(told.outside.id, withRecord(told, item));
    else fresh.push(item);
  }
  const next = (known.at(-1)?.outside.number ?? 0) + 1;
  const all = [...current().flatMap(({ outside }) => outside.items), ...fresh];
  return { fresh: fresh.map((item) => withDoubt(item, all)), completed: [...completed.values()], next };
}

/** Within one look the record is told, which says more. */
function recordsFirst(one: OutsideItem, other: OutsideItem): number {
  return Number(one.recordId === null) - Number(other.recordId === null);
}

/** Whether nothing new is told by `item`. */
function isKnown(one: OutsideItem, item: OutsideItem): boolean {
  if (one.recordId === null) return false;
  return item.recordId === null ? isOneChange(one, item) : one.recordId === item.recordId;
}

/** The log dates to the second: of two that differ in one, nobody knows which came last. */
function withDoubt(item: OutsideItem, all: readonly OutsideItem[]): OutsideItem {
  const { feature, at, note } = item;
  const isDoubtful =
    feature !== null &&
    at !== null &&
    all.some((one) => one.at === at && one.feature?.name === feature.name && one.feature.value !== feature.value);
  return isDoubtful ? { ...item, note: [...(note === null ? [] : [note]), SAME_SECOND].join(' ') } : item;
}

const SAME_SECOND = msg`The log has another value of the same second: which came last is not known, so neither is the switch's.`;

/** Within this, in ms, two records of one account that say the same are of one change: services write one each. */
const ONE_MOMENT = 10_000;

/** Whether a record says once more what another one says, with nothing else of the switch in between. */
function isTwin(item: OutsideItem, before: readonly OutsideItem[]): boolean {
  const ofSwitch = before.filter((one) => one.feature?.name === item.feature?.name && isNear(one, item));
  const isSame = (one: OutsideItem) => one.feature?.value === item.feature?.value;
  return item.feature?.value != null && ofSwitch.some((one) => isOneAccount(one, item)) && ofSwitch.every(isSame);
}

function isNear(one: OutsideItem, other: OutsideItem): boolean {
  return one.at !== null && other.at !== null && Math.abs(one.at - other.at) <= ONE_MOMENT;
}

function isOneAccount(one: OutsideItem, other: OutsideItem): boolean {
  return isSameAccount({ ...one, by: one.by ?? '' }, { ...other, by: other.by ?? '' });
}

function placeOf({ outside }: KnownOutside, item: OutsideItem): number {
  return outside.items.findIndex((one) => one.recordId === null && isOneChange(item, one));
}

/** Whether a record is dated between the two readings that differed. */
function isOneChange(record: OutsideItem, reading: OutsideItem): boolean {
  if (!record.feature || !reading.feature || record.at === null || reading.before === null) return false;
  const { name, value } = record.feature;
  const isSame = name === reading.feature.name && (value === null || value === reading.feature.value);
  return isSame && record.at >= reading.before - CLOCKS && record.at <= reading.readAt + CLOCKS;
}

function withRecord({ outside, changedAt }: KnownOutside, item: OutsideItem): KnownOutside {
  const index = placeOf({ outside, changedAt }, item);
  const { by, name, oid, ip, at, source, recordId, note } = item;
  const told = {
    ...{ by, name, at, source, recordId, note },
    ...(oid !== undefined && { oid }),
    ...(ip !== undefined && { ip }),
  };
  const items = outside.items.map((one, place) => (place === index ? { ...one, ...told } : one));
  return { outside: { ...outside, items }, changedAt };
}

/**
 * A difference that shows what Airlock wrote a while ago as it was before, as a reading that lags does: it is told when
 * the next look reads it, too.
 * @param doubted what the look before read so
 * @returns its key; null where it is to be told now
 */
export function doubtOf(
  difference: Difference,
  { requests, doubted = [], readAt, isWhole }: DoubtIn,
): { readonly key: string; readonly difference: Difference } | null {
  const key = isWhole || isListed(difference) ? doubtKey(difference) : null;
  if (key === null || doubted.includes(key)) return null;
  const codes = isWhole ? WRITTEN : APPLIED;
  const isOwn = requests.some(({ outcome, change }) => {
    const isLate = outcome && codes.includes(outcome.code) && outcome.at >= readAt - SHOWS_WITHIN;
    return isLate && partsOf(change).some((part) => wrote(part, difference));
  });
  return isOwn ? { key, difference } : null;
}

interface DoubtIn {
  readonly requests: readonly Request[];
  readonly doubted?: readonly string[] | undefined;
  /** Milliseconds since 1970. */
  readonly readAt: number;
  /** Whether the tenant is read as a whole; else a list shows names and descriptions of groups alone. */
  readonly isWhole: boolean;
}

/** How a change ended that the tenant was seen, or said, to have. */
const APPLIED: readonly OutcomeCode[] = [...WRITTEN, 'verified', 'attested', 'surfaced'];

function isListed(difference: Difference): boolean {
  return difference.kind === 'renamed' || (difference.kind === 'field' && difference.field === 'description');
}

function doubtKey(difference: Difference): string | null {
  switch (difference.kind) {
    case 'feature':
      return `feature:${difference.name}:${difference.to}`;
    case 'renamed':
      return `group:${difference.group.id}:name`;
    case 'field':
      return `group:${difference.group.id}:${difference.field}`;
    default:
      return null;
  }
}

/** Whether a change set what was read before a difference. */
function wrote(change: Change, difference: Difference): boolean {
  if (difference.kind === 'feature') {
    const { name, from } = difference;
    return change.kind === 'advanced-feature' && change.feature === name && change.to === from;
  }
  if (!isGroupChange(change)) return false;
  if (difference.kind === 'renamed') {
    return isAbout(change, difference.group) && setBy(change).name?.trim() === difference.was;
  }
  if (difference.kind !== 'field') return false;
  return isAbout(change, difference.group) && isSame(change, { field: difference.field, group: difference.was });
}

/** What the next look compares with: what is in doubt, as it was written. */
export function withDoubts(
  kept: WatchedTenant,
  written: WatchedTenant,
  doubts: readonly { readonly key: string; readonly difference: Difference }[],
): WatchedTenant {
  const { doubted: _before, ...rest } = kept;
  if (doubts.length === 0) return rest;
  const of = (id: number) =>
    doubts.flatMap(({ difference: one }) => ('group' in one && one.group.id === id ? [one] : []));
  const groups = rest.groups.map((group) => of(group.id).reduce(asBefore, group));
  const features = { ...rest.features };
  for (const { difference } of doubts) {
    if (difference.kind === 'feature') features[difference.name] = written.features[difference.name] ?? difference.from;
  }
  return { ...rest, features, groups, doubted: doubts.map(({ key }) => key) };
}

function asBefore(group: WatchedGroup, difference: Difference): WatchedGroup {
  if (difference.kind === 'renamed') return { ...group, name: difference.was };
  if (difference.kind !== 'field') return group;
  if (!group.settings || !difference.was.settings) return withListed(group, difference.was);
  const { field } = difference;
  const was = difference.was.settings;
  const opaque = field === 'conditions' ? was.opaque : group.settings.opaque;
  return { ...group, settings: { ...group.settings, [field]: was[field], opaque } };
}

function withListed(group: WatchedGroup, { description }: WatchedGroup): WatchedGroup {
  return description === undefined ? group : { ...group, description };
}
