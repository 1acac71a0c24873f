import { AirlockError, isAirlockError } from '../../shared/errors.ts';
import { type StoreTrouble, storeTrouble, troubleOf, troubleWords } from '../../shared/store-trouble.ts';

/** SQLite's result codes (sqlite.org/rescode.html) by how they begin, the more special ones first. */
const TROUBLES: readonly (readonly [prefix: string, trouble: StoreTrouble])[] = [
  ['SQLITE_FULL', 'full'],
  ['SQLITE_READONLY_DBMOVED', 'gone'],
  ['SQLITE_READONLY', 'read-only'],
  ['SQLITE_CORRUPT', 'damaged'],
  ['SQLITE_NOTADB', 'damaged'],
  ['SQLITE_BUSY', 'locked'],
  ['SQLITE_LOCKED', 'locked'],
  ['SQLITE_IOERR', 'gone'],
  ['SQLITE_CANTOPEN', 'gone'],
];

/**
 * Converts an error of the driver that tells of trouble with the file or its disk; any other stays as it is: it is
 * one of the query.
 */
export function sqliteError(error: unknown): unknown {
  if (isAirlockError(error)) return error;
  const reason = codeOf(error);
  const found = TROUBLES.find(([prefix]) => reason.startsWith(prefix));
  return found ? storeTrouble(found[1], reason, error) : error;
}

/** Whether another connection holds the lock. */
export function isBusy(error: unknown): boolean {
  const reason = isAirlockError(error) ? String(error.details.reason) : codeOf(error);
  return reason.startsWith('SQLITE_BUSY');
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}

/**
 * Why a file cannot be opened as the store, for whoever starts Airlock.
 * @returns AirlockError store-corrupt, or store-unavailable where nothing is wrong with what the file holds
 */
export function openError(file: string, cause: unknown): AirlockError {
  const error = sqliteError(cause);
  if (isAirlockError(error, 'store-corrupt')) return error;
  const trouble = troubleOf(error);
  if (trouble === null)
    return isAirlockError(error)
      ? error
      : new AirlockError('store-corrupt', 'The database could not be brought up to date.', { cause });
  if (trouble === 'damaged') return damaged(file, codeOf(cause) || 'it cannot be read', cause);
  const { what, mend } = troubleWords(trouble);
  return new AirlockError('store-unavailable', `The database ${file} cannot be used: ${what}. ${mend}`, {
    cause,
    details: isAirlockError(error) ? error.details : {},
  });
}

/** @param how a clause: what SQLite finds */
export function damaged(file: string, how: string, cause?: unknown): AirlockError {
  return new AirlockError(
    'store-corrupt',
    `The database ${file} is damaged (${how}). ${troubleWords('damaged').mend}`,
    { cause, details: { trouble: 'damaged', reason: how } },
  );
}
