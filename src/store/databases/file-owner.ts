import { chmodSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import Database from 'libsql';
import { AirlockError } from '../../shared/errors.ts';

/** What a process owns until it gives it up or dies. */
export interface FileOwner {
  release(): void;
}

/**
 * Makes this process the owner of a SQLite file, which may be there or not. The mark of it is a lock of the operating
 * system on a file beside it, so it ends with the process, however that ends. Whoever only reads needs none.
 * @throws AirlockError store-unavailable where another process owns it
 */
export function ownFile(file: string): FileOwner {
  const beside = `${file}.owner`;
  const lock = openBeside(file, beside);
  try {
    lock.exec('begin exclusive');
  } catch (cause) {
    lock.close();
    throw new AirlockError(
      'store-unavailable',
      `Airlock does not start: another process of Airlock uses ${file}. One process owns a SQLite file. Stop the other one first, or set DATABASE_URL to a PostgreSQL database, which several instances share.`,
      { cause, details: { reason: 'owned' } },
    );
  }
  return { release: () => void lock.close() };
}

function openBeside(file: string, beside: string): Database.Database {
  try {
    mkdirSync(dirname(beside), { recursive: true, mode: 0o700 });
    const lock = new Database(beside);
    chmodSync(beside, 0o600);
    return lock;
  } catch (cause) {
    const message = `Airlock cannot open ${beside}, which marks whose ${file} is. Set DATA_DIR to a folder that it may write to.`;
    throw new AirlockError('config-invalid', message, { cause });
  }
}
