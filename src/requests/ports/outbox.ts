import { z } from 'zod';
import {
  type ConversationKey,
  conversationKey,
  entraObjectId,
  formId,
  type RequestId,
  requestId,
  type TenantId,
  tenantId,
} from '../../shared/ids.ts';
import type { Json } from '../../shared/json.ts';
import { storedLanguage } from '../../shared/language/languages.ts';

const audience = z.enum(['shared', 'requester', 'approver']);

/**
 * Who sees a copy of a request's card. `shared`: everybody in the conversation (each person's own view comes by
 * refresh); `requester` and `approver`: one person, in the personal chat with the bot.
 */
export type Audience = z.infer<typeof audience>;

/** Whatever JSON.parse gave is JSON: only a missing key is a fault. */
const json = z.custom<Json>((value) => value !== undefined);

const mentionSchema = z.object({ id: z.string(), name: z.string() }).readonly();

/** Somebody whom Teams notifies, by their id there (`29:...`, or the object id) and the directory's name. */
export type Mention = z.infer<typeof mentionSchema>;

export const outboxContentSchema = z.discriminatedUnion('kind', [
  z
    .object({
      kind: z.literal('request'),
      requestId,
      audience,
      viewer: entraObjectId.nullable(),
      /** Why it was sent, shown above everything else until the card is updated; absent where nothing is to be said. */
      notice: z.string().optional(),
      /** Whom Teams notifies of it, when it is first sent. */
      mentions: z.array(mentionSchema).readonly().optional(),
      /** Sent only while the request waits for a decision. */
      whilePending: z.literal(true).optional(),
    })
    .readonly(),
  /**
   * A form's card is made from the form as it is when delivered; `viewer` null for the copy that everybody in a
   * conversation sees.
   */
  z.object({ kind: z.literal('form'), formId, viewer: entraObjectId.nullable() }).readonly(),
  z
    .object({
      kind: z.literal('answer'),
      view: z.string(),
      data: json,
      /** Sent only while this request waits for a decision. */
      whilePending: requestId.optional(),
      /** Who has to hear it: in their own chat where its conversation is gone. */
      to: entraObjectId.optional(),
      /** Whose it is alone, by their id in Teams, where Teams can do that; absent where all read along. */
      onlyFor: z.string().optional(),
      /** In which language its data is worded; absent for English. */
      language: storedLanguage,
    })
    .readonly(),
]);

/**
 * The content of a message. A request's card is made from the request as it is when delivered; an answer carries its
 * view model.
 */
export type OutboxContent = z.infer<typeof outboxContentSchema>;

/** What the key of a copy of a card ends with that somebody asked for, and of one of it whose id was lost. */
const COPY = /:card(?::lost:.*)?$/;

/** The key of a copy of a request's card that somebody asked for. @param asked of the activity or task */
export function copyKey(asked: string): string {
  return `${asked}:card`;
}

export function isCopyKey(key: string): boolean {
  return COPY.test(key);
}

export interface NewOutboxMessage {
  /**
   * Unique: the same message is sent once, however often it is asked for (`<activity id>:answer`, `<request
   * id>:card:<conversation>`).
   */
  readonly key: string;
  readonly tenantId: TenantId;
  /** Key of a remembered conversation. */
  readonly conversation: ConversationKey;
  readonly content: OutboxContent;
  readonly dueAt: number;
}

export interface OutboxMessage extends NewOutboxMessage {
  readonly id: number;
  /** Null until Teams shows it; from then on it is updated instead of sent. */
  readonly activityId: string | null;
  /** Whether Teams showed what it is about before; false where it showed something else. */
  readonly wasShown: boolean;
  /** The newest rev that it should show; 0 for answers. */
  readonly wantedRev: number;
  readonly attempts: number;
  /** Absent where the last try succeeded, or there was none. */
  readonly failing?: Failing;
  /** Nothing shows that its words are the service's own. */
  readonly isUnproven?: true;
  /** Present where it was tried before and nobody knows whether Teams shows it: it may stand there twice. */
  readonly mayStand?: true;
  /** The claim under which it was taken. */
  readonly lease: string;
}

/** What has kept a message from Teams since it was last delivered, or at all. */
export interface Failing {
  /** The status and code of Teams' answer, `403 BotNotInConversationRoster`; else `no answer` or an error code. */
  readonly why: string;
  /** Milliseconds since 1970 of the first failure. */
  readonly since: number;
  /** How often in a row Teams said that the place is gone or closed to the bot. */
  readonly refusals: number;
}

/** A message that Teams has not taken, for whoever has to know. */
export interface Undelivered extends Failing {
  readonly conversation: ConversationKey;
  readonly requestId: RequestId | null;
  /** Whether Airlock has stopped trying, until the conversation gives a sign of life. */
  readonly isGivenUp: boolean;
}

export const conversationSchema = z
  .object({
    /** The conversation id; for a channel thread with its `;messageid=`. */
    key: conversationKey,
    tenantId,
    serviceUrl: z.string(),
    kind: z.enum(['personal', 'group', 'channel']),
    /** The bot's id in Teams: `28:<app id>`. */
    botId: z.string(),
    seenAt: z.number(),
    /** The service URL before this one; absent where there was none. */
    formerUrl: z.string().optional(),
    /** The id of the channel's team in Teams; absent where there is none, or it is not known. */
    team: z.string().optional(),
    /** What Teams called the channel and its team when it was last asked; absent where it did not say. */
    name: z.string().optional(),
    teamName: z.string().optional(),
    /** What the one person of a personal chat speaks; absent elsewhere, and where it is not known. */
    language: storedLanguage,
  })
  .readonly();

/**
 * A conversation the bot may send to: what is needed to send without an incoming activity
 * (docs/facts/teams.md#sending-messages).
 */
export type Conversation = z.infer<typeof conversationSchema>;

export const contactSchema = z
  .object({
    tenantId,
    /** Entra object id, lower case. */
    oid: entraObjectId,
    /** The id that refresh and mentions need: `29:...`, per bot. */
    mri: z.string(),
    name: z.string(),
    /** Key of the personal chat with the bot; null until there is one. */
    personal: conversationKey.nullable(),
    seenAt: z.number(),
    /** Whether they asked not to be told of requests; absent means what was said before. */
    isMuted: z.boolean().optional(),
    /** What their Teams was set to when it last said so; absent means what was said before. */
    language: storedLanguage,
  })
  .readonly();

/** A person the bot has met in Teams. */
export type Contact = z.infer<typeof contactSchema>;

/**
 * Work that depends on Defender or the directory, so it never happens inside a turn. `draft`: read the tenant and make
 * the draft that was asked for; `status`: read the tenant and answer; `announce`: notify the approvers; `apply`,
 * `reconcile`: docs/architecture.md#compare-write-read-back; `open-form`, `check-form`: read the tenant to offer
 * choices, or to check what was filled in; `revert`: read the tenant and make the draft that undoes an applied request;
 * `sight`: read the tenant and record what somebody sees in the portal; `ask`: read what a question needs and answer
 * it; `remind`: remind people that a request is waiting for a decision or to be applied by hand; `verify`: read what
 * can be read of a change that somebody reported as applied; `surface`: look whether the tenant shows a change whose
 * request has ended without that; `checkpoint`: note outside the database how far the record has come; `items`: write a
 * request one item after another; `follow`: look how an applied change goes on in the tenant.
 */
export const TASK_KINDS = [
  'draft',
  'status',
  'announce',
  'apply',
  'reconcile',
  'open-form',
  'check-form',
  'revert',
  'sight',
  'ask',
  'remind',
  'verify',
  'surface',
  'checkpoint',
  'items',
  'follow',
] as const;

export type TaskKind = (typeof TASK_KINDS)[number];

export interface NewTask {
  /** Unique among all tasks, completed or not: a redelivered activity files nothing twice. */
  readonly key: string;
  readonly kind: TaskKind;
  readonly tenantId: TenantId;
  readonly requestId: RequestId | null;
  /** What the kind needs; parsed again when taken. */
  readonly payload: Json;
  readonly dueAt: number;
  /** For the log: the correlation id of the turn that asked. */
  readonly correlation: string;
}

export interface Task extends NewTask {
  readonly id: number;
  /**
   * Why nothing shows that the person it names asked for it; absent where the service that took it sealed it.
   * `unsealed`: an earlier release filed it, or somebody wrote it into the database; `another-key`: the record's key
   * changed meanwhile; `forged`: it is not what was sealed. Or why it is not done though they did: `done`: it was done
   * before; `late`: they asked long ago.
   */
  readonly unproven?: 'unsealed' | 'another-key' | 'forged' | 'done' | 'late';
  /** How often it was tried before. */
  readonly attempts: number;
  /** The claim under which it was taken. */
  readonly lease: string;
}

/** The right to write to a tenant, which one instance has at a time. */
export interface WriteRight {
  /** Whether nobody else can have it, and nobody else has taken the task: one question to the database. */
  holds(task: Pick<Task, 'id' | 'lease'>): Promise<boolean>;
  /** Aborted once it is known that the right is lost. */
  readonly lost: AbortSignal;
  release(): Promise<void>;
}

/** What one instance does at a time. */
export interface Leases {
  /**
   * A named lease for one writer at a time; true when `owner` holds it until `now + leaseMs`. Whoever asks for a lease
   * of one name asks for the same length: one that ends far later is forged, and is not honoured.
   */
  acquire(name: string, owner: string, now: number, leaseMs: number): Promise<boolean>;
  release(name: string, owner: string): Promise<void>;
  /**
   * The right to write to this tenant; null while another has it. It ends with the process, or with its connection to
   * the database, so that a crash keeps nobody else from writing.
   * @throws AirlockError store-unavailable
   */
  takeWriter(tenantId: TenantId, owner: string, now: number, leaseMs: number): Promise<WriteRight | null>;
  /**
   * Ends the claims of tasks of instances that are gone: found so by two calls in a row. Nothing where one process owns
   * the store.
   * @returns how many there were
   */
  takeBackGone(now: number): Promise<number>;
  /** What time it is for all instances: the database's, in ms since 1970; null where one process owns the store. */
  time(): Promise<number | null>;
}
