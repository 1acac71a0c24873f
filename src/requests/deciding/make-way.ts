import { inEnglish, t } from '../../shared/language/worded.ts';
import type { Services } from '../ports/services.ts';
import type { DraftRequest } from '../record/request.ts';
import type { RequestAction } from '../rules/load.ts';
import { lockedBy } from '../rules/object-lock.ts';
import { hasNotBegun } from './alone/judge-alone.ts';
import { rejectRequest } from './reject.ts';
import { withdrawRequest } from './withdraw.ts';

/**
 * Ends each request that waits on a device of an emergency: its admin withdraws their own, and rejects or stops
 * another's, as they may anyway. What has begun is left, and then the emergency is refused as any second request.
 * @throws AirlockError not-allowed, wrong-state, rev-conflict, directory-unavailable
 */
export async function makeWay(services: Services, draft: DraftRequest, action: RequestAction): Promise<void> {
  const { actor, correlation, door } = action;
  for (const _ of draft.change.kind === 'response-actions' ? draft.change.devices : []) {
    const locking = await lockedBy(services, draft.change);
    if (!locking || locking.id === draft.id || !hasNotBegun(locking)) return;
    const { id: requestId, digest, rev } = locking;
    const end = { requestId, actor, correlation, door, digest, rev };
    if (locking.requester.oid === actor.oid) await withdrawRequest(services, end);
    else
      await rejectRequest(services, {
        ...end,
        reason: inEnglish(() => t`The emergency #${draft.number} on the same devices took its place.`),
      });
  }
}
