import { isAirlockError } from '../../../shared/errors.ts';
import type { Services } from '../../ports/services.ts';
import { isIn, type Request } from '../../record/request.ts';
import { markStale, stopIfUnrecorded } from '../end-request.ts';
import { goneFault } from './judging/person-faults.ts';

/**
 * Ends an open request whose requester is no longer in the directory, and frees its object: nobody could withdraw it,
 * and nobody may approve it. Where somebody else was faster, the request is returned as they left it.
 * @throws AirlockError directory-unavailable
 */
export async function endIfRequesterGone(services: Services, request: Request): Promise<Request> {
  if (!isIn(request, ['pending', 'approved'])) return request;
  const { tenantId, id, requester } = request;
  if (await services.directory.standing(requester.oid, [])) return request;
  try {
    const unrecorded = await stopIfUnrecorded(services, request, { correlation: `gone:${id}`, task: null });
    return unrecorded ? (unrecorded.stopped ?? request) : await markStale(services, request, goneFault(request));
  } catch (error) {
    if (!isAirlockError(error, 'rev-conflict')) throw error;
    return (await services.store.request(tenantId, id)) ?? request;
  }
}
