import type { WriteHold } from '../../requests/ports/tenant.ts';
import { AirlockError, isAirlockError } from '../../shared/errors.ts';
import { type JsonAnswer, jsonRequest } from '../../shared/http/json-request.ts';
import { pauseOf } from '../../shared/http/retry-after.ts';
import { tokenClaims } from '../../shared/http/token-claims.ts';
import { TransportError, type TransportReason } from '../../shared/http/transport-error.ts';
import { t } from '../../shared/language/worded.ts';
import type { Clock } from '../../shared/runtime.ts';
import { answerFault, paced, type Service, saysNone, throttled } from './answer-fault.ts';
import type { CallBudget } from './call-budget.ts';

const SENTENCES: Readonly<Record<TransportReason, (service: string) => string>> = {
  invalid: (service) => t`Airlock could not put its call to ${service} together.`,
  unreachable: (service) => t`${service} could not be reached.`,
  'timed-out': (service) => t`${service} did not answer in time.`,
  cut: (service) => t`The connection to ${service} broke.`,
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

/** What to throw where a write is no longer this instance's to send: it was not sent. */
export function takenOver(): AirlockError {
  const text = t`The time for this write was up before it was sent, so another instance of Airlock may go on with it.`;
  return new AirlockError('tenant-unavailable', text, { details: { arrived: false } });
}

/** @throws AirlockError tenant-schema */
export function inKnownForm<T>(
  { name }: Service,
  parsed: { readonly success: true; readonly data: T } | { readonly success: false },
): T {
  if (parsed.success) return parsed.data;
  throw new AirlockError('tenant-schema', t`${name} answered in a form that Airlock does not know.`);
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
  /** What to ask the service for by the header `Prefer`. */
  readonly prefer?: string;
  /** Asked right before each POST, which ends with it; absent where no other instance can take the work over. */
  readonly hold?: WriteHold;
  /** Whether its POSTs change nothing; absent where they may, or where nobody knows. */
  readonly onlyAsks?: boolean;
}

/** An answer that is no fault. */
interface Answered {
  readonly status: number;
  /** Undefined if it is not JSON. */
  readonly body: unknown;
  readonly headers: Headers;
  /** Present where the API says by a 404 that there is nothing: what to throw if the caller asked for no list. */
  readonly none?: AirlockError;
}

/**
 * @param pathOrUrl a path, or a link from an earlier answer
 * @param post sent as JSON by POST; a GET where absent
 */
export type BearerCall = (pathOrUrl: string, post?: object) => Promise<Answered>;

/**
 * Makes calls to a supported API. It sends nothing beyond the budget, and nothing to another origin.
 * @returns the answer of any 2xx, and of a 404 by which the API itself says that there is nothing
 * @throws AirlockError tenant-throttled with details.retryAt (429, or the budget; a 503 that says when has it, too),
 * tenant-signed-out (401, 440, no token), tenant-refused (other 4xx), tenant-unavailable (5xx, 408, 499, 404 of
 * something before the API, no answer)
 */
export function bearerCall(options: BearerOptions): BearerCall {
  const { service, clock, budget, timeoutMs, prefer, onlyAsks = false } = options;
  return async (pathOrUrl, post) => {
    const url = ownUrl(options, pathOrUrl);
    const wait = budget.take();
    if (wait !== null) throw paced(service, wait, clock.now());
    const token = await tokenOf(options);
    const headers = { authorization: `Bearer ${token}`, ...(prefer !== undefined && { prefer }) };
    const sent = post === undefined ? { method: 'GET' as const } : { method: 'POST' as const, body: post };
    const held = post === undefined ? undefined : options.hold;
    if (held && !(await held.isStillMine())) throw takenOver();
    const bounds = { timeoutMs, onlyAsks: post === undefined || onlyAsks, ...(held && { signal: held.signal }) };
    const request = jsonRequest({ ...sent, ...bounds, url, headers });
    return taken(options, await request.catch((error: unknown) => noAnswer(error, service.name)), token);
  };
}

function taken({ service, clock, budget }: BearerOptions, answer: JsonAnswer, token: string): Answered {
  const { status, body, headers } = answer;
  if (body.kind === 'unreadable' && body.why === 'too-large') {
    const text = t`${service.name} sent more in one answer than Airlock takes.`;
    throw new AirlockError('tenant-unavailable', text, { details: { status, reason: 'too-large' } });
  }
  if (status >= 200 && status < 300) {
    return { status, headers, body: body.kind === 'json' ? body.value : undefined };
  }
  const refusal = { status, body, roles: tokenClaims(token)?.roles ?? null };
  const pause = pauseOf(headers, clock.now());
  if (status === 429 || (status === 503 && pause.asked !== null)) {
    budget.pause(pause);
    throw throttled(service, { pause, now: clock.now() }, refusal);
  }
  const fault = answerFault(service, refusal);
  if (saysNone(refusal)) return { status, headers, body: undefined, none: fault };
  throw fault;
}

/** @throws AirlockError tenant-schema for a link to another origin, which would receive the token */
function ownUrl({ baseUrl, service }: BearerOptions, pathOrUrl: string): string {
  const base = new URL(baseUrl);
  const url = new URL(pathOrUrl, base);
  if (url.origin === base.origin) return url.href;
  throw new AirlockError('tenant-schema', t`${service.name} pointed to another service for the rest of its answer.`);
}

/** @throws AirlockError tenant-signed-out */
async function tokenOf({ getToken, service }: BearerOptions): Promise<string> {
  try {
    return await getToken();
  } catch (error) {
    if (!isAirlockError(error)) throw error;
    throw new AirlockError('tenant-signed-out', t`Airlock got no token for ${service.name}. ${error.message}`, {
      cause: error,
    });
  }
}
