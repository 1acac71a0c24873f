import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { copyPostgres, INSTEAD, type PostgresFiles } from './postgres-files.ts';

const GUARD = fileURLToPath(new URL('./guard-postgres.mjs', import.meta.url));

/** How often a password is hashed: once, since each of the tests' hundreds of connections proves it anew. */
const QUICK_LOGIN = 'scram_iterations=1';

/** Nothing here outlives the run: what makes a server safe against a loss of power, and tidies it, is left out. */
const SETTINGS = [
  QUICK_LOGIN,
  'listen_addresses=127.0.0.1',
  'unix_socket_directories=',
  'max_connections=200',
  'fsync=off',
  'full_page_writes=off',
  'synchronous_commit=off',
  'wal_level=minimal',
  'max_wal_senders=0',
  'checkpoint_timeout=1d',
  'max_wal_size=64MB',
  'autovacuum=off',
  'lc_messages=C',
];

/**
 * Starts PostgreSQL on a free port of 127.0.0.1. It ends with this process, and its files are removed then.
 * @returns the URL of a user who may create databases
 */
export async function startPostgres(): Promise<string> {
  for (let attempt = 1; attempt <= 5; attempt += 1) {
    const files = await copyPostgres();
    const [port, password] = [await freePort(), randomUUID()];
    await initialise(files, password).catch(async (error: Error) => {
      for (const folder of [files.folder, files.data]) await rm(folder, { recursive: true, force: true });
      assert.fail(`PostgreSQL from npm does not run here, ${INSTEAD}. ${error.message}`);
    });
    const said = await serve(files, port);
    if (said === 'ready') return `postgres://airlock:${password}@127.0.0.1:${port}/postgres`;
    assert.match(said, /Address already in use/i, `PostgreSQL does not start: ${said}`);
  }
  assert.fail('PostgreSQL found each of five free ports taken');
}

async function initialise({ folder, data, initdb, user }: PostgresFiles, password: string): Promise<void> {
  const secret = join(folder, 'password');
  await writeFile(secret, password, { mode: 0o644 });
  const login = ['--username=airlock', '--auth=scram-sha-256', `--pwfile=${secret}`, '--set', QUICK_LOGIN];
  // Sorts as the server does that infra deploys, whatever locales this machine has.
  const locale = ['--encoding=UTF8', '--no-locale', '--locale-provider=icu', '--icu-locale=en-US'];
  await promisify(execFile)(initdb, [`--pgdata=${data}`, ...login, ...locale, '--no-sync'], {
    ...user,
    cwd: folder,
  });
}

/** @returns `ready`, or what the server says when it ends at once */
async function serve({ folder, data, postgres, user }: PostgresFiles, port: number): Promise<string> {
  const flags = [...SETTINGS, `port=${port}`].flatMap((setting) => ['-c', setting]);
  const ids = [user.uid ?? -1, user.gid ?? -1].map(String);
  const guard = spawn(process.execPath, [GUARD, folder, data, ...ids, postgres, '-D', data, ...flags], {
    stdio: ['pipe', 'ignore', 'pipe'],
  });
  const said: string[] = [];
  for await (const line of createInterface({ input: guard.stderr })) {
    said.push(line);
    if (!line.includes('ready to accept connections')) continue;
    leaveBehind(guard);
    return 'ready';
  }
  return said.join('\n');
}

/** Lets this process end while the guard runs: its end is what the guard waits for. */
function leaveBehind(guard: ReturnType<typeof spawn>): void {
  guard.unref();
  for (const stream of [guard.stdin, guard.stderr]) (stream as unknown as { unref(): void }).unref();
  guard.stderr?.resume();
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
