import { utcWords } from '../../../shared/language/time-words.ts';
import { inEnglish, msg, say, t } from '../../../shared/language/worded.ts';
import type { Base } from '../../base.ts';
import type { DiffRow, DriftedRow } from '../../change-kind.ts';
import { cut, listed, quoted } from '../../device-group/words/names.ts';
import type { IndicatorRecord } from '../../tenant-snapshot.ts';
import { alikeRows } from '../drifted-rows.ts';
import {
  byKey,
  type Entry,
  type IndicatorsChange,
  indicatorKey,
  indicatorsBase,
  type Target,
} from './indicator-entry.ts';
import { doneWith, typeRow, verbOf } from './indicator-types.ts';
import { shownValue } from './normalise-value.ts';

/**
 * How many values a card names, whatever becomes of them, as a phone has room for no more: the others are counted, in
 * the list behind *Rows*, and known by the hash of all of them.
 */
export const SHOWN = 4;

const NOTHING = '-';

/** A heading: "Allow file abc... on HR laptops", "Block 12 domains", "Change 500 indicators". */
export function titleOf({ entries, restores }: IndicatorsChange): string {
  const [first] = entries;
  if (!first) return t`Change no indicator`;
  const isGone = entries.every(({ to }) => to === null);
  if (restores && !isGone)
    return entries.length === 1 ? t`Restore ${nameOf(first)}` : t`Restore ${entries.length} indicators`;
  const actions = new Set(entries.map(({ to }) => to?.action ?? null));
  const [action = null] = actions;
  if (entries.length === 1) return doneWith(action, nameOf(first));
  const sorts = new Set(entries.map(({ type }) => typeRow(type).plural));
  const [sort = ''] = sorts;
  const many = sorts.size === 1 ? say(sort) : t`indicators`;
  return actions.size === 1 ? doneWith(action, `${entries.length} ${many}`) : t`Change ${entries.length} ${many}`;
}

/** "file 3f2a...", cut for a heading. */
function nameOf({ type, value }: Entry): string {
  return `${say(typeRow(type).words)} ${cut(shownValue(type, value), 70)}`;
}

/** How an item is called: what is written, cut where a label would be too long. It is stored, so in English. */
export function labelOf({ type, value, row }: Entry): string {
  const shown = inEnglish(() => shownValue(type, value));
  return cut(row === undefined ? shown : `row ${row}: ${shown}`, 120);
}

/** "Finance and HR laptops"; all devices where no group is named. */
export function scopeWords(groups: readonly string[]): string {
  return groups.length === 0 ? t`all devices` : listed(groups.map(scopeName));
}

/** Words that beside a scope say how long, or of which devices: a group may be called so. */
const LIKE_A_SCOPE = /(?:^|\s)(?:for|until|without|on|and|all|für|bis|ohne|auf|und|alle[ns]?)\s/iu;

function scopeName(name: string): string {
  const shown = quoted(name);
  return shown === name && LIKE_A_SCOPE.test(name) ? t`"${name}"` : shown;
}

interface State {
  readonly action: string;
  readonly groups: readonly string[];
  readonly until: number | null;
  readonly groupsUnread?: true;
}

/** "Allow on HR laptops until 2026-12-06 12:00 UTC". */
export function stateWords({ action, groups, until, groupsUnread }: State): string {
  const verb = verbOf(action);
  const end = until === null ? null : utcWords(until);
  if (groupsUnread)
    return end === null
      ? t`${verb} without an end; on which devices is not known`
      : t`${verb} until ${end}; on which devices is not known`;
  const scope = scopeWords(groups);
  return end === null ? t`${verb} on ${scope} without an end` : t`${verb} on ${scope} until ${end}`;
}

function toWords(target: Target | null): string {
  return target === null ? t`No indicator` : stateWords(target);
}

/** One row for each indicator where they are few, and one for all of those that go the same way where they are many. */
export function diffOf({ entries }: IndicatorsChange, base: Base): readonly DiffRow[] {
  const there = byKey(indicatorsBase(base).there);
  const ways = new Map<string, { readonly row: { from: string; to: string }; readonly entries: Entry[] }>();
  for (const one of entries) {
    const old = there.get(indicatorKey(one));
    const from = old ? stateWords({ ...old, until: old.expiresAt }) : NOTHING;
    const row = { from: one.to === null && !old ? t`No indicator` : from, to: toWords(one.to) };
    const way = ways.get(JSON.stringify(row)) ?? { row, entries: [] as Entry[] };
    way.entries.push(one);
    ways.set(JSON.stringify(row), way);
  }
  const each = Math.max(1, Math.floor(SHOWN / ways.size));
  return [...ways.values()].map(({ row, entries: alike }) => ({ label: labelOfAll(alike, each), ...row }));
}

/** Those that are no longer as they were, each compared by its type and value. */
export function driftedOf({ entries }: IndicatorsChange, then: Base, now: Base): readonly DriftedRow[] {
  const [before, today] = [byKey(indicatorsBase(then).there), byKey(indicatorsBase(now).there)];
  const words = (old: IndicatorRecord | undefined) =>
    old ? stateWords({ ...old, until: old.expiresAt }) : t`No indicator`;
  const drifted = entries.flatMap((item) => {
    const key = indicatorKey(item);
    const [old, shows] = [before.get(key), today.get(key)];
    const [was, is] = [words(old) + textsApart(old, shows), words(shows) + textsApart(shows, old)];
    return was === is ? [] : [{ item, was, is, becomes: toWords(item.to) }];
  });
  return alikeRows(drifted, (alike) => labelOfAll(alike, SHOWN));
}

/** Texts of an indicator that may differ alone. */
const TEXTS = { title: msg`title`, severity: msg`severity`, description: msg`description` } as const;

/** The texts of one in which another differs from it: nobody sees them otherwise. */
function textsApart(one: IndicatorRecord | undefined, other: IndicatorRecord | undefined): string {
  if (!one || !other) return '';
  const apart = (['title', 'severity', 'description'] as const).filter((key) => one[key] !== other[key]);
  return apart.map((key) => `; ${say(TEXTS[key])}: ${quoted(cut(one[key] || '-', 80))}`).join('');
}

function labelOfAll(entries: readonly Entry[], most: number): string {
  const values = entries.slice(0, most).map(({ type, value }) => shownValue(type, value));
  const more = entries.length - values.length;
  const [first] = entries;
  const named = values.join(', ');
  const shown = more > 0 ? t`${named} and ${more} more` : named;
  if (entries.length === 1 && first) return `${capital(say(typeRow(first.type).words))} ${shown}`;
  return t`${entries.length} indicators: ${shown}`;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
