import assert from 'node:assert/strict';
import { createJobs } from '../../../src/jobs/create-jobs.ts';
import { JOB_SETTINGS } from '../../../src/jobs/job-settings.ts';
import { pruneStore } from '../../../src/jobs/prune-store.ts';
import { aTask } from '../../contracts/store/a-step.ts';
import { memoryParts } from '../../support/company/memory-services.ts';
import { BUILT_AT } from '../../support/samples/build-request.ts';

const DAY = 86_400_000;

describe('pruning, once a day', () => {
  let parts: Awaited<ReturnType<typeof memoryParts>>;
  beforeEach(async () => {
    parts = await memoryParts(() => null);
  });
  afterEach(() => parts.store.close());

  /** Leaves so many completed tasks behind, due when tests begin. */
  async function leave(count: number, name = 't'): Promise<void> {
    await parts.store.send({ posts: [], tasks: Array.from({ length: count }, (_, at) => aTask(`${name}${at}`)) });
    for (let at = 0; at < count; at += 1) {
      const task = await parts.store.takeTask(['apply'], 'me', BUILT_AT, 1000);
      assert(task);
      await parts.store.completeTask(task);
    }
  }

  it('deletes what was done thirty days ago, and nothing younger', async () => {
    await leave(2);
    parts.now = BUILT_AT + 30 * DAY - 1;
    assert.equal(await pruneStore(parts, JOB_SETTINGS), 0);
    parts.now += DAY;
    assert.equal(await pruneStore(parts, JOB_SETTINGS), 2);
  });

  it('is done by one of many instances, and again a day later', async () => {
    await leave(3);
    parts.now = BUILT_AT + 40 * DAY;
    const settings = { ...JOB_SETTINGS, pruneAtOnce: 1, pruneBatches: 1 };
    const pruned = await Promise.all([pruneStore(parts, settings), pruneStore(parts, settings)]);
    assert.deepEqual(pruned.sort(), [0, 1]);
    parts.now += DAY - 1;
    assert.equal(await pruneStore(parts, settings), 0);
    parts.now += 1;
    assert.equal(await pruneStore(parts, settings), 1);
  });

  it('goes on until nothing is left, but not for ever', async () => {
    await leave(7);
    parts.now = BUILT_AT + 40 * DAY;
    assert.equal(await pruneStore(parts, { ...JOB_SETTINGS, pruneAtOnce: 2, pruneBatches: 3 }), 6);
    parts.now += DAY;
    assert.equal(await pruneStore(parts, { ...JOB_SETTINGS, pruneAtOnce: 2 }), 1);
  });

  it('lets a redelivered activity change nothing within those thirty days', async () => {
    await leave(1, 'activity:');
    parts.now = BUILT_AT + 29 * DAY;
    await pruneStore(parts, JOB_SETTINGS);
    await parts.store.send({ posts: [], tasks: [aTask('activity:0')] });
    assert.equal(await parts.store.takeTask(['apply'], 'me', parts.now, 1000), null);
  });

  it('begins when the jobs start', async () => {
    await leave(1);
    parts.now = BUILT_AT + 40 * DAY;
    const messenger = { deliver: () => assert.fail('nothing is to be said') };
    const jobs = createJobs({ parts, messenger, jitter: () => 0 });
    jobs.start();
    await jobs.stop();
    assert.equal(await parts.store.acquire('prune', 'another', parts.now, 1), false);
    assert.equal(await parts.store.prune(parts.now, 9), 0, 'nothing is left to prune');
  });
});
