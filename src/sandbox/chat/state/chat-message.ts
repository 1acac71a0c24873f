import type { Person } from '../../company/person.ts';
import type { Conversation } from './conversation.ts';

export const ADAPTIVE_CARD = 'application/vnd.microsoft.card.adaptive';

interface Attachment {
  contentType: string;
  content?: unknown;
}

export interface Mention {
  /** As it stands in the text, `<at>...</at>` included. */
  text: string;
  name: string;
}

/** What of a message its author may change later. */
export interface MessageContent {
  text: string;
  mentions: Mention[];
  attachments: Attachment[];
}

/** One message as the service keeps it; nobody's own view of a card is in here. */
export interface ChatMessage extends MessageContent {
  readonly id: string;
  readonly conversation: Conversation;
  /** The root post's id in a channel (its own id for a root post), null elsewhere. */
  readonly threadId: string | null;
  /** The person who wrote it; null for the bot. */
  readonly author: Person | null;
  /** Milliseconds since 1970. */
  readonly at: number;
  editedAt: number | null;
  deleted: boolean;
  /** Counts edits: a person's own view of the card holds for one version only. */
  version: number;
  /** Why the bot did not take it, in words for its author. */
  undelivered: string | null;
}

/** The Adaptive Card of a message, as an unchecked object; undefined when it has none. */
export function cardOf(message: ChatMessage): Record<string, unknown> | undefined {
  const attachment = message.attachments.find((one) => one.contentType === ADAPTIVE_CARD);
  const content = attachment?.content;
  return isRecord(content) ? content : undefined;
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
