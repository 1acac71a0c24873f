import { setTimeout as pause } from 'node:timers/promises';
import { textOf } from '../checker/card-text.ts';
import type { Answer, Ask, Press, Verb } from '../checker/history.ts';
import type { Controls } from '../world/controls.ts';
import { ChatView, type Message } from './chat-view.ts';

const SOC = '19:soc@thread.tacv2';

/** Milliseconds that somebody waits for an answer. */
const PATIENCE = 20_000;

/** What the sandbox says of a press. */
interface Pressed {
  readonly shown: { readonly kind: string; readonly card?: Record<string, unknown>; readonly text?: string } | null;
}

interface Button {
  readonly verb: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** Everybody at their Teams: what they see, say and press, and what of it the checker is told. */
export class Crowd {
  readonly asks: Ask[] = [];
  readonly presses: Press[] = [];
  /** What was sent to the bot: messages, presses and looks. */
  activities = 0;
  readonly markers = new Map<string, string>();
  readonly #views: ReadonlyMap<string, ChatView>;
  readonly #controls: Controls;

  constructor(url: string, people: readonly string[], controls: Controls) {
    this.#controls = controls;
    this.#views = new Map(people.map((who) => [who, new ChatView(url, who, this.markers)]));
  }

  get views(): readonly ChatView[] {
    return [...this.#views.values()];
  }

  view(who: string): ChatView {
    const found = this.#views.get(who);
    if (!found) throw new Error(`Nobody looks as ${who}`);
    return found;
  }

  /** Writes to the bot, and waits for its answer. @returns the id of the message; whether the bot took it */
  async say(who: string, text: string, conversationId = SOC): Promise<{ id: string; isTaken: boolean }> {
    this.activities += 1;
    const body = { as: who, conversationId, text, wait: true };
    const { message, answer } = (await this.#controls.post('/chat/messages', body)) as {
      message: { id: string };
      answer: { kind: string; status?: number } | null;
    };
    return { id: message.id, isTaken: answer?.kind === 'answered' && answer.status === 200 };
  }

  /** Asks for something in the channel. @returns the draft, or what else is answered; null where nothing comes */
  async ask(who: string, says: string, key: string): Promise<Message | null> {
    const { id, isTaken } = await this.say(who, says);
    this.asks.push({ thread: id, by: who, key });
    return until(() => this.view(who).answerIn(id), isTaken ? PATIENCE : PATIENCE / 10);
  }

  /** What somebody sees of a card when they ask for it; null where nothing came. */
  async look(who: string, message: Message, trigger: 'manual' | 'automatic' = 'manual') {
    this.activities += 1;
    const path = `/chat/messages/${message.id}/refresh`;
    const { shown } = (await this.#controls.post(path, { as: who, trigger })) as Pressed;
    return shown?.kind === 'card' ? (shown.card ?? null) : null;
  }

  /**
   * Looks at a card and presses a button of it, as its data says; without that button, what else the card offers is
   * pressed under that verb, as anybody could who types it by hand.
   */
  async press(who: string, verb: Verb, number: number, message: Message, inputs: object = {}): Promise<Answer> {
    const card = (await this.look(who, message)) ?? message.card;
    const button = buttonOf(card, verb) ?? buttonOf(card, 'view') ?? buttonOf(message.card, 'view');
    if (!button) return { kind: 'lost' };
    this.activities += 1;
    const sentAt = Date.now();
    const action = { verb, data: { ...button.data, ...inputs } };
    const path = `/chat/messages/${message.id}/execute`;
    const { shown } = (await this.#controls.post(path, { as: who, action })) as Pressed;
    const answer = answerOf(shown);
    this.presses.push({ by: who, verb, number, sentAt, answer });
    return answer;
  }

  /** Delivers one of the last activities again, as Teams does. @param which from 0 to 1 */
  async deliverAgain(which: number, newId: boolean): Promise<void> {
    const { activities } = (await this.#controls.get('/chat/activities')) as { activities: { id: string }[] };
    const one = activities[Math.floor(which * activities.length)];
    if (!one) return;
    this.activities += 1;
    await this.#controls.post('/chat/activities/redeliver', { activityId: one.id, newId });
  }

  async close(): Promise<void> {
    await Promise.all(this.views.map((view) => view.close()));
  }
}

function answerOf(shown: Pressed['shown']): Answer {
  if (shown?.kind === 'card') return { kind: 'card', text: textOf(shown.card) };
  if (shown?.kind === 'message') return { kind: 'refused', text: shown.text ?? '' };
  return { kind: 'lost' };
}

/** The button of this verb on a card, wherever it stands; null without one. */
function buttonOf(card: unknown, verb: string): Button | null {
  if (typeof card !== 'object' || card === null) return null;
  if ('verb' in card && card.verb === verb && 'data' in card) return card as unknown as Button;
  for (const inside of Object.values(card)) {
    const found = buttonOf(inside, verb);
    if (found) return found;
  }
  return null;
}

/** Waits for something, so many milliseconds at most. */
async function until<T>(found: () => T | null, ms: number): Promise<T | null> {
  const end = performance.now() + ms;
  for (;;) {
    const value = found();
    if (value !== null || performance.now() > end) return value;
    await pause(50);
  }
}
