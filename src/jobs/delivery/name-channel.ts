import { lookAtApprovalChannel } from '../../requests/notifying/telling/place-names.ts';
import type { LookAtPlace } from '../../requests/ports/places.ts';
import type { Services } from '../../requests/ports/services.ts';

/** Asks Teams about the channel for approvals, unless an instance did so a short while ago. */
export async function nameChannelOnce(services: Services, look: LookAtPlace, every: number): Promise<void> {
  const { store, clock, ids, tenantId } = services;
  if (!(await store.acquire(`channel-name:${tenantId}`, ids.next(), clock.now(), every))) return;
  await lookAtApprovalChannel(services, look);
}
