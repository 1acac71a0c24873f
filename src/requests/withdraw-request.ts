import { AirlockError } from '../errors.ts';
import { advance } from './advance.ts';
import { type Click, loadRequest } from './current-request.ts';
import { lapseRequest } from './lapse-request.ts';
import type { Parts } from './parts.ts';
import type { Request } from './request.ts';
import { stateSentence } from './state-sentence.ts';

/**
 * The requester takes the request back, until the write has begun. What was asked cannot change between revs, so an older card will do.
 * @throws AirlockError not-found, not-allowed, wrong-state, rev-conflict
 */
export async function withdrawRequest(parts: Parts, click: Click): Promise<Request> {
  const request = await lapseRequest(parts, await loadRequest(parts, click.requestId));
  if (click.actor.oid !== request.requester.oid) {
    throw new AirlockError(
      'not-allowed',
      `Only ${request.requester.name} can withdraw this request. An approver can reject it.`,
    );
  }
  if (request.state === 'withdrawn') return request;
  if (request.state !== 'pending' && request.state !== 'approved')
    throw new AirlockError('wrong-state', stateSentence(request));
  return advance(parts, request, {
    event: 'withdraw',
    role: 'requester',
    actor: click.actor,
    patch: {
      closing: {
        code: 'withdrawn',
        by: click.actor,
        at: parts.clock.now(),
        note: 'Withdrawn by the requester.',
        now: null,
      },
    },
  });
}
