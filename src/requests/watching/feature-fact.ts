import { featureKey, type Source } from '../../changes/knowledge.ts';
import type { Services } from '../ports/services.ts';
import type { FactChange } from '../record/fact.ts';
import type { OutsideItem } from '../record/outside.ts';
import { after } from './watched.ts';

type Set = NonNullable<OutsideItem['feature']>;
type Corroborated = Extract<Source, { kind: 'corroborated' }>;

/**
 * What Airlock remembers of a switch from now on, by Microsoft's audit log; nothing where something newer is known of
 * it. A person's word on the same request is older than the log's record, whenever it was given.
 */
export async function featureFact(
  services: Pick<Services, 'store' | 'tenantId' | 'clock'>,
  set: Set,
  source: Corroborated,
): Promise<readonly FactChange[]> {
  const known = await knownOf(services, set.name);
  if (known && isNewer(known.source, source)) return [];
  return [changeOf(services, set, source, known?.changedAt ?? null)];
}

/**
 * What is no longer known of a switch since somebody changed it outside Airlock at this time; nothing where something
 * newer is known of it, or nothing is.
 */
export async function forgottenFact(
  services: Pick<Services, 'store' | 'tenantId' | 'clock'>,
  set: Set,
  at: number,
): Promise<readonly FactChange[]> {
  const known = await knownOf(services, set.name);
  if (!known || known.value === set.value || timeOf(known.source) > at) return [];
  return [changeOf(services, set, { kind: 'not-known' }, known.changedAt)];
}

async function knownOf({ store, tenantId }: Pick<Services, 'store' | 'tenantId'>, name: Set['name']) {
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

function isNewer(known: Source, source: Corroborated): boolean {
  if ('request' in known && known.request !== null && known.request === source.request) return false;
  return timeOf(known) > source.at;
}

function timeOf(source: Source): number {
  return source.kind === 'not-known' ? Number.NEGATIVE_INFINITY : source.at;
}
