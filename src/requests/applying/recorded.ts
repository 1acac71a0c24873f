import { AirlockError } from '../../shared/errors.ts';
import type { Services } from '../ports/services.ts';
import { unseen } from '../ports/witness.ts';
import type { ApprovedRequest } from '../record/request.ts';
import { type Occasion, stopUnrecorded } from '../rules/end-request.ts';
import { replayFault } from '../rules/people/replay.ts';

/**
 * Compares an approved request with the record before anything is done on its strength. Where they differ, the request
 * is stopped, and the log, a metric, the card and the approval channel say so.
 * @returns the request as it was compared: go on with this one alone; null where it was stopped
 * @throws AirlockError rev-conflict where somebody was faster, record-broken, store-corrupt; as `unseen`
 */
export async function recordedRequest(
  services: Services,
  { id, rev, tenantId }: ApprovedRequest,
  occasion: Occasion,
): Promise<ApprovedRequest | null> {
  const trail = await services.store.trail(tenantId, id);
  if (trail?.request.state !== 'approved' || trail.request.rev !== rev)
    throw new AirlockError('rev-conflict', 'Somebody else was faster. This is the request as it is now.');
  if (!trail.isCurrent) throw unseen();
  const { request } = trail;
  const why = replayFault(trail);
  if (why === null) return request;
  await stopUnrecorded(services, { ...trail, request }, { ...occasion, why });
  return null;
}
