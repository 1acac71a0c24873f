import { DatabaseError } from 'pg';
import { AirlockError } from '../../shared/errors.ts';
import { t } from '../../shared/language/worded.ts';
import { type StoreTrouble, storeTrouble } from '../../shared/store-trouble.ts';

/** Faults that an operator can fix, by SQLSTATE (PostgreSQL manual, appendix A) or by Node's code. */
const REASONS: Readonly<Record<string, string>> = {
  '28P01': 'it refuses the user or the password',
  '28000': 'it refuses the user',
  '3D000': 'there is no such database on that server',
  '53300': 'it has no connection left',
  '57014': 'a query took too long',
  ECONNREFUSED: 'nothing listens there',
  ENOTFOUND: 'its host is not known',
  ENOENT: 'a file that its address names is missing',
  ETIMEDOUT: 'it cannot be reached',
  'directory-unavailable': 'Entra ID gave no token to sign in to it with',
};

/** Troubles by SQLSTATE. */
const TROUBLES: Readonly<Record<string, StoreTrouble>> = {
  '53100': 'full',
  '25006': 'read-only',
  XX001: 'damaged',
  XX002: 'damaged',
  '55P03': 'locked',
};

/**
 * SQLSTATE classes that are about the server's state, not about the query: connection, rollback, sign-in, resources,
 * operator.
 */
const PASSING = /^(08|25|28|3D|40|53|55|57|58)/;

/** Sentences that pg throws without a code. */
const SENTENCES: ReadonlySet<string> = new Set([
  'The server does not support SSL connections',
  'Connection terminated unexpectedly',
  'Connection terminated due to connection timeout',
  'timeout exceeded when trying to connect',
  'Query read timeout',
]);

/**
 * Converts an error of the driver and drops its message, which may quote rows, users and hosts. `details.reason` is the
 * SQLSTATE or Node's code.
 * @returns AirlockError store-unavailable when the server or the connection is at fault; internal when the query is.
 */
export function databaseError(error: unknown): AirlockError {
  const reason = reasonOf(error);
  const trouble = TROUBLES[reason];
  if (trouble !== undefined) return storeTrouble(trouble, reason);
  const details = { reason };
  const meaning = REASONS[reason];
  const shown = meaning === undefined ? reason : `${reason}: ${meaning}`;
  if (error instanceof DatabaseError && !PASSING.test(reason))
    return new AirlockError('internal', `The database refused a query (${shown}).`, { details });
  const text = t`The database cannot be used now (${shown}). Look again in a minute before you repeat anything.`;
  return new AirlockError('store-unavailable', text, {
    details: isGone(error, reason) ? { reason, trouble: 'gone' } : details,
  });
}

/** Whether the server cannot be reached, or has ended; not where it takes part in nothing but this sign-in or query. */
function isGone(error: unknown, reason: string): boolean {
  return error instanceof DatabaseError ? /^(08|57P|58)/.test(reason) : reason !== 'directory-unavailable';
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  if ('code' in error && typeof error.code === 'string' && error.code !== '') return error.code;
  return SENTENCES.has(error.message) ? error.message : 'unknown';
}
