import type { TenantSnapshot } from '../../changes/tenant-snapshot.ts';
import { type AirlockError, errorFields, isAirlockError } from '../../shared/errors.ts';
import type { Services } from '../ports/services.ts';
import type { Tenant } from '../ports/tenant.ts';
import { knownIn } from '../record/fact.ts';
import { KnownFacts } from './known-facts.ts';
import { listedNow } from './listed-now.ts';
import { lacks, withKnown, withRememberedFeatures } from './overlay.ts';

type KnowingServices = Pick<Services, 'store' | 'tenantId' | 'clock' | 'log'>;

/**
 * A tenant that remembers: what its connector cannot read is as it is best known, and the snapshot says how
 * (docs/architecture.md#tell-what-is-known). Where everything was read it adds nothing, and asks the store nothing.
 */
export function knowingTenant<T extends Tenant>(tenant: T, services: KnowingServices): T {
  const read: Tenant['read'] = async (...asked) => remembering(services, await tenant.read(...asked));
  return { ...tenant, read };
}

/** A snapshot whose switches could not be read, with what is remembered of them. */
export async function rememberingFeatures(services: KnowingServices, now: TenantSnapshot): Promise<TenantSnapshot> {
  const facts = await services.store.facts(services.tenantId, 'feature:', unreadable(services));
  return withRememberedFeatures(now, new KnownFacts(facts, services.clock.now()));
}

function unreadable({ log }: KnowingServices) {
  return (key: string, fault: AirlockError) =>
    log.error({ key, ...errorFields(fault) }, 'what is stored is not what the record tells, and decides nothing');
}

async function remembering(services: KnowingServices, now: TenantSnapshot): Promise<TenantSnapshot> {
  const { store, tenantId, clock } = services;
  const onUnreadable = unreadable(services);
  const { features, groups } = lacks(now);
  const facts = await Promise.all([
    features ? store.facts(tenantId, 'feature:', onUnreadable) : [],
    groups ? store.facts(tenantId, 'group:', onUnreadable) : [],
  ]);
  if (!features && !groups) return now;
  const known = new KnownFacts(facts.flat(), clock.now());
  await noteListed(services, now, known);
  return withKnown(now, known);
}

/** From now on a group is known by its number. Where somebody else notes the same, the next reading does the rest. */
async function noteListed({ store, tenantId, clock }: KnowingServices, now: TenantSnapshot, known: KnownFacts) {
  const changes = listedNow(now.groups ?? [], known, clock.now());
  if (changes.length === 0) return;
  const data = { found: 'Microsoft Graph lists a group that a request made.', known: knownIn(changes) };
  const entry = { tenantId, at: clock.now(), event: 'tenant.listed', actor: 'service', requestId: null, data };
  try {
    await store.send({ messages: [], tasks: [], audit: [entry], facts: { tenantId, changes } });
  } catch (error) {
    if (!isAirlockError(error, 'rev-conflict')) throw error;
  }
}
