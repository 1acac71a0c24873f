/**
 * Runs PostgreSQL for as long as the process that started this one lives: `node guard-postgres.mjs PROGRAMS DATA UID GID PROGRAM
 * ARGS...`. Standard input ends when that process ends, however it does; then the server is stopped and the folders PROGRAMS and DATA
 * are removed. A process that is killed can clean up nothing itself. An id of -1 keeps the user as it is.
 */
import { spawn } from 'node:child_process';
import { rm } from 'node:fs/promises';

const [folder, data, uid, gid, program, ...args] = process.argv.slice(2);
const user = Number(uid) < 0 ? {} : { uid: Number(uid), gid: Number(gid) };
const server = spawn(program, args, { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'], ...user });
const ended = new Promise((resolve) => {
  server.once('exit', resolve);
  server.once('error', resolve);
});

// A terminal's Ctrl-C reaches every process of the run: this one stays until the server has stopped.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => {});
process.stdin.resume();
process.stdin.once('end', () => server.kill('SIGINT'));
process.stdin.once('error', () => server.kill('SIGINT'));
process.stderr.on('error', () => {});
await ended;
for (const done of [folder, data]) await rm(done, { recursive: true, force: true });
process.exit();
