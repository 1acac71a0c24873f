import { AirlockError, type ErrorCode, isAirlockError } from '../../shared/errors.ts';

/** An API's error answer: HTTP status, the service's own error code, and its message. */
export interface Refusal {
  readonly status: number;
  readonly code: string;
  readonly message: string;
}

const KINDS: Readonly<Record<number, ErrorCode>> = { 401: 'not-allowed', 403: 'not-allowed', 404: 'not-found' };

/** Creates an error to throw inside a route. The API's error handler turns it into its own wire form. */
export function refusal(status: number, code: string, message: string): AirlockError {
  return new AirlockError(KINDS[status] ?? 'input-invalid', message, { details: { status, wireCode: code } });
}

/** The refusal that an error carries; null for an unexpected error. */
export function readRefusal(error: unknown): Refusal | null {
  if (!isAirlockError(error)) return null;
  const { status, wireCode } = error.details;
  if (typeof status !== 'number' || typeof wireCode !== 'string') return null;
  return { status, code: wireCode, message: error.message };
}

/** Whether express could not read the request body (invalid JSON, wrong charset, too large). */
export function isBodyFault(error: unknown): boolean {
  if (typeof error !== 'object' || error === null) return false;
  const { type } = error as { type?: unknown };
  return typeof type === 'string' && /^(entity|charset|encoding|request|stream)\./.test(type);
}
