import { z } from 'zod';
import type { NewTask } from '../../requests/ports/outbox.ts';
import { requestId, type TenantId } from '../../shared/ids.ts';
import { toEntry } from '../queries/audit-queries.ts';
import { insertTasks } from '../queries/task-queries.ts';
import type { Db } from '../schema/tables.ts';
import { lockUntilCommit } from '../schema/transact.ts';

const started = z.looseObject({ number: z.int(), rev: z.int(), itemsStored: z.string() });

/**
 * Files the work on items anew that a request waits for and that somebody removed, or said to be done, in the database.
 * The record says which requests have begun so.
 * @returns the numbers of these requests
 */
export async function refileItems(db: Db, tenantId: TenantId, now: number): Promise<readonly number[]> {
  await lockUntilCommit(db, 'step');
  const rows = await db
    .selectFrom('requests')
    .select('id')
    .where('tenant', '=', tenantId)
    .where('state', '=', 'applying')
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('tasks')
            .select('tasks.id')
            .whereRef('tasks.request_id', '=', 'requests.id')
            .where('tasks.kind', 'in', WRITING)
            .where('tasks.completed', '=', 0),
        ),
      ),
    )
    .orderBy('number')
    .execute();
  const found: number[] = [];
  for (const row of rows) {
    const id = requestId.parse(row.id);
    const steps = db.selectFrom('audit').selectAll().where('request_id', '=', id).where('event', '=', 'request.start');
    const last = await steps.orderBy('seq', 'desc').limit(1).executeTakeFirst();
    const told = last && started.safeParse(toEntry(last).data).data;
    if (!told) continue;
    const key = `${id}:items:${told.rev - 1}`;
    await file(db, { key, kind: 'items', tenantId, requestId: id, payload: null, dueAt: now, correlation: 'refiled' });
    found.push(told.number);
  }
  return found;
}

/** The work that a request waits for that is being applied. */
const WRITING = ['apply', 'items', 'verify'] as const;

async function file(db: Db, task: NewTask): Promise<void> {
  await db.deleteFrom('tasks').where('key', '=', task.key).execute();
  await insertTasks(db, null, [task]);
}
