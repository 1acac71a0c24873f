import { errorFields, isAirlockError } from '../../shared/errors.ts';
import type { Services } from '../ports/services.ts';
import { policyVersion, policyVersionIn } from '../record/digest.ts';
import type { ApprovedRequest, DraftRequest, PendingRequest, Request } from '../record/request.ts';
import { digestFault } from './approvable.ts';
import { type Close, closeRequest, markStale, stopIfUnrecorded } from './end-request.ts';
import { restoreDraft } from './form-steps.ts';
import { watchAfter } from './watching.ts';

/**
 * Ends a request whose deadline has come: a draft is discarded and its form closed; a pending or approved request
 * expires. Of one whose steps were handed over, Airlock goes on looking whether somebody followed them. Any other is
 * returned as it is. Where somebody else was faster, the request is returned as they left it:
 * when expiry and approval race, exactly one wins. A row that is not as recorded is stopped instead; one that had
 * ended, by the record, does not end again.
 */
export async function expireIfOverdue(services: Services, request: Request): Promise<Request> {
  if (request.deadline === null || request.deadline > services.clock.now()) return request;
  try {
    if (request.state === 'draft') return await discardDraft(services, request);
    const unrecorded = await stopIfUnrecorded(services, request, { correlation: `expire:${request.id}`, task: null });
    return unrecorded ? (unrecorded.stopped ?? request) : await expire(services, request);
  } catch (error) {
    if (!isAirlockError(error, 'rev-conflict')) throw error;
    return (await services.store.request(request.tenantId, request.id)) ?? request;
  }
}

/**
 * Discards a draft and its form. One that somebody changed in the database ends, too: log, metric and the entry of it
 * say so.
 */
export async function discardDraft(
  services: Services,
  draft: DraftRequest,
  by: Pick<Close<'discard'>, 'actor' | 'evidence'> = { actor: null },
): Promise<Request> {
  const { store, log, meter } = services;
  if (!(await store.asLoaded(draft)).isSame) {
    log.error({ requestId: draft.id, number: draft.number }, 'draft discarded: not as recorded');
    meter.count('recordFaults', { kind: 'mismatch' });
  }
  const restored = await restoreDraft(services, draft);
  return closeRequest(services, draft, { ...by, event: 'discard', code: 'discarded', ...restored });
}

function expire(services: Services, request: PendingRequest | ApprovedRequest): Promise<Request> {
  const code = request.state === 'approved' ? 'expired-unapplied' : 'expired-undecided';
  const watch = request.handover ? watchAfter(services, request, request.id) : null;
  return closeRequest(services, request, { event: 'expire', actor: null, code, watch });
}

/** Open requests that are read at once. */
const PAGE = 100;

/**
 * Ends every request that waits for a decision which the policy in force does not allow any more: at the start, since a
 * policy changes by a setting. What hinders one is logged and hinders no other.
 */
export async function endOutdated(services: Services): Promise<void> {
  const { store, tenantId, log } = services;
  for (let before: number | undefined; before !== 0; ) {
    const page = await store.requests(
      tenantId,
      { open: true, isAll: true, limit: PAGE, ...(before !== undefined && { before }) },
      (number, fault) => log.error({ number, ...errorFields(fault) }, 'request not compared with the policy'),
    );
    for (const request of page) await endIfOutdated(services, request);
    before = page.length < PAGE ? 0 : (page.at(-1)?.number ?? 0);
  }
}

/**
 * The same for one request, before its card is drawn: an approval that is taken back can leave it so. An instance that
 * others have overtaken with a newer policy ends nothing.
 */
export async function endIfOutdated(services: Services, request: Request): Promise<Request> {
  const { store, log, policy } = services;
  if (request.state !== 'pending') return request;
  const fault = digestFault(services, request);
  if (fault?.code !== 'policy-changed') return request;
  try {
    const started = policyVersionIn((await store.latestEntry('service.start'))?.data ?? null);
    if (started !== null && started !== policyVersion(policy)) return request;
    const unrecorded = await stopIfUnrecorded(services, request, { correlation: `policy:${request.id}`, task: null });
    return unrecorded ? (unrecorded.stopped ?? request) : await markStale(services, request, fault);
  } catch (error) {
    if (!isAirlockError(error)) throw error;
    log.warn({ number: request.number, ...errorFields(error) }, 'request not ended, though the policy changed');
    return (await store.request(request.tenantId, request.id)) ?? request;
  }
}
