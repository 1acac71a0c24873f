import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';

/** What a process that is measured does when it is asked: gets one value, gives one back. */
type Orders = Readonly<Record<string, (given: unknown) => Promise<unknown>>>;

/** Takes orders of the parent until it goes away. @param started what the parent waits for */
export function answerParent(orders: Orders, started: object): void {
  const all: Orders = { cpu: async () => process.cpuUsage(), rss: async () => process.memoryUsage().rss, ...orders };
  process.on('message', async ({ id, order, given }: { id: number; order: string; given: unknown }) => {
    try {
      process.send?.({ id, result: await all[order]?.(given) });
    } catch (error) {
      process.send?.({ id, error: error instanceof Error ? (error.stack ?? error.message) : String(error) });
    }
  });
  process.on('disconnect', () => process.exit());
  process.send?.(started);
}

interface Said {
  readonly id?: number;
  readonly result?: unknown;
  readonly error?: string;
}

/** A process of the bench, by its pipe. */
export class MeasuredProcess<T> {
  readonly #waiting = new Map<number, (said: Said) => void>();
  #last = 0;

  private constructor(
    readonly child: ChildProcess,
    readonly started: T,
  ) {
    child.on('message', (said: Said) => this.#waiting.get(said.id ?? 0)?.(said));
  }

  /** Starts a program, and waits for what it says first. @param node arguments of Node itself */
  static async start<T>(
    program: string,
    args: readonly string[] = [],
    { node = [], cwd }: { readonly node?: readonly string[]; readonly cwd?: string } = {},
  ): Promise<MeasuredProcess<T>> {
    const execArgv = [...(program.endsWith('.ts') ? ['--import', 'tsx'] : []), ...node];
    const child = fork(program, [...args], { execArgv, ...(cwd && { cwd }) });
    const ended = once(child, 'exit').then(([code]) => {
      throw new Error(`${program} ended with ${code}`);
    });
    ended.catch(() => undefined);
    const [started] = (await Promise.race([once(child, 'message'), ended])) as [T];
    return new MeasuredProcess(child, started);
  }

  async ask<R>(order: string, given: unknown = null): Promise<R> {
    this.#last += 1;
    const id = this.#last;
    const said = await new Promise<Said>((resolve) => {
      this.#waiting.set(id, resolve);
      this.child.send({ id, order, given });
    });
    this.#waiting.delete(id);
    if (said.error !== undefined) throw new Error(said.error);
    return said.result as R;
  }

  /** Milliseconds of CPU so far, of all threads: garbage collection and compiling too. */
  async cpu(): Promise<number> {
    const { user, system } = await this.ask<NodeJS.CpuUsage>('cpu');
    return (user + system) / 1_000;
  }

  /** Lets it end by itself, so that a profile is written. */
  async stop(): Promise<void> {
    const ended = once(this.child, 'exit');
    this.child.disconnect();
    await ended;
  }
}
