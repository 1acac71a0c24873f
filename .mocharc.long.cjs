/**
 * What `npm run test:long` runs beside the torture: the races of decisions, five times as many as `npm test` has, and
 * writes of each kind with a kill after each thing that they store or send, messages included.
 */
process.env.RACE_ROUNDS = '200';
process.env.KILLED_AT = 'all';

module.exports = {
  ...require('./.mocharc.parallel.cjs'),
  spec: ['test/scenarios/races/races-*.test.ts', 'test/scenarios/supported/killed/killed-anywhere.test.ts'],
};
