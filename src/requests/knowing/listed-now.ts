import type { DeviceGroup } from '../../changes/device-group.ts';
import { groupKey, ORDER_KEY, type Source } from '../../changes/knowledge/knowledge.ts';
import { asJson, type Json } from '../../shared/json.ts';
import type { FactChange } from '../record/fact.ts';
import { type KnownFacts, REMEMBERED_PARTS, type Reference } from './known-facts.ts';

/** A fact in place of what is remembered under its key, and of nothing else. */
export function replacing(known: KnownFacts, key: string, value: Json, source: Source, now: number): FactChange {
  const before = known.at(key);
  const changedAt = Math.max(now, (before?.changedAt ?? 0) + 1);
  return { fact: { key, value, source, changedAt }, expected: before?.changedAt ?? null };
}

type Listed = Pick<DeviceGroup, 'id' | 'name' | 'ungrouped'>;

/** What was said of a group before it was listed: by its name alone nobody can tell whether it is that group. */
export function ofName(source: Source): Source {
  return source.kind === 'attested' ? { ...source, ofName: true } : source;
}

export const FORGOTTEN: Source = { kind: 'not-known' };

/**
 * What is remembered by name of groups that are listed now, under their numbers: a name can be given to another group,
 * a number never is (docs/facts/defender.md#device-groups).
 */
export function listedNow(groups: readonly Listed[], known: KnownFacts, now: number): readonly FactChange[] {
  const listed = groups.filter((group) => !group.ungrouped);
  const parts = listed.flatMap((group) => ofGroup(group, known, now));
  return [...parts, ...ofOrder(listed, known, now)];
}

function ofGroup({ id, name: listed }: Listed, known: KnownFacts, now: number): readonly FactChange[] {
  const name = listed.trim();
  const byName = known.group({ name });
  return REMEMBERED_PARTS.flatMap((part) => {
    const one = byName[part];
    if (one === undefined) return [];
    const forget = replacing(known, groupKey({ name }, part), null, FORGOTTEN, now);
    return known.group(id)[part] === undefined
      ? [replacing(known, groupKey(id, part), asJson(one.value), ofName(one.source), now), forget]
      : [forget];
  });
}

function ofOrder(listed: readonly Listed[], known: KnownFacts, now: number): readonly FactChange[] {
  const order = known.order();
  if (order === null) return [];
  const value = order.value.map((one): Reference => {
    const found = 'name' in one ? listed.find((group) => group.name.trim() === one.name) : undefined;
    return found ? { id: found.id } : one;
  });
  const isSame = value.every((one, at) => one === order.value[at]);
  return isSame ? [] : [replacing(known, ORDER_KEY, asJson(value), order.source, now)];
}
