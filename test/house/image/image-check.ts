import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { LOOPBACK } from '../../unit/service/config/environment.ts';
import { copyOf, execForm, readDockerfile, textsOf } from './read-dockerfile.ts';

/** What the image promises: start in ms, memory in MB. */
const LONGEST_START = 3_000;
const MOST_MEMORY = 200;
/** Milliseconds after which a service that only listens is idle. */
const SETTLED = 10_000;

/**
 * Plays the Dockerfile without a container engine: its COPY and RUN lines in a folder, then CMD as its user with
 * nothing writable but /data, and the health check. Not played: the base images, and so their Node. `npm run
 * image-check`; takes minutes, so no test runs it.
 */
const root = mkdtempSync(join(tmpdir(), 'airlock-image-'));
chmodSync(root, 0o755);
try {
  const [build = [], last = []] = readDockerfile();
  const app = join(root, 'build');
  mkdirSync(app);
  for (const { name, text } of build) {
    if (name === 'COPY') copy('.', app, text);
    if (name === 'RUN') execFileSync('sh', ['-c', text], { cwd: app, stdio: ['ignore', 'ignore', 'inherit'] });
  }
  const image = join(root, 'image', 'app');
  mkdirSync(image, { recursive: true });
  for (const text of textsOf(last, 'COPY')) copy(copyOf(text).from ? app : '.', image, text);
  say('files', readdirSync(image).sort().join(' '));
  say('size', `${megabytes(image)} MB, of which node_modules ${megabytes(join(image, 'node_modules'))}`);
  await play(image, Number(textsOf(last, 'USER').join().split(':')[0]), last);
} finally {
  execFileSync('chmod', ['-R', 'u+w', root]);
  rmSync(root, { recursive: true, force: true });
}

/** `/app/x` of the build stage is `x` in its folder, and `/data` lies beside the app's. */
function copy(from: string, to: string, text: string): void {
  const { sources, to: target } = copyOf(text);
  for (const source of sources) {
    const name = source.replace(/^\/app\//, '');
    const into = target.endsWith('./')
      ? join(to, name)
      : target.startsWith('/')
        ? join(to, '..', target)
        : join(to, target);
    cpSync(join(from, name), into, { recursive: true, verbatimSymlinks: true });
  }
}

async function play(image: string, user: number, last: ReturnType<typeof readDockerfile>[number]): Promise<void> {
  const data = join(image, '..', 'data');
  execFileSync('chmod', ['-R', 'a-w,a+rX', image]);
  execFileSync('chown', ['-R', `${user}:${user}`, data]);
  const [PORT, OPS_PORT] = [String(await freePort()), String(await freePort())];
  const env = { ...LOOPBACK, NODE_ENV: 'production', DATA_DIR: data, PORT, OPS_PORT };
  const as = { cwd: image, env, uid: user, gid: user };
  const begun = performance.now();
  const service = spawn(process.execPath, execForm(textsOf(last, 'CMD').join()), {
    ...as,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  service.stdout.resume();
  service.stderr.on('data', (chunk) => {
    said += String(chunk);
  });
  while (!said.includes('serves tenant') && service.exitCode === null) {
    await Promise.race([once(service.stderr, 'data'), once(service, 'exit')]);
  }
  const start = Math.round(performance.now() - begun);
  say('start', said.includes('serves tenant') ? `${start} ms as user ${user}, read-only but for ${data}` : said);
  say(
    'machine',
    `${loadavg()[0]?.toFixed(1)} processes want to run; the start alone takes ${cpu(service.pid)} ms of a core`,
  );
  const [, ...health] = execForm(textsOf(last, 'HEALTHCHECK').join());
  const [healthy] = await once(spawn(process.execPath, health, as), 'exit');
  say('health check', healthy === 0 ? 'passes' : 'FAILS');
  await wait(SETTLED);
  const memory = Math.round(
    Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${service.pid}/status`, 'utf8'))?.[1]) / 1_024,
  );
  say('memory', `${memory} MB when idle`);
  service.kill('SIGTERM');
  const [code] = await once(service, 'exit');
  say('SIGTERM', `ends it with ${code}`);
  const kept = healthy === 0 && code === 0 && start <= LONGEST_START && memory <= MOST_MEMORY;
  say('promises', kept ? 'kept' : `BROKEN (start ${LONGEST_START} ms, memory ${MOST_MEMORY} MB)`);
  process.exitCode = kept ? 0 : 1;
}

/** Milliseconds of processor time so far (proc(5): utime and stime, in hundredths of a second). */
function cpu(pid: number | undefined): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  return (Number(fields[11]) + Number(fields[12])) * 10;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  return typeof address === 'object' && address ? address.port : 0;
}

function megabytes(folder: string): number {
  return Number(execFileSync('du', ['-sm', folder], { encoding: 'utf8' }).split('\t')[0]);
}

function say(what: string, how: string): void {
  process.stdout.write(`${what}: ${how}\n`);
}
