import assert from 'node:assert/strict';
import { deliverMessages } from '../../../src/jobs/delivery/deliver-messages.ts';
import { JOB_SETTINGS } from '../../../src/jobs/job-settings.ts';
import { shareStatus } from '../../../src/jobs/share-status.ts';
import { workTask } from '../../../src/jobs/work-tasks.ts';
import { AirlockError } from '../../../src/shared/errors.ts';
import { aCard, aRequest, aTask, filing } from '../../contracts/store/a-step.ts';
import { memoryServices } from '../../support/company/memory-services.ts';

const HOUR = 3_600_000;

/** Work that meets a stored row which cannot be read. */
describe('jobs that meet an unreadable row', () => {
  let services: Awaited<ReturnType<typeof memoryServices>>;
  let logged: object[];
  beforeEach(async () => {
    services = await memoryServices(() => null);
    logged = [];
    const log = (fields: object, message: string) => void logged.push({ ...fields, message });
    services = Object.assign(services, { log: { debug: log, info: log, warn: log, error: log } });
  });
  afterEach(() => services.store.close());

  const corrupt = () =>
    new AirlockError('store-corrupt', 'cannot be read', { details: { table: 'requests', id: 'r', fault: 'state' } });

  it('keep a message, try it every hour however often that fails, and name the row in the log', async () => {
    const { store } = services;
    const request = aRequest(1, { tenantId: services.tenantId });
    await store.commit({ ...filing(request), messages: [{ ...aCard(request, 'c'), dueAt: services.now }], tasks: [] });
    const messenger = { deliver: () => Promise.reject(corrupt()) };
    const deliver = () => deliverMessages(services, { messenger, jitter: () => 0 }, 'me', JOB_SETTINGS);
    for (let round = 0; round < 14; round++) {
      assert.equal(await deliver(), 1, `round ${round}`);
      assert.equal(await deliver(), 0, 'not before the hour is over');
      services.now += HOUR;
    }
    const { message: _words, ...first } = logged[0] as { message: string };
    assert.deepEqual(
      { ...first, messageId: 0, conversation: 'c' },
      {
        messageId: 0,
        conversation: 'c',
        attempts: 0,
        code: 'store-corrupt',
        table: 'requests',
        row: 'r',
        fault: 'state',
      },
    );
  });

  it('put a task off for an hour, and name the row in the log', async () => {
    const task = {
      ...aTask('k'),
      kind: 'status' as const,
      tenantId: services.tenantId,
      payload: {},
      dueAt: services.now,
    };
    await services.store.send({ messages: [], tasks: [task] });
    const work = () =>
      workTask(
        services,
        { status: shareStatus(services), lookAtPlace: async () => ({ name: null, isShared: null }) },
        ['status'],
        'me',
        JOB_SETTINGS,
      );
    assert.equal(await work(), true);
    services.now += HOUR - 1;
    assert.equal(await work(), false);
    services.now += 1;
    assert.equal(await work(), true);
    assert.match(JSON.stringify(logged[0]), /"code":"store-corrupt","table":"tasks"/);
  });
});
