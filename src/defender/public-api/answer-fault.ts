import { z } from 'zod';
import { AirlockError, type ErrorCode } from '../../shared/errors.ts';
import type { JsonAnswer } from '../../shared/http/json-request.ts';
import type { Pause } from '../../shared/http/retry-after.ts';
import { holdsPermission } from '../../shared/http/token-claims.ts';
import { msg, say, t } from '../../shared/language/worded.ts';
import { saying, shownWords } from '../../shared/said.ts';
import type { Wait } from './call-budget.ts';

/** A supported API, as error messages name it, and the permission that its calls need. */
export interface Service {
  readonly name: string;
  /** Where the permission is granted: `WindowsDefenderATP`. */
  readonly api: string;
  /** `Machine.Read.All` */
  readonly permission: string;
}

/** An answer that reports a fault, and the application permissions of the token that it was given for. */
export interface Refusal {
  readonly status: number;
  readonly body: JsonAnswer['body'];
  /** Null for a token that cannot be read. */
  readonly roles: readonly string[] | null;
}

/**
 * `{"error": {"code": "ResourceNotFound", "message": "..."}}` (learn: common-errors); gateways send `message` alone.
 */
const ownForm = z.object({ error: z.object({ code: z.string(), message: z.string().nullish() }) });
const gateway = z.object({ message: z.string() });

/** What an answer says of its fault. `own`: in the form of the API itself. */
interface Said {
  readonly own: boolean;
  readonly code: string;
  readonly words: string;
}

function saidIn(body: Refusal['body']): Said {
  const value = body.kind === 'json' ? body.value : null;
  const parsed = ownForm.safeParse(value);
  if (parsed.success) {
    const { code, message } = parsed.data.error;
    return { own: true, code: /^[\w.-]{1,60}$/.test(code) ? code : '', words: shownWords(message ?? '') };
  }
  const other = gateway.safeParse(value);
  return { own: false, code: '', words: other.success ? shownWords(other.data.message) : '' };
}

/** The codes of a list without an entry (learn: get-machines, common-errors). */
const NONE: readonly string[] = ['NotFound', 'ResourceNotFound'];

/** Whether the API itself says that there is nothing: a 404 of anything before it says nothing about its lists. */
export function saysNone({ status, body }: Pick<Refusal, 'status' | 'body'>): boolean {
  const said = saidIn(body);
  return status === 404 && said.own && NONE.includes(said.code);
}

/** Whether a web page or a redirection came in place of the API's answer. */
export function isOfSomethingBefore({ status, body }: Pick<Refusal, 'status' | 'body'>): boolean {
  return (status >= 300 && status < 400) || (body.kind === 'unreadable' && body.why === 'content-type');
}

/**
 * The error for an answer that reports a fault: what the API itself gave as the reason, never a guess at it.
 * @returns tenant-signed-out (401, 440), tenant-unavailable (5xx, 408, 499, and a 404 that is not the API's: what
 *   was asked may have been done), tenant-refused
 */
export function answerFault(service: Service, refusal: Refusal): AirlockError {
  const { status } = refusal;
  if (isOfSomethingBefore(refusal)) return faultBefore(service, status);
  const said = saidIn(refusal.body);
  const reason = reasonOf(status, said);
  if (status === 401 || status === 440) {
    return fault('tenant-signed-out', t`${service.name} did not take Airlock's sign-in ${reason}`, status);
  }
  if (isUnclear(status)) {
    const isTold = said.own || said.words !== '';
    const told =
      status >= 500
        ? t`${service.name} has a fault of its own ${reason}`
        : t`${service.name} did not answer in time ${reason}`;
    const text = isTold ? told : saysNoReason(service, status);
    return fault('tenant-unavailable', text, status);
  }
  const refused = t`${service.name} refused the call ${reason}`;
  return fault(
    'tenant-refused',
    status === 403 ? advised(service, refusal.roles, refused) : refused,
    status,
    said.code,
  );
}

/** A pause that an answer leads to, and when it came, in ms since 1970. */
interface Paused {
  readonly pause: Pause;
  readonly now: number;
}

/** The same for an answer that asks to wait, or that is a 429. */
export function throttled(service: Service, paused: Paused, refusal: Refusal): AirlockError {
  const retryAt = paused.pause.until;
  const { status } = refusal;
  if (status !== 429) {
    const fault = answerFault(service, refusal);
    const text = `${fault.message} ${pauseWords(paused)}`;
    return new AirlockError(fault.code, text, { details: { ...fault.details, retryAt } });
  }
  const words = saying(saidIn(refusal.body).words);
  const refused = isOfSomethingBefore(refusal)
    ? t`The call to ${service.name} was answered with HTTP 429${words}`
    : t`${service.name} takes no call now (HTTP 429)${words}`;
  return new AirlockError('tenant-throttled', `${refused} ${pauseWords(paused)}`, { details: { status, retryAt } });
}

/** Who chose how long to wait: the service, or Airlock. */
export function pauseWords({ pause: { until, asked }, now }: Paused): string {
  const own = minutesUntil(until, now);
  if (asked === null) return t`It did not say for how long: Airlock waits ${own}.`;
  if (asked <= until) return t`It asks to wait ${own}.`;
  return t`It asks to wait ${minutesUntil(asked, now)}; Airlock asks again after ${own}.`;
}

const WHY_NO_CALL: Readonly<Record<Wait['why'], (name: string) => string>> = {
  asked: (name) => t`${name} asked it to wait.`,
  unsaid: (name) => t`${name} took no more calls, and did not say for how long.`,
  paced: (name) => t`it paces its own calls, to stay within the limits of ${name}.`,
  kept: (name) =>
    t`what the limits of ${name} leave for now is kept for isolations, releases and app restrictions, which go first.`,
};

/** The error for a call that Airlock held back itself. @param now ms since 1970 */
export function paced({ name }: Pick<Service, 'name'>, { until, why }: Wait, now: number): AirlockError {
  const text = t`Airlock makes no call to ${name} for ${minutesUntil(until, now)}: ${WHY_NO_CALL[why](name)}`;
  return new AirlockError('tenant-throttled', text, { details: { retryAt: until } });
}

function minutesUntil(at: number, now: number): string {
  const minutes = Math.max(1, Math.ceil((at - now) / 60_000));
  return minutes === 1 ? t`1 minute` : t`${minutes} minutes`;
}

const MAY_BE_OF_ANOTHER = msg`The answer may be of something before it, such as a proxy, a gateway or a Conditional Access policy.`;

/** The error for an answer that is in no form of the API: who gave it, and why, nobody can tell. */
export function faultBefore({ name }: Pick<Service, 'name'>, status: number): AirlockError {
  const text = t`The call to ${name} was answered with HTTP ${status}, which says no reason. ${say(MAY_BE_OF_ANOTHER)}`;
  const isUntold = status === 404 || isUnclear(status);
  return fault(isUntold ? 'tenant-unavailable' : 'tenant-refused', text, status);
}

/** The time was up on the way there (408), or whoever passed it on gave up (499). */
const GAVE_UP: readonly number[] = [408, 499];

/** Whether the service may have done what it was asked: a fault of it, or somebody before it gave up waiting. */
function isUnclear(status: number): boolean {
  return status >= 500 || GAVE_UP.includes(status);
}

function saysNoReason({ name }: Pick<Service, 'name'>, status: number): string {
  return t`${name} answered with HTTP ${status}, which says no reason.`;
}

function reasonOf(status: number, { code, words }: Said): string {
  const place = code === '' ? `(HTTP ${status})` : `(HTTP ${status}, ${code})`;
  return words === '' ? `${place}. ${t`It gave no reason.`}` : `${place}${saying(words)}`;
}

/** Advises to grant the permission only where the token really lacks it; then that comes first. */
function advised({ api, permission }: Service, roles: Refusal['roles'], refused: string): string {
  if (roles === null) return refused;
  if (holdsPermission(roles, permission)) return t`${refused} Airlock's token holds ${permission}.`;
  return t`Airlock's token lacks the permission ${permission} on ${api}: grant it in Entra ID to its app or managed identity, with admin consent. ${refused}`;
}

function fault(code: ErrorCode, text: string, status: number, says = ''): AirlockError {
  return new AirlockError(code, text, { details: { status, ...(says !== '' && { says }) } });
}
