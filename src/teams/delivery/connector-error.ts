import { z } from 'zod';
import { AirlockError, isAirlockError } from '../../shared/errors.ts';
import { readRetryAfter } from '../../shared/http/retry-after.ts';

/** What the SDK throws when the Bot Connector refuses a call or does not answer. */
const restError = z.object({
  statusCode: z.number().optional().catch(undefined),
  code: z.string().optional().catch(undefined),
});

/** The header bag hides its state behind `get`, so it is used as it is and never copied. */
interface HeaderBag {
  get(name: string): unknown;
}

const withHeaders = z.object({
  response: z.object({ headers: z.custom<HeaderBag>((bag) => typeof (bag as HeaderBag | null)?.get === 'function') }),
});

/** Statuses that tell of the place: it is gone, or closed to the bot. Any of them may be wrong for a moment. */
const PLACE: ReadonlySet<number> = new Set([403, 404, 410]);

/** Statuses of a message that Teams will never accept. */
const MESSAGE: ReadonlySet<number> = new Set([400, 405, 413]);

/** The 404 of an update whose message somebody deleted: the place is as it was. */
const NO_MESSAGE = 'ActivityNotFoundInConversation';

/**
 * Turns a failed call into what the jobs need: `delivery-gone` where Teams refuses the place or the message
 * (`details.refuses`), otherwise `delivery-failed` with `retryAt` where Teams named one. The cause is left out on
 * purpose: the SDK's errors carry the request with the bot's token.
 */
export function connectorError(cause: unknown, now: number): AirlockError {
  if (isAirlockError(cause)) return cause;
  const { statusCode = null, code = null } = restError.safeParse(cause).data ?? {};
  if (statusCode !== null && (PLACE.has(statusCode) || MESSAGE.has(statusCode))) {
    const refuses = PLACE.has(statusCode) && code !== NO_MESSAGE ? 'place' : 'message';
    return new AirlockError('delivery-gone', `Teams answered ${statusCode}; this message cannot be delivered.`, {
      details: { statusCode, code, refuses },
    });
  }
  const said = statusCode === null ? 'gave no answer' : `answered ${statusCode}`;
  const retryAt = retryTime(cause, now);
  return new AirlockError('delivery-failed', `Teams ${said}; it will be sent again later.`, {
    details: { statusCode, code, ...(retryAt !== null && { retryAt }) },
  });
}

function retryTime(cause: unknown, now: number): number | null {
  return readRetryAfter(withHeaders.safeParse(cause).data?.response.headers.get('retry-after'), now);
}
