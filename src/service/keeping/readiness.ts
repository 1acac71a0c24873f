import type { Store } from '../../requests/ports/store.ts';
import type { Witness } from '../../requests/ports/witness.ts';
import type { Clock } from '../../shared/runtime.ts';
import { storeTrouble } from '../../shared/store-trouble.ts';

/** For so long, in ms, one look at the store answers everybody who asks. */
const FRESH = 1_000;

/** Milliseconds after which a store that gives no answer counts as gone. */
const PATIENCE = 3_000;

interface Looked {
  readonly at: number;
  readonly fault: unknown;
  /** Why the file of checkpoints cannot be looked at; null where it can. */
  readonly blind: string | null;
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
      readonly witness?: Pick<Witness, 'blind'>;
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

  /** What this instance, though ready, does not do just now, and why; null for nothing. As `fault` found it. */
  get waits(): string | null {
    const blind = this.#last?.blind ?? null;
    return blind === null
      ? null
      : `the file of AUDIT_WITNESS_FILE cannot be looked at (${blind}): nothing is written to Defender until it can. See docs/operate.md#what-the-file-of-checkpoints-is-for.`;
  }

  async #inTime(): Promise<Looked> {
    const { clock, patience = PATIENCE } = this.options;
    let timer: NodeJS.Timeout | undefined;
    const silent = new Promise<Looked>((resolve) => {
      timer = setTimeout(
        () => resolve({ at: clock.now(), fault: storeTrouble('gone', 'no answer'), blind: null }),
        patience,
      );
    });
    this.#looking ??= this.#look();
    try {
      return await Promise.race([this.#looking, silent]);
    } finally {
      clearTimeout(timer);
    }
  }

  async #look(): Promise<Looked> {
    const { store, witness, clock } = this.options;
    const blind = (await witness?.blind?.()) ?? null;
    const fault = await store.look().then(
      () => null,
      (error: unknown) => error,
    );
    this.#looking = null;
    return { at: clock.now(), fault, blind };
  }
}
