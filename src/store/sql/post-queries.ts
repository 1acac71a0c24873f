import type { NewPost, Post } from '../post.ts';
import { isPostgres } from './is-postgres.ts';
import { type Db, toPost } from './rows.ts';
import { takeTurns } from './take-turns.ts';

/** Adds posts; one whose key exists is left as it is. A card starts out wanting the rev that its request has now. */
export async function insertPosts(db: Db, posts: readonly NewPost[]): Promise<void> {
  for (const post of posts) {
    const requestId = post.content.kind === 'request' ? post.content.requestId : null;
    await db
      .insertInto('posts')
      .values({
        key: post.key,
        tenant: post.tenantId,
        conversation: post.conversation,
        request_id: requestId,
        content: JSON.stringify(post.content),
        activity_id: null,
        wanted_rev: requestId ? await revOf(db, requestId) : 0,
        shown_rev: -1,
        due: 1,
        due_at: post.dueAt,
        attempts: 0,
        lease: null,
        lease_until: 0,
        dropped: null,
      })
      .onConflict((conflict) => conflict.column('key').doNothing())
      .execute();
  }
}

/** On PostgreSQL a step of the request that is landing is waited for, and a later one waits: it then finds the new post. */
async function revOf(db: Db, requestId: string): Promise<number> {
  const rev = db.selectFrom('requests').select('rev').where('id', '=', requestId);
  const row = await (isPostgres(db) ? rev.forShare() : rev).executeTakeFirst();
  return row?.rev ?? 0;
}

/** Every copy of the request's card is to show this rev. */
export async function wantRev(db: Db, requestId: string, rev: number, now: number): Promise<void> {
  await db
    .updateTable('posts')
    .set({ wanted_rev: rev, due: 1, due_at: now, attempts: 0 })
    .where('request_id', '=', requestId)
    .where('dropped', 'is', null)
    .execute();
}

/**
 * Claims due posts, oldest first and one a conversation. Instances claim in turns, so that none sees a conversation as free into which
 * another is about to speak; what a landing step is writing to is passed over until the next look.
 */
export async function claimPosts(
  db: Db,
  lease: string,
  now: number,
  until: number,
  limit: number,
): Promise<readonly Post[]> {
  await takeTurns(db, 'claim');
  const due = db
    .selectFrom('posts')
    .selectAll()
    .where('due', '=', 1)
    .where('due_at', '<=', now)
    .where('lease_until', '<=', now)
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('posts as busy')
            .select('busy.id')
            .whereRef('busy.conversation', '=', 'posts.conversation')
            .where('busy.due', '=', 1)
            .where('busy.lease_until', '>', now),
        ),
      ),
    )
    .orderBy('id')
    .limit(limit * 4);
  const candidates = await (isPostgres(db) ? due.forUpdate('posts').skipLocked() : due).execute();
  const claimed: Post[] = [];
  const busy = new Set<string>();
  for (const row of candidates) {
    if (claimed.length === limit) break;
    if (busy.has(row.conversation)) continue;
    busy.add(row.conversation);
    const { numUpdatedRows } = await db
      .updateTable('posts')
      .set({ lease, lease_until: until })
      .where('id', '=', row.id)
      .where('lease_until', '<=', now)
      .executeTakeFirst();
    if (numUpdatedRows === 1n) claimed.push(toPost({ ...row, lease }));
  }
  return claimed;
}

/** Records what stands in Teams; the post stays due when its request has moved on meanwhile. */
export async function markShown(
  db: Db,
  post: Post,
  shown: { readonly activityId: string; readonly rev: number },
): Promise<void> {
  await db
    .updateTable('posts')
    .set((eb) => ({
      activity_id: shown.activityId,
      shown_rev: shown.rev,
      attempts: 0,
      lease: null,
      lease_until: 0,
      due: eb.case().when('wanted_rev', '>', shown.rev).then(1).else(0).end(),
    }))
    .where('id', '=', post.id)
    .execute();
}

export async function postpone(db: Db, post: Post, dueAt: number): Promise<void> {
  await db
    .updateTable('posts')
    .set({ due_at: dueAt, attempts: post.attempts + 1, lease: null, lease_until: 0 })
    .where('id', '=', post.id)
    .where('lease', '=', post.lease)
    .execute();
}

export async function drop(db: Db, post: Post, why: string): Promise<void> {
  await db
    .updateTable('posts')
    .set({ dropped: why, due: 0, lease: null, lease_until: 0 })
    .where('id', '=', post.id)
    .execute();
}

/** Takes a card that stands in Teams already into the copies of its request, unless it is one. */
export async function adopt(db: Db, post: NewPost, activityId: string): Promise<void> {
  await takeTurns(db, `adopt/${post.conversation}`);
  const known = await db
    .selectFrom('posts')
    .select('id')
    .where('conversation', '=', post.conversation)
    .where('activity_id', '=', activityId)
    .executeTakeFirst();
  if (known || post.content.kind !== 'request') return;
  await insertPosts(db, [post]);
  await db
    .updateTable('posts')
    .set({ activity_id: activityId })
    .where('key', '=', post.key)
    .where('activity_id', 'is', null)
    .execute();
}

export async function postsOf(db: Db, tenantId: string, requestId: string): Promise<readonly Post[]> {
  const rows = await db
    .selectFrom('posts')
    .selectAll()
    .where('tenant', '=', tenantId)
    .where('request_id', '=', requestId)
    .orderBy('id')
    .execute();
  return rows.map(toPost);
}
