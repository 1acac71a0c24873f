import type { Request } from './request.ts';

type Sent = Partial<Pick<Request, 'outcome' | 'waiting'>>;

/**
 * Whose session sent the write of a request, however it ended and as long as nobody knows how: who wrote is known
 * before it is known what came of it. Empty where no person's session did.
 */
export function sessionIn({ outcome, waiting }: Sent): Pick<NonNullable<Request['outcome']>, 'session'> {
  const session = outcome?.session ?? waiting?.session;
  return session ? { session } : {};
}
