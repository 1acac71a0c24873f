import { AirlockError } from '../errors.ts';
import { retryAt } from '../http/retry-at.ts';
import { type JsonAnswer, sendJson } from '../http/send-json.ts';
import type { Clock } from '../ports.ts';
import type { GetToken } from './tokens/get-token.ts';

export interface GraphOptions {
  /** Origin, without a version: `https://graph.microsoft.com`. */
  readonly baseUrl: string;
  readonly getToken: GetToken;
  /** Milliseconds for one question, retries included. */
  readonly timeoutMs: number;
  readonly clock: Clock;
}

export type GraphCall = (method: 'GET' | 'POST', pathOrUrl: string, body?: unknown) => Promise<JsonAnswer>;

/**
 * One question to Microsoft Graph. A 429 or 503 is asked once more when Retry-After fits into the time.
 * @throws AirlockError directory-unavailable when no answer comes; any answer with a status is returned.
 */
export function graphCall(options: GraphOptions): GraphCall {
  return async (method, pathOrUrl, body) => {
    const ends = options.clock.now() + options.timeoutMs;
    const first = await once(options, method, pathOrUrl, body, ends);
    if (first.status !== 429 && first.status !== 503) return first;
    const again = retryAt(first.headers, options.clock.now());
    if (again >= ends) return first;
    await new Promise((resolve) => setTimeout(resolve, again - options.clock.now()));
    return once(options, method, pathOrUrl, body, ends);
  };
}

async function once(
  options: GraphOptions,
  method: 'GET' | 'POST',
  pathOrUrl: string,
  body: unknown,
  ends: number,
): Promise<JsonAnswer> {
  const url = new URL(pathOrUrl, options.baseUrl);
  if (url.origin !== new URL(options.baseUrl).origin) throw unavailable('another origin');
  const token = await options.getToken();
  const timeoutMs = Math.max(1, ends - options.clock.now());
  try {
    return await sendJson({
      method,
      url: url.href,
      headers: { authorization: `Bearer ${token}`, consistencylevel: 'eventual' },
      timeoutMs,
      ...(body === undefined ? {} : { body }),
    });
  } catch {
    throw unavailable('no answer');
  }
}

/** The one refusal of this room: whatever went wrong, nobody is let in by it. */
export function unavailable(reason: string): AirlockError {
  return new AirlockError(
    'directory-unavailable',
    'The directory did not answer, so nothing was decided. Try again in a moment.',
    { details: { reason } },
  );
}
