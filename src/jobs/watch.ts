import { remindWaiting } from '../requests/asking/digest/remind-waiting.ts';
import { tellDigests } from '../requests/asking/digest/tell-digests.ts';
import type { Services } from '../requests/ports/services.ts';
import { lookAtTenant } from '../requests/watching/look.ts';
import { errorFields, isAirlockError } from '../shared/errors.ts';

/**
 * Looks at Microsoft's audit log and at the tenant, unless an instance did so a short while ago. What could not be
 * noted is found again at the next look.
 * @param every milliseconds between two looks, at least, however many instances run
 */
export async function watchOnce(services: Services, every: number): Promise<void> {
  const { store, clock, ids, log, tenantId } = services;
  const [lease, owner] = [`watch:${tenantId}`, ids.next()];
  if (!(await store.acquire(lease, owner, clock.now(), every))) return;
  try {
    await lookAtTenant(services);
  } catch (error) {
    await store.release(lease, owner);
    if (!isAirlockError(error, 'directory-unavailable', 'rev-conflict')) throw error;
    log.warn(errorFields(error), 'what was seen of the tenant is left for the next look');
  }
}

/** Tells channels what is due: digests, and what has waited in Defender. What fails is left for the next time. */
export async function tellChannels(services: Services): Promise<void> {
  for (const tell of [tellDigests, remindWaiting]) {
    try {
      const told = await tell(services);
      if (told > 0) services.log.info({ told }, 'channels told what is due');
    } catch (error) {
      if (!isAirlockError(error)) throw error;
      services.log.warn(errorFields(error), 'channels not told what is due');
    }
  }
}
