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

/** Statuses that no retry helps with: gone, not allowed there, or a message that Teams will never accept. */
const HOPELESS: ReadonlySet<number> = new Set([400, 403, 404, 405, 410, 413]);

/**
 * Turns a failed call into what the jobs need: `delivery-gone` when trying again is useless, otherwise
 * `delivery-failed` with `retryAt` where Teams named one. The cause is left out on purpose: the SDK's errors carry the
 * request with the bot's token.
 */
export function connectorError(cause: unknown, now: number): AirlockError {
  if (isAirlockError(cause)) return cause;
  const { statusCode = null, code = null } = restError.safeParse(cause).data ?? {};
  if (statusCode !== null && HOPELESS.has(statusCode)) {
    return new AirlockError('delivery-gone', `Teams answered ${statusCode}; this message cannot be delivered.`, {
      details: { statusCode },
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
