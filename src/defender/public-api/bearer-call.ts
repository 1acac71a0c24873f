import { AirlockError, isAirlockError } from '../../errors.ts';
import { type JsonAnswer, jsonRequest } from '../../http/json-request.ts';
import { retryAt } from '../../http/retry-at.ts';
import type { Clock } from '../../ports.ts';
import { noAnswer } from '../no-answer.ts';
import { answerFault, type Service, throttled } from './answer-fault.ts';
import type { CallBudget } from './call-budget.ts';

export interface BearerOptions {
  /** Origin: `https://api.security.microsoft.com`, `https://graph.microsoft.com`. */
  readonly baseUrl: string;
  readonly service: Service;
  /** Token of Airlock's own app or managed identity for the service. */
  readonly getToken: () => Promise<string>;
  readonly budget: CallBudget;
  readonly clock: Clock;
  /** Milliseconds for one call. */
  readonly timeoutMs: number;
}

/** @param pathOrUrl a path, or a link that an earlier answer gave */
export type BearerCall = (pathOrUrl: string) => Promise<{ readonly status: number; readonly body: unknown }>;

/**
 * One GET of a supported API. Nothing is sent beyond the budget, nor to another origin than the service's own.
 * @returns the answer of any 2xx, and of 404, which some lists mean as "none"; `body` is undefined where it is not JSON
 * @throws AirlockError tenant-throttled with details.retryAt (429, or the budget), tenant-signed-out (401, 440, no token), tenant-refused
 *   (403 naming the permission, other 4xx), tenant-unavailable (5xx, no answer)
 */
export function bearerCall(options: BearerOptions): BearerCall {
  const { service, clock, budget, timeoutMs } = options;
  return async (pathOrUrl) => {
    const url = ownUrl(options, pathOrUrl);
    const free = budget.take();
    if (free !== null) throw throttled(service, free, clock.now());
    const headers = { authorization: `Bearer ${await tokenOf(options)}` };
    const request = jsonRequest({ method: 'GET', url, headers, timeoutMs });
    return kept(options, await request.catch((error: unknown) => noAnswer(error, service.name)));
  };
}

function kept({ service, clock, budget }: BearerOptions, answer: JsonAnswer) {
  const { status, body } = answer;
  if (status === 429) {
    const at = retryAt(answer.headers, clock.now());
    budget.pauseUntil(at);
    throw throttled(service, at, clock.now());
  }
  if (status === 404 || (status >= 200 && status < 300))
    return { status, body: body.kind === 'json' ? body.value : undefined };
  throw answerFault(service, status);
}

/** @throws AirlockError tenant-schema for a link that leads elsewhere: it would carry the token there */
function ownUrl({ baseUrl, service }: BearerOptions, pathOrUrl: string): string {
  const base = new URL(baseUrl);
  const url = new URL(pathOrUrl, base);
  if (url.origin === base.origin) return url.href;
  throw new AirlockError('tenant-schema', `${service.name} pointed to another service for the rest of its answer.`);
}

/** @throws AirlockError tenant-signed-out */
async function tokenOf({ getToken, service }: BearerOptions): Promise<string> {
  try {
    return await getToken();
  } catch (error) {
    if (!isAirlockError(error)) throw error;
    throw new AirlockError('tenant-signed-out', `Airlock got no token for ${service.name}. ${error.message}`, {
      cause: error,
    });
  }
}
