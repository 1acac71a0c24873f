import type { NewTask, Task } from '../../requests/ports/outbox.ts';
import type { OutboxBatch } from '../../requests/ports/store.ts';
import { AirlockError, isAirlockError } from '../../shared/errors.ts';
import type { EntraObjectId, TenantId } from '../../shared/ids.ts';
import { asJson } from '../../shared/json.ts';
import { toTask } from '../bodies/read-rows.ts';
import { versioned } from '../bodies/stored-body.ts';
import { isSealed, type Sealer, sealedPayload, sealFault } from '../bodies/task-seal.ts';
import { postponeUnreadable, readOrFault } from '../bodies/unreadable-rows.ts';
import { keptQuery } from '../schema/kept-query.ts';
import { type Db, FAR_AHEAD } from '../schema/tables.ts';
import { isPostgres, lockUntilCommit } from '../schema/transact.ts';
import { type DoneWork, headOf } from './done-work.ts';
import { insertMessages, replaceMessages } from './posts/outbox-queries.ts';

/** Adds tasks; one whose key exists, completed or not, is left unchanged. */
export async function insertTasks(db: Db, keys: Sealer | null, tasks: readonly NewTask[]): Promise<void> {
  for (const task of tasks) {
    const { key, kind, tenantId, requestId, correlation, dueAt } = task;
    const payload = await payloadOf(db, task, keys);
    await inserting(db, { key, kind, tenantId, requestId, payload, correlation, dueAt });
  }
}

const inserting = keptQuery((db, task: Omit<NewTask, 'payload'> & { readonly payload: string }) =>
  db
    .insertInto('tasks')
    .values({
      key: task.key,
      kind: task.kind,
      tenant: task.tenantId,
      request_id: task.requestId,
      payload: task.payload,
      correlation: task.correlation,
      due_at: task.dueAt,
      attempts: 0,
      lease: null,
      lease_until: 0,
      completed: 0,
    })
    .onConflict((conflict) => conflict.column('key').doNothing()),
);

async function payloadOf(db: Db, task: NewTask, keys: Sealer | null): Promise<string> {
  if (!isSealed(task, keys)) return JSON.stringify(versioned(asJson(task.payload)));
  return sealedPayload(task, keys, { at: task.dueAt, ...(await headOf(db)) });
}

/**
 * Adds a task that somebody asked for, unless as many of these kinds wait for the same person.
 * @returns false where too many wait
 */
export async function fileTask(
  db: Db,
  task: NewTask,
  keys: Sealer | null,
  { by, kinds, most }: { readonly by: EntraObjectId; readonly kinds: readonly Task['kind'][]; readonly most: number },
  told: Pick<OutboxBatch, 'messages' | 'replacements'> = { messages: [] },
): Promise<boolean> {
  await lockUntilCommit(db, `tasks of ${by}`);
  const known = await db.selectFrom('tasks').select('id').where('key', '=', task.key).executeTakeFirst();
  if (known) return true;
  if ((await waitingFor(db, task.tenantId, by, kinds)) >= most) return false;
  await insertTasks(db, keys, [task]);
  await insertMessages(db, keys, told.messages);
  await replaceMessages(db, keys, told.replacements ?? []);
  return true;
}

/**
 * Counts by how every payload of somebody's task is written. Text that people typed cannot look like it: its quotation
 * marks are escaped.
 */
async function waitingFor(
  db: Db,
  tenant: TenantId,
  by: EntraObjectId,
  kinds: readonly Task['kind'][],
): Promise<number> {
  const row = await db
    .selectFrom('tasks')
    .select((eb) => eb.fn.countAll<number | bigint>().as('count'))
    .where('completed', '=', 0)
    .where('kind', 'in', kinds)
    .where('tenant', '=', tenant)
    .where('payload', 'like', `%"actor":{"oid":"${by}"%`)
    .executeTakeFirst();
  return Number(row?.count ?? 0);
}

/**
 * Whether claimTask may find a task. It takes no lock, since most checks find nothing. A task that is stored meanwhile
 * wakes the loops that wait for it.
 */
export async function isTaskDue(db: Db, kinds: readonly Task['kind'][], now: number): Promise<boolean> {
  return (await anyDue(db, { kinds, now, far: now + FAR_AHEAD })).rows.length > 0;
}

interface Due {
  readonly kinds: readonly Task['kind'][];
  readonly now: number;
  /** No lease is held until later: what names such a time was forged. */
  readonly far: number;
}

const anyDue = keptQuery((db, due: Due) => dueTasks(db, due).select('id').limit(1));

function dueTasks(db: Db, { kinds, now, far }: Due) {
  return db
    .selectFrom('tasks')
    .where('completed', '=', 0)
    .where('kind', 'in', kinds)
    .where('due_at', '<=', now)
    .where((eb) => eb.or([eb('lease_until', '<=', now), eb('lease_until', '>', far)]));
}

/**
 * Claims the earliest due task of these kinds by a conditional update. On PostgreSQL it skips a task that another
 * transaction has locked, instead of waiting for it.
 * @returns null when none is due or another instance was faster; the fault of an unreadable task, which is then
 * postponed
 */
export async function claimTask(
  db: Db,
  { keys, done }: { readonly keys: Sealer | null; readonly done: DoneWork },
  kinds: readonly Task['kind'][],
  { lease, now, until }: { readonly lease: string; readonly now: number; readonly until: number },
): Promise<Task | AirlockError | null> {
  const [row] = (await earliestDue(db, { kinds, now, far: now + FAR_AHEAD })).rows;
  if (!row) return null;
  const sealed = readOrFault(() => ({ task: toTask({ ...row, lease }), fault: sealFault(row, keys) }));
  if (isAirlockError(sealed)) {
    await postponeUnreadable(db, 'tasks', row.id, now);
    return sealed;
  }
  const unproven = sealed.fault ?? (await done.faultOf(db, row, now));
  const { numAffectedRows } = await leasing(db, { id: row.id, held: row.lease_until, lease, until });
  return numAffectedRows === 1n ? { ...sealed.task, ...(unproven !== null && { unproven }) } : null;
}

const earliestDue = keptQuery((db, due: Due) => {
  const first = dueTasks(db, due).selectAll().orderBy('due_at').orderBy('id').limit(1);
  return isPostgres(db) ? first.forUpdate().skipLocked() : first;
});

interface Leasing {
  readonly id: number;
  /** Until when it was leased before. */
  readonly held: number;
  readonly lease: string;
  readonly until: number;
}

const leasing = keptQuery((db, { id, held, lease, until }: Leasing) =>
  db
    .updateTable('tasks')
    .set({ lease, lease_until: until })
    .where('id', '=', id)
    .where('completed', '=', 0)
    .where('lease_until', '=', held),
);

/** @throws AirlockError rev-conflict when the claim was lost: another instance runs the task now */
export async function completeClaimed(db: Db, task: Task): Promise<void> {
  if (await complete(db, task)) return;
  throw new AirlockError('rev-conflict', 'Another instance has taken this work over.');
}

/** @returns false when the claim was lost. */
export async function complete(db: Db, task: Task): Promise<boolean> {
  const { numAffectedRows } = await completing(db, { id: task.id, lease: task.lease });
  return numAffectedRows === 1n;
}

const completing = keptQuery((db, { id, lease }: Pick<Task, 'id' | 'lease'>) =>
  db
    .updateTable('tasks')
    .set({ completed: 1, lease: null, lease_until: 0 })
    .where('id', '=', id)
    .where('lease', '=', lease),
);

export async function postponeTask(db: Db, task: Task, dueAt: number): Promise<void> {
  await db
    .updateTable('tasks')
    .set({ due_at: dueAt, attempts: task.attempts + 1, lease: null, lease_until: 0 })
    .where('id', '=', task.id)
    .where('lease', '=', task.lease)
    .execute();
}

/** Makes waiting tasks due earlier; those that are leased at `dueAt` are left as they are. */
export async function hastenTasks(db: Db, tenant: TenantId, kind: Task['kind'], dueAt: number): Promise<void> {
  await db
    .updateTable('tasks')
    .set({ due_at: dueAt })
    .where('tenant', '=', tenant)
    .where('kind', '=', kind)
    .where('completed', '=', 0)
    .where('due_at', '>', dueAt)
    .where('lease_until', '<=', dueAt)
    .execute();
}
