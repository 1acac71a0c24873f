import type { Backlog } from '../store.ts';
import type { Db } from './rows.ts';

/** Counts what is due; work that somebody is at counts too, until it is done. */
export async function countBacklog(db: Db, now: number): Promise<Backlog> {
  const [tasks, posts] = await Promise.all([
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
  ]);
  return { tasks: Number(tasks?.count ?? 0), posts: Number(posts?.count ?? 0) };
}
