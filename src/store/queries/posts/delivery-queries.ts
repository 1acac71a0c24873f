import { sql } from 'kysely';
import type { OutboxMessage, Undelivered } from '../../../requests/ports/outbox.ts';
import { type Announced, type Announcement, announcementSchema } from '../../../requests/record/announcement.ts';
import { isAirlockError } from '../../../shared/errors.ts';
import { type ConversationKey, type RequestId, requestId, type TenantId } from '../../../shared/ids.ts';
import { isOwnAnnouncement, sealedAnnouncement, sealedContent } from '../../bodies/message-seal.ts';
import { readBody } from '../../bodies/stored-body.ts';
import type { Sealer } from '../../bodies/task-seal.ts';
import { readOrFault } from '../../bodies/unreadable-rows.ts';
import { keptQuery } from '../../schema/kept-query.ts';
import type { Db } from '../../schema/tables.ts';
import { tableOf } from '../../schema/transact.ts';

/** A message that Teams has not shown goes elsewhere; its tries begin anew. */
export async function redirect(
  db: Db,
  keys: Sealer | null,
  { id, lease, key, content }: OutboxMessage,
  { conversation, dueAt }: { readonly conversation: ConversationKey; readonly dueAt: number },
): Promise<void> {
  await db
    .updateTable('posts')
    .set({
      content: sealedContent({ key, conversation, content }, keys),
      conversation,
      due: 1,
      due_at: dueAt,
      attempts: 0,
      lease: null,
      lease_until: 0,
      refusals: 0,
    })
    .where('id', '=', id)
    .where('lease', '=', lease)
    .where('activity_id', 'is', null)
    .execute();
}

/** The rows of what Teams does not take. Their index holds nothing else, so this costs nothing while all is well. */
function failing(db: Db) {
  return db.selectFrom('posts').where('failing_since', '>', 0);
}

/** What is wrong in a channel with its threads, or in a chat. Takes no lock. */
export async function failingIn(db: Db, conversation: ConversationKey): Promise<readonly number[]> {
  const [room = ''] = conversation.split(';', 1);
  const { rows } = await failingInRoom(db, { room: room as ConversationKey, threads: `${room};` });
  return rows.map(({ id }) => id);
}

interface Room {
  readonly room: ConversationKey;
  /** What the keys of its threads begin with. */
  readonly threads: string;
}

const failingInRoom = keptQuery((db, { room, threads }: Room) =>
  failing(db)
    .leftJoin('requests', 'requests.id', 'posts.request_id')
    .select('posts.id')
    .where((eb) =>
      eb.or([
        eb('posts.conversation', '=', room),
        sql<boolean>`substr(posts.conversation, 1, length(cast(${threads} as text))) = cast(${threads} as text)`,
      ]),
    )
    .where((eb) =>
      eb.or([
        eb('posts.dropped', 'is', null),
        eb.and([eb('posts.request_id', 'is not', null), eb('posts.activity_id', 'is not', null)]),
        eb('requests.open', '=', 1),
      ]),
    ),
);

/** Makes messages due that were waiting or given up; a card is to show the current rev of its request. */
export async function revive(db: Db, ids: readonly number[], now: number): Promise<void> {
  await db
    .updateTable('posts')
    .set({
      ...{ due: 1, due_at: now, attempts: 0, refusals: 0, dropped: null },
      wanted_rev: sql<number>`coalesce((select rev from ${tableOf(db, 'requests')} where requests.id = posts.request_id), wanted_rev)`,
    })
    .where('id', 'in', [...ids])
    .where('lease_until', '<=', now)
    .execute();
}

/** Answers of Teams that mean that it has a fault of its own, or none; a 429 names its own time. */
export async function hasten(db: Db, tenant: TenantId, now: number): Promise<void> {
  await db
    .updateTable('posts')
    .set({ due_at: now })
    .where('failing_since', '>', 0)
    .where('tenant', '=', tenant)
    .where('due', '=', 1)
    .where('due_at', '>', now)
    .where('lease_until', '<=', now)
    .where((eb) => eb.or([eb('fault', '=', 'no answer'), eb('fault', 'like', '5%')]))
    .execute();
}

/** Orders another drawing of cards that stand in Teams or are on their way. @param conversations null for all */
export async function redrawCopies(
  db: Db,
  request: RequestId,
  conversations: readonly ConversationKey[] | null,
  at: number,
): Promise<void> {
  const all = db.updateTable('posts').where('request_id', '=', request).where('dropped', 'is', null);
  const copies = conversations === null ? all : all.where('conversation', 'in', [...conversations]);
  await copies.set({ again_at: at }).where('due', '=', 1).execute();
  await copies.set({ due: 1, due_at: at, attempts: 0 }).where('due', '=', 0).execute();
}

/** How long what was given up is told of, in ms. */
const TOLD_FOR = 7 * 86_400_000;

export async function findUndelivered(
  db: Db,
  tenant: TenantId,
  before: number,
  limit: number,
): Promise<{ readonly count: number; readonly messages: readonly Undelivered[] }> {
  const all = failing(db)
    .where('tenant', '=', tenant)
    .where('failing_since', '<=', before)
    .where((eb) => eb.or([eb('dropped', 'is', null), eb('failing_since', '>', before - TOLD_FOR)]));
  const count = await all.select((eb) => eb.fn.countAll().as('count')).executeTakeFirst();
  const rows = await all
    .select(['conversation', 'request_id', 'fault', 'failing_since', 'refusals', 'dropped'])
    .orderBy('failing_since')
    .limit(limit)
    .execute();
  const messages = rows.map((row) => ({
    conversation: row.conversation,
    requestId: row.request_id === null ? null : requestId.parse(row.request_id),
    ...{ why: row.fault ?? '', since: Number(row.failing_since), refusals: row.refusals },
    isGivenUp: row.dropped !== null,
  }));
  return { count: Number(count?.count ?? 0), messages };
}

export async function saveAnnouncement(db: Db, announcement: Announcement, keys: Sealer | null): Promise<void> {
  const body = sealedAnnouncement(announcement, keys);
  await db
    .insertInto('announcements')
    .values({ request_id: announcement.requestId, tenant: announcement.tenantId, body })
    .onConflict((conflict) => conflict.column('request_id').doUpdateSet({ body }))
    .execute();
}

const announcementOf = keptQuery((db, { id, tenant }: { readonly id: RequestId; readonly tenant: TenantId }) =>
  db.selectFrom('announcements').select('body').where('request_id', '=', id).where('tenant', '=', tenant),
);

const sentOf = keptQuery((db, { keys }: { readonly keys: readonly string[] }) =>
  db.selectFrom('posts').select(['key', 'sent_at', 'fault', 'dropped']).where('key', 'in', keys),
);

/** Null where there is none, or somebody changed it: then cards and reminders do without. */
export async function findAnnounced(
  db: Db,
  keys: Sealer | null,
  tenant: TenantId,
  id: RequestId,
): Promise<Announced | null> {
  const [row] = (await announcementOf(db, { id, tenant })).rows;
  const read = row && readOrFault(() => readBody({ table: 'announcements', id }, row.body, announcementSchema));
  if (!row || !read || isAirlockError(read) || !isOwnAnnouncement(id, read, row.body, keys)) return null;
  const posts = [...new Set(read.deciders.flatMap((one) => one.keys))];
  const rows = posts.length === 0 ? [] : (await sentOf(db, { keys: posts })).rows;
  const tellings = rows.map(({ key, sent_at, fault, dropped }) => ({
    key,
    sentAt: sent_at === null ? null : Number(sent_at),
    why: fault ?? dropped,
  }));
  return { ...read, tellings };
}
