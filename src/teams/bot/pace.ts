import { LRUCache } from 'lru-cache';
import { type AirlockError, isAirlockError } from '../../shared/errors.ts';
import type { EntraObjectId } from '../../shared/ids.ts';
import type { Clock } from '../../shared/runtime.ts';
import type { IncomingActivity, Sender } from './activity.ts';

/**
 * How many activities a minute are answered. After a pause, `BURST` times as many may come at once, of one person
 * `PERSON_BURST` at most.
 */
export interface Limits {
  /** Of one person: messages and presses together. What their client sends by itself is counted apart. */
  readonly perPerson: number;
  /**
   * Messages in one conversation, of all who may look together. Presses and typed decisions do not count: nobody keeps
   * others from deciding.
   */
  readonly perConversation: number;
}

const BURST = 10 / 3;
const PERSON_BURST = 40;

/** How many times as often a client may ask by itself: one that opens a channel refreshes every card in it. */
const REFRESHES = 8;

/** How many buckets are kept; whoever is forgotten begins with a full one. */
const KEPT = 10_000;
const MINUTE = 60_000;

interface Rate {
  /** How many come at once after a pause. */
  readonly burst: number;
  readonly aMinute: number;
}

/** Somebody who may not look, and all of them in one conversation: none of them takes from what others have. */
const OUTSIDER: Rate = { burst: 6, aMinute: 6 };
const OUTSIDERS_IN_PLACE: Rate = { burst: 20, aMinute: 20 };

/** Answers in one conversation that the directory could not be asked: the next one says nothing new. */
const UNASKED_IN_PLACE: Rate = { burst: 4, aMinute: 6 };

/** `tell`: one sentence that it was too much; after it, nothing is answered while the bucket is empty. */
export type Pace = 'go' | 'tell' | 'silent';

interface Bucket {
  tokens: number;
  at: number;
  isTold: boolean;
}

/** What is known of the sender when an activity comes in, before anybody is asked. */
interface Begun {
  readonly pace: Pace;
  /** Whether the directory said lately that they may not look. */
  readonly isOutsider: boolean;
}

/** How many activities of one person are handled at the same time; more wait for them, in their order. */
const AT_ONCE = 4;

interface Lane {
  running: number;
  readonly waiting: (() => void)[];
}

/**
 * A lane for each person: whoever writes much waits for themselves, and keeps neither the directory nor Defender from
 * answering others. Bounded by the pace of a person, in the memory of one instance.
 */
class Lanes {
  readonly #lanes = new Map<EntraObjectId, Lane>();

  async run<T>(oid: EntraObjectId, work: () => Promise<T>): Promise<T> {
    const lane = this.#lanes.get(oid) ?? { running: 0, waiting: [] };
    this.#lanes.set(oid, lane);
    if (lane.running >= AT_ONCE) await new Promise<void>((resolve) => lane.waiting.push(resolve));
    else lane.running += 1;
    try {
      return await work();
    } finally {
      this.#leave(oid, lane);
    }
  }

  /** Whoever waits takes the place; an empty lane is forgotten. */
  #leave(oid: EntraObjectId, lane: Lane): void {
    const next = lane.waiting.shift();
    if (next) next();
    else lane.running -= 1;
    if (lane.running === 0) this.#lanes.delete(oid);
  }
}

/** Token buckets for each person and each conversation, in the memory of one instance. */
export class Paces {
  readonly #buckets = new LRUCache<string, Bucket>({ max: KEPT });
  readonly #outsiders = new LRUCache<EntraObjectId, true>({ max: KEPT });
  readonly lanes = new Lanes();

  constructor(
    private readonly limits: Limits,
    private readonly clock: Clock,
  ) {}

  /** Takes a token of the sender, before the directory is asked. Only the sender's own: anybody can write. */
  begin({ actor: { oid } }: Sender, activity: IncomingActivity): Begun {
    const isOutsider = this.#outsiders.has(oid);
    const { burst, aMinute } = isOutsider ? OUTSIDER : personRate(this.limits.perPerson);
    const whose = isOutsider ? 'outsider' : 'person';
    const pace = isRefresh(activity)
      ? this.#take(`${whose} refreshing:${oid}`, { burst: burst * REFRESHES, aMinute: aMinute * REFRESHES })
      : this.#take(`${whose}:${oid}`, { burst, aMinute });
    return { pace, isOutsider };
  }

  /** Notes whether somebody may look, as the directory says; an error that says neither changes nothing. */
  async note<T>(oid: EntraObjectId, admission: Promise<T>): Promise<T> {
    try {
      const admitted = await admission;
      this.#outsiders.delete(oid);
      return admitted;
    } catch (error) {
      if (isAirlockError(error, 'may-not-read')) this.#outsiders.set(oid, true);
      throw error;
    }
  }

  /**
   * Takes what answering a message costs its conversation, once it is known whether the sender may look.
   * @param closed why they may not, or why that or what they wanted could not be asked
   */
  answer({ actor, conversation }: Sender, { isOutsider }: Begun, closed: AirlockError | null): Pace {
    if (!closed) return this.#take(`place:${conversation.key}`, rateOf(this.limits.perConversation));
    if (closed.code !== 'may-not-read') return this.#take(`unasked:${conversation.key}`, UNASKED_IN_PLACE);
    const isFirst = !isOutsider;
    const own = isFirst ? this.#take(`outsider:${actor.oid}`, OUTSIDER) : 'go';
    return own === 'go' ? this.#take(`outsiders:${conversation.key}`, OUTSIDERS_IN_PLACE) : own;
  }

  #take(key: string, { burst, aMinute }: Rate): Pace {
    const now = this.clock.now();
    const bucket = this.#buckets.get(key) ?? { tokens: burst, at: now, isTold: false };
    bucket.tokens = Math.min(burst, bucket.tokens + (Math.max(0, now - bucket.at) * aMinute) / MINUTE);
    bucket.at = now;
    this.#buckets.set(key, bucket);
    if (bucket.tokens >= aMinute / 2) bucket.isTold = false;
    if (bucket.tokens >= 1) {
      bucket.tokens -= 1;
      return 'go';
    }
    if (bucket.isTold) return 'silent';
    bucket.isTold = true;
    return 'tell';
  }
}

/** The pace of one turn. `go` throughout where nothing is limited. */
export class TurnPace {
  readonly #begun: Begun;
  /** As it was judged last: when the activity came in, and again before it is answered. */
  now: Pace;

  constructor(
    private readonly paces: Paces | undefined,
    private readonly sender: Sender,
    activity: IncomingActivity,
  ) {
    this.#begun = paces?.begin(sender, activity) ?? { pace: 'go', isOutsider: false };
    this.now = this.#begun.pace;
  }

  /** Handles the activity when it is its turn among those of its sender; what is only slowed down, at once. */
  run<T>(work: () => Promise<T>): Promise<T> {
    return this.paces && this.now === 'go' ? this.paces.lanes.run(this.sender.actor.oid, work) : work();
  }

  /** Notes whether the sender may look. */
  note<T>(admission: Promise<T>): Promise<T> {
    return this.paces?.note(this.sender.actor.oid, admission) ?? admission;
  }

  /** Takes what an answer costs the conversation. @param closed why the sender may not look; null where they may */
  answer(closed: AirlockError | null): Pace {
    this.now = this.paces?.answer(this.sender, this.#begun, closed) ?? 'go';
    return this.now;
  }
}

function personRate(aMinute: number): Rate {
  const { burst } = rateOf(aMinute);
  return { burst: Math.min(burst, PERSON_BURST), aMinute };
}

function rateOf(aMinute: number): Rate {
  return { burst: Math.ceil(aMinute * BURST), aMinute };
}

/** What a client sends by itself: a card's refresh, or a search while somebody types. */
function isRefresh({ type, name, value }: IncomingActivity): boolean {
  if (type !== 'invoke') return false;
  if (name === 'application/search') return true;
  return typeof value === 'object' && value !== null && 'trigger' in value && value.trigger !== 'manual';
}
