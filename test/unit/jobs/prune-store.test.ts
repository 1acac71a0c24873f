import assert from 'node:assert/strict';
import { createJobs } from '../../../src/jobs/create-jobs.ts';
import { JOB_SETTINGS } from '../../../src/jobs/job-settings.ts';
import { pruneStore } from '../../../src/jobs/prune-store.ts';
import { aTask } from '../../contracts/store/a-step.ts';
import { memoryServices } from '../../support/company/memory-services.ts';
import { BUILT_AT } from '../../support/samples/build-request.ts';

const DAY = 86_400_000;

describe('pruning, once a day', () => {
  let services: Awaited<ReturnType<typeof memoryServices>>;
  beforeEach(async () => {
    services = await memoryServices(() => null);
  });
  afterEach(() => services.store.close());

  /** Leaves so many completed tasks behind, due when tests begin. */
  async function leave(count: number, name = 't'): Promise<void> {
    await services.store.send({ messages: [], tasks: Array.from({ length: count }, (_, at) => aTask(`${name}${at}`)) });
    for (let at = 0; at < count; at += 1) {
      const task = await services.store.takeTask(['apply'], 'me', BUILT_AT, 1000);
      assert(task);
      await services.store.completeTask(task);
    }
  }

  it('deletes what was done thirty days ago, and nothing younger', async () => {
    await leave(2);
    services.now = BUILT_AT + 30 * DAY - 1;
    assert.equal(await pruneStore(services, JOB_SETTINGS), 0);
    services.now += DAY;
    assert.equal(await pruneStore(services, JOB_SETTINGS), 2);
  });

  it('is done by one of many instances, and done again a day later', async () => {
    await leave(3);
    services.now = BUILT_AT + 40 * DAY;
    const settings = { ...JOB_SETTINGS, pruneAtOnce: 1, pruneBatches: 1 };
    const pruned = await Promise.all([pruneStore(services, settings), pruneStore(services, settings)]);
    assert.deepEqual(pruned.sort(), [0, 1]);
    services.now += DAY - 1;
    assert.equal(await pruneStore(services, settings), 0);
    services.now += 1;
    assert.equal(await pruneStore(services, settings), 1);
  });

  it('repeats until nothing is left, up to a limit', async () => {
    await leave(7);
    services.now = BUILT_AT + 40 * DAY;
    assert.equal(await pruneStore(services, { ...JOB_SETTINGS, pruneAtOnce: 2, pruneBatches: 3 }), 6);
    services.now += DAY;
    assert.equal(await pruneStore(services, { ...JOB_SETTINGS, pruneAtOnce: 2 }), 1);
  });

  it('lets a redelivered activity change nothing within those thirty days', async () => {
    await leave(1, 'activity:');
    services.now = BUILT_AT + 29 * DAY;
    await pruneStore(services, JOB_SETTINGS);
    await services.store.send({ messages: [], tasks: [aTask('activity:0')] });
    assert.equal(await services.store.takeTask(['apply'], 'me', services.now, 1000), null);
  });

  it('begins when the jobs start', async () => {
    await leave(1);
    services.now = BUILT_AT + 40 * DAY;
    const messenger = { deliver: () => assert.fail('nothing is to be said') };
    const jobs = createJobs({ services, messenger, jitter: () => 0 });
    jobs.start();
    await jobs.stop();
    assert.equal(await services.store.acquire('prune', 'another', services.now, 86_400_000), false);
    assert.equal(await services.store.prune(services.now, 9), 0, 'nothing is left to prune');
  });
});
