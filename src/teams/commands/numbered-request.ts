import { AirlockError } from '../../errors.ts';
import type { Request } from '../../requests/request.ts';
import type { Turn } from '../turn.ts';

/**
 * The request that people call by this number. A draft is its requester's alone, until it is submitted.
 * @throws AirlockError not-found
 */
export async function numberedRequest({ parts, sender }: Turn, number: number): Promise<Request> {
  const request = await parts.store.requestByNumber(parts.tenantId, number);
  const isPrivate = request?.submittedAt === null && request.requester.oid !== sender.actor.oid;
  if (request && !isPrivate) return request;
  throw new AirlockError('not-found', `There is no request #${number}. Write "requests" to see those that are open.`);
}
