import { type Heading, headingOf, markerOf, textOf } from '../checker/card-text.ts';
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
  /** All that can be read on the card. */
  readonly text: string;
  /** Null where it is not the card of a request. */
  readonly heading: Heading | null;
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
      (one) => (conversation === undefined || one.conversationId === conversation) && one.heading?.number === number,
    );
  }

  /** What the bot answered in the thread that somebody began: the card of a request rather than anything else. */
  answerIn(thread: string): Message | null {
    const ofBot = (one: Message) => one.threadId === thread && one.author.bot;
    return (
      this.#find((one) => ofBot(one) && one.heading !== null) ?? this.#find((one) => ofBot(one) && !isWorking(one))
    );
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
    const message = JSON.parse(json) as Omit<Message, 'text' | 'heading'>;
    const text = textOf(message.card);
    const marker = markerOf(message.card);
    if (marker !== null && !this.#markers.has(message.id)) this.#markers.set(message.id, marker);
    this.#messages.set(message.id, { ...message, text, heading: headingOf(text) });
  }
}

/** The messages of the bot among what people see; one that looks different to somebody stands there once more. */
export function shownTo(views: readonly ChatView[], markers: ReadonlyMap<string, string>): readonly Shown[] {
  const found = new Map<string, Shown>();
  for (const message of views.flatMap(({ all }) => all)) {
    const { id, conversationId, threadId, author, card, deleted, heading } = message;
    if (!author.bot || deleted) continue;
    const text = card === null ? null : message.text;
    const shown = { id, conversation: conversationId, thread: threadId, text, marker: markers.get(id) ?? null };
    found.set(`${id} ${heading?.says ?? text}`, shown);
  }
  return [...found.values()];
}

/** Whether a message only says that something is being done, and becomes the answer later. */
function isWorking({ text }: Message): boolean {
  return /^(?:Looking|Reading|Working|Checking|One moment)/m.test(text);
}
