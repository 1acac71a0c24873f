/**
 * Runs a program that bundled.ts has made: `node run-bundle.cjs BUNDLE ARGS...`. V8 takes the compiled code from the
 * file beside it. With COMPILE set, loads the program alone and writes that file.
 */
const { readFileSync, writeFileSync } = require('node:fs');
const Module = require('node:module');
const { dirname } = require('node:path');
const vm = require('node:vm');

const [file] = process.argv.splice(1, 1) && process.argv.slice(1);
const compiled = `${file}.compiled`;
const script = new vm.Script(Module.wrap(readFileSync(file, 'utf8')), {
  filename: file,
  importModuleDynamically: vm.constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
  ...(!process.env.COMPILE && { cachedData: readFileSync(compiled) }),
});
const bundle = new Module(file);
bundle.filename = file;
script.runInThisContext()(bundle.exports, Module.createRequire(file), bundle, file, dirname(file));
if (process.env.COMPILE) {
  writeFileSync(compiled, script.createCachedData());
  process.exit(0);
}
