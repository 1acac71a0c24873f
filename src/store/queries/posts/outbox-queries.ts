import type { Insertable } from 'kysely';
import type { Postponed } from '../../../requests/ports/message-store.ts';
import type { Failing, NewOutboxMessage, OutboxMessage } from '../../../requests/ports/outbox.ts';
import type { Replacement } from '../../../requests/ports/store.ts';
import { type AirlockError, isAirlockError } from '../../../shared/errors.ts';
import type { ConversationKey, FormId, RequestId, TenantId } from '../../../shared/ids.ts';
import { isOwnWords, LOST, sealedContent } from '../../bodies/message-seal.ts';
import { toMessage } from '../../bodies/read-rows.ts';
import type { Sealer } from '../../bodies/task-seal.ts';
import { postponeUnreadable, readOrFault } from '../../bodies/unreadable-rows.ts';
import { keptQuery } from '../../schema/kept-query.ts';
import { type Db, FAR_AHEAD, type Tables } from '../../schema/tables.ts';
import { isPostgres, lockUntilCommit } from '../../schema/transact.ts';
import { NOT_FAILING, noteLost } from './note-lost.ts';

/**
 * Adds messages; one whose key exists is left unchanged. A new card is to show the current rev of its request or form.
 */
export async function insertMessages(
  db: Db,
  keys: Sealer | null,
  messages: readonly NewOutboxMessage[],
): Promise<void> {
  for (const message of messages) {
    const { key, tenantId: tenant, conversation, dueAt } = message;
    await inserting(db, { key, tenant, conversation, ...(await contentColumns(db, message, keys)), due_at: dueAt });
  }
}

type Content = Awaited<ReturnType<typeof contentColumns>>;
type New = Content & Pick<Insertable<Tables['posts']>, 'key' | 'tenant' | 'conversation' | 'due_at'>;

const inserting = keptQuery((db, row: New) => {
  const { key, tenant, conversation, request_id, form_id, content, wanted_rev, shown_rev, due_at } = row;
  const own = { key, tenant, conversation, request_id, form_id, content, wanted_rev, shown_rev, due_at };
  const unsent = { activity_id: null, due: 1, attempts: 0, lease: null, lease_until: 0, dropped: null, refusals: 0 };
  return db
    .insertInto('posts')
    .values({ ...own, ...unsent })
    .onConflict((conflict) => conflict.column('key').doNothing());
});

async function contentColumns(
  db: Db,
  message: Pick<NewOutboxMessage, 'key' | 'conversation' | 'content'>,
  keys: Sealer | null,
) {
  const { content } = message;
  const requestId = content.kind === 'request' ? content.requestId : null;
  const formId = content.kind === 'form' ? content.formId : null;
  const rev = requestId ? await revOf(db, 'requests', requestId) : formId ? await revOf(db, 'forms', formId) : 0;
  const text = sealedContent(message, keys);
  return { request_id: requestId, form_id: formId, content: text, wanted_rev: rev, shown_rev: -1 };
}

/**
 * Reads the current rev. On PostgreSQL it locks the row: it waits for a step that is being stored, and a later step
 * waits for it and then finds the new message.
 */
export async function revOf(db: Db, table: 'requests' | 'forms', id: string): Promise<number> {
  const [row] = (await revs[table](db, { id })).rows;
  return row?.rev ?? 0;
}

const revs = { requests: revIn('requests'), forms: revIn('forms') };

function revIn(table: 'requests' | 'forms') {
  return keptQuery((db, { id }: { readonly id: string }) => {
    const rev = db.selectFrom(table).select('rev').where('id', '=', id);
    return isPostgres(db) ? rev.forShare() : rev;
  });
}

/** Gives stored messages new content. What Teams shows is edited in place. */
export async function replaceMessages(
  db: Db,
  keys: Sealer | null,
  replacements: readonly Replacement[],
): Promise<void> {
  for (const { key, content, otherwise } of replacements) {
    const [row] = (await postByKey(db, { key })).rows;
    if (!row && otherwise) await insertMessages(db, keys, [otherwise]);
    if (!row) continue;
    const columns = await contentColumns(db, { key, conversation: row.conversation, content }, keys);
    if (row.request_id !== columns.request_id) await noteLost(db, [row]);
    await replacing(db, { ...columns, id: row.id });
  }
}

const replacing = keptQuery((db, row: Content & { readonly id: number }) => {
  const { id, request_id, form_id, content, wanted_rev, shown_rev } = row;
  return db
    .updateTable('posts')
    .set({ request_id, form_id, content, wanted_rev, shown_rev, due: 1, due_at: 0, attempts: 0 })
    .where('id', '=', id)
    .where('dropped', 'is', null);
});

const postByKey = keptQuery((db, { key }: { readonly key: string }) =>
  db.selectFrom('posts').selectAll().where('key', '=', key).where('dropped', 'is', null),
);

/** Makes every copy of the request's or form's card due, to show this rev. */
export async function showRevision(
  db: Db,
  of: { readonly requestId: RequestId } | { readonly formId: FormId },
  rev: number,
  now: number,
): Promise<void> {
  if ('formId' in of) await copiesDue(db, rev, now).where('form_id', '=', of.formId).execute();
  else await showingRequest(db, { id: of.requestId, rev, now });
}

type Showing = { readonly id: RequestId; readonly rev: number; readonly now: number };

const showingRequest = keptQuery((db, { id, rev, now }: Showing) =>
  copiesDue(db, rev, now).where('request_id', '=', id),
);

function copiesDue(db: Db, rev: number, now: number) {
  const due = { wanted_rev: rev, due: 1, due_at: now, attempts: 0 };
  return db.updateTable('posts').set(due).where('dropped', 'is', null);
}

/** Whether claimMessages may find a message. It takes no lock, since most checks find nothing. */
export async function isMessageDue(db: Db, now: number): Promise<boolean> {
  return (await anyDue(db, { now, far: now + FAR_AHEAD })).rows.length > 0;
}

interface Due {
  readonly now: number;
  /** No lease is held until later: what names such a time was forged. */
  readonly far: number;
}

const anyDue = keptQuery((db, due: Due) => dueMessages(db, due).select('id').limit(1));

function dueMessages(db: Db, { now, far }: Due) {
  return db
    .selectFrom('posts')
    .where('due', '=', 1)
    .where('due_at', '<=', now)
    .where((eb) => eb.or([eb('lease_until', '<=', now), eb('lease_until', '>', far)]));
}

/** The due messages of conversations in which none is being sent, oldest first. */
const claimable = keptQuery((db, { now, far, most }: Due & { readonly most: number }) => {
  const due = dueMessages(db, { now, far })
    .selectAll()
    .where('conversation', 'not in', (eb) =>
      eb
        .selectFrom('posts as busy')
        .select('busy.conversation')
        .where('busy.due', '=', 1)
        .where('busy.lease_until', '>', now)
        .where('busy.lease_until', '<=', far),
    )
    .orderBy('id')
    .limit(most);
  return isPostgres(db) ? due.forUpdate('posts').skipLocked() : due;
});

/**
 * Claims due messages, oldest first, at most one in each conversation. Instances claim one after another, so that none
 * takes a conversation for free while another is about to write to it. A message that a step is changing at this moment
 * is skipped until the next claim.
 * @returns the fault of an unreadable message, if there is one: it is then postponed, and nothing is claimed
 */
export async function claimMessages(
  db: Db,
  keys: Sealer | null,
  lease: string,
  now: number,
  until: number,
  limit: number,
): Promise<readonly OutboxMessage[] | AirlockError> {
  await lockUntilCommit(db, 'claim');
  const { rows: candidates } = await claimable(db, { now, far: now + FAR_AHEAD, most: limit * 4 });
  const claimed: OutboxMessage[] = [];
  for (const row of firstOfEach(candidates, limit)) {
    const message = readOrFault(() => toMessage({ ...row, lease }));
    if (isAirlockError(message)) {
      await postponeUnreadable(db, 'posts', row.id, now);
      return message;
    }
    const isOwn = isOwnWords(row.id, message, row.content, keys);
    const mayStand = row.lease !== null && row.activity_id === null;
    claimed.push({ ...message, ...(!isOwn && { isUnproven: true }), ...(mayStand && { mayStand }) });
  }
  const ids = claimed.map(({ id }) => id);
  const rows = candidates.filter(({ id }) => ids.includes(id));
  await noteLost(db, rows);
  if (ids.length > 0) await leasing(db, { ids, lease, until });
  return claimed;
}

type Leasing = { readonly ids: readonly number[]; readonly lease: string; readonly until: number };

const leasing = keptQuery((db, { ids, lease, until }: Leasing) =>
  db.updateTable('posts').set({ lease, lease_until: until, again_at: null }).where('id', 'in', ids),
);

/** The first of each conversation, up to `limit`. */
function firstOfEach<R extends { readonly conversation: ConversationKey }>(
  rows: readonly R[],
  limit: number,
): readonly R[] {
  const first = new Map<string, R>();
  for (const row of rows) if (!first.has(row.conversation)) first.set(row.conversation, row);
  return [...first.values()].slice(0, limit);
}

/** The longest text in the column `fault`. */
const WHY_MAX = 120;

function failingColumns(failing: Failing | undefined) {
  if (!failing) return {};
  return { fault: failing.why.slice(0, WHY_MAX), failing_since: failing.since, refusals: failing.refusals };
}

/** Where Teams may have taken the message, its next claim notes a lost copy. */
export async function postpone(
  db: Db,
  message: OutboxMessage,
  dueAt: number,
  { mayBeShown = false, failing }: Postponed,
): Promise<void> {
  const kept = { ...failingColumns(failing), ...(!mayBeShown && { lease: null }) };
  await db
    .updateTable('posts')
    .set({ due_at: dueAt, attempts: message.attempts + 1, lease_until: 0, ...kept })
    .where('id', '=', message.id)
    .where('lease', '=', message.lease)
    .execute();
}

export async function drop(db: Db, message: OutboxMessage, why: string, failing: Failing | undefined): Promise<void> {
  await db
    .updateTable('posts')
    .set({ dropped: why, due: 0, lease: null, lease_until: 0, ...(failing ? failingColumns(failing) : NOT_FAILING) })
    .where('id', '=', message.id)
    .execute();
}

export async function copiesOf(db: Db, tenantId: TenantId, id: string): Promise<readonly OutboxMessage[]> {
  const rows = await db
    .selectFrom('posts')
    .selectAll()
    .where('tenant', '=', tenantId)
    .where((eb) => eb.or([eb('request_id', '=', id), eb('form_id', '=', id)]))
    .where((eb) => eb.or([eb('dropped', 'is', null), eb('dropped', '!=', LOST)]))
    .orderBy('id')
    .execute();
  return rows.map(toMessage);
}
