import type { OutboxContent, OutboxMessage } from '../../../requests/ports/outbox.ts';
import type { ConversationKey, RequestId, TenantId } from '../../../shared/ids.ts';
import { LOST } from '../../bodies/message-seal.ts';
import { toContent, toMessage } from '../../bodies/read-rows.ts';
import { keptQuery } from '../../schema/kept-query.ts';
import type { Db } from '../../schema/tables.ts';
import { lockUntilCommit } from '../../schema/transact.ts';
import { revOf } from './outbox-queries.ts';

/** The copies of a request that were lost in a room: a channel with its threads, or a chat. Takes no lock. */
export async function lostCopies(
  db: Db,
  requestId: RequestId,
  room: ConversationKey,
): Promise<readonly { readonly id: number; readonly conversation: ConversationKey }[]> {
  const { rows } = await lostOf(db, { requestId });
  return rows.filter(({ conversation }) => isIn(room, conversation));
}

const lostOf = keptQuery((db, { requestId }: { readonly requestId: RequestId }) =>
  db
    .selectFrom('posts')
    .select(['id', 'conversation'])
    .where('request_id', '=', requestId)
    .where('dropped', '=', LOST)
    .orderBy('id'),
);

/** Whether a conversation is this channel or chat, or a thread of it. */
export function isIn(room: ConversationKey, conversation: ConversationKey): boolean {
  return conversation === room || conversation.startsWith(`${room};`);
}

/** Makes one lost copy a copy again, under the id that Teams shows it as, unless that id is known in the room. */
export async function adopt(db: Db, requestId: RequestId, room: ConversationKey, activityId: string): Promise<void> {
  await lockUntilCommit(db, `adopt/${room}`);
  const known = await db.selectFrom('posts').select('conversation').where('activity_id', '=', activityId).execute();
  if (known.some(({ conversation }) => isIn(room, conversation))) return;
  const [copy] = await lostCopies(db, requestId, room);
  if (!copy) return;
  const wanted = { wanted_rev: await revOf(db, 'requests', requestId), due: 1, due_at: 0, attempts: 0 };
  await db
    .updateTable('posts')
    .set({ ...wanted, activity_id: activityId, dropped: null })
    .where('id', '=', copy.id)
    .execute();
}

/**
 * Whether this copy was tried and its id is not known: Teams may show it. Takes no lock.
 * @param requestId null for an answer, which is noted where everybody in the room sees it
 */
export async function isUnnoted(
  db: Db,
  id: number,
  requestId: RequestId | null,
  room: ConversationKey,
): Promise<boolean> {
  const row = await db
    .selectFrom('posts')
    .select(['conversation', 'content'])
    .where('id', '=', id)
    .where('request_id', requestId === null ? 'is' : '=', requestId)
    .where('activity_id', 'is', null)
    .where('lease', 'is not', null)
    .where('dropped', 'is', null)
    .executeTakeFirst();
  if (row === undefined || !isIn(room, row.conversation)) return false;
  return requestId !== null || isForAll(toContent(id, row.content));
}

function isForAll(content: OutboxContent): boolean {
  return content.kind === 'answer' && content.onlyFor === undefined;
}

/** Notes under which id Teams shows a copy, unless that id is known in the room, or another was noted meanwhile. */
export async function noteId(db: Db, id: number, room: ConversationKey, activityId: string): Promise<void> {
  await lockUntilCommit(db, `adopt/${room}`);
  const known = await db.selectFrom('posts').select('conversation').where('activity_id', '=', activityId).execute();
  if (known.some(({ conversation }) => isIn(room, conversation))) return;
  await db
    .updateTable('posts')
    .set({ activity_id: activityId })
    .where('id', '=', id)
    .where('activity_id', 'is', null)
    .execute();
}

export async function shownMessage(
  db: Db,
  tenantId: TenantId,
  room: ConversationKey,
  activityId: string,
): Promise<OutboxMessage | null> {
  const rows = await db
    .selectFrom('posts')
    .selectAll()
    .where('tenant', '=', tenantId)
    .where('activity_id', '=', activityId)
    .where('dropped', 'is', null)
    .execute();
  const row = rows.find(({ conversation }) => isIn(room, conversation));
  return row ? toMessage(row) : null;
}

/** The answer that Teams shows under this id; null where another message is. Reads none of its words. */
export async function shownAnswer(
  db: Db,
  tenantId: TenantId,
  room: ConversationKey,
  activityId: string,
): Promise<number | null> {
  const { rows } = await answersAs(db, { tenantId, activityId });
  return rows.find(({ conversation }) => isIn(room, conversation))?.id ?? null;
}

const answersAs = keptQuery(
  (db, { tenantId, activityId }: { readonly tenantId: TenantId; readonly activityId: string }) =>
    db
      .selectFrom('posts')
      .select(['id', 'conversation'])
      .where('tenant', '=', tenantId)
      .where('activity_id', '=', activityId)
      .where('request_id', 'is', null)
      .where('form_id', 'is', null)
      .where('dropped', 'is', null),
);

/** Has a message edited once more, with the content that it has. */
export async function showAgain(db: Db, id: number): Promise<void> {
  await db.updateTable('posts').set({ due: 1, due_at: 0, attempts: 0, again_at: 0 }).where('id', '=', id).execute();
}
