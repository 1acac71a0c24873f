import { headingOf, markerOf, textOf } from '../checker/card-text.ts';
import type { Shown } from '../checker/history.ts';

/** A message as one person sees it: what the sandbox's own page gets. */
export interface Message {
  readonly id: string;
  readonly conversationId: string;
  readonly threadId: string | null;
  readonly author: { readonly id: string; readonly bot: boolean };
  readonly card: Record<string, unknown> | null;
  readonly deleted: boolean;
  readonly refreshDue: boolean;
}

/** What one person sees in Teams, kept up by the stream that their page would get. */
export class ChatView {
  readonly #messages = new Map<string, Message>();
  readonly #markers: Map<string, string>;
  readonly #ending = new AbortController();
  readonly #following: Promise<void>;

  /** @param markers what the first card of each message said of which message it is, shared by all people */
  constructor(url: string, who: string, markers: Map<string, string>) {
    this.#markers = markers;
    this.#following = this.#follow(`${url}/chat/events?as=${who}`).catch(() => undefined);
  }

  /** The card of this request in a conversation, or in any where none is named; the newest first. */
  cardOf(number: number, conversation?: string): Message | null {
    return this.#find(
      (one) =>
        (conversation === undefined || one.conversationId === conversation) &&
        headingOf(textOf(one.card))?.number === number,
    );
  }

  /** The card of a request in the thread that somebody began. */
  cardIn(thread: string): Message | null {
    return this.#find((one) => one.threadId === thread && one.author.bot && headingOf(textOf(one.card)) !== null);
  }

  get all(): readonly Message[] {
    return [...this.#messages.values()];
  }

  #find(wanted: (message: Message) => boolean): Message | null {
    return [...this.#messages.values()].findLast((one) => !one.deleted && wanted(one)) ?? null;
  }

  async close(): Promise<void> {
    this.#ending.abort();
    await this.#following;
  }

  async #follow(address: string): Promise<void> {
    const answer = await fetch(address, { signal: this.#ending.signal });
    let rest = '';
    for await (const part of answer.body?.pipeThrough(new TextDecoderStream()) ?? []) {
      const events = `${rest}${part}`.split('\n\n');
      rest = events.pop() ?? '';
      for (const event of events) this.#take(event);
    }
  }

  #take(event: string): void {
    const [, json] = /^event: message\ndata: (.*)$/s.exec(event) ?? [];
    if (json === undefined) return;
    const message = JSON.parse(json) as Message;
    const marker = markerOf(message.card);
    if (marker !== null && !this.#markers.has(message.id)) this.#markers.set(message.id, marker);
    this.#messages.set(message.id, message);
  }
}

/** The messages of the bot among what people see; one that looks different to somebody stands there once more. */
export function shownTo(views: readonly ChatView[], markers: ReadonlyMap<string, string>): readonly Shown[] {
  const found = new Map<string, Shown>();
  for (const { id, conversationId, threadId, author, card, deleted } of views.flatMap(({ all }) => all)) {
    if (!author.bot || deleted) continue;
    const text = card === null ? null : textOf(card);
    const shown = { id, conversation: conversationId, thread: threadId, text, marker: markers.get(id) ?? null };
    found.set(`${id} ${text === null ? '' : (headingOf(text)?.says ?? text)}`, shown);
  }
  return [...found.values()];
}
