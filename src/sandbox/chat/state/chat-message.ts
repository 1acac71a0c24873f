import type { Person } from '../../company/person.ts';
import type { Conversation } from './conversation.ts';

export const ADAPTIVE_CARD = 'application/vnd.microsoft.card.adaptive';

interface Attachment {
  contentType: string;
  content?: unknown;
}

export interface Mention {
  /** The mention as it is in the text, including `<at>...</at>`. */
  text: string;
  name: string;
}

/** The part of a message that its author may change later. */
export interface MessageContent {
  text: string;
  mentions: Mention[];
  attachments: Attachment[];
}

/** One message as the service stores it, without any person's own view of a card. */
export interface ChatMessage extends MessageContent {
  readonly id: string;
  readonly conversation: Conversation;
  /** In a channel, the id of the thread's first message (its own id for the first message itself); null elsewhere. */
  readonly threadId: string | null;
  /** The person who wrote it; null for the bot. */
  readonly author: Person | null;
  /** Milliseconds since 1970. */
  readonly at: number;
  editedAt: number | null;
  deleted: boolean;
  /** Counts edits. A person's own view of the card is valid for one version only. */
  version: number;
  /** Why the bot did not receive it, in words for its author. */
  undelivered: string | null;
  /** The one member who sees it; null for everybody. */
  readonly onlyFor: Person | null;
}

/** Whether somebody sees a message at all. */
export function isShownTo({ conversation, onlyFor }: ChatMessage, person: Person): boolean {
  return conversation.members.includes(person) && (onlyFor === null || onlyFor === person);
}

/** The Adaptive Card of a message, as an unvalidated object; undefined if it has none. */
export function cardOf(message: ChatMessage): Record<string, unknown> | undefined {
  const attachment = message.attachments.find((one) => one.contentType === ADAPTIVE_CARD);
  const content = attachment?.content;
  return isRecord(content) ? content : undefined;
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
