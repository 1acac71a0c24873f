import type { Kysely } from 'kysely';
import type { MessageStore } from '../requests/ports/message-store.ts';
import { type AirlockError, isAirlockError } from '../shared/errors.ts';
import {
  failingIn,
  findAnnounced,
  findUndelivered,
  hasten,
  redirect,
  redrawCopies,
  revive,
} from './queries/posts/delivery-queries.ts';
import {
  adopt,
  isUnnoted,
  lostCopies,
  noteId,
  showAgain,
  shownAnswer,
  shownMessage,
} from './queries/posts/lost-copies.ts';
import { markShown } from './queries/posts/mark-shown.ts';
import { claimMessages, copiesOf, drop, isMessageDue, postpone } from './queries/posts/outbox-queries.ts';
import type { RecordKeys } from './record/record-keys.ts';
import type { Db, Tables } from './schema/tables.ts';
import { transact } from './schema/transact.ts';

/** Runs a write and then notifies the listeners that wait for work. */
export type Write = <T>(work: (trx: Db) => Promise<T>) => Promise<T>;

/** Messages on their way to Teams. @param leaseOf a new claim of this owner */
export function messageStore(
  db: Kysely<Tables>,
  write: Write,
  keys: RecordKeys | null,
  leaseOf: (owner: string) => string,
): MessageStore {
  return {
    takeMessages: async (owner, now, leaseMs, limit) => {
      if (!(await isMessageDue(db, now))) return [];
      return unwrapClaim(
        await transact(db, (trx) => claimMessages(trx, keys, leaseOf(owner), now, now + leaseMs, limit)),
      );
    },
    messageShown: (message, shown) => write((trx) => markShown(trx, message, shown)),
    postponeMessage: (message, dueAt, kept = {}) => write((trx) => postpone(trx, message, dueAt, kept)),
    dropMessage: (message, why, failing) => write((trx) => drop(trx, message, why, failing)),
    adoptCopy: async (requestId, conversation, activityId, copy = null) => {
      const shown = { conversation, activityId };
      if (copy !== null && (await isUnnoted(db, copy, requestId, shown)))
        return write((trx) => noteId(trx, copy, shown));
      if ((await lostCopies(db, requestId, shown)).length === 0) return;
      await write((trx) => adopt(trx, requestId, shown, copy));
    },
    adoptAnswer: async (copy, conversation, activityId) => {
      const shown = { conversation, activityId };
      if (await isUnnoted(db, copy, null, shown)) await write((trx) => noteId(trx, copy, shown));
    },
    showAnswerAgain: async (tenantId, room, activityId) => {
      const id = await shownAnswer(db, tenantId, room, activityId);
      if (id !== null) await write((trx) => showAgain(trx, id));
    },
    shownMessage: (tenantId, room, activityId) => shownMessage(db, tenantId, room, activityId),
    copies: (tenantId, id) => copiesOf(db, tenantId, id),
    ...delivering(db, write, keys),
  };
}

/** Messages that Teams did not take, and whom requests were announced to. */
function delivering(db: Kysely<Tables>, write: Write, keys: RecordKeys | null) {
  return {
    redirectMessage: (message, to) => write((trx) => redirect(trx, keys, message, to)),
    signOfLife: async (room, now) => {
      const ids = await failingIn(db, room);
      if (ids.length > 0) await write((trx) => revive(trx, ids, now));
      return ids.length;
    },
    hastenMessages: (tenantId, now) => write((trx) => hasten(trx, tenantId, now)),
    redraw: (requestId, conversations, dueAt) => write((trx) => redrawCopies(trx, requestId, conversations, dueAt)),
    undelivered: (tenantId, before, limit) => findUndelivered(db, tenantId, before, limit),
    announced: (tenantId, requestId) => findAnnounced(db, keys, tenantId, requestId),
  } satisfies Partial<MessageStore>;
}

/**
 * Returns what was claimed.
 * @throws the fault of an unreadable row; by then, its postponement is committed
 */
export function unwrapClaim<T>(claimed: T | AirlockError): T {
  if (isAirlockError(claimed)) throw claimed;
  return claimed;
}
