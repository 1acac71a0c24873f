import { execFile } from 'node:child_process';
import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { build, type Plugin } from 'esbuild';
import { UNUSED } from '../../../src/teams/bot/leave-out.ts';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const CACHES = join(ROOT, 'node_modules/.cache');
const RUN = fileURLToPath(new URL('./run-bundle.cjs', import.meta.url));

/** In one module every file would have the same `import.meta.url`, by which some find the files beside them. */
const OWN_URLS: Plugin = {
  name: 'own-urls',
  setup: ({ onLoad }) =>
    onLoad({ filter: /\.ts$/ }, async ({ path }) => ({
      contents: (await readFile(path, 'utf8')).replaceAll('import.meta.url', JSON.stringify(pathToFileURL(path).href)),
      loader: 'ts',
    })),
};

/** What the bot leaves out of the SDK where it loads it from files (src/teams/bot/leave-out.ts). */
const LEFT_OUT: Plugin = {
  name: 'left-out',
  setup: ({ onLoad, onResolve }) => {
    const names = new RegExp(`^(${Object.keys(UNUSED).join('|')})$`);
    onResolve({ filter: names }, ({ path }) => ({ path, namespace: 'left-out' }));
    onLoad({ filter: names, namespace: 'left-out' }, () => ({
      contents: 'exports.Culture = {}; exports.load = () => {};',
    }));
  },
};

/** Names the programs that one process has made for all of a run, as JSON. */
const MADE = 'TEST_PROGRAMS';

const made = new Map<string, Promise<readonly string[]>>();
let folder: string | undefined;

/**
 * Makes one compiled module of a program and its libraries, once for this process, since tests start some programs
 * dozens of times: that takes half a second of a processor each time, where transforming and loading file by file takes
 * four.
 * @param program its path from the root of the repository; it has no top-level await
 * @returns what Node is to be started with; the program's own arguments follow
 */
export function bundled(program: string): Promise<readonly string[]> {
  const known = made.get(program) ?? handedOn()[program] ?? make([program]).then(([only]) => only ?? []);
  const promised = Promise.resolve(known);
  made.set(program, promised);
  return promised;
}

/** Makes programs for every process that this one starts; they live as long as this one. */
export async function bundleForAll(programs: readonly string[]): Promise<void> {
  const all = await make(programs);
  process.env[MADE] = JSON.stringify(Object.fromEntries(programs.map((program, at) => [program, all[at]])));
}

function handedOn(): Readonly<Record<string, readonly string[]>> {
  return JSON.parse(process.env[MADE] ?? '{}');
}

/** Makes several at once, so that what they share is read once. @returns for each what `bundled` does */
async function make(programs: readonly string[]): Promise<readonly (readonly string[])[]> {
  const outdir = ownFolder();
  await build({
    entryPoints: programs.map((program) => ({ in: join(ROOT, program), out: basename(program, '.ts') })),
    outdir,
    outExtension: { '.js': '.cjs' },
    bundle: true,
    // What holds machine code is found where it lies.
    external: ['libsql', 'pg-native'],
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    keepNames: true,
    minifyWhitespace: true,
    plugins: [OWN_URLS, LEFT_OUT],
    logLevel: 'error',
  });
  return Promise.all(programs.map((program) => compile(join(outdir, `${basename(program, '.ts')}.cjs`))));
}

/** Keeps what V8 makes of a module beside it. @returns what Node is to be started with */
async function compile(module: string): Promise<readonly string[]> {
  await promisify(execFile)(process.execPath, [RUN, module], { env: { ...process.env, COMPILE: '1' } });
  return [RUN, module];
}

/**
 * A folder beside the libraries, which the modules go on finding. It is removed when this process ends; what processes
 * have left that were killed is removed by the next.
 */
function ownFolder(): string {
  if (folder) return folder;
  mkdirSync(CACHES, { recursive: true });
  for (const name of readdirSync(CACHES)) {
    const pid = Number(/^airlock-programs-(\d+)$/.exec(name)?.[1]);
    if (pid && !lives(pid)) rmSync(join(CACHES, name), { recursive: true, force: true });
  }
  const own = join(CACHES, `airlock-programs-${process.pid}`);
  mkdirSync(own, { recursive: true });
  process.once('exit', () => rmSync(own, { recursive: true, force: true }));
  folder = own;
  return own;
}

function lives(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
