import type { OutboxContent, OutboxMessage } from '../../../requests/ports/outbox.ts';
import type { ConversationKey, RequestId, TenantId } from '../../../shared/ids.ts';
import { LOST } from '../../bodies/message-seal.ts';
import { toContent, toMessage } from '../../bodies/read-rows.ts';
import { keptQuery } from '../../schema/kept-query.ts';
import type { Db } from '../../schema/tables.ts';
import { lockUntilCommit } from '../../schema/transact.ts';
import { revOf } from './outbox-queries.ts';

/** Where Teams shows a message that a client looks at or presses on. */
export interface Standing {
  /** With the thread, where there are threads. */
  readonly conversation: ConversationKey;
  readonly activityId: string;
}

interface LostCopy {
  readonly id: number;
  readonly key: string;
  readonly conversation: ConversationKey;
}

/** The copies of a request that were lost and may be what stands there. Takes no lock. */
export async function lostCopies(db: Db, requestId: RequestId, shown: Standing): Promise<readonly LostCopy[]> {
  const { rows } = await lostOf(db, { requestId });
  return rows.filter(({ conversation }) => mayBe(conversation, shown));
}

/**
 * Whether what was sent to a conversation may be what stands there. Teams updates a message in the thread alone in
 * which it stands; what was sent to a channel begins one. Where no thread is told, it may be in any.
 */
function mayBe(sentTo: ConversationKey, { conversation, activityId }: Standing): boolean {
  const room = roomOf(conversation);
  if (sentTo === conversation) return true;
  if (sentTo === room) return conversation === `${room};messageid=${activityId}`;
  return conversation === room && isIn(room, sentTo);
}

function roomOf(conversation: ConversationKey): ConversationKey {
  const [room = conversation] = conversation.split(';', 1);
  return room as ConversationKey;
}

const lostOf = keptQuery((db, { requestId }: { readonly requestId: RequestId }) =>
  db
    .selectFrom('posts')
    .select(['id', 'key', 'conversation'])
    .where('request_id', '=', requestId)
    .where('dropped', '=', LOST)
    .orderBy('id'),
);

/** Whether a conversation is this channel or chat, or a thread of it. */
export function isIn(room: ConversationKey, conversation: ConversationKey): boolean {
  return conversation === room || conversation.startsWith(`${room};`);
}

/**
 * Makes one lost copy a copy again, under the id that Teams shows it as, unless that id is known in the room.
 * @param copy the message that its card tells; null where it tells none
 */
export async function adopt(db: Db, requestId: RequestId, shown: Standing, copy: number | null): Promise<void> {
  if (await isKnown(db, shown)) return;
  const lost = await lostCopies(db, requestId, shown);
  const own = copy === null ? undefined : await keyOf(db, copy);
  const found = lost.find(({ key }) => own !== undefined && key.startsWith(`${own}:${LOST}:`)) ?? lost[0];
  if (!found) return;
  const wanted = { wanted_rev: await revOf(db, 'requests', requestId), due: 1, due_at: 0, attempts: 0 };
  await db
    .updateTable('posts')
    .set({ ...wanted, activity_id: shown.activityId, dropped: null })
    .where('id', '=', found.id)
    .execute();
}

/** Whether a message of the room is known under this id. No other takes ids in meanwhile. */
async function isKnown(db: Db, { conversation, activityId }: Standing): Promise<boolean> {
  const room = roomOf(conversation);
  await lockUntilCommit(db, `adopt/${room}`);
  const known = await db.selectFrom('posts').select('conversation').where('activity_id', '=', activityId).execute();
  return known.some((one) => isIn(room, one.conversation));
}

async function keyOf(db: Db, id: number): Promise<string | undefined> {
  return (await db.selectFrom('posts').select('key').where('id', '=', id).executeTakeFirst())?.key;
}

/**
 * Whether this copy was tried and its id is not known: Teams may show it. Takes no lock.
 * @param requestId null for an answer, which is noted where everybody in the room sees it
 */
export async function isUnnoted(db: Db, id: number, requestId: RequestId | null, shown: Standing): Promise<boolean> {
  const row = await db
    .selectFrom('posts')
    .select(['conversation', 'content'])
    .where('id', '=', id)
    .where('request_id', requestId === null ? 'is' : '=', requestId)
    .where('activity_id', 'is', null)
    .where('lease', 'is not', null)
    .where('dropped', 'is', null)
    .executeTakeFirst();
  if (row === undefined || !mayBe(row.conversation, shown)) return false;
  return requestId !== null || isForAll(toContent(id, row.content));
}

function isForAll(content: OutboxContent): boolean {
  return content.kind === 'answer' && content.onlyFor === undefined;
}

/** Notes under which id Teams shows a copy, unless that id is known in the room, or another was noted meanwhile. */
export async function noteId(db: Db, id: number, shown: Standing): Promise<void> {
  if (await isKnown(db, shown)) return;
  await db
    .updateTable('posts')
    .set({ activity_id: shown.activityId })
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
