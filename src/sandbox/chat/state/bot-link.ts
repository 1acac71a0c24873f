import { LRUCache } from 'lru-cache';
import type { Activity } from './bot-activities.ts';

/** The bot's answer to an activity. */
export type BotAnswer =
  | { readonly kind: 'answered'; readonly status: number; readonly body: unknown }
  /** No answer within Teams' 15 seconds. */
  | { readonly kind: 'timed-out' }
  /** Nobody listens, or the connection broke. */
  | { readonly kind: 'unreachable' };

export interface BotLinkOptions {
  /** The bot's messaging endpoint; read at each delivery. */
  readonly botUrl: () => string;
  /** How long Teams waits for an answer, in milliseconds. */
  readonly timeoutMs: number;
}

/** How many activities are kept for delivering again. */
const REMEMBERED = 500;

/**
 * Delivers activities from Teams to the bot. It never repeats a delivery on its own; `sent` gives a control the
 * activity to deliver again.
 */
export class BotLink {
  readonly #options: BotLinkOptions;
  readonly #closing = new AbortController();
  readonly #sent = new LRUCache<string, Activity>({ max: REMEMBERED });

  constructor(options: BotLinkOptions) {
    this.#options = options;
  }

  async deliver(activity: Activity): Promise<BotAnswer> {
    this.#sent.set(activity.id, activity);
    const timeout = AbortSignal.timeout(this.#options.timeoutMs);
    try {
      const response = await fetch(this.#options.botUrl(), {
        method: 'POST',
        headers: {
          'Content-Type': 'application/json; charset=utf-8',
          'User-Agent': 'Microsoft-SkypeBotApi (Microsoft-BotFramework/3.0)',
        },
        body: JSON.stringify(activity),
        signal: AbortSignal.any([timeout, this.#closing.signal]),
      });
      return { kind: 'answered', status: response.status, body: parseBody(await response.text()) };
    } catch {
      return { kind: timeout.aborted ? 'timed-out' : 'unreachable' };
    }
  }

  /** Whether the bot's process answers /healthz. */
  async healthy(): Promise<boolean> {
    try {
      const signal = AbortSignal.any([AbortSignal.timeout(this.#options.timeoutMs), this.#closing.signal]);
      const response = await fetch(new URL('/healthz', this.#options.botUrl()), { signal });
      await response.body?.cancel();
      return response.ok;
    } catch {
      return false;
    }
  }

  sent(activityId: string): Activity | undefined {
    return this.#sent.peek(activityId);
  }

  /** The last 500 activities sent to the bot, in the order of their last delivery. */
  log(): Activity[] {
    return [...this.#sent.rvalues()].filter((one) => one !== undefined);
  }

  close(): void {
    this.#closing.abort();
  }
}

function parseBody(text: string): unknown {
  try {
    return text === '' ? null : JSON.parse(text);
  } catch {
    return text;
  }
}
