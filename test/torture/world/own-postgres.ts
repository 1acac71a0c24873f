import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { copyPostgres, type PostgresFiles } from '../../support/databases/postgres-files.ts';
import { bundled } from '../../support/processes/bundled.ts';
import type { GuardOrder } from './postgres-guard.ts';

/** A commit that was answered outlives the server; the machine itself does not fail. */
const SETTINGS = [
  'listen_addresses=127.0.0.1',
  'unix_socket_directories=',
  'max_connections=100',
  'fsync=off',
  'synchronous_commit=on',
  'lc_messages=C',
];

/** A PostgreSQL of the run's own, which can crash and come back. */
export interface OwnPostgres {
  /** The URL of the owner, past every line that may be cut. */
  readonly url: string;
  readonly port: number;
  crash(): Promise<void>;
  start(): Promise<void>;
  close(): Promise<void>;
}

/** Starts one on a free port of 127.0.0.1; it ends with this process. */
export async function ownPostgres(): Promise<OwnPostgres> {
  const files = await copyPostgres();
  const password = randomUUID();
  await initialise(files, password);
  const port = await freePort();
  const flags = [...SETTINGS, `port=${port}`].flatMap((setting) => ['-c', setting]);
  const order: GuardOrder = { ...files, flags };
  const program = await bundled('test/torture/world/postgres-guard.ts');
  const env = { ...process.env, GUARD: JSON.stringify(order) };
  const guard = spawn(process.execPath, program, { env, stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = createInterface({ input: guard.stdout })[Symbol.asyncIterator]();
  const hears = async (wanted: string) => {
    const { value } = await lines.next();
    assert.equal(value, wanted, `PostgreSQL: ${value}`);
  };
  const tell = async (line: string, answer: string) => {
    guard.stdin.write(`${line}\n`);
    await hears(answer);
  };
  await hears('runs');
  return {
    url: `postgres://airlock:${password}@127.0.0.1:${port}/postgres`,
    port,
    crash: () => tell('crash', 'crashed'),
    start: () => tell('start', 'runs'),
    close: async () => {
      const ended = once(guard, 'exit');
      guard.stdin.end();
      await ended;
    },
  };
}

async function initialise({ folder, data, initdb, user }: PostgresFiles, password: string): Promise<void> {
  const secret = join(folder, 'password');
  await writeFile(secret, password, { mode: 0o644 });
  const login = ['--username=airlock', '--auth=scram-sha-256', `--pwfile=${secret}`];
  const locale = ['--encoding=UTF8', '--no-locale', '--locale-provider=icu', '--icu-locale=en-US'];
  await promisify(execFile)(initdb, [`--pgdata=${data}`, ...login, ...locale, '--no-sync'], { ...user, cwd: folder });
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  assert(address && typeof address === 'object');
  server.close();
  await once(server, 'close');
  return address.port;
}
