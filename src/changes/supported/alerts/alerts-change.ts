import { AirlockError } from '../../../shared/errors.ts';
import { asJson } from '../../../shared/json.ts';
import { msg, say, t } from '../../../shared/language/worded.ts';
import { type Base, sameObjects } from '../../base.ts';
import type {
  Assessment,
  ChangeKind,
  DiffRow,
  DriftedRow,
  Fault,
  Inverse,
  Item,
  ItemCounts,
} from '../../change-kind.ts';
import { cut } from '../../device-group/words/names.ts';
import type { AlertRecord, TenantSnapshot } from '../../tenant-snapshot.ts';
import { alikeRows } from '../drifted-rows.ts';
import { leftAlone, leftAloneWords } from '../left-alone.ts';
import {
  type AlertEntry,
  type AlertsChange,
  type AlertTarget,
  alertsBase,
  alertsSchema,
  isSaid,
  type SaidOfAlert,
  saidWords,
} from './alert-entry.ts';
import { classificationWords, statusWords } from './alert-values.ts';

/** How many alerts a card names, as a phone has room for no more: the rest is counted, and listed behind *Rows*. */
const SHOWN = 4;

/** Of how many characters the title of one of several is shown. */
const TITLE = 90;

export const alertsChange: ChangeKind<AlertsChange> = {
  owner: 'api',
  scopes: ['alerts'],
  previewScopes: [],

  parse(input) {
    const parsed = alertsSchema.safeParse(input);
    if (!parsed.success) throw new AirlockError('input-invalid', 'This is not a change of alerts.');
    return parsed.data;
  },

  title: titleOf,

  objects: ({ entries }) => entries.map(({ id }) => `alert:${id.toLowerCase()}`),

  resolve(change, now) {
    const { lacks } = alertsIn(now);
    if (lacks !== null) return { verdict: 'unsupported', why: say(lacks) };
    const faults = faultsOf(change, now);
    if (faults.length > 0) return { verdict: 'invalid', faults };
    const there = byId(now);
    const entries = change.entries.map((one) => {
      const alert = there.get(one.id.toLowerCase());
      return { ...one, id: alert?.id ?? one.id, title: named(one, alert) };
    });
    return { ...change, entries };
  },

  assess(change, now): Assessment {
    const faults = faultsOf(change, now);
    if (faults.length > 0) return { verdict: 'invalid', faults };
    if (!alertsChange.reached(change, now)) return { verdict: 'open' };
    const why =
      change.entries.length === 1
        ? t`This alert is so already. There is nothing to approve.`
        : t`These alerts are so already. There is nothing to approve.`;
    return { verdict: 'already', why };
  },

  base: (change, now): Base => ({ objects: asJson({ alerts: saidOf(change, now) }), preview: null, shown: null }),

  isAsKnown: sameObjects,

  reached(change, now) {
    const there = byId(now);
    return change.entries.every(({ id, to }) => {
      const alert = there.get(id.toLowerCase());
      return alert !== undefined && isSaid(to, alert);
    });
  },

  knownBy: () => [],

  diff: diffOf,

  drifted: driftedOf,

  risk: (change) => ({
    lowersProtection: false,
    dangers: [],
    notes: [
      ...leftAloneWords(change),
      ...keptWords(change),
      ...(change.entries.some(({ to }) => to.status === 'Resolved')
        ? [t`Nobody looks at a resolved alert by itself; Defender keeps who said so.`]
        : []),
    ],
    asides: [],
  }),

  effects: () => null,

  affected: () => [],

  inverse: inverseOf,

  unrestorable: (change, base) => (nothingToRestore(change, base) ? { instead: null, why: say(NONE_BACK) } : null),

  items: itemsOf,

  progress: (_change, { done, total }: ItemCounts) => t`${done} of ${total} updated`,
};

function alertsIn({ alerts }: TenantSnapshot): NonNullable<TenantSnapshot['alerts']> {
  if (alerts) return alerts;
  throw new AirlockError('internal', 'The alerts were not read, so nothing can be said about them.');
}

/** By their ids in lower case: nobody has to type one as Defender writes it. */
function byId(now: TenantSnapshot): ReadonlyMap<string, AlertRecord> {
  return new Map(alertsIn(now).found.map((one) => [one.id.toLowerCase(), one]));
}

function named({ title }: AlertEntry, alert: AlertRecord | undefined): string {
  if (!alert) return title;
  return cut(
    `${alert.title}${alert.device === null ? '' : ` on ${alert.device}`} (${alert.severity ?? 'no'} severity)`,
    400,
  );
}

function faultsOf({ entries }: AlertsChange, now: TenantSnapshot): readonly Fault[] {
  const there = byId(now);
  const ids = entries.map(({ id }) => id.toLowerCase());
  return entries.flatMap(({ id }, index) => {
    const field = `row ${index + 1}`;
    if (ids.indexOf(id.toLowerCase()) !== index) return [{ field, message: t`${id} is named twice.` }];
    return there.has(id.toLowerCase()) ? [] : [{ field, message: t`Defender lists no alert ${id}.` }];
  });
}

function saidOf({ entries }: AlertsChange, now: TenantSnapshot): readonly SaidOfAlert[] {
  const there = byId(now);
  return entries.flatMap(({ id }) => {
    const alert = there.get(id.toLowerCase());
    if (!alert) return [];
    const { status, classification, determination } = alert;
    return [{ id, status, classification, determination }];
  });
}

function titleOf({ entries, restores }: AlertsChange): string {
  const [first] = entries;
  if (!first) return t`Update no alert`;
  const what = alertsWords(entries);
  if (restores) return restoreTitle(entries);
  const { status, classification } = first.to;
  const as = classification === undefined ? null : classificationWords(classification);
  if (status === 'Resolved') return as === null ? t`Resolve ${what}` : t`Resolve ${what} as ${as}`;
  return as === null ? t`Set ${what} to ${statusWords(status ?? '')}` : t`Classify ${what} as ${as}`;
}

function alertsWords(entries: AlertsChange['entries']): string {
  const [first] = entries;
  if (entries.length !== 1 || !first) return t`${entries.length} alerts`;
  return t`alert ${first.title === '' ? first.id : cut(first.title, 120)}`;
}

/** Only what gets back all that it was is restored: of the others the status alone is set back. */
function restoreTitle(entries: AlertsChange['entries']): string {
  const whole = entries.filter(({ keeps }) => !keeps);
  if (whole.length === entries.length) return t`Restore ${alertsWords(entries)}`;
  if (whole.length === 0) return t`Set back the status of ${alertsWords(entries)}`;
  return t`Restore ${alertsWords(whole)}, and the status of ${entries.length - whole.length} more`;
}

/** What the undoing leaves as it is. */
function keptWords({ entries, stay = 0 }: AlertsChange): readonly string[] {
  const kept = entries.filter(({ keeps }) => keeps).length;
  return [
    ...(kept > 0 ? [t`Alerts that keep their classification, as Defender takes none away: ${kept}.`] : []),
    ...(stay > 0
      ? [t`Alerts of that request that stay as they are, as Defender takes no classification away: ${stay}.`]
      : []),
  ];
}

/** One row for each alert where they are few, and one for all of those that go the same way where they are many. */
function diffOf({ entries }: AlertsChange, base: Base): readonly DiffRow[] {
  const before = new Map(alertsBase(base).map((one) => [one.id, one]));
  const ways = new Map<string, { readonly from: string; readonly to: string; readonly titles: string[] }>();
  for (const { id, title, to } of entries) {
    const was = before.get(id);
    const from = was ? saidWords(was) : '-';
    const way = { from, to: was ? saidWords({ ...was, ...to }) : '', titles: [] };
    const known = ways.get(JSON.stringify(way)) ?? way;
    ways.set(JSON.stringify(way), known);
    (known.titles as string[]).push(calledOf({ id, title }, entries.length));
  }
  const each = Math.max(1, Math.floor(SHOWN / ways.size));
  return [...ways.values()].map(({ titles, from, to }) => ({ label: labelOf(titles, each), from, to }));
}

/** Those that are no longer as they were, each compared by its id. */
function driftedOf({ entries }: AlertsChange, then: Base, now: Base): readonly DriftedRow[] {
  const [before, today] = [then, now].map((base) => new Map(alertsBase(base).map((one) => [one.id, one])));
  const drifted = entries.flatMap((item) => {
    const [old, is] = [before?.get(item.id), today?.get(item.id)];
    const [was, shows] = [old, is].map((one) => (one ? saidWords(one) : '-'));
    if (was === undefined || shows === undefined || was === shows) return [];
    const known = is ?? old;
    return [{ item, was, is: shows, becomes: known ? saidWords({ ...known, ...item.to }) : '-' }];
  });
  const titles = (alike: AlertsChange['entries']) => alike.map((one) => calledOf(one, entries.length));
  return alikeRows(drifted, (alike) => labelOf(titles(alike), SHOWN));
}

/** @param count of how many alerts it is one */
function calledOf({ id, title }: Pick<AlertEntry, 'id' | 'title'>, count: number): string {
  return title === '' ? id : `${count === 1 ? title : cut(title, TITLE)}, ${id}`;
}

function labelOf(titles: readonly string[], most: number): string {
  const more = titles.length - most;
  const named = titles.slice(0, most).join('; ');
  const shown = more > 0 ? t`${named} and ${more} more` : named;
  return titles.length === 1 ? shown : t`${titles.length} alerts: ${shown}`;
}

function itemsOf({ entries }: AlertsChange, base: Base): readonly Item[] {
  const before = new Map(alertsBase(base).map((one) => [one.id, one]));
  return entries.flatMap(({ id, title, to }) => {
    const was = before.get(id);
    return was && isSaid(to, was) ? [] : [{ key: id, label: title === '' ? id : cut(title, 120) }];
  });
}

/**
 * Sets again what was said before, of what is still as it was set. What was empty stays as it is now, since Defender's
 * API empties nothing.
 */
function inverseOf(change: AlertsChange, base: Base, now: TenantSnapshot, keys?: readonly string[]): Inverse {
  const before = new Map(alertsBase(base).map((one) => [one.id, one]));
  const there = byId(now);
  const written = change.entries.filter(({ id, to }) => {
    const was = before.get(id);
    return was !== undefined && !isSaid(to, was) && (keys?.includes(id) ?? true);
  });
  const changed = written.filter(({ id, to }) => {
    const alert = there.get(id.toLowerCase());
    return !alert || !isSaid(to, alert);
  });
  const [other] = changed;
  if (other && changed.length === written.length)
    return { why: t`The alert ${other.title || other.id} was changed again after this request was applied.` };
  const own = written.filter((one) => !changed.includes(one));
  const entries = own.flatMap(({ id, title }) => {
    const [was, alert] = [before.get(id), there.get(id.toLowerCase())];
    const to = was && alert ? back(was, alert) : {};
    if (Object.keys(to).length === 0) return [];
    return [{ id, title, to, ...(was?.classification === null && alert?.classification != null && KEEPS) }];
  });
  const stay = own.length - entries.length;
  const leaves = leftAlone(changed.map(({ title, id }) => title || id));
  if (entries.length > 0)
    return { change: { kind: change.kind, entries, restores: true, ...(stay > 0 && { stay }), ...leaves } };
  return { why: say(NONE_BACK) };
}

const NONE_BACK = msg`These alerts had no classification before, and Defender takes none away: set another one instead.`;

/** Whether of no alert anything could be set back: none had a classification, and no status was changed. */
function nothingToRestore({ entries }: AlertsChange, base: Base): boolean {
  const before = new Map(alertsBase(base).map((one) => [one.id, one]));
  return entries.every(({ id, to }) => {
    const was = before.get(id);
    return was === undefined || (was.classification === null && (to.status === undefined || to.status === was.status));
  });
}

const KEEPS = { keeps: true } as const;

function back(was: SaidOfAlert, now: AlertRecord): AlertTarget {
  return {
    ...(was.status === now.status ? {} : { status: was.status }),
    ...(was.classification === null || was.classification === now.classification
      ? {}
      : { classification: was.classification }),
    ...(was.determination === null || was.determination === now.determination
      ? {}
      : { determination: was.determination }),
  };
}
