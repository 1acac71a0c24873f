import type { Person } from '../../company/person.ts';
import { type ChatMessage, cardOf, isRecord } from './chat-message.ts';
import type { ChatState } from './chat-state.ts';

/** How long Teams waits at least before it refreshes the same unedited message again (learn: up-to-date views). */
const REFRESH_PAUSE_MS = 60_000;

/** In a conversation with more members than this, a card without userIds is not refreshed automatically. */
const LARGEST_REFRESHED = 60;

interface OwnCard {
  version: number;
  card: Record<string, unknown> | null;
  askedAt: number | null;
}

/** Each person's own view of a card: the answer to that person's invoke, valid until the message is edited. */
export class OwnCards {
  readonly #chat: ChatState;
  readonly #now: () => number;
  readonly #cards = new Map<string, OwnCard>();
  #lastStamp = 0;

  constructor(chat: ChatState, now: () => number) {
    this.#chat = chat;
    this.#now = now;
  }

  /** The card that a person sees instead of the posted one; null if that person sees the posted one. */
  card(person: Person, message: ChatMessage): Record<string, unknown> | null {
    return this.#entry(person, message).card;
  }

  /**
   * Stores the card from the answer to an invoke, unless the message was edited since the invoke (`version`: the one
   * that the invoke was about).
   */
  keep(person: Person, message: ChatMessage, version: number, card: Record<string, unknown>): boolean {
    if (message.version !== version || message.deleted) return false;
    this.#entry(person, message).card = card;
    this.#chat.events.emit('own', person, message);
    return true;
  }

  /** The refresh action of the card that this person sees; undefined if there is none. */
  refreshAction(person: Person, message: ChatMessage): Record<string, unknown> | undefined {
    const refresh = this.#refresh(person, message);
    return isRecord(refresh?.action) ? refresh.action : undefined;
  }

  /** Whether a person's client should refresh the card automatically, now that it shows the message. */
  due(person: Person, message: ChatMessage): boolean {
    if (!this.refreshAction(person, message) || !this.#addressed(person, message)) return false;
    const { askedAt } = this.#entry(person, message);
    return askedAt === null || this.#now() - askedAt >= REFRESH_PAUSE_MS;
  }

  asked(person: Person, message: ChatMessage): void {
    this.#entry(person, message).askedAt = this.#now();
  }

  /** No card came of asking about this version: it is due again at once, and the pages of this person hear of it. */
  askedInVain(person: Person, message: ChatMessage, version: number): void {
    if (message.version !== version || message.deleted) return;
    this.#entry(person, message).askedAt = null;
    this.#chat.events.emit('own', person, message);
  }

  /** Numbers views in the order in which they are made, also beyond a restart: the newer of two has the higher one. */
  stamp(): number {
    this.#lastStamp = Math.max(this.#lastStamp + 1, this.#now() * 1_000);
    return this.#lastStamp;
  }

  #addressed(person: Person, message: ChatMessage): boolean {
    const userIds = this.#refresh(person, message)?.userIds;
    if (Array.isArray(userIds)) return userIds.slice(0, LARGEST_REFRESHED).includes(person.mri);
    return message.conversation.members.length <= LARGEST_REFRESHED;
  }

  #refresh(person: Person, message: ChatMessage): Record<string, unknown> | undefined {
    const card = this.card(person, message) ?? cardOf(message);
    const refresh = card?.refresh ?? cardOf(message)?.refresh;
    return isRecord(refresh) ? refresh : undefined;
  }

  #entry(person: Person, message: ChatMessage): OwnCard {
    const key = `${person.id} ${message.id}`;
    const known = this.#cards.get(key);
    if (known && known.version === message.version) return known;
    const fresh: OwnCard = { version: message.version, card: null, askedAt: null };
    this.#cards.set(key, fresh);
    return fresh;
  }
}
