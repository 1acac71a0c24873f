import { LRUCache } from 'lru-cache';
import type { Clock } from '../../shared/runtime.ts';
import type { IncomingActivity, Sender } from './activity.ts';

/** How many activities a minute are answered. As many may come at once after a pause. */
export interface Limits {
  /** Of one person: messages and presses together. What their client sends by itself is counted apart. */
  readonly perPerson: number;
  /** Messages in one conversation, of everybody together. Presses do not count: nobody keeps others from deciding. */
  readonly perConversation: number;
}

/** How many times as often a client may ask by itself: one that opens a channel refreshes every card in it. */
const REFRESHES = 8;

/** How many buckets are kept; whoever is forgotten begins with a full one. */
const KEPT = 10_000;
const MINUTE = 60_000;

/** `tell`: one sentence that it was too much; after it nothing is answered until the bucket has filled up again. */
export type Pace = 'go' | 'tell' | 'silent';

interface Bucket {
  tokens: number;
  at: number;
  isTold: boolean;
}

/** Token buckets for each person and each conversation, in the memory of one instance. */
export class Paces {
  readonly #buckets = new LRUCache<string, Bucket>({ max: KEPT });

  constructor(
    private readonly limits: Limits,
    private readonly clock: Clock,
  ) {}

  /** Takes one token of everybody whom this activity counts for. */
  take({ actor, conversation }: Sender, activity: IncomingActivity): Pace {
    const { perPerson, perConversation } = this.limits;
    if (isRefresh(activity)) return this.#take(`refresh:${actor.oid}`, perPerson * REFRESHES);
    const own = this.#take(`person:${actor.oid}`, perPerson);
    if (own !== 'go' || activity.type === 'invoke') return own;
    return this.#take(`place:${conversation.key}`, perConversation);
  }

  #take(key: string, limit: number): Pace {
    const now = this.clock.now();
    const bucket = this.#buckets.get(key) ?? { tokens: limit, at: now, isTold: false };
    bucket.tokens = Math.min(limit, bucket.tokens + (Math.max(0, now - bucket.at) * limit) / MINUTE);
    bucket.at = now;
    this.#buckets.set(key, bucket);
    if (bucket.isTold && bucket.tokens < limit) return 'silent';
    if (bucket.tokens >= 1) {
      bucket.tokens -= 1;
      bucket.isTold = false;
      return 'go';
    }
    bucket.isTold = true;
    return 'tell';
  }
}

/** What a client sends by itself: a card's refresh, or a search while somebody types. */
function isRefresh({ type, name, value }: IncomingActivity): boolean {
  if (type !== 'invoke') return false;
  if (name === 'application/search') return true;
  return typeof value === 'object' && value !== null && 'trigger' in value && value.trigger !== 'manual';
}
