import type { ConversationKey, FormId, RequestId, TenantId } from '../../shared/ids.ts';
import type { Announced } from '../record/announcement.ts';
import type { Failing, OutboxContent, OutboxMessage, Undelivered } from './outbox.ts';

/** What is kept of a message that was not delivered. */
export interface Postponed {
  /** True where Teams may have taken the message without telling its id; false when absent. */
  readonly mayBeShown?: boolean;
  readonly failing?: Failing;
}

/**
 * The newest copy of a request's card that was asked for in a room, and what each earlier one shows in its place from
 * now on; one that nobody tried to send is not sent. Cards that no one asked for stay what they are.
 */
export interface NewestCopy {
  /** Of the copy, made by `copyKey`. */
  readonly key: string;
  readonly requestId: RequestId;
  /** The channel or chat; a thread counts as its channel. */
  readonly conversation: ConversationKey;
  readonly instead: OutboxContent;
}

/** How much work is due. */
export interface Backlog {
  readonly tasks: number;
  readonly messages: number;
  /** What requests that are being applied write one by one and have not sent. */
  readonly items: number;
}

/** Messages on their way to Teams, and what became of them. */
export interface MessageStore {
  /**
   * Claims up to `limit` messages that have something new to show, oldest first, at most one for each conversation.
   * @throws AirlockError store-corrupt for a message that cannot be read; the next call skips it.
   */
  takeMessages(owner: string, now: number, leaseMs: number, limit: number): Promise<readonly OutboxMessage[]>;
  /**
   * Records that Teams shows the message as `activityId`, at `rev` of its request or form (0 for a plain
   * answer).
   */
  messageShown(
    message: OutboxMessage,
    shown: { readonly activityId: string; readonly rev: number; readonly at: number },
  ): Promise<void>;
  postponeMessage(message: OutboxMessage, dueAt: number, kept?: Postponed): Promise<void>;
  /**
   * Tries a message no more, for as long as its conversation gives no sign of life.
   * @param failing absent where nothing was wrong: it has become pointless
   */
  dropMessage(message: OutboxMessage, why: string, failing?: Failing): Promise<void>;
  /** Sends a message, which Teams has never shown, to another conversation from now on. */
  redirectMessage(
    message: OutboxMessage,
    to: { readonly conversation: ConversationKey; readonly dueAt: number },
  ): Promise<void>;
  /**
   * Makes what could not be delivered in a room due now, what was given up there too: cards that Teams shows, and those
   * of requests that are open. One read where nothing is wrong there.
   * @param room a channel or chat, or a thread of it
   * @returns how many messages became due
   */
  signOfLife(room: ConversationKey, now: number): Promise<number>;
  /** Makes every message due now that only waits because Teams did not answer, or with a fault of its own. */
  hastenMessages(tenantId: TenantId, now: number): Promise<void>;
  /** Draws the copies of a request's card in these conversations once more, at `dueAt`; its rev stays. */
  redraw(requestId: RequestId, conversations: readonly ConversationKey[], dueAt: number): Promise<void>;
  /**
   * What Teams has not taken since `before` or longer, failing the longest first, and how many messages that are in
   * all. What was given up counts for a week.
   */
  undelivered(
    tenantId: TenantId,
    before: number,
    limit: number,
  ): Promise<{ readonly count: number; readonly messages: readonly Undelivered[] }>;
  /** Whom a request was announced to, and what became of that; null where it was not, or that cannot be read. */
  announced(tenantId: TenantId, requestId: RequestId): Promise<Announced | null>;
  /**
   * Takes in a copy of a request's card that Teams shows and whose id was lost, in a crash or with an answer of Teams.
   * Each lost copy is taken in once, where it stands: Teams updates it in no other thread. Does nothing where no copy
   * was lost there, or where the id is that of another message of the channel or chat.
   * @param conversation where it stands, with its thread
   * @param copy the message itself, where the card told which it is: then it is updated from now on instead of sent
   * again, if nobody has noted its id so far
   */
  adoptCopy(
    requestId: RequestId,
    conversation: ConversationKey,
    activityId: string,
    copy?: number | null,
  ): Promise<void>;
  /**
   * Notes under which id Teams shows an answer that was sent and whose id was lost: it is updated from now on, not sent
   * again. Does nothing where it was noted before, or it is one person's alone, no answer, or stands elsewhere.
   */
  adoptAnswer(copy: number, conversation: ConversationKey, activityId: string): Promise<void>;
  /** Edits an answer once more, as it is: who pressed on what stood there before sees their own card in its place. */
  showAnswerAgain(tenantId: TenantId, room: ConversationKey, activityId: string): Promise<void>;
  /**
   * The message that Teams shows under this id; null where it is not known. @param room the channel or chat, without a
   * thread
   */
  shownMessage(tenantId: TenantId, room: ConversationKey, activityId: string): Promise<OutboxMessage | null>;
  /** The copies of a request's or a form's card. */
  copies(tenantId: TenantId, requestOrFormId: RequestId | FormId): Promise<readonly OutboxMessage[]>;
}
