import { z } from 'zod';
import { AirlockError } from '../shared/errors.ts';
import { type JsonAnswer, jsonRequest } from '../shared/http/json-request.ts';
import { retryAt } from '../shared/http/retry-after.ts';
import { TransportError } from '../shared/http/transport-error.ts';
import type { Clock } from '../shared/runtime.ts';
import { shownWords } from '../shared/said.ts';
import type { GetToken } from './token-sources.ts';

export interface GraphOptions {
  /** Origin, without a version: `https://graph.microsoft.com`. */
  readonly baseUrl: string;
  readonly getToken: GetToken;
  /** Milliseconds for one call, including retries. */
  readonly timeoutMs: number;
  readonly clock: Clock;
}

interface GraphAnswer {
  readonly status: number;
  /** The JSON value; undefined when the body holds none. */
  readonly body: unknown;
}

export type GraphCall = (method: 'GET' | 'POST', pathOrUrl: string, body?: unknown) => Promise<GraphAnswer>;

/**
 * Makes one call to Microsoft Graph. After a 429 or 503 it tries once more, if Retry-After fits into the time.
 * @throws AirlockError directory-unavailable when no answer comes; an answer with any status is returned
 */
export function graphCall(options: GraphOptions): GraphCall {
  return async (method, pathOrUrl, body) => {
    const ends = options.clock.now() + options.timeoutMs;
    const first = await once(options, method, pathOrUrl, body, ends);
    if (first.status !== 429 && first.status !== 503) return graphAnswer(first);
    const again = retryAt(first.headers, options.clock.now());
    if (again >= ends) return graphAnswer(first);
    await new Promise((resolve) => setTimeout(resolve, again - options.clock.now()));
    return graphAnswer(await once(options, method, pathOrUrl, body, ends));
  };
}

/** @throws AirlockError directory-unavailable for a 404 of something before Graph, which says nothing about anybody */
function graphAnswer({ status, body }: JsonAnswer): GraphAnswer {
  const answer = { status, body: body.kind === 'json' ? body.value : undefined };
  if (status === 404 && !ownForm.safeParse(answer.body).success) throw unavailable('404 of something before it');
  return answer;
}

/** The form of Graph's errors (learn: graph/errors). */
const ownForm = z.object({ error: z.object({ code: z.string(), message: z.string().nullish() }) });

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
    return await jsonRequest({
      method,
      url: url.href,
      headers: { authorization: `Bearer ${token}`, consistencylevel: 'eventual' },
      timeoutMs,
      ...(body === undefined ? {} : { body }),
    });
  } catch (error) {
    throw unavailable(error instanceof TransportError ? error.reason : 'no answer');
  }
}

/**
 * The error for an answer that decides nothing: a refusal, with the reason that Graph gave, a limit that is reached, or
 * anything else.
 * @param what was asked, for the log
 */
export function undecided(what: string, { status, body }: GraphAnswer): AirlockError {
  const reason = `${what} ${status}`;
  if (status === 429) return unavailable(reason, 'The directory takes no more calls now');
  if (status !== 401 && status !== 403) return unavailable(reason);
  const error = ownForm.safeParse(body).data?.error;
  const words = error ? shownWords(`${error.code}: ${error.message ?? ''}`) : '';
  return unavailable(reason, `The directory refused to tell (HTTP ${status}${words === '' ? '' : `, "${words}"`})`);
}

/** The only error of this folder. Whatever went wrong, it lets nobody in. */
export function unavailable(reason: string, why = 'The directory did not answer'): AirlockError {
  return new AirlockError('directory-unavailable', `${why}, so nothing was decided. Try again in a moment.`, {
    details: { reason },
  });
}
