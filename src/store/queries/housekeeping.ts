import { type Kysely, sql } from 'kysely';
import type { Backlog } from '../../requests/ports/message-store.ts';
import type { SettingChange } from '../../requests/ports/store.ts';
import type { TenantId } from '../../shared/ids.ts';
import { canonical, type Json } from '../../shared/json.ts';
import { storeTrouble } from '../../shared/store-trouble.ts';
import { readValue, versioned } from '../bodies/stored-body.ts';
import { keptQuery } from '../schema/kept-query.ts';
import { SCHEMA } from '../schema/postgres-guards.ts';
import { type Db, FAR_AHEAD, type Tables } from '../schema/tables.ts';
import { isPostgres, transact } from '../schema/transact.ts';

/**
 * Deletes up to `limit` completed tasks and sent answers that were due at `before` or earlier, and what kept a press
 * from counting twice then. It scans every card
 * delivered before then, so call it rarely and with a large limit.
 * @returns how many were deleted
 */
export async function pruneDone(db: Db, before: number, limit: number): Promise<number> {
  await db
    .deleteFrom('leases')
    .where('name', 'like', 'said:%')
    // In every collation these are the ends of what `like` finds: without them it would go through all leases.
    .where('name', '>', 'said')
    .where('name', '<', 'saie')
    .where('until', '<=', before)
    .execute();
  const tasks = await db
    .deleteFrom('tasks')
    .where('id', 'in', (eb) =>
      eb.selectFrom('tasks').select('id').where('completed', '=', 1).where('due_at', '<=', before).limit(limit),
    )
    .executeTakeFirst();
  const left = limit - Number(tasks.numDeletedRows);
  if (left === 0) return limit;
  const answers = await db
    .deleteFrom('posts')
    .where('id', 'in', (eb) =>
      eb
        .selectFrom('posts')
        .select('id')
        .where('request_id', 'is', null)
        .where('form_id', 'is', null)
        .where('due', '=', 0)
        .where('due_at', '<=', before)
        .limit(left),
    )
    .executeTakeFirst();
  return limit - left + Number(answers.numDeletedRows);
}

/** Counts due work, including work that an instance has claimed and not completed. */
export async function countBacklog(db: Db, now: number): Promise<Backlog> {
  const [tasks, messages, items] = await Promise.all([
    db
      .selectFrom('tasks')
      .select((eb) => eb.fn.countAll().as('count'))
      .where('completed', '=', 0)
      .where('due_at', '<=', now)
      .executeTakeFirst(),
    db
      .selectFrom('posts')
      .select((eb) => eb.fn.countAll().as('count'))
      .where('due', '=', 1)
      .where('due_at', '<=', now)
      .executeTakeFirst(),
    db
      .selectFrom('requests')
      .innerJoin('request_items', 'request_items.request_id', 'requests.id')
      .select((eb) => eb.fn.countAll().as('count'))
      .where('requests.open', '=', 1)
      .where('request_items.state', '=', 'waiting')
      .executeTakeFirst(),
  ]);
  const [due, told, waiting] = [tasks, messages, items].map((row) => Number(row?.count ?? 0));
  return { tasks: due ?? 0, messages: told ?? 0, items: waiting ?? 0 };
}

/** Whether a lease was taken, and until when somebody had forged it. */
export interface LeaseTaken {
  readonly isHeld: boolean;
  readonly forgedUntil: number | null;
}

/**
 * Takes or extends a named lease, unless another owner has it. One that ends later than a lease of this length can is
 * nobody's.
 */
export async function acquireLease(
  db: Db,
  name: string,
  owner: string,
  now: number,
  until: number,
): Promise<LeaseTaken> {
  const wanted = { name, owner, now, until, far: until + FAR_AHEAD };
  await naming(db, wanted);
  const [forged] = (await forgedLease(db, wanted)).rows;
  const { numAffectedRows } = await leasing(db, wanted);
  return { isHeld: numAffectedRows === 1n, forgedUntil: forged ? Number(forged.until) : null };
}

interface Wanted {
  readonly name: string;
  readonly owner: string;
  readonly now: number;
  readonly until: number;
  /** No lease is held until later: what names such a time was forged. */
  readonly far: number;
}

const naming = keptQuery((db, { name, owner }: Wanted) =>
  db
    .insertInto('leases')
    .values({ name, owner, until: 0 })
    .onConflict((conflict) => conflict.column('name').doNothing()),
);

const forgedLease = keptQuery((db, { name, far }: Wanted) =>
  db.selectFrom('leases').select('until').where('name', '=', name).where('until', '>', far),
);

const leasing = keptQuery((db, { name, owner, now, until, far }: Wanted) =>
  db
    .updateTable('leases')
    .set({ owner, until })
    .where('name', '=', name)
    .where((eb) => eb.or([eb('owner', '=', owner), eb('until', '<=', now), eb('until', '>', far)])),
);

export async function releaseLease(db: Db, name: string, owner: string): Promise<void> {
  await db.updateTable('leases').set({ until: 0 }).where('name', '=', name).where('owner', '=', owner).execute();
}

/** The one row that a ping writes, and how much room a ping asks for on SQLite for a moment, in characters. */
const PING = 'ping';
const ROOM = 64 * 1024;

/**
 * Ends every claim of work, and every right to write to a tenant, that a process left which has died. Only the owner of
 * the database may do so. The claim's name stays on a message: its next claim notes what Teams may show already.
 */
export async function takeBackClaims(db: Db): Promise<void> {
  const ended = { lease_until: 0 };
  await db.updateTable('tasks').set(ended).where('completed', '=', 0).where('lease_until', '>', 0).execute();
  await db.updateTable('posts').set(ended).where('due', '=', 1).where('lease_until', '>', 0).execute();
  await db.updateTable('leases').set({ until: 0 }).where('name', 'like', 'writer:%').execute();
}

/**
 * Writes one row, always the same, and so fails where nothing can be stored. On SQLite it takes up some pages and gives
 * them back at once, so that a file that may not grow is noticed, too. A server notices a full disk only when it has to
 * grow a table: then the work that needed it fails.
 * @throws AirlockError store-unavailable, store-corrupt
 */
export async function canWrite(db: Kysely<Tables>): Promise<void> {
  if (isPostgres(db)) await assertServed(db);
  await transact(db, async (trx) => {
    if (!isPostgres(db)) await takeRoom(trx);
    await writePing(trx, '');
  });
}

/**
 * Reads one row, and so fails where the database does not answer.
 * @throws AirlockError store-unavailable
 */
export async function canRead(db: Db): Promise<void> {
  await db.selectFrom('leases').select('name').where('name', '=', PING).executeTakeFirst();
}

/** Pages that are given back before they are written cost nothing. */
async function takeRoom(trx: Db): Promise<void> {
  await sql`savepoint room`.execute(trx);
  await writePing(trx, 'x'.repeat(ROOM));
  await sql`rollback to room`.execute(trx);
  await sql`release room`.execute(trx);
}

async function writePing(trx: Db, owner: string): Promise<void> {
  await trx
    .insertInto('leases')
    .values({ name: PING, owner, until: 0 })
    .onConflict((conflict) => conflict.column('name').doUpdateSet({ owner }))
    .execute();
}

async function assertServed(db: Kysely<Tables>): Promise<void> {
  const { rows } = await sql<{ writable: boolean }>`select not pg_is_in_recovery()
    and current_setting('transaction_read_only') = 'off'
    and has_table_privilege(current_user, ${`${SCHEMA}.requests`}::text, 'insert, update') as writable`.execute(db);
  if (!rows[0]?.writable) throw storeTrouble('read-only', 'takes no changes');
}

/** The time of the server, in ms since 1970; null on SQLite, which has no other clock than its process. */
export async function databaseTime(db: Kysely<Tables>): Promise<number | null> {
  if (!isPostgres(db)) return null;
  // No operator, and no function but PostgreSQL's own: whoever owns the database could put another in their place.
  const asked = sql<{ at: string }>`select extract(epoch from pg_catalog.clock_timestamp())::text as at`;
  const [row] = (await asked.execute(db)).rows;
  return row ? Math.round(Number(row.at) * 1_000) : null;
}

export async function findSetting(db: Db, tenant: TenantId, name: string): Promise<Json> {
  const row = await db
    .selectFrom('settings')
    .select('body')
    .where('tenant', '=', tenant)
    .where('name', '=', name)
    .executeTakeFirst();
  return row ? readValue({ table: 'settings', id: name }, row.body) : null;
}

/**
 * Replaces a setting if it is as expected. A setting that was never set is stored as null first, so that one
 * conditional update decides every race.
 */
export async function swapSetting(
  db: Db,
  tenant: TenantId,
  name: string,
  { from, to }: SettingChange,
): Promise<boolean> {
  await db
    .insertInto('settings')
    .values({ tenant, name, body: canonical(null) })
    .onConflict((conflict) => conflict.columns(['tenant', 'name']).doNothing())
    .execute();
  const { numUpdatedRows } = await db
    .updateTable('settings')
    .set({ body: canonical(versioned(to)) })
    .where('tenant', '=', tenant)
    .where('name', '=', name)
    .where('body', 'in', [canonical(from), canonical(versioned(from))])
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

/**
 * When the next work is due. Claimed work is due at the end of its lease: until then, another instance is working on
 * it.
 */
export async function nextDue(db: Kysely<Tables>): Promise<number | null> {
  const [task, message, request, form] = await Promise.all([
    db
      .selectFrom('tasks')
      .select(sql<number | null>`min(case when due_at > lease_until then due_at else lease_until end)`.as('at'))
      .where('completed', '=', 0)
      .executeTakeFirst(),
    db
      .selectFrom('posts')
      .select(sql<number | null>`min(case when due_at > lease_until then due_at else lease_until end)`.as('at'))
      .where('due', '=', 1)
      .executeTakeFirst(),
    db
      .selectFrom('requests')
      .select((eb) => eb.fn.min('deadline').as('at'))
      .executeTakeFirst(),
    db
      .selectFrom('forms')
      .select((eb) => eb.fn.min('deadline').as('at'))
      .executeTakeFirst(),
  ]);
  const times = [task?.at, message?.at, request?.at, form?.at]
    .filter((at) => at !== null && at !== undefined)
    .map(Number);
  return times.length === 0 ? null : Math.min(...times);
}
