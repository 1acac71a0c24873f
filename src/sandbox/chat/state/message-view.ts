import type { Person } from '../../company/person.ts';
import { FILE } from './attached-files.ts';
import { type ChatMessage, cardOf, isRecord, type Mention } from './chat-message.ts';
import { BOT } from './conversation.ts';
import type { OwnCards } from './own-cards.ts';

/** One message as one person sees it, which the page draws as a unit. */
export interface MessageView {
  id: string;
  conversationId: string;
  threadId: string | null;
  author: { id: string; name: string; bot: boolean };
  text: string;
  mentions: Mention[];
  /** This person's card; null if the message has none. */
  card: Record<string, unknown> | null;
  /** Names of files that its author attached. */
  files: string[];
  /** Content types of attachments that are neither Adaptive Cards nor files. */
  otherAttachments: string[];
  /** Whether the card has a refresh action, so that the page may offer "Refresh card". */
  refreshable: boolean;
  /** Whether the page should ask for this person's own card as soon as it shows the message. */
  refreshDue: boolean;
  /** ISO 8601, UTC. */
  at: string;
  editedAt: string | null;
  deleted: boolean;
  version: number;
  undelivered: string | null;
  /** Whether this person alone sees it. */
  onlyForMe: boolean;
  /** When this view was made: of two of one message, the one with the higher number is newer. */
  asOf: number;
}

/** What a person sees of a message, with that person's own card if there is one. */
export function messageView(message: ChatMessage, viewer: Person, ownCards: OwnCards): MessageView {
  const { author } = message;
  const others = message.attachments.filter((one) => cardOf({ ...message, attachments: [one] }) === undefined);
  return {
    id: message.id,
    conversationId: message.conversation.id,
    threadId: message.threadId,
    author: author ? { id: author.id, name: author.name, bot: false } : { ...BOT, bot: true },
    text: message.text,
    mentions: message.mentions,
    card: ownCards.card(viewer, message) ?? cardOf(message) ?? null,
    otherAttachments: others.filter(({ contentType }) => contentType !== FILE).map((one) => one.contentType),
    files: others.flatMap(({ contentType, content }) => (contentType === FILE ? nameIn(content) : [])),
    refreshable: ownCards.refreshAction(viewer, message) !== undefined,
    refreshDue: ownCards.due(viewer, message),
    at: new Date(message.at).toISOString(),
    editedAt: message.editedAt === null ? null : new Date(message.editedAt).toISOString(),
    deleted: message.deleted,
    version: message.version,
    undelivered: message.author?.id === viewer.id ? message.undelivered : null,
    onlyForMe: message.onlyFor !== null,
    asOf: ownCards.stamp(),
  };
}

function nameIn(content: unknown): string[] {
  return isRecord(content) && typeof content.name === 'string' ? [content.name] : [];
}
