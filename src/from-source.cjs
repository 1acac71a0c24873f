/**
 * Runs a TypeScript program of this repository: `node src/from-source.cjs src/demo.ts`. As CommonJS, as mocha does: on Node 20 the hook of
 * tsx for ES modules asks another thread about each of some 1,200 files, which was a third of the demo's start. Source maps stay
 * off, since Node would read those of every library too. What is run this way has no top-level await and no `import()` of our own files.
 */
const { resolve } = require('node:path');
require('tsx/cjs');
process.setSourceMapsEnabled(false);
process.argv.splice(1, 2, resolve(process.argv[2]));
require(process.argv[1]);
