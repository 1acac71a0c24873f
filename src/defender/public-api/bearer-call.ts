import { AirlockError, isAirlockError } from '../../shared/errors.ts';
import { type JsonAnswer, jsonRequest } from '../../shared/json-request.ts';
import { retryAt } from '../../shared/retry-after.ts';
import type { Clock } from '../../shared/runtime.ts';
import { TransportError, type TransportReason } from '../../shared/transport-error.ts';
import type { CallBudget } from './call-budget.ts';

const SENTENCES: Readonly<Record<TransportReason, (service: string) => string>> = {
  invalid: (service) => `Airlock could not put its call to ${service} together.`,
  unreachable: (service) => `${service} could not be reached.`,
  'timed-out': (service) => `${service} did not answer in time.`,
  cut: (service) => `The connection to ${service} broke.`,
};

/**
 * Throws the error for a call without an answer from Defender, or from the service that is named.
 * @throws AirlockError tenant-unavailable; details.arrived is false only if Defender certainly never received the call
 */
export function noAnswer(error: unknown, service = 'Defender'): never {
  if (!(error instanceof TransportError)) throw error;
  const { reason, mayHaveArrived } = error;
  throw new AirlockError('tenant-unavailable', SENTENCES[reason](service), {
    details: { arrived: mayHaveArrived, reason },
  });
}

/** A supported API, as error messages name it: its name, and the permission that its calls need. */
export interface Service {
  readonly name: string;
  /** `Machine.Read.All on WindowsDefenderATP` */
  readonly permission: string;
}

/** The error for an HTTP status that reports a fault; `throttled` handles 429. */
export function answerFault(service: Service, status: number): AirlockError {
  const { name, permission } = service;
  const details = { status };
  if (status === 401 || status === 440) {
    const text = `${name} did not take Airlock's sign-in (HTTP ${status}). Check that its app or managed identity is enabled in Entra ID.`;
    return new AirlockError('tenant-signed-out', text, { details });
  }
  if (status === 403) {
    const text = `Airlock lacks the permission ${permission}. Grant it in Entra ID to Airlock's app or managed identity, as an application permission with admin consent.`;
    return new AirlockError('tenant-refused', text, { details });
  }
  if (status >= 500) {
    return new AirlockError('tenant-unavailable', `${name} has a fault of its own (HTTP ${status}).`, { details });
  }
  return new AirlockError('tenant-refused', `${name} refused the call (HTTP ${status}).`, { details });
}

/** @param retryAt, now ms since 1970 */
function throttled({ name }: Service, retryAt: number, now: number): AirlockError {
  const minutes = Math.max(1, Math.ceil((retryAt - now) / 60_000));
  const text = `${name} takes no more calls for ${minutes} minute${minutes === 1 ? '' : 's'}: its limit on calls is reached.`;
  return new AirlockError('tenant-throttled', text, { details: { status: 429, retryAt } });
}

/** @throws AirlockError tenant-schema */
export function inKnownForm<T>(
  { name }: Service,
  parsed: { readonly success: true; readonly data: T } | { readonly success: false },
): T {
  if (parsed.success) return parsed.data;
  throw new AirlockError('tenant-schema', `${name} answered in a form that Airlock does not know.`);
}

export interface BearerOptions {
  /** Origin: `https://api.security.microsoft.com`, `https://graph.microsoft.com`. */
  readonly baseUrl: string;
  readonly service: Service;
  /** Gets a token of Airlock's own app or managed identity for the service. */
  readonly getToken: () => Promise<string>;
  readonly budget: CallBudget;
  readonly clock: Clock;
  /** Milliseconds for one call. */
  readonly timeoutMs: number;
}

/** @param pathOrUrl a path, or a link from an earlier answer */
export type BearerCall = (pathOrUrl: string) => Promise<{ readonly status: number; readonly body: unknown }>;

/**
 * Makes GET calls to a supported API. It sends nothing beyond the budget, and nothing to another origin.
 * @returns the answer of any 2xx, and of 404, which means "none" for some lists; `body` is undefined if it is not JSON
 * @throws AirlockError tenant-throttled with details.retryAt (429, or the budget), tenant-signed-out (401, 440, no
 * token), tenant-refused (403 naming the permission, other 4xx), tenant-unavailable (5xx, no answer)
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

/** @throws AirlockError tenant-schema for a link to another origin, which would receive the token */
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
