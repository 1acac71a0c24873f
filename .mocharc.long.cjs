/** What `npm run test:long` runs beside the torture: the races of decisions, five times as many as `npm test` has. */
process.env.RACE_ROUNDS = '200';

module.exports = {
  ...require('./.mocharc.parallel.cjs'),
  spec: ['test/scenarios/races/races-*.test.ts'],
};
