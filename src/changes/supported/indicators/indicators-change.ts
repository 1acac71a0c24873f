import { AirlockError } from '../../../shared/errors.ts';
import { asJson, canonical } from '../../../shared/json.ts';
import { numberWords } from '../../../shared/language/number-words.ts';
import { say, t } from '../../../shared/language/worded.ts';
import type { Base } from '../../base.ts';
import type { Assessment, ChangeKind, DiffRow, Inverse, Item, ItemCounts } from '../../change-kind.ts';
import { listed, quoted } from '../../device-group/words/names.ts';
import { type IndicatorRecord, type TenantSnapshot, writtenName } from '../../tenant-snapshot.ts';
import { leftAlone, leftLoose } from '../left-alone.ts';
import { entryFaults, foundIn, TENANT_LIMIT } from './check-entries.ts';
import {
  byKey,
  type Entry,
  type IndicatorsChange,
  indicatorKey,
  indicatorsBase,
  indicatorsSchema,
  isAs,
  type Target,
} from './indicator-entry.ts';
import { riskOf } from './indicator-risk.ts';
import { doneWord } from './indicator-types.ts';
import { diffOf, driftedOf, labelOf, scopeWords, stateWords, titleOf } from './indicator-words.ts';
import { shownValue } from './normalise-value.ts';
import { eachOnce, notStanding } from './repeated-rows.ts';
import { faultsByRow } from './row-faults.ts';
import { toShow } from './shown-indicators.ts';

export const indicatorsChange: ChangeKind<IndicatorsChange> = {
  owner: 'api',
  scopes: ['indicators', 'groups'],
  previewScopes: ['devices'],

  parse(input) {
    const parsed = indicatorsSchema.safeParse(input);
    if (!parsed.success) throw new AirlockError('input-invalid', 'This is not a change of indicators.');
    return parsed.data;
  },

  title: titleOf,

  objects: ({ entries }) => entries.map((one) => `indicator:${indicatorKey(one)}`),

  resolve(change, now) {
    const found = foundIn(change, now);
    if (found.faults.length === 0) return notStanding(eachOnce(found.change), byKey(ofChange(found.change, now)));
    return { verdict: 'invalid', faults: faultsByRow([...found.faults, ...entryFaults(found.change, now)]) };
  },

  assess(change, now): Assessment {
    const { lacks } = indicatorsIn(now);
    if (lacks !== null) return { verdict: 'unsupported', why: say(lacks) };
    const faults = entryFaults(change, now);
    if (faults.length > 0) return { verdict: 'invalid', faults: faultsByRow(faults) };
    const full = tooMany(change, now);
    if (full !== null) return { verdict: 'unsupported', why: full };
    return indicatorsChange.reached(change, now) ? { verdict: 'already', why: alreadySo(change) } : { verdict: 'open' };
  },

  base: (change, now, earlier): Base => ({
    objects: asJson({ there: ofChange(change, now), groups: groupsOf(change, now, earlier) }),
    preview: null,
    shown: asJson(toShow(change, now)),
  }),

  isAsKnown: (base, now) => canonical(compared(base)) === canonical(compared(now)),

  reached(change, now) {
    const there = byKey(ofChange(change, now));
    return change.entries.every((one) => isAs(one.to, there.get(indicatorKey(one))));
  },

  knownBy: () => [],

  diff: diffOf,

  drifted: driftedOf,

  beside: (then, now) => [...renamed(then, now)],

  risk: (change, base, tense = 'asked', counts = {}) => riskOf(change, base, tense, counts),

  effects: () => null,

  affected: () => [],

  inverse: inverseOf,

  items: itemsOf,

  progress: (_change, { done, total }: ItemCounts) => t`${numberWords(done)} of ${numberWords(total)} written`,
};

function indicatorsIn({ indicators }: TenantSnapshot): NonNullable<TenantSnapshot['indicators']> {
  if (indicators) return indicators;
  throw new AirlockError('internal', 'The indicators were not read, so nothing can be said about them.');
}

/** The indicators of the tenant that the change is about, in the order of its entries. */
function ofChange({ entries }: IndicatorsChange, now: TenantSnapshot): readonly IndicatorRecord[] {
  const there = byKey(indicatorsIn(now).found);
  return entries.flatMap((one) => there.get(indicatorKey(one)) ?? []);
}

/** The groups of the scopes by their names, and those that had these names earlier. */
function groupsOf(
  { entries }: IndicatorsChange,
  now: TenantSnapshot,
  earlier?: Base,
): readonly { id: number; name: string }[] {
  const names = new Set(entries.flatMap(({ to }) => to?.groups ?? []));
  const ids = new Set(earlier ? indicatorsBase(earlier).groups.map(({ id }) => id) : []);
  const groups = (now.groups ?? []).map((group) => ({ id: group.id, name: writtenName(now, group) }));
  return groups.filter(({ id, name }) => names.has(name) || ids.has(id)).sort((one, other) => one.id - other.id);
}

/** Defender for Cloud Apps sets the alert of its own entries again and again, so that is no drift. */
function compared(base: Pick<Base, 'objects'>) {
  const { there, groups } = indicatorsBase(base);
  return asJson({ there: there.map((one) => ({ ...one, generateAlert: null })), groups });
}

function tooMany({ entries }: IndicatorsChange, now: TenantSnapshot): string | null {
  if (now.indicatorTotal === undefined) return null;
  const there = byKey(indicatorsIn(now).found);
  const added = entries.filter((one) => one.to !== null && !there.has(indicatorKey(one))).length;
  if (added === 0 || now.indicatorTotal + added <= TENANT_LIMIT) return null;
  const [most, are] = [numberWords(TENANT_LIMIT), numberWords(now.indicatorTotal)];
  return t`Defender takes ${most} indicators: ${are} are there, and this would add ${added}.`;
}

function alreadySo({ entries }: IndicatorsChange): string {
  const [first] = entries;
  if (entries.length > 1 || !first) return t`All of these indicators are so already. There is nothing to approve.`;
  const value = shownValue(first.type, first.value);
  if (first.to === null) return t`There is no indicator of ${value}. There is nothing to approve.`;
  return t`${value} is ${doneWord(first.to.action)} on ${scopeWords(first.to.groups)} already. There is nothing to approve.`;
}

function itemsOf({ entries }: IndicatorsChange, base: Base): readonly Item[] {
  const there = byKey(indicatorsBase(base).there);
  return entries.flatMap((one, index) =>
    isAs(one.to, there.get(indicatorKey(one))) ? [] : [{ key: String(index), label: labelOf(one) }],
  );
}

/** The groups of the scope that another name stands for now, or none. */
function renamed(then: Base, now: Base): readonly DiffRow[] {
  const names = new Map(indicatorsBase(now).groups.map(({ id, name }) => [id, name]));
  return indicatorsBase(then)
    .groups.filter(({ id, name }) => names.get(id) !== name)
    .map(({ id, name }) => ({
      label: t`Device group of the scope`,
      from: name,
      to: names.get(id) ?? t`Not there by this name`,
    }));
}

/**
 * Writes again what was there, and takes away what was not; what ended by itself since is left out, and so is what
 * somebody changed since, which is named.
 * @param keys of the items that were written; all of them when absent
 */
function inverseOf(change: IndicatorsChange, base: Base, now: TenantSnapshot, keys?: readonly string[]): Inverse {
  const before = byKey(indicatorsBase(base).there);
  const there = byKey(indicatorsIn(now).found);
  const written = change.entries.filter(
    (one, index) => !isAs(one.to, before.get(indicatorKey(one))) && (keys?.includes(String(index)) ?? true),
  );
  const others = written.filter((one) => !isAs(one.to, there.get(indicatorKey(one))) && !hasEnded(one, there, now));
  const [other] = others;
  if (other && others.length === written.length)
    return { why: changedSince(other, there.get(indicatorKey(other)), others.length) };
  const isLoose = (one: Entry) => isLooseAllow(before.get(indicatorKey(one)), now);
  const rest = written.filter((one) => !others.includes(one));
  const loose = rest.filter(isLoose);
  const [first] = loose;
  if (first && loose.length === rest.length) return noLooseAllow(first);
  const own = rest.filter((one) => !isLoose(one));
  const entries = own.flatMap((one): readonly Entry[] => {
    const old = before.get(indicatorKey(one));
    const to = old && (old.expiresAt === null || old.expiresAt > now.readAt) ? restored(old) : null;
    return isAs(to, there.get(indicatorKey(one))) ? [] : [{ type: one.type, value: one.value, to }];
  });
  const leaves = leftAlone(others.map(shownOf));
  if (entries.length > 0)
    return { change: { kind: change.kind, entries, restores: true, ...leaves, ...leftLoose(loose.map(shownOf)) } };
  return { why: t`What was asked for has ended by itself, and nothing was there before. There is nothing to undo.` };
}

function shownOf({ type, value }: Entry): string {
  return shownValue(type, value);
}

/** Whether an indicator that was there allows without an end or without a scope: that is written by no request. */
function isLooseAllow(old: IndicatorRecord | undefined, now: TenantSnapshot): boolean {
  if (old?.action !== 'Allowed' || (old.expiresAt !== null && old.expiresAt <= now.readAt)) return false;
  return old.expiresAt === null || old.groups.length === 0;
}

function noLooseAllow(one: Entry): Inverse {
  const what = shownOf(one);
  return {
    why: t`${what} was allowed without an end or without a scope before, and no request writes that again. Ask for it with both: "allow ${what} on <device group> for 7 days".`,
  };
}

function hasEnded({ to, ...one }: Entry, there: ReadonlyMap<string, IndicatorRecord>, now: TenantSnapshot): boolean {
  const isOver = to?.until !== null && to?.until !== undefined && to.until <= now.readAt;
  return isOver && !there.has(indicatorKey(one));
}

function changedSince(one: Entry, now: IndicatorRecord | undefined, count: number): string {
  const value = shownValue(one.type, one.value);
  const told = now
    ? t`The indicator of ${value} is "${stateWords({ ...now, until: now.expiresAt })}" now: it changed after this request was applied.`
    : t`The indicator of ${value} is not there any more: it changed after this request was applied.`;
  return count > 1 ? `${told} ${t`So did ${count - 1} more.`}` : told;
}

function restored({ action, groups, expiresAt, ...old }: IndicatorRecord): Target {
  const { title, description, severity, generateAlert, recommendedActions } = old;
  const kept = { title, description, severity, generateAlert, recommendedActions };
  return { action, groups, lasts: null, until: expiresAt, kept };
}

/** How the scope of a change stands once it is applied: which of its groups another name stands for, and what helps. */
export function renamedWords(base: Base, now: TenantSnapshot): string | null {
  const names = new Map((now.groups ?? []).map((group) => [group.id, writtenName(now, group)]));
  const gone = indicatorsBase(base).groups.filter(({ id, name }) => names.get(id) !== name);
  if (gone.length === 0) return null;
  const words = gone.map(
    ({ id, name }) => `${quoted(name)} (${names.has(id) ? t`now ${quoted(names.get(id) ?? '')}` : t`gone`})`,
  );
  const called = gone.flatMap(({ id }) => (names.has(id) ? [quoted(names.get(id) ?? '')] : []));
  const helps =
    called.length > 0
      ? t`Ask for it again on ${listed(called)}, as it is called now.`
      : t`Ask for it again on a group that there is.`;
  return `${t`The scope names ${listed(words)}: Defender keeps the name, so it may count for no device now.`} ${helps}`;
}
