import type { Response } from 'express';
import type { Person } from '../../company/person.ts';
import { type ChatMessage, isShownTo } from './chat-message.ts';
import type { Conversation } from './conversation.ts';
import { messageView } from './message-view.ts';
import type { Teams } from './teams.ts';

const HEARTBEAT_MS = 20_000;

/** Sends live events to open pages as server-sent events. Each page gets only what its person may see. */
export class ChatFeed {
  readonly #teams: Teams;
  readonly #pages = new Map<Response, Person>();
  readonly #heartbeat: NodeJS.Timeout;
  readonly #onMessage = (message: ChatMessage): void => this.#message(message);
  readonly #onOwn = (person: Person, message: ChatMessage): void => this.#own(person, message);
  readonly #onTyping = (conversation: Conversation, threadId: string | null): void =>
    this.#typing(conversation, threadId);
  readonly #onWorld = (): void => this.#all('world', {});

  constructor(teams: Teams) {
    this.#teams = teams;
    teams.chat.events.on('message', this.#onMessage).on('own', this.#onOwn).on('typing', this.#onTyping);
    teams.world.changes.on('change', this.#onWorld);
    this.#heartbeat = setInterval(() => this.#beat(), HEARTBEAT_MS).unref();
  }

  /** Streams to a page until the page disconnects. */
  open(person: Person, res: Response): void {
    res.set({ 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store', Connection: 'keep-alive' });
    res.flushHeaders();
    res.write('retry: 1000\n\nevent: hello\ndata: {}\n\n');
    this.#pages.set(res, person);
    res.on('close', () => this.#pages.delete(res));
  }

  close(): void {
    clearInterval(this.#heartbeat);
    this.#teams.chat.events.off('message', this.#onMessage).off('own', this.#onOwn).off('typing', this.#onTyping);
    this.#teams.world.changes.off('change', this.#onWorld);
    for (const page of this.#pages.keys()) page.end();
  }

  #message(message: ChatMessage): void {
    for (const [page, person] of this.#pages) {
      if (isShownTo(message, person)) write(page, 'message', messageView(message, person, this.#teams.ownCards));
    }
  }

  #own(owner: Person, message: ChatMessage): void {
    for (const [page, person] of this.#pages) {
      if (person === owner) write(page, 'message', messageView(message, person, this.#teams.ownCards));
    }
  }

  #typing(conversation: Conversation, threadId: string | null): void {
    for (const [page, person] of this.#pages) {
      if (conversation.members.includes(person)) write(page, 'typing', { conversationId: conversation.id, threadId });
    }
  }

  #all(event: string, data: unknown): void {
    for (const page of this.#pages.keys()) write(page, event, data);
  }

  #beat(): void {
    for (const page of this.#pages.keys()) page.write(': still here\n\n');
  }
}

function write(page: Response, event: string, data: unknown): void {
  page.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
}
