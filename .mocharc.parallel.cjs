/** How `npm test` and its parts run: files side by side, one more than there are cores, since some wait for processes. */
const { availableParallelism } = require('node:os');

module.exports = {
  ...require('./.mocharc.json'),
  parallel: true,
  jobs: Math.min(4, availableParallelism() + 1),
  reporter: './test/support/mocha/report.cjs',
};
