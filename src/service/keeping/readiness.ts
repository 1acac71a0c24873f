import type { Store } from '../../requests/ports/store.ts';
import type { Clock } from '../../shared/runtime.ts';
import { storeTrouble } from '../../shared/store-trouble.ts';

/** For so long, in ms, one look at the store answers everybody who asks. */
const FRESH = 1_000;

/** Milliseconds after which a store that gives no answer counts as gone. */
const PATIENCE = 3_000;

interface Looked {
  readonly at: number;
  readonly fault: unknown;
}

/**
 * Whether this instance is ready: its heartbeat could store something, and the store answers now. To ask writes nothing
 * and reads one row, once a second however many ask. While one look waits for an answer there is no other.
 */
export class Readiness {
  #last: Looked | null = null;
  #looking: Promise<Looked> | null = null;

  constructor(
    private readonly options: {
      readonly store: Pick<Store, 'look'>;
      readonly heartbeat: { readonly fault: unknown };
      readonly clock: Clock;
      readonly patience?: number;
    },
  ) {}

  /** What keeps it from being ready; null where nothing does. Never throws, and answers in time. */
  async fault(): Promise<unknown> {
    const { heartbeat, clock } = this.options;
    if (heartbeat.fault !== null) return heartbeat.fault;
    if (this.#last === null || Math.abs(clock.now() - this.#last.at) >= FRESH) this.#last = await this.#inTime();
    return this.#last.fault;
  }

  async #inTime(): Promise<Looked> {
    const { clock, patience = PATIENCE } = this.options;
    let timer: NodeJS.Timeout | undefined;
    const silent = new Promise<Looked>((resolve) => {
      timer = setTimeout(() => resolve({ at: clock.now(), fault: storeTrouble('gone', 'no answer') }), patience);
    });
    this.#looking ??= this.#look();
    try {
      return await Promise.race([this.#looking, silent]);
    } finally {
      clearTimeout(timer);
    }
  }

  async #look(): Promise<Looked> {
    const { store, clock } = this.options;
    const fault = await store.look().then(
      () => null,
      (error: unknown) => error,
    );
    this.#looking = null;
    return { at: clock.now(), fault };
  }
}
