import type { NewOutboxMessage, OutboxContent, OutboxMessage } from '../../requests/ports/outbox.ts';
import type { Replacement } from '../../requests/ports/store.ts';
import { type AirlockError, isAirlockError } from '../../shared/errors.ts';
import type { ConversationKey, FormId, RequestId, TenantId } from '../../shared/ids.ts';
import { asJson, canonical } from '../../shared/json.ts';
import { toContent, toMessage } from '../bodies/read-rows.ts';
import { writeBody } from '../bodies/stored-body.ts';
import type { Db } from '../schema/tables.ts';
import { isPostgres, takeTurns } from '../schema/transact.ts';
import { putOffDue, tried } from './put-off.ts';

/**
 * Adds posts; one whose key exists is left as it is. A card starts out wanting the rev that its request or form has
 * now.
 */
export async function insertMessages(db: Db, posts: readonly NewOutboxMessage[]): Promise<void> {
  for (const post of posts) {
    await db
      .insertInto('posts')
      .values({
        key: post.key,
        tenant: post.tenantId,
        conversation: post.conversation,
        ...(await contentColumns(db, post.content)),
        activity_id: null,
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

async function contentColumns(db: Db, content: OutboxContent) {
  const requestId = content.kind === 'request' ? content.requestId : null;
  const formId = content.kind === 'form' ? content.formId : null;
  const rev = requestId ? await revOf(db, 'requests', requestId) : formId ? await revOf(db, 'forms', formId) : 0;
  const text = writeBody(content);
  return { request_id: requestId, form_id: formId, content: text, wanted_rev: rev, shown_rev: -1 };
}

/** On PostgreSQL a step that is landing there is waited for, and a later one waits: it then finds the new post. */
async function revOf(db: Db, table: 'requests' | 'forms', id: string): Promise<number> {
  const rev = db.selectFrom(table).select('rev').where('id', '=', id);
  const row = await (isPostgres(db) ? rev.forShare() : rev).executeTakeFirst();
  return row?.rev ?? 0;
}

/** Lets posts show something else from now on, in the message that they stand in. */
export async function replaceMessages(db: Db, turns: readonly Replacement[]): Promise<void> {
  for (const { key, content } of turns) {
    await db
      .updateTable('posts')
      .set({ ...(await contentColumns(db, content)), due: 1, due_at: 0, attempts: 0 })
      .where('key', '=', key)
      .where('dropped', 'is', null)
      .execute();
  }
}

/** Every copy of the request's or form's card is to show this rev. */
export async function wantRev(
  db: Db,
  of: { readonly requestId: RequestId } | { readonly formId: FormId },
  rev: number,
  now: number,
): Promise<void> {
  const copies = db
    .updateTable('posts')
    .set({ wanted_rev: rev, due: 1, due_at: now, attempts: 0 })
    .where('dropped', 'is', null);
  await ('formId' in of
    ? copies.where('form_id', '=', of.formId)
    : copies.where('request_id', '=', of.requestId)
  ).execute();
}

/** Whether claimMessages may find some: a look that takes no turn and no lock, for most looks find nothing. */
export async function isMessageDue(db: Db, now: number): Promise<boolean> {
  return (await duePosts(db, now).select('id').limit(1).executeTakeFirst()) !== undefined;
}

function duePosts(db: Db, now: number) {
  return db.selectFrom('posts').where('due', '=', 1).where('due_at', '<=', now).where('lease_until', '<=', now);
}

/**
 * Claims due posts, oldest first and one a conversation. Instances claim in turns, so that none sees a conversation as
 * free into which another is about to speak; what a landing step is writing to is passed over until the next look.
 * @returns the fault of a message that cannot be read; it is put off, and nothing is claimed.
 */
export async function claimMessages(
  db: Db,
  lease: string,
  now: number,
  until: number,
  limit: number,
): Promise<readonly OutboxMessage[] | AirlockError> {
  await takeTurns(db, 'claim');
  const due = duePosts(db, now)
    .selectAll()
    .where('conversation', 'not in', (eb) =>
      eb
        .selectFrom('posts as busy')
        .select('busy.conversation')
        .where('busy.due', '=', 1)
        .where('busy.lease_until', '>', now),
    )
    .orderBy('id')
    .limit(limit * 4);
  const candidates = await (isPostgres(db) ? due.forUpdate('posts').skipLocked() : due).execute();
  const claimed: OutboxMessage[] = [];
  for (const row of firstOfEach(candidates, limit)) {
    const message = tried(() => toMessage({ ...row, lease }));
    if (isAirlockError(message)) {
      await putOffDue(db, 'posts', row.id, now);
      return message;
    }
    claimed.push(message);
  }
  const ids = claimed.map(({ id }) => id);
  if (ids.length > 0) await db.updateTable('posts').set({ lease, lease_until: until }).where('id', 'in', ids).execute();
  return claimed;
}

/** The first of each conversation, up to `limit`. */
function firstOfEach<R extends { readonly conversation: ConversationKey }>(
  rows: readonly R[],
  limit: number,
): readonly R[] {
  const first = new Map<string, R>();
  for (const row of rows) if (!first.has(row.conversation)) first.set(row.conversation, row);
  return [...first.values()].slice(0, limit);
}

/**
 * Records what stands in Teams; the post stays due when what it shows has moved on meanwhile, or it was turned into
 * something else.
 */
export async function markShown(
  db: Db,
  post: OutboxMessage,
  shown: { readonly activityId: string; readonly rev: number },
): Promise<void> {
  const stored = db.selectFrom('posts').select(['content', 'wanted_rev']).where('id', '=', post.id);
  const row = await (isPostgres(db) ? stored.forUpdate() : stored).executeTakeFirst();
  if (!row) return;
  const isShown = row.wanted_rev <= shown.rev && isSame(toContent(post.id, row.content), post.content);
  await db
    .updateTable('posts')
    .set({
      activity_id: shown.activityId,
      shown_rev: shown.rev,
      attempts: 0,
      lease: null,
      lease_until: 0,
      due: isShown ? 0 : 1,
    })
    .where('id', '=', post.id)
    .execute();
}

/** Compares what is said, not the text that is stored: a version that wrote it otherwise says the same. */
function isSame(a: OutboxContent, b: OutboxContent): boolean {
  return canonical(asJson(a)) === canonical(asJson(b));
}

export async function postpone(db: Db, post: OutboxMessage, dueAt: number): Promise<void> {
  await db
    .updateTable('posts')
    .set({ due_at: dueAt, attempts: post.attempts + 1, lease: null, lease_until: 0 })
    .where('id', '=', post.id)
    .where('lease', '=', post.lease)
    .execute();
}

export async function drop(db: Db, post: OutboxMessage, why: string): Promise<void> {
  await db
    .updateTable('posts')
    .set({ dropped: why, due: 0, lease: null, lease_until: 0 })
    .where('id', '=', post.id)
    .execute();
}

/** Takes a card that stands in Teams already into the copies of its request, unless it is one. */
export async function adopt(db: Db, post: NewOutboxMessage, activityId: string): Promise<void> {
  await takeTurns(db, `adopt/${post.conversation}`);
  const known = await db
    .selectFrom('posts')
    .select('id')
    .where('conversation', '=', post.conversation)
    .where('activity_id', '=', activityId)
    .executeTakeFirst();
  if (known || post.content.kind !== 'request') return;
  await insertMessages(db, [post]);
  await db
    .updateTable('posts')
    .set({ activity_id: activityId })
    .where('key', '=', post.key)
    .where('activity_id', 'is', null)
    .execute();
}

export async function copiesOf(db: Db, tenantId: TenantId, id: string): Promise<readonly OutboxMessage[]> {
  const rows = await db
    .selectFrom('posts')
    .selectAll()
    .where('tenant', '=', tenantId)
    .where((eb) => eb.or([eb('request_id', '=', id), eb('form_id', '=', id)]))
    .orderBy('id')
    .execute();
  return rows.map(toMessage);
}
