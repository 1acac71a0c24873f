/** How `npm test` runs every test file: those that take longest first, so that no process is left alone with one at the end. */
const { readdirSync } = require('node:fs');
const { join } = require('node:path');

/** Beginnings of paths under `test/`. */
const LONGEST = [
  ...['scenarios/crashes/', 'browser/', 'scenarios/races/'],
  ...['unit/teams/routes/every-answer', 'unit/changes/device-group/tenants/agreement'],
  ...['processes/', 'contracts/', 'scenarios/'],
];

/** What reads another language than English: its process then follows every promise, which all after it would pay. */
const LAST = ['scenarios/chat/languages/'];

const files = readdirSync(join(__dirname, 'test'), { recursive: true })
  .map((file) => file.replaceAll('\\', '/'))
  .filter((file) => file.endsWith('.test.ts'))
  .map((file) => ({ file, rank: rankOf(file) }))
  .sort((one, other) => one.rank - other.rank || one.file.localeCompare(other.file));

function rankOf(file) {
  const at = LAST.some((start) => file.startsWith(start)) ? -1 : LONGEST.findIndex((start) => file.startsWith(start));
  return at < 0 ? LONGEST.length : at;
}

const parallel = require('./.mocharc.parallel.cjs');

module.exports = {
  ...parallel,
  require: [...parallel.require, './test/support/mocha/whole-run.ts'],
  spec: files.map(({ file }) => `test/${file}`),
};
