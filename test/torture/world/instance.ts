import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { WriteStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import type { InstanceOrder } from './instance-child.ts';

/** What a scrape of its numbers says of a process. */
export interface Numbers {
  readonly memory: number;
  readonly handles: number;
  /** Messages that it counted as sent once more. */
  readonly unsure: number;
}

const LISTENS = /^listens (http:\/\/127\.0\.0\.1:\d+)$/;

/** Milliseconds to wait for the numbers of a process, which may be frozen. */
const SCRAPE = 1_500;

/** One process of the bot, from its start to its end. */
export class Instance {
  /** Where it listens; null before it does. */
  url: string | null = null;
  isFrozen = false;
  /** As long as it is being stopped by a signal that it can hear. */
  isLeaving = false;
  numbers: Numbers = { memory: 0, handles: 0, unsure: 0 };
  /** The exit code, or the name of the signal. */
  readonly ended: Promise<number | string | null>;
  readonly #child: ChildProcess;

  constructor(program: readonly string[], order: InstanceOrder, log: WriteStream, name: string) {
    const env = { PATH: process.env.PATH, INSTANCE: JSON.stringify(order) };
    this.#child = spawn(process.execPath, program, { env, stdio: ['pipe', 'pipe', 'pipe'] });
    this.#child.stdin?.on('error', () => undefined);
    // One that is frozen would not hear that this process ends.
    const last = () => this.#child.kill('SIGKILL');
    process.once('exit', last);
    this.ended = once(this.#child, 'exit').then(([code, signal]) => {
      process.off('exit', last);
      return (signal ?? code) as number | string | null;
    });
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      if (!stream) continue;
      createInterface({ input: stream }).on('line', (line) => {
        const [, url] = LISTENS.exec(line) ?? [];
        if (url !== undefined) this.url = url;
        else log.write(`${name} ${this.pid} ${line}\n`);
      });
    }
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  get hasEnded(): boolean {
    return this.#child.exitCode !== null || this.#child.signalCode !== null;
  }

  get answers(): boolean {
    return this.url !== null && !this.hasEnded && !this.isLeaving;
  }

  signal(name: 'SIGKILL' | 'SIGTERM' | 'SIGSTOP' | 'SIGCONT'): void {
    if (this.hasEnded) return;
    this.isFrozen = name === 'SIGSTOP';
    this.isLeaving ||= name === 'SIGTERM';
    this.#child.kill(name);
  }

  /** Waits until it listens; false where it ends before. */
  async listens(): Promise<boolean> {
    while (this.url === null && !this.hasEnded) await pause(10);
    return this.url !== null;
  }

  /** Asks for its numbers, as an operator's collector does; what does not answer keeps those it had. */
  async scrape(): Promise<void> {
    if (!this.answers || this.isFrozen) return;
    try {
      const answer = await fetch(`${this.url}/metrics`, { signal: AbortSignal.timeout(SCRAPE) });
      const text = await answer.text();
      this.numbers = {
        memory: measured(text, 'process_resident_memory_bytes'),
        handles: measured(text, 'process_open_fds'),
        unsure: Math.max(this.numbers.unsure, measured(text, 'airlock_posts_total{outcome="unsure"}')),
      };
    } catch {
      // It is about to end, or waits for its database.
    }
  }
}

function measured(text: string, name: string): number {
  const line = text.split('\n').find((one) => one.startsWith(`${name} `));
  return line === undefined ? 0 : Number(line.slice(name.length + 1));
}
