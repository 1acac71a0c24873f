import { type Kysely, sql } from 'kysely';
import type { Db, Tables } from '../schema/tables.ts';
import { tableOf } from '../schema/transact.ts';
import { type SessionLock, sessionLock } from './session-lock.ts';
import type { PostgresPlace } from './store-location.ts';

/** That an instance lives, for all others: a lock of a session of its own, which ends with it. */
export interface InstanceLife {
  /** Whose its claims are. Null while it has no such lock: then they end by time alone. */
  mark(): string | null;
  close(): void;
}

/** How often it is looked whether the lock is still held, and how often the server hears of it, in ms. */
const LOOK_EVERY = 1_000;
const BEAT_EVERY = 15_000;

/** @param id of this instance, and of no other */
export async function beginLife(place: PostgresPlace, id: string): Promise<InstanceLife> {
  const life = new SessionLife(place, `life:${id}`);
  await life.look();
  return life;
}

class SessionLife implements InstanceLife {
  #lock: SessionLock | null = null;
  #looks = 0;
  #isLooking = false;
  #isOver = false;
  readonly #timer: NodeJS.Timeout;

  constructor(
    private readonly place: PostgresPlace,
    private readonly name: string,
  ) {
    this.#timer = setInterval(() => void this.look(), LOOK_EVERY).unref();
  }

  mark(): string | null {
    return this.#lock === null || this.#lock.lost.aborted ? null : this.name;
  }

  /** Takes the lock again where its session broke. It may take a while until the server lets go of the old one. */
  async look(): Promise<void> {
    if (this.#isLooking || this.#isOver) return;
    this.#isLooking = true;
    this.#looks += 1;
    if (!(await this.#isHeld())) {
      void this.#lock?.release();
      this.#lock = await sessionLock(this.place, lockOf(this.name), 'airlock life').catch(() => null);
    }
    if (this.#isOver) void this.#lock?.release();
    this.#isLooking = false;
  }

  async #isHeld(): Promise<boolean> {
    if (this.#lock === null || this.#lock.lost.aborted) return false;
    return this.#looks % (BEAT_EVERY / LOOK_EVERY) !== 0 || this.#lock.finds('select 1', []);
  }

  close(): void {
    this.#isOver = true;
    clearInterval(this.#timer);
    void this.#lock?.release();
  }
}

function lockOf(life: string): string {
  return `airlock/${life}`;
}

/** The instances that have claimed tasks, and whose sessions are gone. */
async function gone(db: Kysely<Tables>, now: number): Promise<readonly string[]> {
  const asked = sql<{ life: string }>`
    select distinct split_part(lease, '/', 1) as life from ${tableOf(db, 'tasks')}
    where completed = 0 and lease_until > ${now} and lease like 'life:%' and not exists (
      select from pg_locks
      where locktype = 'advisory' and objsubid = 1
        and database = (select oid from pg_database where datname = current_database())
        and ((classid::bigint << 32) | objid::bigint) = pg_catalog.hashtextextended(${lockOf('')} || split_part(lease, '/', 1), 0::bigint))`;
  return (await asked.execute(db)).rows.map(({ life }) => life);
}

/**
 * Finds the instances that are gone: they were so the last time, too, since one whose line broke takes its lock again.
 */
export function goneInstances(db: Kysely<Tables>): (now: number) => Promise<readonly string[]> {
  let before: readonly string[] = [];
  return async (now) => {
    const found = await gone(db, now);
    const sure = found.filter((life) => before.includes(life));
    before = found;
    return sure;
  };
}

/** Ends the claims of tasks of these instances. @returns how many there were */
export async function endClaims(db: Db, lives: readonly string[], now: number): Promise<number> {
  const { numUpdatedRows } = await db
    .updateTable('tasks')
    .set({ lease_until: 0 })
    .where('completed', '=', 0)
    .where('lease_until', '>', now)
    .where(sql<string>`split_part(lease, '/', 1)`, 'in', [...lives])
    .executeTakeFirst();
  return Number(numUpdatedRows);
}
