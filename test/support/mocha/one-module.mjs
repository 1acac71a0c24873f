/**
 * Makes one module of every test and of all that they import from this repository, for the run that it is required by:
 * transforming and loading some 1,500 files one by one, in each process, takes a twentieth of a run. The process that
 * starts the others makes it, and each loads it whole and runs of it what it is asked for. Libraries are loaded as they
 * are. Source maps are off, since Node would read those of every library too; report.cjs puts the places right.
 */
import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import Module, { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const require = createRequire(import.meta.url);
const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
/** What else Mocha requires that is TypeScript. */
const SETUP = 'support/mocha/whole-run.ts';
/** Where the processes that a run starts find its module. */
const MADE = 'TESTS_MODULE';

/** Not where it is quoted: bundled.ts speaks of it. */
const OWN_URL = /(?<!['"`])import\.meta\.url/gu;

/** In one module every file would have the same `import.meta.url`, by which some find the files beside them. */
const OWN_URLS = {
  name: 'own-urls',
  setup: ({ onLoad }) =>
    onLoad({ filter: /\.ts$/ }, ({ path }) => ({
      contents: readFileSync(path, 'utf8').replaceAll(OWN_URL, JSON.stringify(pathToFileURL(path).href)),
      loader: 'ts',
    })),
};

/** Its files name each other as only bundlers do. */
const ADAPTIVE_CARDS = {
  name: 'adaptive-cards',
  setup: ({ onResolve }) =>
    onResolve({ filter: /^adaptivecards$/ }, () => ({ path: require.resolve('adaptivecards') })),
};

/** @returns the path of the module; it goes with the end of this process */
async function make() {
  const { build, stop } = await import('esbuild');
  // The folder of the programs that bundled.ts makes, which removes those of processes that were killed.
  const folder = join(ROOT, `node_modules/.cache/airlock-programs-${process.pid}`);
  mkdirSync(folder, { recursive: true });
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  const outfile = join(folder, 'tests.cjs');
  const names = readdirSync(join(ROOT, 'test'), { recursive: true }).map((name) => name.replaceAll('\\', '/'));
  const files = [...names.filter((name) => name.endsWith('.test.ts')), SETUP].map((name) => `test/${name}`);
  const row = (file) => `${JSON.stringify(join(ROOT, file))}: () => require(${JSON.stringify(`./${file}`)}),\n`;
  await build({
    stdin: { contents: `module.exports = {\n${files.map(row).join('')}};`, resolveDir: ROOT },
    outfile,
    bundle: true,
    packages: 'external',
    // What a page of the demo loads in the browser.
    external: ['/shell/*', '/card/*'],
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    sourcemap: 'external',
    sourcesContent: false,
    plugins: [OWN_URLS, ADAPTIVE_CARDS],
    logLevel: 'error',
  });
  stop();
  return outfile;
}

process.env[MADE] ??= await make();
/** What runs each file, by its path. */
const files = require(process.env[MADE]);

Module._extensions['.ts'] = (module, path) => {
  if (!files[path])
    throw new Error(`${path} is no test: a run of files side by side has nothing but test/**/*.test.ts`);
  module.exports = files[path]();
};
