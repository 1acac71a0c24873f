import type { ClosingCode, Request } from './request.ts';

/** Ends after which the operator is told before anybody asks again, and one that a newer request replaced. */
const NOT_AGAIN: ReadonlySet<ClosingCode> = new Set<ClosingCode>([
  'digest-mismatch',
  'identity-changed',
  'record-mismatch',
  'superseded',
]);

const ENDED: ReadonlySet<Request['state']> = new Set<Request['state']>([
  'discarded',
  'rejected',
  'withdrawn',
  'expired',
  'stale',
  'failed',
]);

/**
 * Whether the same can be asked for once more with one press: a request that ended without being applied, for no cause
 * that somebody has to look into first.
 */
export function mayAskAgain({ state, closing }: Pick<Request, 'state' | 'closing'>): boolean {
  return ENDED.has(state) && !(closing && NOT_AGAIN.has(closing.code));
}
