/**
 * Runs a TypeScript program of this repository: `node src/from-source.cjs src/demo.ts`. Its own files, some 600, are
 * made into one CommonJS module in memory: transforming and loading them one by one was half of the demo's start on a
 * fresh machine. Libraries are loaded as they are. Source maps are off, since Node would read those of every library
 * too. What is run this way has no top-level await.
 */
const { readFile } = require('node:fs/promises');
const Module = require('node:module');
const { join, resolve } = require('node:path');
const { pathToFileURL } = require('node:url');
const { build, stop } = require('esbuild');

/** In one module every file would have the same `import.meta.url`, by which some find the files beside them. */
const OWN_URLS = {
  name: 'own-urls',
  setup: ({ onLoad }) =>
    onLoad({ filter: /\.ts$/ }, async ({ path }) => ({
      contents: (await readFile(path, 'utf8')).replaceAll('import.meta.url', JSON.stringify(pathToFileURL(path).href)),
      loader: 'ts',
    })),
};

async function run(program) {
  const { outputFiles } = await build({
    entryPoints: [program],
    bundle: true,
    packages: 'external',
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    plugins: [OWN_URLS],
    write: false,
  });
  stop();
  process.setSourceMapsEnabled(false);
  process.argv.splice(1, 2, program);
  const bundle = new Module(program);
  bundle.paths = module.paths;
  bundle._compile(outputFiles[0].text, join(__dirname, 'bundle.cjs'));
}

run(resolve(process.argv[2]));
