import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/** How the service is started from its source. */
export const FROM_SOURCE: readonly string[] = ['from-source.cjs', 'main.ts'].map((file) =>
  fileURLToPath(new URL(`../../src/${file}`, import.meta.url)),
);

/** Airlock's own process, in a folder of its own and with this environment alone. */
export class StartedProcess {
  out = '';
  err = '';
  readonly #child: ChildProcess;
  readonly #exit: Promise<unknown[]>;

  /** @param program what Node is to run, and with which arguments */
  constructor(folder: string, env: Readonly<Record<string, string | undefined>>, program = FROM_SOURCE) {
    this.#child = spawn(process.execPath, [...program], {
      cwd: folder,
      env: { PATH: process.env.PATH, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#child.stdout?.on('data', (chunk) => {
      this.out += String(chunk);
    });
    this.#child.stderr?.on('data', (chunk) => {
      this.err += String(chunk);
    });
    this.#exit = once(this.#child, 'close');
  }

  /** Resolves once standard error says this; fails when the process ends before. */
  async says(text: RegExp): Promise<RegExpExecArray> {
    for (;;) {
      const found = text.exec(this.err);
      if (found) return found;
      assert(this.#child.stderr);
      const ended = await Promise.race([
        once(this.#child.stderr, 'data').then(() => false),
        this.#exit.then(() => true),
      ]);
      if (ended && !text.test(this.err)) assert.fail(`ended without saying ${text}: ${this.err}`);
    }
  }

  /** The exit code; null when a signal ended it. */
  async ended(): Promise<unknown> {
    return (await this.#exit)[0];
  }

  stop(): Promise<unknown> {
    this.#child.kill('SIGTERM');
    return this.ended();
  }
}
