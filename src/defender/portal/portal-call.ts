import type { WriteHold } from '../../requests/ports/tenant.ts';
import { AirlockError } from '../../shared/errors.ts';
import { type JsonAnswer, jsonRequest } from '../../shared/http/json-request.ts';
import { pauseOf } from '../../shared/http/retry-after.ts';
import { t } from '../../shared/language/worded.ts';
import type { Clock } from '../../shared/runtime.ts';
import type { PortalSession, SessionSource } from '../define-connector.ts';
import { faultBefore, isOfSomethingBefore, paced, pauseWords } from '../public-api/answer-fault.ts';
import { noAnswer, takenOver } from '../public-api/bearer-call.ts';
import { type CallBudget, createCallBudget } from '../public-api/call-budget.ts';
import { isOwnWords, refusalSentence } from './refusals.ts';
import { cookiesOf, createXsrfTokens, OLD_TOKEN, takeXsrf, type XsrfTokens } from './xsrf-token.ts';

export interface PortalOptions {
  /** Origin and prefix: `https://security.microsoft.com/apiproxy/mtp`. */
  readonly baseUrl: string;
  readonly session: SessionSource;
  readonly tenantId: string;
  readonly clock: Clock;
  /** Milliseconds for one call. */
  readonly timeoutMs: number;
  /** The age in ms from which on a token is exchanged before a reading; four minutes when absent. */
  readonly oldToken?: number;
  /** Asked right before a write is sent, which ends where the hold does; a reading needs none. */
  readonly hold?: WriteHold;
  /** Hears each answer that was taken, with the session that asked. */
  readonly answered?: (session: PortalSession, path: string, value: unknown) => void;
}

/** The proxy in front of Defender timed out: the call may have reached Defender. */
const REQUEST_TIMEOUT = 408;

/** The portal's own status for a session that has ended, in addition to 401. */
const LOGIN_TIMEOUT = 440;

export type PortalCall = (method: 'GET' | 'POST' | 'PUT', path: string, body?: unknown) => Promise<unknown>;

/** With these statuses the portal may refuse an old token (docs/facts/defender.md#portal-session). */
const MAY_BE_THE_TOKEN: ReadonlySet<number> = new Set([403, 500]);

/**
 * Makes calls to the portal's own API (docs/facts/defender.md#portal-session). It sends the session cookies, and the
 * XSRF cookie's decoded value as a header. A reading gets a fresh token first where that one is old, and is made once
 * more with one where the answer may be about the token. A write is sent once, with the token of the reading before it.
 * @throws AirlockError tenant-signed-out (401, 440), tenant-refused (other 4xx), tenant-throttled with details.retryAt
 * (429, and without a call while the portal takes none), tenant-unavailable (408, 5xx, no answer; details.arrived;
 * details.retryAt for a 503 that says when; a refused token, without details.arrived), tenant-schema (not
 * JSON; details.status, and details.before for a page of something before Defender). After the last two, a write may
 * have landed, unless the token was refused, and after tenant-refused without details.own: in words of Defender's own.
 */
export function portalCall(options: PortalOptions): PortalCall {
  const tokens = createXsrfTokens(options);
  const budget = createCallBudget([], options.clock);
  return async (method, path, body) => {
    const current = await options.session.current();
    if (!current) throw signedOut();
    decodedXsrf(current.xsrf);
    const wait = budget.take();
    if (wait !== null) throw paced(DEFENDER, wait, options.clock.now());
    const { session, answer } =
      method === 'GET'
        ? await read(options, tokens, current, path)
        : { session: current, answer: await write(options, current, method, path, body) };
    if (answer.status === 401 || answer.status === LOGIN_TIMEOUT) options.session.ended(session);
    const value = bodyOf(answer, budget, options.clock.now());
    options.answered?.(session, path, value);
    return value;
  };
}

interface Asked {
  readonly session: PortalSession;
  readonly answer: JsonAnswer;
}

async function read(options: PortalOptions, tokens: XsrfTokens, current: PortalSession, path: string): Promise<Asked> {
  const session = await tokens.young(current, options.oldToken ?? OLD_TOKEN);
  const answer = await send(options, session, 'GET', path);
  if (!MAY_BE_THE_TOKEN.has(answer.status) || session !== current) return { session, answer };
  const renewed = await tokens.renewed(session);
  return renewed ? { session: renewed, answer: await send(options, renewed, 'GET', path) } : { session, answer };
}

/** Waits for nothing between the last question and the sending. @throws AirlockError tenant-unavailable, not arrived */
async function write(options: PortalOptions, session: PortalSession, ...call: Sent): Promise<JsonAnswer> {
  if (options.hold && !(await options.hold.isStillMine())) throw takenOver();
  return send(options, session, ...call);
}

type Sent = [method: Parameters<PortalCall>[0], path: string, body?: unknown];

async function send(
  options: PortalOptions,
  session: PortalSession,
  ...[method, path, body]: Sent
): Promise<JsonAnswer> {
  const answer = await jsonRequest({
    method,
    url: `${options.baseUrl}${path}`,
    headers: {
      cookie: cookiesOf(session),
      'x-xsrf-token': decodedXsrf(session.xsrf),
      'tenant-id': options.tenantId,
    },
    timeoutMs: options.timeoutMs,
    ...(options.hold && method !== 'GET' && { signal: options.hold.signal }),
    ...(body === undefined ? {} : { body }),
  }).catch(noAnswer);
  takeXsrf(answer, options, session);
  return answer;
}

/** Decodes the XSRF cookie. One that cannot be decoded did not come from the portal. */
function decodedXsrf(cookie: string): string {
  try {
    return decodeURIComponent(cookie);
  } catch {
    throw signedOut();
  }
}

/** An answer by which the portal takes no call for a while: then Airlock makes none. */
function throttled(answer: JsonAnswer, budget: CallBudget, now: number): AirlockError | null {
  const { status } = answer;
  const pause = pauseOf(answer.headers, now);
  if (status !== 429 && (status !== 503 || pause.asked === null)) return null;
  budget.pause(pause);
  const details = { status, retryAt: pause.until };
  const words = pauseWords({ pause, now });
  if (status === 429)
    return new AirlockError('tenant-throttled', t`Defender takes no call now (HTTP 429). ${words}`, { details });
  return new AirlockError('tenant-unavailable', `${faultSentence(answer)} ${words}`, {
    details: { ...details, arrived: true },
  });
}

function bodyOf(answer: JsonAnswer, budget: CallBudget, now: number): unknown {
  const { status } = answer;
  if (status === 401 || status === LOGIN_TIMEOUT) throw signedOut();
  const waits = throttled(answer, budget, now);
  if (waits) throw waits;
  if (status >= 400 && status < 500 && status !== REQUEST_TIMEOUT) throw refusalOf(answer);
  if (status >= 500 || status === REQUEST_TIMEOUT)
    throw new AirlockError('tenant-unavailable', faultSentence(answer), { details: { status, arrived: true } });
  if (status < 200 || status > 299 || answer.body.kind !== 'json') {
    throw new AirlockError('tenant-schema', t`Defender answered in a form that Airlock does not know.`, {
      details: { status, before: isOfSomethingBefore(answer) },
    });
  }
  return answer.body.value;
}

/** Only what Defender says in its own form is a fault of its own. */
function faultSentence(answer: JsonAnswer): string {
  const { status } = answer;
  if (isOfSomethingBefore(answer)) return faultBefore(DEFENDER, status).message;
  const isTold = answer.body.kind === 'json' && status >= 500;
  return isTold
    ? refusalSentence(status, saidIn(answer), t`Defender has a fault of its own`)
    : t`Defender answered with HTTP ${status}, which says no reason.`;
}

/** How a refusal of the token words itself. A refusal that does so has certainly changed nothing. */
const OF_THE_TOKEN = /anti-?forgery|[xc]srf/i;

function refusalOf(answer: JsonAnswer): AirlockError {
  const { status } = answer;
  const said = saidIn(answer);
  const details = { status, own: isOwnWords(said) };
  if (isOfSomethingBefore(answer))
    return new AirlockError('tenant-refused', faultBefore(DEFENDER, status).message, { details });
  if (status === 403 && OF_THE_TOKEN.test(JSON.stringify(said) ?? ''))
    return new AirlockError('tenant-unavailable', t`Defender did not take the session's anti-forgery token.`, {
      details,
    });
  const isUnsaid = refusalSentence(status, said) === refusalSentence(status, null);
  const perhaps =
    status === 403 && isUnsaid ? ` ${t`The operator who is signed in may lack the permission for it.`}` : '';
  return new AirlockError('tenant-refused', `${refusalSentence(status, said)}${perhaps}`, { details });
}

const DEFENDER = { name: 'Defender' };

function saidIn({ body }: JsonAnswer): unknown {
  return body.kind === 'json' ? body.value : undefined;
}

function signedOut(): AirlockError {
  return new AirlockError(
    'tenant-signed-out',
    t`The session with the Defender portal has ended. Whoever operates Airlock has to sign in again.`,
  );
}
