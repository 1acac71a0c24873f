import { type AirlockError, type ErrorCode, isAirlockError } from '../../errors.ts';
import type { WriteOutcome } from '../tenant.ts';

/** How long to wait before a write that certainly did not land is tried again, in ms. */
const RETRY_PAUSE = 30_000;

/** What may pass by itself. All else stays as it is until a person does something: trying again cannot help. */
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
