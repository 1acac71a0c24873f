/**
 * Runs PostgreSQL for as long as the process that started this one lives: `GUARD` holds what to run, as JSON. A line
 * `crash` on standard input ends the server as a crash does, `start` starts it again; each is answered with a line.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { createInterface } from 'node:readline';

export interface GuardOrder {
  readonly folder: string;
  readonly data: string;
  readonly postgres: string;
  readonly flags: readonly string[];
  readonly user: { readonly uid?: number; readonly gid?: number };
}

const order = JSON.parse(process.env.GUARD ?? '{}') as GuardOrder;

async function run(): Promise<ChildProcess> {
  const { folder, data, postgres, flags, user } = order;
  const server = spawn(postgres, ['-D', data, ...flags], { cwd: folder, stdio: ['ignore', 'ignore', 'pipe'], ...user });
  const said: string[] = [];
  await new Promise<void>((resolve) => {
    server.once('exit', () => resolve());
    createInterface({ input: server.stderr }).on('line', (line) => {
      said.push(line);
      if (line.includes('ready to accept connections')) resolve();
    });
  });
  process.stdout.write(server.exitCode === null ? 'runs\n' : `${said.slice(-3).join(' ')}\n`);
  return server;
}

async function end(server: ChildProcess, signal: 'SIGQUIT' | 'SIGINT'): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return;
  const ended = once(server, 'exit');
  server.kill(signal);
  await ended;
}

async function guard(): Promise<void> {
  let server = await run();
  for await (const line of createInterface({ input: process.stdin })) {
    if (line === 'crash') await end(server, 'SIGQUIT');
    if (line === 'crash') process.stdout.write('crashed\n');
    if (line === 'start') server = await run();
  }
  await end(server, 'SIGINT');
  for (const done of [order.folder, order.data]) await rm(done, { recursive: true, force: true });
}

// A terminal's Ctrl-C reaches every process: this one stays until the server has stopped.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined);
process.stdout.on('error', () => undefined);
void guard();
