import { utcWords } from '../../../shared/language/time-words.ts';
import { t } from '../../../shared/language/worded.ts';
import { plainText } from '../../../shared/name-keys.ts';
import { quoted } from '../../device-group/words/names.ts';
import type { DeviceGroup } from '../../device-group.ts';
import { type TenantSnapshot, writtenName } from '../../tenant-snapshot.ts';
import { nextDay } from './end-date.ts';
import { type Entry, type IndicatorsChange, indicatorKey, isAskable, type Target } from './indicator-entry.ts';
import { type IndicatorAction, misfit } from './indicator-types.ts';
import { shownValue } from './normalise-value.ts';
import { eachOnce } from './repeated-rows.ts';
import type { RowFault, UnreadRow } from './row-faults.ts';

/** The most indicators that a tenant may have (learn: post-ti-indicator). */
export const TENANT_LIMIT = 15_000;

/** Few enough left to say so before any is refused. */
export const LITTLE_ROOM = 500;

/** A time until which an indicator stands begins with a full minute: nobody reads seconds. */
const MINUTE = 60_000;

/** Everything that is wrong with the entries, none lost; empty where all is well. */
export function entryFaults({ entries, restores }: IndicatorsChange, now: TenantSnapshot): readonly RowFault[] {
  const seen = new Set<string>();
  return entries.flatMap((one, index) => {
    const key = indicatorKey(one);
    const isTwice = seen.has(key);
    seen.add(key);
    const why = [...(isTwice ? [t`It is named twice.`] : []), ...whyNot(one, now, restores === true)];
    return why.map((text) => faultOf(one, index, text));
  });
}

/** At the row of the list that it was read from; of what was typed, which one it is. */
function faultOf({ type, value, row }: Entry, index: number, why: string): RowFault {
  return { row: row ?? index + 1, value: shownValue(type, value), why };
}

function whyNot({ type, to }: Entry, now: TenantSnapshot, restores: boolean): readonly string[] {
  if (to === null) return [];
  const isPast = to.until !== null && to.until <= now.readAt;
  const past = isPast ? [t`Its end, ${utcWords(to.until ?? 0)}, has passed.`] : [];
  if (restores) return past;
  if (!isAskable(to.action)) return [t`Airlock knows no action "${to.action}".`];
  const action = to.action as IndicatorAction;
  const loose = looseAllow(action, { hasEnd: to.until !== null, hasScope: to.groups.length > 0 });
  return [misfit(type, action), loose].filter((why) => why !== null).concat(past);
}

/** An Allow is never for everybody, and never forever: what it lacks; null for what lacks nothing. */
export function looseAllow(
  action: IndicatorAction | null,
  { hasEnd, hasScope }: { readonly hasEnd: boolean; readonly hasScope: boolean },
): string | null {
  if (action !== 'Allowed' || (hasEnd && hasScope)) return null;
  if (!hasEnd && !hasScope) return t`To allow it takes an end and a scope: "on <group> for 7 days".`;
  return hasEnd ? t`To allow it takes a scope: "on <device group>".` : t`To allow it takes an end: "for 7 days".`;
}

/** The same entries with the groups as the tenant has them, and with their end; and what was not found. */
export interface FoundEntries {
  readonly change: IndicatorsChange;
  readonly faults: readonly RowFault[];
}

export function foundIn(change: IndicatorsChange, now: TenantSnapshot): FoundEntries {
  const faults: RowFault[] = [];
  const { called = [], ...rest } = change;
  const numbers = new Map(called.map(({ id, name }) => [name, id]));
  const nowOf = (name: string) => (now.groups ?? []).find(({ id }) => id === numbers.get(name));
  const entries = change.entries.map((one, index) => {
    if (one.to === null) return one;
    const to = dated(one.to, now.readAt);
    const why = change.restores ? null : beyond(to, now.readAt);
    if (why !== null) faults.push(faultOf(one, index, why));
    const groups = to.groups.map((name) => {
      const renamed = nowOf(name);
      const asIs = renamed ? { name: writtenName(now, renamed) } : groupCalled(name, now);
      const found = change.restores ? { name } : asIs;
      if ('name' in found) return found.name;
      faults.push({ row: one.row ?? index + 1, why: found.why });
      return name;
    });
    return { ...one, to: { ...to, groups: [...new Set(groups)], until: endOf(to, now.readAt) } };
  });
  return { change: { ...rest, entries }, faults };
}

/**
 * All that is wrong with a list, of the rows that could be read and of those that could not; none is lost because of
 * another one.
 */
export function listFaults(
  change: IndicatorsChange,
  unread: readonly UnreadRow[],
  now: TenantSnapshot,
): readonly RowFault[] {
  const found = foundIn(change, now);
  const others = unread.flatMap(({ row, faults, groups }) => [
    ...faults.map((why) => ({ row, why })),
    ...groups.map((name) => groupCalled(name, now)).flatMap((one) => ('why' in one ? [{ row, why: one.why }] : [])),
  ]);
  return [...others, ...found.faults, ...entryFaults(eachOnce(found.change), now)];
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

/** The name of the one group that is called so, letter by letter as Defender has it; or why there is none. */
function groupCalled(typed: string, now: TenantSnapshot): { readonly name: string } | { readonly why: string } {
  const groups = (now.groups ?? []).filter(({ ungrouped }) => !ungrouped);
  const found = fits(now, groups, typed);
  const [only] = found;
  if (only && found.length === 1) return { name: writtenName(now, only) };
  if (found.length > 1)
    return { why: t`Several device groups are called ${quoted(typed)}: write it letter by letter as Defender has it.` };
  const why = now.groupsLack
    ? t`No device group is called ${quoted(typed)}. The list of device groups is not whole, so it may be there all the same.`
    : t`No device group is called ${quoted(typed)}.`;
  return { why };
}

function fits(now: TenantSnapshot, groups: readonly DeviceGroup[], typed: string): readonly DeviceGroup[] {
  const exact = groups.filter((group) => writtenName(now, group) === typed);
  return exact.length > 0 ? exact : groups.filter(({ name }) => plainText(name) === plainText(typed));
}
