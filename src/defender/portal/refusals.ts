import { z } from 'zod';
import type { WriteOutcome } from '../../requests/ports/tenant.ts';
import { type AirlockError, type ErrorCode, isAirlockError } from '../../shared/errors.ts';

const refusal = z.object({ Message: z.string() });

/** How much of Defender's own words is shown, in characters. */
const LONGEST = 200;

/**
 * A refusal as people read it, with Defender's own words where it gave any: cleaned of invisible characters, and cut.
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

/** How long to wait before a write that certainly did not land is tried again, in ms. */
const RETRY_PAUSE = 30_000;

/** Faults that may pass. All others stay until a person does something: trying again cannot help. */
const PASSING: readonly ErrorCode[] = ['tenant-unavailable', 'tenant-throttled', 'tenant-signed-out', 'tenant-schema'];

/** The outcome of a write that certainly was not made. Anything but an AirlockError is thrown on. */
export function writeRefusal(error: unknown, now: number): WriteOutcome {
  if (!isAirlockError(error)) throw error;
  return { kind: 'refused', code: error.code, why: error.message, retryAt: retryAtOf(error, now) };
}

function retryAtOf(error: AirlockError, now: number): number | null {
  if (!PASSING.includes(error.code)) return null;
  return typeof error.details.retryAt === 'number' ? error.details.retryAt : now + RETRY_PAUSE;
}
