import { z } from 'zod';
import type { WriteOutcome } from '../../requests/ports/tenant.ts';
import { type AirlockError, type ErrorCode, isAirlockError } from '../../shared/errors.ts';

const refusal = z.object({ Message: z.string() });

/** How much of Defender's message is shown, in characters. */
const LONGEST = 200;

/**
 * Words a refusal for people. It quotes Defender's message, if there is one, without invisible characters and cut to
 * length.
 */
export function refusalSentence(status: number, body: unknown): string {
  const parsed = refusal.safeParse(body);
  const words = parsed.success ? cleaned(parsed.data.Message) : '';
  if (words === '') return `Defender refused the call (HTTP ${status}).`;
  return `Defender refused the call (HTTP ${status}), saying: "${words}"${/[.!?…]$/.test(words) ? '' : '.'}`;
}

function cleaned(text: string): string {
  const characters = [...text.replace(/[\p{C}\p{Z}]+/gu, ' ').trim()];
  return characters.length > LONGEST ? `${characters.slice(0, LONGEST - 1).join('')}…` : characters.join('');
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
