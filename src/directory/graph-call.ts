import { z } from 'zod';
import { AirlockError } from '../shared/errors.ts';
import { type JsonAnswer, jsonRequest } from '../shared/http/json-request.ts';
import { retryAt } from '../shared/http/retry-after.ts';
import { holdsPermission, tokenClaims } from '../shared/http/token-claims.ts';
import { TransportError } from '../shared/http/transport-error.ts';
import { t } from '../shared/language/worded.ts';
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
  /** The application permissions of the token that it was given for; null or absent where they cannot be read. */
  readonly roles?: readonly string[] | null;
}

export type GraphCall = (method: 'GET' | 'POST', pathOrUrl: string, body?: unknown) => Promise<GraphAnswer>;

/**
 * Asks Microsoft Graph one question, which changes nothing. After a 429 or 503 it tries once more, if Retry-After fits
 * into the time.
 * @throws AirlockError directory-unavailable when no answer comes; an answer with any status is returned
 */
export function graphCall(options: GraphOptions): GraphCall {
  const { origin } = new URL(options.baseUrl);
  return async (method, pathOrUrl, body) => {
    const ends = options.clock.now() + options.timeoutMs;
    const first = await once({ ...options, origin }, method, pathOrUrl, body, ends);
    const { status } = first.answer;
    if (status !== 429 && status !== 503) return graphAnswer(first);
    const again = retryAt(first.answer.headers, options.clock.now());
    if (again >= ends) return graphAnswer(first);
    await new Promise((resolve) => setTimeout(resolve, again - options.clock.now()));
    return graphAnswer(await once({ ...options, origin }, method, pathOrUrl, body, ends));
  };
}

/** @throws AirlockError directory-unavailable for a 404 of something before Graph, which says nothing about anybody */
function graphAnswer({ answer: { status, body }, roles }: Answered): GraphAnswer {
  const answer = { status, body: body.kind === 'json' ? body.value : undefined, roles };
  if (status === 404 && !ownForm.safeParse(answer.body).success) throw unavailable('404 of something before it');
  return answer;
}

/** The form of Graph's errors (learn: graph/errors). */
const ownForm = z.object({ error: z.object({ code: z.string(), message: z.string().nullish() }) });

interface Answered {
  readonly answer: JsonAnswer;
  readonly roles: readonly string[] | null;
}

async function once(
  options: GraphOptions & { readonly origin: string },
  method: 'GET' | 'POST',
  pathOrUrl: string,
  body: unknown,
  ends: number,
): Promise<Answered> {
  const url = new URL(pathOrUrl, options.baseUrl);
  if (url.origin !== options.origin) throw unavailable('another origin');
  const token = await options.getToken();
  const timeoutMs = Math.max(1, ends - options.clock.now());
  try {
    const answer = await jsonRequest({
      method,
      url: url.href,
      headers: { authorization: `Bearer ${token}`, consistencylevel: 'eventual' },
      timeoutMs,
      onlyAsks: true,
      ...(body === undefined ? {} : { body }),
    });
    return { answer, roles: tokenClaims(token)?.roles ?? null };
  } catch (error) {
    throw unavailable(error instanceof TransportError ? error.reason : 'no answer');
  }
}

/** The permission that each question takes (learn: user-get, directoryobject-checkmemberobjects, group-list). */
const PERMISSIONS: Readonly<Record<string, string>> = {
  users: 'User.Read.All',
  carriers: 'User.Read.All',
  checkMemberObjects: 'User.Read.All',
  groups: 'GroupMember.Read.All',
  group: 'GroupMember.Read.All',
};

/** Permissions that hold every one of those. */
const ALL = ['Directory.Read.All', 'Directory.ReadWrite.All'];

/**
 * The error for an answer that decides nothing: a limit that is reached, a refusal, a fault or an unknown form, each
 * with the reason that Graph gave. A permission is advised only where the token lacks it.
 * @param what was asked, for the log
 */
export function undecided(what: string, answer: GraphAnswer): AirlockError {
  const { status, roles } = answer;
  const reason = `${what} ${status}`;
  const said = saidBy(answer);
  if (status === 429) return unavailable(reason, t`The directory takes no more calls now ${said}`);
  if (status >= 500) return unavailable(reason, t`The directory has a fault of its own ${said}`);
  if (status < 400) return lasting(reason, t`The directory answered in a form that Airlock does not know`);
  if (status !== 401 && status !== 403) return lasting(reason, t`The directory did not take the question ${said}`);
  return lasting(reason, t`The directory refused to tell ${said}`, adviceOn(PERMISSIONS[what], roles));
}

/** `(HTTP 403, "Authorization_RequestDenied: Insufficient privileges.")`: what Graph gave as its reason. */
export function saidBy({ status, body }: GraphAnswer): string {
  const error = ownForm.safeParse(body).data?.error;
  const words = error ? shownWords(`${error.code}: ${error.message ?? ''}`) : '';
  return `(HTTP ${status}${words === '' ? '' : `, "${words}"`})`;
}

/** What is to be granted, where a token lacks it; empty where it does not, or cannot be read. */
export function adviceOn(permission: string | undefined, roles: GraphAnswer['roles']): string {
  const isHeld = !permission || !roles || ALL.some((one) => roles.includes(one)) || holdsPermission(roles, permission);
  return isHeld ? '' : t`Airlock's token lacks ${permission}: whoever operates Airlock has to grant it.`;
}

/** The error for what trying again does not mend. @param advice what to do, a sentence; empty for none */
export function lasting(reason: string, why: string, advice = '', more: object = {}): AirlockError {
  const sentences = [t`${why}, so nothing was decided.`, ...(advice === '' ? [] : [advice])];
  return new AirlockError('directory-unavailable', sentences.join(' '), { details: { reason, why, ...more } });
}

/** The error for what may pass. Whatever went wrong, it lets nobody in. */
export function unavailable(reason: string, why = t`The directory did not answer`): AirlockError {
  return new AirlockError('directory-unavailable', t`${why}, so nothing was decided. Try again in a moment.`, {
    details: { reason, why },
  });
}
