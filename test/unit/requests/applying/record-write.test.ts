import assert from 'node:assert/strict';
import { recordWrite } from '../../../../src/requests/applying/apply.ts';
import type { WriteOutcome } from '../../../../src/requests/ports/tenant.ts';
import type { Request } from '../../../../src/requests/record/request.ts';
import { aTask } from '../../../contracts/store/a-step.ts';
import { memoryServices } from '../../../support/company/memory-services.ts';
import { BUILT_AT, buildRequest, entryOf } from '../../../support/samples/build-request.ts';

describe('the end of a write', () => {
  let services: Awaited<ReturnType<typeof memoryServices>>;
  beforeEach(async () => {
    services = await memoryServices(() => null);
  });
  afterEach(() => services.store.close());

  async function settled(outcome: WriteOutcome): Promise<Request | null> {
    const request = buildRequest({ state: 'applying', submittedAt: BUILT_AT, startedAt: BUILT_AT });
    const tasks = [aTask('apply', { requestId: request.id })];
    const applying = await services.store.commit({
      request,
      expectedRev: null,
      audit: [entryOf(request)],
      messages: [],
      tasks,
    });
    const task = await services.store.takeTask(['apply'], 'me', BUILT_AT, 1000);
    assert(task);
    await recordWrite(services, applying, outcome, task);
    return services.store.request(services.tenantId, request.id);
  }

  it('is applied, and says so', async () => {
    const request = await settled({ kind: 'written' });
    assert.deepEqual(
      [request?.state, request?.outcome?.note],
      ['applied', 'Written to Defender and read back: the tenant is as asked.'],
    );
  });

  it('is applied with the warning that came with it', async () => {
    const warning = 'Other device groups were changed by somebody else at the same time: Lab.';
    const request = await settled({ kind: 'written', warning });
    assert.deepEqual(
      [request?.outcome?.code, request?.outcome?.note, request?.outcome?.warning],
      ['written', `Written to Defender and read back: the tenant is as asked. ${warning}`, warning],
    );
  });

  it('is failed in the words of who refused, with nothing changed', async () => {
    const why = 'Airlock cannot write this level.';
    const request = await settled({ kind: 'refused', code: 'tenant-unsupported', why, retryAt: null });
    assert.deepEqual([request?.state, request?.outcome?.note], ['failed', `${why} Nothing was changed.`]);
  });

  it('is approved still where it may be tried again, and the task comes back then', async () => {
    const retryAt = BUILT_AT + 15_000;
    const request = await settled({ kind: 'refused', code: 'tenant-throttled', why: 'Wait.', retryAt });
    assert.deepEqual([request?.state, request?.waiting?.nextAt], ['approved', retryAt]);
    assert.equal(await services.store.takeTask(['apply'], 'me', retryAt - 1, 1000), null);
    assert.equal((await services.store.takeTask(['apply'], 'me', retryAt, 1000))?.requestId, request?.id);
  });
});
