import { z } from 'zod';
import type { WriteOutcome } from '../../requests/ports/tenant.ts';
import { type AirlockError, type ErrorCode, isAirlockError } from '../../shared/errors.ts';
import { t } from '../../shared/language/worded.ts';
import { saying, shownWords } from '../../shared/said.ts';

const refusal = z.object({ Message: z.string() });

/** Whether a refusal has the form of Defender's own: anything else may come of something before it. */
export function isOwnWords(body: unknown): boolean {
  return refusal.safeParse(body).success;
}

/** Words a refusal for people, or a fault. It quotes Defender's message, if there is one that can be shown. */
export function refusalSentence(status: number, body: unknown, what = t`Defender refused the call`): string {
  const parsed = refusal.safeParse(body);
  return `${what} (HTTP ${status})${saying(parsed.success ? shownWords(parsed.data.Message) : '')}`;
}

/** How long to wait, in ms, before trying a write again that certainly did not land. */
const RETRY_PAUSE = 30_000;

/** Faults that may pass. All others remain until a person acts, so trying again cannot help. */
const PASSING: readonly ErrorCode[] = ['tenant-unavailable', 'tenant-throttled', 'tenant-signed-out', 'tenant-schema'];

/** The outcome of a write that certainly did not land. Rethrows anything that is not an AirlockError. */
export function writeRefusal(error: unknown, now: number): WriteOutcome {
  if (!isAirlockError(error)) throw error;
  return { kind: 'refused', code: error.code, why: error.message, retryAt: retryAtOf(error, now) };
}

function retryAtOf(error: AirlockError, now: number): number | null {
  if (!PASSING.includes(error.code)) return null;
  return typeof error.details.retryAt === 'number' ? error.details.retryAt : now + RETRY_PAUSE;
}
