import type { GroupChange, UpdateGroup } from '../../changes/device-group/model/group-change.ts';
import { featureKey, groupKey, ORDER_KEY, type Source } from '../../changes/knowledge/knowledge.ts';
import type { TenantChange } from '../../changes/registry/change.ts';
import { isTenantChange, partsOf } from '../../changes/registry/kind-of.ts';
import { asJson, type Json } from '../../shared/json.ts';
import { nameAmongAll } from '../messages/among-others.ts';
import type { Services } from '../ports/services.ts';
import type { FactChange } from '../record/fact.ts';
import type { OutcomeCode, Request } from '../record/request.ts';
import { KnownFacts, REMEMBERED_PARTS, type Reference } from './known-facts.ts';
import { FORGOTTEN, replacing } from './listed-now.ts';

/** What a request was when it ended as applied. */
export type Ended = Pick<Request, 'number' | 'tenantId' | 'change' | 'handover'>;

/**
 * What is known of the tenant from now on, since a request was applied: by the word of whoever applied it by hand, else
 * as Airlock read it back. What somebody says or Microsoft's audit log shows of a later time is kept. What was read
 * takes the place of whatever there is: nothing said meanwhile may keep the outcome of a write from being stored.
 * @param most how many of its changes, from the first, were applied; all when absent
 */
export async function learned(
  { store, clock }: Pick<Services, 'store' | 'clock'>,
  request: Ended,
  code: OutcomeCode,
  most = Number.POSITIVE_INFINITY,
): Promise<readonly FactChange[]> {
  const attested = request.handover?.attested;
  const by = attested ? await nameAmongAll({ store, clock }, request.tenantId, attested.by) : '';
  const source = sourceOf(request, code, { now: clock.now(), by });
  const parts = partsOf(request.change).slice(0, most).filter(isTenantChange);
  if (source === null || parts.length === 0) return [];
  const prefixes = new Set(parts.map(({ kind }) => (kind === 'advanced-feature' ? 'feature:' : 'group:')));
  const facts = await Promise.all([...prefixes].map((prefix) => store.facts(request.tenantId, prefix)));
  const known = new KnownFacts(facts.flat(), clock.now());
  return valuesOfAll(parts, known)
    .filter(({ key }) => !isNewer(known.at(key)?.source, source))
    .map(({ key, value, forget }) => replacing(known, key, value, forget ? FORGOTTEN : source, clock.now()))
    .map((change) => (source.kind === 'read' ? { fact: change.fact } : change));
}

const READ_BACK: readonly OutcomeCode[] = ['written', 'found-later', 'surfaced'];

function sourceOf(
  { handover, number }: Ended,
  code: OutcomeCode,
  { now, by }: { readonly now: number; readonly by: string },
): Exclude<Source, { kind: 'not-known' }> | null {
  const attested = handover?.attested;
  if (attested) return { kind: 'attested', at: attested.at, by, request: number, oid: attested.by.oid };
  return !handover && READ_BACK.includes(code) ? { kind: 'read', at: now } : null;
}

function isNewer(known: Source | undefined, than: { readonly at: number }): boolean {
  return known !== undefined && known.kind !== 'not-known' && known.at > than.at;
}

interface Value {
  readonly key: string;
  readonly value: Json;
  /** Nothing is known of it any more. */
  readonly forget?: true;
}

/** Each change goes by the order that those before it leave; of one thing the last value counts. */
function valuesOfAll(changes: readonly TenantChange[], known: KnownFacts): readonly Value[] {
  const values = new Map<string, Value>();
  for (const change of changes) {
    const order = values.get(ORDER_KEY);
    for (const value of valuesOf(change, known, order)) values.set(value.key, value);
  }
  return [...values.values()];
}

function valuesOf(change: TenantChange, known: KnownFacts, order?: Value): readonly Value[] {
  switch (change.kind) {
    case 'advanced-feature':
      return [{ key: featureKey(change.feature), value: change.to }];
    case 'device-group.create':
      return [
        ...setParts({ name: change.definition.name.trim() }, change.definition),
        ...orderOf(change, known, order),
      ];
    case 'device-group.update':
      return [...forgotten(change.set.name, known), ...setParts(change.group.id, change.set)];
    case 'ungrouped-devices':
      return setParts('ungrouped', change.set);
    case 'device-group.delete':
      return [...forgotten(change.group.name, known), ...orderOf(change, known, order)];
    case 'device-group.rank':
      return orderOf(change, known, order);
  }
}

function setParts(group: Parameters<typeof groupKey>[0], set: UpdateGroup['set']): readonly Value[] {
  return REMEMBERED_PARTS.flatMap((part) =>
    set[part] === undefined ? [] : [{ key: groupKey(group, part), value: asJson(set[part]) }],
  );
}

/** What is known by a name that no group has any more, or another one from now on. */
function forgotten(name: string | undefined, known: KnownFacts): readonly Value[] {
  if (name === undefined) return [];
  const keys = REMEMBERED_PARTS.map((part) => groupKey({ name: name.trim() }, part));
  const told = keys.filter((key) => (known.at(key)?.source.kind ?? 'not-known') !== 'not-known');
  return told.map((key) => ({ key, value: null, forget: true }));
}

/** Where the place is beside a group of unknown place, all that is known from now on is these two. */
function orderOf(change: GroupChange, known: KnownFacts, left: Value | undefined): readonly Value[] {
  const before = left ? (left.value as unknown as readonly Reference[]) : (known.order()?.value ?? null);
  const after = placed(change, before ?? []);
  return before === null && after.length === 0 ? [] : [{ key: ORDER_KEY, value: asJson(after) }];
}

function placed(change: GroupChange, order: readonly Reference[]): readonly Reference[] {
  if (change.kind === 'device-group.update' || change.kind === 'ungrouped-devices') return order;
  const group =
    change.kind === 'device-group.create' ? { name: change.definition.name.trim() } : { id: change.group.id };
  const others = order.filter((one) => !isSame(one, group));
  if (change.kind === 'device-group.delete') return others;
  const { before } = change;
  if (before === null) return [...others, group];
  const at = others.findIndex((one) => isSame(one, before));
  return at < 0 ? [group, { id: before.id }] : others.toSpliced(at, 0, group);
}

function isSame(one: Reference, other: Reference): boolean {
  return 'id' in one && 'id' in other
    ? one.id === other.id
    : 'name' in one && 'name' in other && one.name === other.name;
}
