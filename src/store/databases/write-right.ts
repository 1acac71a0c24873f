import type { Kysely } from 'kysely';
import type { Leases, WriteRight } from '../../requests/ports/outbox.ts';
import { SCHEMA } from '../schema/postgres-guards.ts';
import type { Tables } from '../schema/tables.ts';
import { sessionLock } from './session-lock.ts';
import type { PostgresPlace, StoreLocation } from './store-location.ts';

type TakeWriter = Leases['takeWriter'];

/**
 * Gives the right to write. On PostgreSQL it is the lock of a session, which ends with its connection. On SQLite, whose
 * file one process owns, it is a lease among that process' own work, which the next owner takes back.
 */
export function writeRights(
  db: Kysely<Tables>,
  place: StoreLocation,
  leases: Pick<Leases, 'acquire' | 'release'>,
): TakeWriter {
  return 'url' in place ? bySession(place) : byLease(db, leases);
}

const STILL_CLAIMED = `select 1 from ${SCHEMA}.tasks where id = $1 and lease = $2 and completed = 0`;

function bySession(place: PostgresPlace): TakeWriter {
  return async (tenantId) => {
    const lock = await sessionLock(place, `airlock/writer/${tenantId}`, 'airlock write');
    if (lock === null) return null;
    const { lost, release } = lock;
    return { lost, release, holds: ({ id, lease }) => lock.finds(STILL_CLAIMED, [id, lease]) };
  };
}

function byLease(db: Kysely<Tables>, { acquire, release }: Pick<Leases, 'acquire' | 'release'>): TakeWriter {
  return async (tenantId, owner, now, leaseMs): Promise<WriteRight | null> => {
    const name = `writer:${tenantId}`;
    if (!(await acquire(name, owner, now, leaseMs))) return null;
    return {
      lost: new AbortController().signal,
      release: () => release(name, owner),
      holds: async ({ id, lease }) => {
        const found = await db
          .selectFrom('tasks')
          .innerJoin('leases', (join) => join.on('name', '=', name).on('owner', '=', owner))
          .select('tasks.id')
          .where('tasks.id', '=', id)
          .where('tasks.lease', '=', lease)
          .where('completed', '=', 0)
          .executeTakeFirst();
        return found !== undefined;
      },
    };
  };
}
