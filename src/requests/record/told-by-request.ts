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

type Sent = Partial<Pick<Request, 'outcome' | 'waiting'>>;

/**
 * Whose session sent the write of a request, however it ended and as long as nobody knows how: who wrote is known
 * before it is known what came of it. Empty where no person's session did.
 */
export function sessionIn({ outcome, waiting }: Sent): Pick<NonNullable<Request['outcome']>, 'session'> {
  const session = outcome?.session ?? waiting?.session;
  return session ? { session } : {};
}
