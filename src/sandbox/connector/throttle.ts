import { AirlockError } from '../../shared/errors.ts';
import type { RateLimits } from './rate-limits.ts';

/** Counts one operation on a conversation. @throws a refusal 429 whose details hold `retryAfter`, in seconds. */
export function throttle(limits: RateLimits, key: string): void {
  const retryAfter = limits.take(key);
  if (retryAfter === 0) return;
  throw new AirlockError('input-invalid', 'API calls quota exceeded for this conversation.', {
    details: { status: 429, wireCode: 'Throttled', retryAfter },
  });
}
