import { utcWords } from '../../../shared/language/time-words.ts';
import { t } from '../../../shared/language/worded.ts';
import { plainText } from '../../../shared/name-keys.ts';
import type { Fault } from '../../change-kind.ts';
import { quoted } from '../../device-group/words/names.ts';
import type { DeviceGroup } from '../../device-group.ts';
import { type TenantSnapshot, writtenName } from '../../tenant-snapshot.ts';
import { nextDay } from './end-date.ts';
import { type Entry, type IndicatorsChange, indicatorKey, isAskable, type Target } from './indicator-entry.ts';
import { type IndicatorAction, misfit } from './indicator-types.ts';
import { shownValue } from './normalise-value.ts';

/** The most indicators that a tenant may have (learn: post-ti-indicator). */
export const TENANT_LIMIT = 15_000;

/** Few enough left to say so before any is refused. */
export const LITTLE_ROOM = 500;

/** A time until which an indicator stands begins with a full minute: nobody reads seconds. */
const MINUTE = 60_000;

/** Everything that is wrong with the entries, a fault each, none lost; empty where all is well. */
export function entryFaults({ entries, restores }: IndicatorsChange, now: TenantSnapshot): readonly Fault[] {
  const seen = new Set<string>();
  return entries.flatMap((one, index) => {
    const key = indicatorKey(one);
    const isTwice = seen.has(key);
    seen.add(key);
    const why = isTwice ? t`It is named twice.` : whyNot(one, now, restores === true);
    return why === null ? [] : [{ field: rowOf(one, index), message: `${shownValue(one.type, one.value)}: ${why}` }];
  });
}

/** The row of the list that it was read from; of what was typed, which one it is. */
function rowOf({ row }: Entry, index: number): string {
  return `row ${row ?? index + 1}`;
}

function whyNot({ type, to }: Entry, now: TenantSnapshot, restores: boolean): string | null {
  if (to === null) return null;
  if (!restores && !isAskable(to.action)) return t`Airlock knows no action "${to.action}".`;
  const unfit = restores ? null : misfit(type, to.action as IndicatorAction);
  if (unfit !== null) return unfit;
  if (to.until !== null && to.until <= now.readAt) return t`Its end, ${utcWords(to.until)}, has passed.`;
  return restores || to.action !== 'Allowed' ? null : looseAllow(to);
}

/** An Allow is never for everybody, and never forever. */
function looseAllow({ until, groups }: Target): string | null {
  if (until === null && groups.length === 0) return t`To allow it takes an end and a scope: "on <group> for 7 days".`;
  if (until === null) return t`To allow it takes an end: "for 7 days".`;
  return groups.length === 0 ? t`To allow it takes a scope: "on <device group>".` : null;
}

/**
 * The same entries with the groups as the tenant has them, and with their end.
 * @returns faults where a group is not found
 */
export function foundIn(
  change: IndicatorsChange,
  now: TenantSnapshot,
): { readonly change: IndicatorsChange } | { readonly faults: readonly Fault[] } {
  const faults = new Map<string, Fault>();
  const entries = change.entries.map((one, index) => {
    if (one.to === null) return one;
    const [field, to] = [rowOf(one, index), dated(one.to, now.readAt)];
    const why = change.restores ? null : beyond(to, now.readAt);
    if (why !== null) faults.set(field, { field, message: `${shownValue(one.type, one.value)}: ${why}` });
    const groups = to.groups.map((name) => {
      const found = change.restores ? name : groupCalled(name, now);
      if (typeof found === 'string') return found;
      if (!faults.has(name)) faults.set(name, one.row === undefined ? found : { ...found, field });
      return name;
    });
    return { ...one, to: { ...to, groups: [...new Set(groups)], until: endOf(to, now.readAt) } };
  });
  return faults.size > 0 ? { faults: [...faults.values()] } : { change: { ...change, entries } };
}

/** The shortest and the longest that an Allow may stand, in ms, however its end is told. */
const SHORTEST = 10 * MINUTE;
const LONGEST = 366 * 24 * 60 * MINUTE;

/** Only where it is asked for: later it is nearer to its end. */
function beyond({ action, until, lasts }: Target, now: number): string | null {
  if (action !== 'Allowed' || until === null || lasts !== null || until <= now) return null;
  if (until - now > LONGEST)
    return t`Its end, ${utcWords(until)}, is too far away: an Allow stands for a year at most.`;
  return until - now < SHORTEST ? t`Its end, ${utcWords(until)}, is too near: it takes ten minutes at least.` : null;
}

/** A day without its year is the next one. */
function dated({ day, ...to }: Target, now: number): Target {
  return day === undefined ? to : { ...to, until: nextDay(day, now) };
}

/** Counted anew where it has passed: somebody asks again for what was not applied. */
function endOf({ until, lasts }: Target, now: number): number | null {
  if (lasts === null || (until !== null && until > now)) return until;
  return Math.ceil((now + lasts) / MINUTE) * MINUTE;
}

/** The name of the one group that is called so, letter by letter as Defender has it. */
function groupCalled(typed: string, now: TenantSnapshot): string | Fault {
  const groups = (now.groups ?? []).filter(({ ungrouped }) => !ungrouped);
  const found = fits(now, groups, typed);
  const [only] = found;
  if (only && found.length === 1) return writtenName(now, only);
  const message =
    found.length > 1
      ? t`Several device groups are called ${quoted(typed)}: write it letter by letter as Defender has it.`
      : now.groupsLack
        ? t`No device group is called ${quoted(typed)}. The list of device groups is not whole, so it may be there all the same.`
        : t`No device group is called ${quoted(typed)}.`;
  return { field: 'group', message };
}

function fits(now: TenantSnapshot, groups: readonly DeviceGroup[], typed: string): readonly DeviceGroup[] {
  const exact = groups.filter((group) => writtenName(now, group) === typed);
  return exact.length > 0 ? exact : groups.filter(({ name }) => plainText(name) === plainText(typed));
}
