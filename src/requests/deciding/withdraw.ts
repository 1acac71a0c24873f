import { AirlockError } from '../../shared/errors.ts';
import { stateSentence } from '../messages/state-words.ts';
import type { Services } from '../ports/services.ts';
import type { Request } from '../record/request.ts';
import { advance } from '../rules/advance.ts';
import { expireIfOverdue, loadRequest, type RequestAction } from '../rules/load.ts';

/**
 * The requester takes the request back, until the write has begun. What was asked cannot change between revs, so an older card will do.
 * @throws AirlockError not-found, not-allowed, wrong-state, rev-conflict
 */
export async function withdrawRequest(services: Services, click: RequestAction): Promise<Request> {
  const request = await expireIfOverdue(services, await loadRequest(services, click.requestId));
  if (click.actor.oid !== request.requester.oid) {
    throw new AirlockError(
      'not-allowed',
      `Only ${request.requester.name} can withdraw this request. An approver can reject it.`,
    );
  }
  if (request.state === 'withdrawn') return request;
  if (request.state !== 'pending' && request.state !== 'approved')
    throw new AirlockError('wrong-state', stateSentence(request));
  return advance(services, request, {
    event: 'withdraw',
    role: 'requester',
    actor: click.actor,
    patch: {
      closing: {
        code: 'withdrawn',
        by: click.actor,
        at: services.clock.now(),
        note: 'Withdrawn by the requester.',
        now: null,
      },
    },
  });
}
