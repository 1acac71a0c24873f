import { asJson } from '../changes/json.ts';
import { kindOf } from '../changes/kind-of.ts';
import type { ErrorCode } from '../errors.ts';
import type { NewPost } from '../store/post.ts';
import type { NoticeData } from './answer.ts';
import type { Request } from './request.ts';

/** What somebody has to mend before it can go on: by waiting alone it does not pass. */
const NEEDS_SOMEBODY: ReadonlySet<ErrorCode> = new Set(['tenant-signed-out', 'not-allowed']);

/**
 * What the place where a request was asked is told when it waits for a person; once a request and cause, since the card says it all the while.
 * Nothing where waiting alone will do.
 */
export function waitingPosts(
  request: Request,
  cause: { code: ErrorCode; note: string },
  now: number,
): readonly NewPost[] {
  if (!NEEDS_SOMEBODY.has(cause.code)) return [];
  const title = kindOf(request.change).title(request.change);
  const goesOn =
    request.state === 'unknown'
      ? 'Then Airlock reads what became of it.'
      : 'Then it is applied by itself, if its time is not over.';
  const data: NoticeData = {
    tone: 'warning',
    title: `#${request.number} waits for somebody`,
    text: `${title}, asked for by ${request.requester.name}. ${cause.note} ${goesOn}`,
  };
  return [
    {
      key: `${request.id}:waits:${cause.code}:${request.state === 'unknown' ? 'reading' : 'writing'}`,
      tenantId: request.tenantId,
      conversation: request.origin,
      content: { kind: 'answer', view: 'notice', data: asJson(data) },
      dueAt: now,
    },
  ];
}
