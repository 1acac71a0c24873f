import type { WriteStream } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import type { Start, Usage } from '../checker/history.ts';
import { Instance } from './instance.ts';
import type { InstanceOrder } from './instance-child.ts';

export interface FleetOptions {
  readonly instances: number;
  readonly program: readonly string[];
  /** What the process in this place is given when it starts. */
  readonly order: (place: number, environment: Readonly<Record<string, string>>) => InstanceOrder;
  readonly log: WriteStream;
}

/** Milliseconds after which a process that could not start is started again. */
const AGAIN = 300;

const SCRAPE_EVERY = 1_000;

/** Keeps so many processes of the bot running, as an orchestrator does, and counts what they take. */
export class Fleet {
  readonly starts: Start[] = [];
  readonly usage: Usage[] = [];
  /** False while the database is in trouble: nobody judges a start then. */
  isDatabaseWell = true;
  environment: Readonly<Record<string, string>> = {};
  readonly #options: FleetOptions;
  readonly #places: (Instance | null)[];
  readonly #lives: Instance[] = [];
  readonly #keepers: Promise<void>[];
  #isWanted = true;
  #turn = 0;

  constructor(options: FleetOptions, environment: Readonly<Record<string, string>>) {
    this.#options = options;
    this.environment = environment;
    this.#places = Array.from({ length: options.instances }, () => null);
    this.#keepers = [...this.#places.map((_none, place) => this.#keep(place)), this.#collect()];
  }

  /** Where a message for the bot goes: to each that runs in turn; whether one is frozen, Teams does not know. */
  botUrl(): string {
    const running = this.#places.filter((one) => one?.answers);
    this.#turn += 1;
    return `${running[this.#turn % Math.max(1, running.length)]?.url ?? 'http://127.0.0.1:1'}/api/messages`;
  }

  /** The process in this place where it runs and is not frozen; null otherwise. */
  at(place: number): Instance | null {
    const found = this.#places[place % this.#places.length] ?? null;
    return found?.answers && !found.isFrozen ? found : null;
  }

  get size(): number {
    return this.#places.length;
  }

  /** Messages that were counted as sent once more, by all processes that ever ran. */
  get unsure(): number {
    return this.#lives.reduce((sum, { numbers }) => sum + numbers.unsure, 0);
  }

  /** Wakes whatever is frozen, and waits until all run. */
  async recover(): Promise<void> {
    for (const one of this.#places) if (one?.isFrozen) one.signal('SIGCONT');
    while (!this.#places.every((one) => one?.answers)) await pause(50);
  }

  /** Ends every process, cleanly. */
  async close(): Promise<void> {
    this.#isWanted = false;
    for (const one of this.#places) {
      one?.signal('SIGCONT');
      one?.signal('SIGTERM');
    }
    await Promise.all(this.#keepers);
  }

  async #keep(place: number): Promise<void> {
    for (let life = 0; this.#isWanted; life += 1) {
      const { program, order, log } = this.#options;
      const [begun, wasWell] = [performance.now(), this.isDatabaseWell];
      const instance = new Instance(program, order(place, this.environment), log, `instance-${place}`);
      this.#places[place] = instance;
      this.#lives.push(instance);
      const listens = await instance.listens();
      const isJudged = life > 0 && wasWell && this.isDatabaseWell && listens;
      if (isJudged) this.starts.push({ ms: Math.round(performance.now() - begun) });
      const how = await instance.ended;
      log.write(`instance-${place} ${instance.pid} ended: ${how}\n`);
      if (this.#isWanted) await pause(AGAIN);
    }
  }

  async #collect(): Promise<void> {
    while (this.#isWanted) {
      const running = this.#places.filter((one) => one !== null);
      await Promise.all(running.map((one) => one.scrape()));
      for (const { pid, numbers } of running) {
        const { memory, handles } = numbers;
        this.usage.push({ process: pid, memory, handles });
      }
      await pause(SCRAPE_EVERY);
    }
  }
}
