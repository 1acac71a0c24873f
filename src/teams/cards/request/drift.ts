import { isDeepStrictEqual } from 'node:util';
import type { Base } from '../../../changes/base.ts';
import type { DiffRow, DriftedRow } from '../../../changes/change-kind.ts';
import type { Effects } from '../../../changes/device-effects.ts';
import type { Source } from '../../../changes/knowledge/knowledge.ts';
import { kindOf } from '../../../changes/registry/kind-of.ts';
import { driftedRows } from '../../../changes/supported/drifted-rows.ts';
import type { Request } from '../../../requests/record/request.ts';
import { t } from '../../../shared/language/worded.ts';
import { knownModel } from '../parts/known-source.ts';
import { LENGTHS, sanitise } from '../parts/shown-text.ts';
import type { CompareRow } from './request-model.ts';

/** Longest value of a comparison: nobody approves by it. */
const COMPARED = 240;
const COMPARED_ROWS = 8;

/**
 * The rows that show drift: each value when the request was made, now, and as it would become. Devices come first where
 * they differ, then what else of the object was changed.
 */
export function driftRows({ change, base }: Request, now: Base): readonly CompareRow[] {
  const rules = kindOf(change);
  const [asked, today] = [rules.diff(change, base), rules.diff(change, now)];
  const changed = [...asked, ...today].map(({ label }) => label);
  const beside = (rules.beside?.(base, now) ?? []).filter(({ label }) => !changed.includes(label));
  const drifted = rules.drifted?.(change, base, now).slice(0, COMPARED_ROWS).map(comparedRow);
  const own = drifted ?? compareRows(asked, today);
  const values = [...beside.map(({ label, from, to }) => compareRow(label, from, to)), ...own];
  const [then, later] = [rules.effects(change, base), rules.effects(change, now)];
  const devices = values.length > 0 && areSameDevices(then, later) ? null : compareEffects(then, later);
  return [...(devices ? [devices] : []), ...values];
}

/** Whether the same devices go the same ways, as far as a card names them: what differs for them, the values say. */
function areSameDevices(asked: Effects | null, now: Effects | null): boolean {
  const ways = (effects: Effects | null) =>
    effects && [
      ...[effects.headline, effects.total, effects.ranks],
      effects.first.map(({ name, from, to }) => [name, from, to]),
      effects.flows.map(({ group, from, to, devices }) => (group === null ? [from, to, devices] : [group, devices])),
    ];
  return isDeepStrictEqual(ways(asked), ways(now));
}

/** Compares three ways, as far as it differs: the value when the request was made, now, and as it would become. */
export function compareRows(asked: readonly DiffRow[], now: readonly DiffRow[]): readonly CompareRow[] {
  return driftedRows(asked, now).slice(0, COMPARED_ROWS).map(comparedRow);
}

function comparedRow({ label, was, is, becomes, sources }: DriftedRow): CompareRow {
  return compareRow(label, was, is, { becomes, ...(sources && { sources }) });
}

/** Compares the effects on devices, whenever they were read; null where they are the same, or there are none. */
export function compareEffects(asked: Effects | null, now: Effects | null): CompareRow | null {
  if (!asked || !now || isDeepStrictEqual(asked, { ...now, readAt: asked.readAt })) return null;
  const same = asked.headline === now.headline;
  return compareRow(t`Devices`, asked.headline, same ? t`${now.headline} The details of it differ.` : now.headline);
}

interface Compared {
  readonly becomes?: string;
  readonly sources?: { readonly was: Source | undefined; readonly is: Source | undefined };
}

function compareRow(label: string, was: string, is: string, { becomes, sources }: Compared = {}): CompareRow {
  const color = was === is ? 'default' : 'warning';
  const value = (text: string) => sanitise(text, COMPARED);
  const plain = { color: 'default', weight: 'default', knowns: [] } as const;
  return {
    label: sanitise(label, LENGTHS.label),
    values: [
      { ...plain, when: t`When asked`, value: value(was), knowns: knownModel(sources?.was) },
      { when: t`Now`, value: value(is), color, weight: 'bolder', knowns: knownModel(sources?.is) },
      ...(becomes === undefined ? [] : [{ ...plain, when: t`Would become`, value: value(becomes) } as const]),
    ],
  };
}
