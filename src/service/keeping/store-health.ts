import type { Store } from '../../requests/ports/store.ts';
import { AirlockError } from '../../shared/errors.ts';
import type { Clock, Log } from '../../shared/runtime.ts';
import { type StoreTrouble, troubleOf, troubleWords } from '../../shared/store-trouble.ts';

/** A time in which nothing could be stored. */
export interface Outage {
  readonly trouble: StoreTrouble;
  /** Milliseconds since 1970. */
  readonly since: number;
  readonly until: number;
}

/**
 * What shows that something was stored: each of them writes whenever it succeeds. Others read first, and write only
 * where there is work.
 */
const WRITES = [
  'commit',
  'send',
  'fileTask',
  'completeTask',
  'rememberContact',
] as const satisfies readonly (keyof Store)[];

/** For so long, in ms, a write that failed for want of room counts for more than one that a ping makes. */
const REMEMBERED = 60_000;

/** How the store of this instance is, as its own work shows. */
export class StoreHealth {
  #since: { readonly trouble: StoreTrouble; readonly at: number } | null = null;
  #last: { readonly error: AirlockError; readonly at: number } | null = null;

  constructor(
    private readonly options: {
      readonly clock: Clock;
      readonly log: Log;
      /** Gets each time in which nothing could be stored, once it is over. */
      readonly onBack: (outage: Outage) => void;
    },
  ) {}

  /** Null where nothing is wrong. */
  get trouble(): StoreTrouble | null {
    return this.#since?.trouble ?? null;
  }

  failed(error: unknown, by: 'work' | 'ping'): void {
    const { clock, log } = this.options;
    const trouble = troubleOf(error);
    if (trouble === null || !(error instanceof AirlockError)) return;
    const at = clock.now();
    if (by === 'work' && trouble === 'full') this.#last = { error, at };
    if (this.#since?.trouble === trouble) return;
    this.#since = { trouble, at: this.#since?.at ?? at };
    log.error({ trouble, reason: error.details.reason, ...troubleWords(trouble) }, 'store in trouble');
  }

  worked(): void {
    const { clock, log, onBack } = this.options;
    this.#last = null;
    if (!this.#since) return;
    const outage = { trouble: this.#since.trouble, since: this.#since.at, until: clock.now() };
    this.#since = null;
    log.warn({ ...outage }, 'the store works again');
    onBack(outage);
  }

  /** @throws AirlockError what a write failed with a moment ago, and none has succeeded since */
  assertWorks(): void {
    if (this.#last && this.options.clock.now() - this.#last.at < REMEMBERED) throw this.#last.error;
  }
}

/** What only tries how the store is, and what ends it. */
const TRIES: ReadonlySet<string> = new Set(['ping', 'look', 'close']);

/** Wraps the store: whatever fails or succeeds tells how it is. */
export function healthyStore(store: Store, health: StoreHealth): Store {
  const wrapped = Object.entries(store).map(([name, method]: [string, unknown]) => [
    name,
    typeof method === 'function' && !TRIES.has(name) ? told(method, isWrite(name), health) : method,
  ]);
  const pinged = async (): Promise<void> => {
    health.assertWorks();
    try {
      await store.ping();
    } catch (error) {
      health.failed(error, 'ping');
      throw error;
    }
    health.worked();
  };
  const looked = async (): Promise<void> => {
    try {
      await store.look();
    } catch (error) {
      health.failed(error, 'ping');
      throw error;
    }
  };
  // Sound: each method is the store's own, with the same arguments and the same answer.
  return { ...(Object.fromEntries(wrapped) as unknown as Store), ping: pinged, look: looked };
}

function isWrite(name: string): boolean {
  return WRITES.some((write) => write === name);
}

// biome-ignore lint/complexity/noBannedTypes: any method of the store.
function told(method: Function, writes: boolean, health: StoreHealth) {
  return (...values: unknown[]): unknown => {
    const answer: unknown = method(...values);
    if (!(answer instanceof Promise)) return answer;
    answer.then(
      () => writes && health.worked(),
      (error: unknown) => health.failed(error, 'work'),
    );
    return answer;
  };
}
