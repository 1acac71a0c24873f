import type { KnownOutside } from '../knowing/outside-known.ts';
import type { OutsideItem } from '../record/outside.ts';
import { CLOCKS, isSameAccount } from './explain-record.ts';

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

const SAME_SECOND =
  "The log has another value of the same second: which came last is not known, so neither is the switch's.";

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
