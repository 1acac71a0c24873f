import { cardDigest } from '../../../src/requests/record/digest.ts';
import type { Actor, Request } from '../../../src/requests/record/request.ts';

/** A press on a button of the request's card as it was drawn; nothing is typed beside it. */
export function pressOf(request: Request, actor: Actor = request.requester) {
  const digest: string | null = cardDigest(request);
  const { id, rev } = request;
  return { requestId: id, door: 'card', digest, rev, actor, correlation: 'test', reason: '' } as const;
}

/** A typed decision. @param digest the digits that are typed after the number */
export function typedOf({ id }: Request, actor: Actor, digest: string | null = null) {
  return { requestId: id, door: 'typed', digest, actor, correlation: 'test', reason: '' } as const;
}

/** What every button of the request's card carries. */
export function carriedBy(request: Request) {
  return { requestId: request.id, rev: request.rev, digest: cardDigest(request) };
}
