import type { Db } from './rows.ts';

/**
 * Deletes up to `limit` completed tasks and finished answers that were due at `before` or earlier. Looks at every card delivered before
 * then, so it is called seldom and for much. @returns how many.
 */
export async function pruneDone(db: Db, before: number, limit: number): Promise<number> {
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
