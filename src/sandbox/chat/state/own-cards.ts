import type { Person } from '../../company/person.ts';
import { type ChatMessage, cardOf, isRecord } from './chat-message.ts';
import type { ChatState } from './chat-state.ts';

/** Teams asks again for the same unedited message after this long at the earliest (learn: up-to-date views). */
const REFRESH_PAUSE_MS = 60_000;

/** More members than this and a card without userIds is not refreshed by itself. */
const LARGEST_REFRESHED = 60;

interface OwnCard {
  version: number;
  card: Record<string, unknown> | null;
  askedAt: number | null;
}

/** Each person's own view of the cards: what an invoke answered to that person alone, until the message is edited. */
export class OwnCards {
  readonly #chat: ChatState;
  readonly #now: () => number;
  readonly #cards = new Map<string, OwnCard>();

  constructor(chat: ChatState, now: () => number) {
    this.#chat = chat;
    this.#now = now;
  }

  /** The card a person sees instead of the posted one; null when that person sees the posted one. */
  card(person: Person, message: ChatMessage): Record<string, unknown> | null {
    return this.#entry(person, message).card;
  }

  /**
   * Keeps the card an invoke answered, unless the message was edited after the question (`version` is the one asked
   * about).
   */
  keep(person: Person, message: ChatMessage, version: number, card: Record<string, unknown>): boolean {
    if (message.version !== version || message.deleted) return false;
    this.#entry(person, message).card = card;
    this.#chat.events.emit('own', person, message);
    return true;
  }

  /** The refresh action of the card this person sees; undefined when there is none. */
  refreshAction(person: Person, message: ChatMessage): Record<string, unknown> | undefined {
    const refresh = this.#refresh(person, message);
    return isRecord(refresh?.action) ? refresh.action : undefined;
  }

  /** Whether a person's client should ask by itself, now that it shows the message. */
  due(person: Person, message: ChatMessage): boolean {
    if (!this.refreshAction(person, message) || !this.#addressed(person, message)) return false;
    const { askedAt } = this.#entry(person, message);
    return askedAt === null || this.#now() - askedAt >= REFRESH_PAUSE_MS;
  }

  asked(person: Person, message: ChatMessage): void {
    this.#entry(person, message).askedAt = this.#now();
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
