/**
 * How `npm test` and its parts run: files side by side, one more of them than there are processors, since some wait for
 * a process, a browser or a database; three to four.
 */
const { availableParallelism } = require('node:os');

const alone = require('./.mocharc.json');

module.exports = {
  ...alone,
  // Nothing is transformed file by file here.
  'node-option': alone['node-option'].filter((option) => option !== 'import=tsx'),
  require: ['./test/support/mocha/one-module.mjs', ...alone.require],
  parallel: true,
  jobs: Math.max(3, Math.min(4, availableParallelism() + 1)),
  reporter: './test/support/mocha/report.cjs',
};
