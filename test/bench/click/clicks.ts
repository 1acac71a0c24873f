import { Agent, request } from 'node:http';
import type { MeasuredProcess } from './measured-process.ts';

/** As many as Teams' own service would hold to one instance under load. */
export const CONNECTIONS = 16;

export interface Measured {
  readonly perSecond: number;
  /** Milliseconds of the bot's CPU for one call, all threads. */
  readonly cpu: number;
  /** Milliseconds from sent to answered. */
  readonly median: number;
  readonly p99: number;
}

interface Answered {
  readonly status: number;
  readonly text: string;
}

/** Posts activities over 16 connections that stay open, one after another on each. */
export class Clicks {
  readonly #agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });
  readonly #url: URL;

  constructor(
    readonly bot: MeasuredProcess<{ readonly url: string }>,
    readonly check: (answer: string) => boolean,
  ) {
    this.#url = new URL('/api/messages', bot.started.url);
  }

  /** Posts all of them over so many of the connections, and says what they cost the bot. */
  async measure(bodies: readonly string[], connections = CONNECTIONS): Promise<Measured> {
    const times: number[] = [];
    const left = bodies.values();
    const line = async () => {
      for (const body of left) {
        const began = performance.now();
        await this.post(body);
        times.push(performance.now() - began);
      }
    };
    const cpuBefore = await this.bot.cpu();
    const began = performance.now();
    await Promise.all(Array.from({ length: connections }, line));
    const seconds = (performance.now() - began) / 1_000;
    const cpu = ((await this.bot.cpu()) - cpuBefore) / bodies.length;
    times.sort((a, b) => a - b);
    const at = (share: number) => times[Math.floor(share * times.length)] ?? Number.NaN;
    return { perSecond: bodies.length / seconds, cpu, median: at(0.5), p99: at(0.99) };
  }

  /** @throws Error where the answer is not the one that was meant */
  async post(body: string): Promise<void> {
    const { status, text } = await this.#send(body);
    if (status !== 200 || !this.check(text)) throw new Error(`answered ${status}: ${text.slice(-3_000)}`);
  }

  close(): void {
    this.#agent.destroy();
  }

  #send(body: string): Promise<Answered> {
    return new Promise((resolve, reject) => {
      const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };
      const sent = request(this.#url, { method: 'POST', agent: this.#agent, headers }, (response) => {
        const parts: Buffer[] = [];
        response.on('data', (part: Buffer) => parts.push(part));
        response.on('end', () =>
          resolve({ status: response.statusCode ?? 0, text: Buffer.concat(parts).toString('utf8') }),
        );
        response.on('error', reject);
      });
      sent.on('error', reject);
      sent.end(body);
    });
  }
}
