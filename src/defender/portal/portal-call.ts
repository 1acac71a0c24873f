import { AirlockError } from '../../shared/errors.ts';
import { type JsonAnswer, jsonRequest } from '../../shared/json-request.ts';
import { retryAt } from '../../shared/retry-after.ts';
import type { Clock } from '../../shared/runtime.ts';
import type { PortalSession, SessionSource } from '../define-connector.ts';
import { noAnswer } from '../public-api/bearer-call.ts';
import { refusalSentence } from './refusals.ts';

export interface PortalOptions {
  /** Origin and prefix: `https://security.microsoft.com/apiproxy/mtp`. */
  readonly baseUrl: string;
  readonly session: SessionSource;
  readonly tenantId: string;
  readonly clock: Clock;
  /** Milliseconds for one call. */
  readonly timeoutMs: number;
  /** Hears each answer that was taken, with the session that asked. */
  readonly answered?: (session: PortalSession, path: string, value: unknown) => void;
}

/** The proxy in front of Defender timed out: the call may have reached Defender. */
const REQUEST_TIMEOUT = 408;

/** The portal's own status for a session that has ended, in addition to 401. */
const LOGIN_TIMEOUT = 440;

export type PortalCall = (method: 'GET' | 'POST' | 'PUT', path: string, body?: unknown) => Promise<unknown>;

/**
 * Makes calls to the portal's own API (docs/facts/defender.md#portal-session). It sends the session cookies, and the
 * XSRF cookie's decoded value as a header.
 * @throws AirlockError tenant-signed-out (401, 440), tenant-refused (other 4xx), tenant-throttled with details.retryAt
 * (429), tenant-unavailable (408, 5xx, no answer; details.arrived), tenant-schema (not JSON; details.status). After the
 * last two, a write may have landed.
 */
export function portalCall(options: PortalOptions): PortalCall {
  return async (method, path, body) => {
    const session = await options.session.current();
    if (!session) throw signedOut();
    const answer = await jsonRequest({
      method,
      url: `${options.baseUrl}${path}`,
      headers: {
        cookie: `sccauth=${session.sccauth}; XSRF-TOKEN=${session.xsrf}`,
        'x-xsrf-token': decodedXsrf(session.xsrf),
        'tenant-id': options.tenantId,
      },
      timeoutMs: options.timeoutMs,
      ...(body === undefined ? {} : { body }),
    }).catch(noAnswer);
    keepXsrf(answer, options.session, session);
    if (answer.status === 401 || answer.status === LOGIN_TIMEOUT) options.session.ended(session);
    const value = bodyOf(answer, options.clock.now());
    options.answered?.(session, path, value);
    return value;
  };
}

/** Decodes the XSRF cookie. One that cannot be decoded did not come from the portal. */
function decodedXsrf(cookie: string): string {
  try {
    return decodeURIComponent(cookie);
  } catch {
    throw signedOut();
  }
}

function keepXsrf(answer: JsonAnswer, source: SessionSource, session: PortalSession): void {
  for (const cookie of answer.headers.getSetCookie()) {
    const value = /^XSRF-TOKEN=([^;]+)/.exec(cookie)?.[1];
    if (value) source.rotated(session, value);
  }
}

function bodyOf(answer: JsonAnswer, now: number): unknown {
  const { status } = answer;
  if (status === 401 || status === LOGIN_TIMEOUT) throw signedOut();
  if (status === 429) {
    throw new AirlockError('tenant-throttled', 'Defender asks to wait before the next call.', {
      details: { status, retryAt: retryAt(answer.headers, now) },
    });
  }
  if (status === 403)
    throw new AirlockError(
      'tenant-refused',
      'Defender says that the signed-in operator lacks the permission for this.',
      { details: { status } },
    );
  if (status >= 400 && status < 500 && status !== REQUEST_TIMEOUT) {
    const said = answer.body.kind === 'json' ? answer.body.value : undefined;
    throw new AirlockError('tenant-refused', refusalSentence(status, said), { details: { status } });
  }
  if (status >= 500 || status === REQUEST_TIMEOUT)
    throw new AirlockError('tenant-unavailable', `Defender has a fault of its own (HTTP ${status}).`, {
      details: { status, arrived: true },
    });
  if (status < 200 || status > 299 || answer.body.kind !== 'json') {
    throw new AirlockError('tenant-schema', 'Defender answered in a form that Airlock does not know.', {
      details: { status },
    });
  }
  return answer.body.value;
}

function signedOut(): AirlockError {
  return new AirlockError(
    'tenant-signed-out',
    'The session with the Defender portal has ended. Whoever operates Airlock has to sign in again.',
  );
}
