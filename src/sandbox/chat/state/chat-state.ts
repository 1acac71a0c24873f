import { EventEmitter } from 'node:events';
import type { Person } from '../../company/person.ts';
import type { World } from '../../company/world.ts';
import { type ChatMessage, isShownTo, type MessageContent } from './chat-message.ts';
import {
  type Conversation,
  furnishConversations,
  parseConversationId,
  personalChat,
  personalChatId,
} from './conversation.ts';

/** What `ChatState.events` emits. */
export interface ChatEvents {
  /** A message was posted, edited or deleted, or its delivery failed. */
  message: [message: ChatMessage];
  /** A person's own card of a message changed. */
  own: [person: Person, message: ChatMessage];
  typing: [conversation: Conversation, threadId: string | null];
  /** Somebody is new in the company: their own chat with the bot. */
  joined: [chat: Conversation];
  /** The bot has been added to one more conversation. */
  introduced: [];
}

/** What a conversation id of the wire refers to: a conversation, or one thread of it. */
export interface ConversationRef {
  readonly conversation: Conversation;
  readonly threadId: string | null;
}

/** The state of the Teams service: conversations, messages, and how far each person has read. */
export class ChatState {
  readonly events = new EventEmitter<ChatEvents>();
  readonly conversations: Map<string, Conversation>;
  /** Ids of the conversations to which the bot has been added. */
  readonly introduced = new Set<string>();
  readonly #now: () => number;
  readonly #messages = new Map<string, ChatMessage>();
  readonly #readUpTo = new Map<string, number>();
  #lastId = 0;

  constructor(world: World) {
    this.#now = () => world.now();
    this.conversations = furnishConversations(world.people);
    this.events.setMaxListeners(0);
    world.changes.on('change', () => this.#welcome(world.people));
  }

  /** Makes message ids as Teams does: the millisecond of arrival, moved forward if two would be equal. */
  nextId(): string {
    this.#lastId = Math.max(this.#lastId + 1, Math.floor(this.#now()));
    return String(this.#lastId);
  }

  /** Every message, oldest first. */
  get messages(): Iterable<ChatMessage> {
    return this.#messages.values();
  }

  /** The last message that somebody has read in a conversation, by the ids of both with a blank between. */
  get readMarks(): Iterable<[string, number]> {
    return this.#readUpTo;
  }

  /** Puts back what an earlier state held; ids go on from there. */
  restore(messages: readonly ChatMessage[], readMarks: Iterable<readonly [string, number]>): void {
    for (const message of messages) this.#messages.set(message.id, message);
    for (const [key, id] of readMarks) this.#readUpTo.set(key, id);
    this.#lastId = Math.max(this.#lastId, ...[...this.#messages.keys()].map(Number), ...this.#readUpTo.values());
  }

  #welcome(people: readonly Person[]): void {
    for (const person of people) {
      if (this.conversations.has(personalChatId(person))) continue;
      const chat = personalChat(person);
      this.conversations.set(chat.id, chat);
      this.events.emit('joined', chat);
    }
  }

  /** Resolves a conversation id of the wire; undefined when the conversation or the thread does not exist. */
  find(wireId: string): ConversationRef | undefined {
    const { id, threadId } = parseConversationId(wireId);
    const conversation = this.conversations.get(id);
    if (!conversation) return undefined;
    if (threadId === null) return { conversation, threadId };
    const root = this.#messages.get(threadId);
    const exists = conversation.kind === 'channel' && root?.conversation.id === id && root.threadId === threadId;
    return exists ? { conversation, threadId } : undefined;
  }

  message(id: string): ChatMessage | undefined {
    return this.#messages.get(id);
  }

  /** Oldest first. */
  messagesIn(conversation: Conversation): ChatMessage[] {
    return [...this.#messages.values()].filter((message) => message.conversation === conversation);
  }

  /** @param onlyFor the one member who sees it; null for everybody */
  addMessage(
    target: ConversationRef,
    author: Person | null,
    content: MessageContent,
    onlyFor: Person | null = null,
  ): ChatMessage {
    const id = this.nextId();
    const inChannel = target.conversation.kind === 'channel';
    const message: ChatMessage = {
      ...content,
      id,
      conversation: target.conversation,
      threadId: inChannel ? (target.threadId ?? id) : null,
      author,
      at: this.#now(),
      editedAt: null,
      deleted: false,
      version: 1,
      undelivered: null,
      onlyFor,
    };
    this.#messages.set(id, message);
    if (author) this.markRead(author, target.conversation);
    this.events.emit('message', message);
    return message;
  }

  edit(message: ChatMessage, content: MessageContent): void {
    Object.assign(message, content);
    message.editedAt = this.#now();
    message.version += 1;
    this.events.emit('message', message);
  }

  remove(message: ChatMessage): void {
    message.deleted = true;
    message.text = '';
    message.mentions = [];
    message.attachments = [];
    message.version += 1;
    this.events.emit('message', message);
  }

  /** Marks a message as not received by the bot. */
  fail(message: ChatMessage, why: string): void {
    message.undelivered = why;
    this.events.emit('message', message);
  }

  markRead(person: Person, conversation: Conversation): void {
    this.#readUpTo.set(`${person.id} ${conversation.id}`, Number(this.nextId()));
  }

  /** How many messages by others in this conversation a person has not read. */
  unread(person: Person, conversation: Conversation): number {
    const upTo = this.#readUpTo.get(`${person.id} ${conversation.id}`) ?? 0;
    const others = this.messagesIn(conversation).filter(
      (one) => isShownTo(one, person) && one.author?.id !== person.id,
    );
    return others.filter(({ id }) => Number(id) > upTo).length;
  }
}
