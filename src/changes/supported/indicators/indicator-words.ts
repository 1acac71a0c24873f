import { utcWords } from '../../../shared/language/time-words.ts';
import type { Base } from '../../base.ts';
import type { DiffRow } from '../../change-kind.ts';
import { cut, listed, quoted } from '../../device-group/words/names.ts';
import {
  byKey,
  type Entry,
  type IndicatorsChange,
  indicatorKey,
  indicatorsBase,
  type Target,
} from './indicator-entry.ts';
import { typeRow, verbOf } from './indicator-types.ts';
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
  if (!first) return 'Change no indicator';
  const isGone = entries.every(({ to }) => to === null);
  if (restores && !isGone)
    return entries.length === 1 ? `Restore ${nameOf(first)}` : `Restore ${entries.length} indicators`;
  const verbs = new Set(entries.map(({ to }) => (to === null ? 'Remove' : verbOf(to.action))));
  const [verb = ''] = verbs;
  if (entries.length === 1) return `${verb} ${nameOf(first)}`;
  const sorts = new Set(entries.map(({ type }) => typeRow(type).words));
  const what = sorts.size === 1 ? plural([...sorts][0] ?? '') : 'indicators';
  return verbs.size === 1 ? `${verb} ${entries.length} ${what}` : `Change ${entries.length} ${what}`;
}

function plural(words: string): string {
  if (words.startsWith('file')) return words.replace('file', 'files');
  return words === 'IP address' ? 'IP addresses' : `${words}s`;
}

/** "file 3f2a...", cut for a heading. */
function nameOf({ type, value }: Entry): string {
  return `${typeRow(type).words} ${cut(shownValue(type, value), 70)}`;
}

/** How an item is called: what is written, cut where a label would be too long. */
export function labelOf({ type, value }: Entry): string {
  return cut(shownValue(type, value), 120);
}

/** "Finance and HR laptops"; all devices where no group is named. */
export function scopeWords(groups: readonly string[]): string {
  return groups.length === 0 ? 'all devices' : listed(groups.map(quoted));
}

interface State {
  readonly action: string;
  readonly groups: readonly string[];
  readonly until: number | null;
  readonly groupsUnread?: true;
}

/** "Allow on HR laptops until 2026-12-06 12:00 UTC". */
export function stateWords({ action, groups, until, groupsUnread }: State): string {
  const end = until === null ? 'without an end' : `until ${utcWords(until)}`;
  if (groupsUnread) return `${verbOf(action)} ${end}; on which devices is not known`;
  return `${verbOf(action)} on ${scopeWords(groups)} ${end}`;
}

function toWords(target: Target | null): string {
  return target === null ? 'No indicator' : stateWords(target);
}

/** One row for each indicator where they are few, and one for all of those that go the same way where they are many. */
export function diffOf({ entries }: IndicatorsChange, base: Base): readonly DiffRow[] {
  const there = byKey(indicatorsBase(base).there);
  const ways = new Map<string, { readonly row: { from: string; to: string }; readonly entries: Entry[] }>();
  for (const one of entries) {
    const old = there.get(indicatorKey(one));
    const from = old ? stateWords({ ...old, until: old.expiresAt }) : NOTHING;
    const row = { from: one.to === null && !old ? 'No indicator' : from, to: toWords(one.to) };
    const way = ways.get(JSON.stringify(row)) ?? { row, entries: [] as Entry[] };
    way.entries.push(one);
    ways.set(JSON.stringify(row), way);
  }
  const each = Math.max(1, Math.floor(SHOWN / ways.size));
  return [...ways.values()].map(({ row, entries: alike }) => ({ label: labelOfAll(alike, each), ...row }));
}

function labelOfAll(entries: readonly Entry[], most: number): string {
  const values = entries.slice(0, most).map(({ type, value }) => shownValue(type, value));
  const more = entries.length - values.length;
  const [first] = entries;
  const what =
    entries.length === 1 && first ? `${capital(typeRow(first.type).words)} ` : `${entries.length} indicators: `;
  return `${what}${values.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
