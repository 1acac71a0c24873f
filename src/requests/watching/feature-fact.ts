import { FEATURE_NAMES, type FeatureName } from '../../changes/features.ts';
import { featureKey, type Source } from '../../changes/knowledge/knowledge.ts';
import { sourceParts } from '../../changes/knowledge/source-words.ts';
import { partsOf } from '../../changes/registry/kind-of.ts';
import { allOutside, type KnownOutside } from '../knowing/outside-known.ts';
import type { Services } from '../ports/services.ts';
import type { Fact, FactChange } from '../record/fact.ts';
import type { OutsideItem } from '../record/outside.ts';
import type { Request } from '../record/request.ts';
import { ifRecorded } from '../rules/load.ts';
import { after, type WatchedTenant } from './watched.ts';

/** What every key of a switch begins with. */
const FEATURE_KEYS = 'feature:';

type Set = NonNullable<OutsideItem['feature']>;
type Readable = Set & { readonly value: 'on' | 'off' };
/** What a record of the audit log says, or an earlier reading. */
type Shown = Extract<Source, { kind: 'corroborated' | 'read' }>;

type FactServices = Pick<Services, 'store' | 'tenantId' | 'clock' | 'log' | 'meter'>;

/**
 * What Airlock remembers of a switch from now on, by Microsoft's audit log or an earlier reading; nothing where
 * something newer is known of it. A person's word on the same request is older than the log's record, whenever it was
 * given. Where a later change outside Airlock set something else, nothing is known any more.
 */
export async function featureFact(
  services: FactServices,
  set: Readable,
  source: Shown,
): Promise<readonly FactChange[]> {
  const known = await knownOf(services, set.name);
  if (known && isNewer(known.source, source)) return [];
  const later = latestOf(await allOutside(services), set.name);
  if (later && later.at >= source.at && later.value !== set.value) {
    return known ? [changeOf(services, set, { kind: 'not-known', at: later.at }, known.changedAt)] : [];
  }
  return [changeOf(services, set, source, known?.changedAt ?? null)];
}

/**
 * The switches as Airlock wrote them between two looks, by the signed entries alone, where no request of the list tells
 * of it: its row is gone, or not as recorded. What somebody undid meanwhile would differ from nothing otherwise.
 * What the look before remembered itself is of that very moment, and no write.
 * @param from when the tenant was last seen, in ms since 1970
 */
export async function writtenUnseen(
  { store, tenantId }: Pick<Services, 'store' | 'tenantId'>,
  from: number,
  now: Pick<WatchedTenant, 'features' | 'readAt'>,
  requests: readonly Request[],
): Promise<WatchedTenant['features']> {
  const facts = await store.facts(tenantId, FEATURE_KEYS);
  const unseen = FEATURE_NAMES.flatMap((name) => {
    const { source, value } = facts.find(({ key }) => key === featureKey(name)) ?? {};
    const isWritten = source?.kind === 'read' && source.at > from && source.at < now.readAt;
    if (!isWritten || (value !== 'on' && value !== 'off') || (now.features[name] ?? value) === value) return [];
    return requests.some((request) => isWriteOf(request, name, from)) ? [] : [[name, value] as const];
  });
  return Object.fromEntries(unseen);
}

function isWriteOf({ change, outcome }: Request, name: FeatureName, from: number): boolean {
  const isOfIt = partsOf(change).some((part) => part.kind === 'advanced-feature' && part.feature === name);
  return isOfIt && outcome !== null && outcome.at >= from;
}

/**
 * What is no longer known of a switch since somebody changed it outside Airlock at this time; nothing where something
 * newer is known of it, or nothing is.
 */
export async function forgottenFact(services: FactServices, set: Set, at: number): Promise<readonly FactChange[]> {
  const known = await knownOf(services, set.name);
  if (!known || known.value === set.value || (await notBefore(services, known.source)) > at) return [];
  return [changeOf(services, set, { kind: 'not-known', at }, known.changedAt)];
}

/**
 * The same where a record was taken for that of a request, and was of a change outside Airlock: nothing where something
 * else is known of the switch by now.
 */
export async function unsaidFact(
  services: FactServices,
  set: Set,
  { at, request }: { readonly at: number; readonly request: number },
): Promise<readonly FactChange[]> {
  const known = await knownOf(services, set.name);
  const source = known?.source;
  if (!known || source?.kind !== 'corroborated' || source.request !== request || source.at !== at) return [];
  return [changeOf(services, set, { kind: 'not-known', at }, known.changedAt)];
}

/** Who reports a request as applied does not say when they applied it: at any time since its approval. */
async function notBefore(services: FactServices, source: Source): Promise<number> {
  if (source.kind !== 'attested' || source.request === null) return timeOf(source);
  const request = await ifRecorded(services, await services.store.requestByNumber(services.tenantId, source.request));
  return request?.approvals.at(-1)?.at ?? source.at;
}

/**
 * The latest change of a switch outside Airlock, and on which card it was told; null where none was told. The log dates
 * to the second: of several in one second that differ, nobody knows which was the last, and the value is null.
 */
export function latestOf(known: readonly KnownOutside[], name: Set['name']) {
  const told = known.flatMap(({ outside: { number, items } }) => items.map((item) => ({ number, item })));
  const last = lastIn(
    told.map(({ item }) => item),
    name,
  );
  const number = told.findLast(({ item }) => item.feature?.name === name && timeOfItem(item) === last?.at)?.number;
  return last && number !== undefined ? { ...last, number } : null;
}

function timeOfItem({ at, readAt }: OutsideItem): number {
  return at ?? readAt;
}

/** The same among some items. */
export function lastIn(items: readonly OutsideItem[], name: Set['name']) {
  const changes = items.flatMap((item) =>
    item.feature?.name === name ? [{ value: item.feature.value, at: timeOfItem(item) }] : [],
  );
  const last = changes.sort((one, other) => one.at - other.at).at(-1);
  if (!last) return null;
  const isClear = changes.every(({ at, value }) => at < last.at || value === last.value);
  return isClear ? last : { ...last, value: null };
}

/** How a switch was known to be at a time, in ms since 1970; null where nothing was known, or not how it was. */
export interface KnownBefore {
  readonly value: 'on' | 'off';
  /** "by Microsoft's audit log (omar@company.example)", "as change 3 tells". */
  readonly words: string;
  /** A person's word alone, which says nothing of when it was set. */
  readonly isWord?: boolean;
}

/** How a switch was known to be just before a time: by what is newest of before. */
export async function knownBefore(
  services: Pick<Services, 'store' | 'tenantId'>,
  name: Set['name'],
  {
    at,
    tenant,
    fresh,
  }: { readonly at: number; readonly tenant: WatchedTenant | null; readonly fresh: readonly OutsideItem[] },
): Promise<KnownBefore | null> {
  const fact = await knownOf(services, name);
  const told = latestOf(await allOutside(services), name);
  const now = lastIn(fresh, name);
  const read = tenant?.features[name];
  const all = [
    ...(fact ? [knownByFact(fact)] : []),
    ...(told ? [{ ...told, words: `as change ${told.number} tells` }] : []),
    ...(now ? [{ ...now, words: 'as the record before it tells' }] : []),
    ...(tenant && read ? [{ at: tenant.readAt, value: read, words: 'as read in Defender' }] : []),
  ];
  const last = all
    .filter((one) => one.at <= at)
    .sort((one, other) => one.at - other.at)
    .at(-1);
  return last?.value ? { ...last, value: last.value } : null;
}

function knownByFact({ value, source }: Fact) {
  const isWord = source.kind === 'attested';
  return { at: timeOf(source), value: onOff(value), words: sourceParts(source).words, isWord };
}

function onOff(value: unknown): 'on' | 'off' | null {
  return value === 'on' || value === 'off' ? value : null;
}

/** What is remembered of a switch. */
export async function knownOf({ store, tenantId }: Pick<Services, 'store' | 'tenantId'>, name: Set['name']) {
  const key = featureKey(name);
  return (await store.facts(tenantId, key)).find((fact) => fact.key === key);
}

function changeOf(
  { clock }: Pick<Services, 'clock'>,
  { name, value }: Set,
  source: Source,
  expected: number | null,
): FactChange {
  const changedAt = after(clock.now(), expected);
  const known = source.kind === 'not-known' ? null : value;
  return { fact: { key: featureKey(name), value: known, source, changedAt }, expected };
}

function isNewer(known: Source, source: Shown): boolean {
  const isOfIt = source.kind === 'corroborated' && known.kind === 'attested' && known.request === source.request;
  if (isOfIt && known.request !== null) return false;
  return timeOf(known) > source.at;
}

export function timeOf(source: Source): number {
  return source.at ?? Number.NEGATIVE_INFINITY;
}
