/** How `npm test` and its parts run: files side by side, at least two of them. */
const { availableParallelism } = require('node:os');

module.exports = {
  ...require('./.mocharc.json'),
  parallel: true,
  jobs: Math.max(2, Math.min(4, availableParallelism())),
  reporter: './test/support/mocha/report.cjs',
};
