import assert from 'node:assert/strict';
import type { Services } from '../../../../src/requests/ports/services.ts';
import { stopUnrecorded } from '../../../../src/requests/rules/end-request.ts';
import { AirlockError } from '../../../../src/shared/errors.ts';
import { memoryServices } from '../../../support/company/memory-services.ts';
import { logTo } from '../../../support/runtime/log-to.ts';
import { buildRequest } from '../../../support/samples/build-request.ts';

describe('a request that is stopped since its row is not as recorded', () => {
  let services: Services;
  let told: string[];
  beforeEach(async () => {
    told = [];
    const made = await memoryServices(() => null);
    services = {
      ...made,
      log: logTo(({ message }) => told.push(message)),
      meter: { ...made.meter, count: (what) => told.push(what) },
    };
  });
  afterEach(() => services.store.close());

  async function stop(error: AirlockError): Promise<readonly string[]> {
    const request = buildRequest({ state: 'pending' });
    const store = { ...services.store, commit: () => Promise.reject(error) };
    const trail = { request, stored: '', entries: [], sealed: null, fault: null, isCurrent: true };
    const occasion = { why: 'the row', correlation: 'one', task: null };
    await assert.rejects(stopUnrecorded({ ...services, store }, trail, occasion), error);
    return told.splice(0);
  }

  it('is told of once: whoever was faster has told of it, and nobody has where the store failed', async () => {
    assert.deepEqual(await stop(new AirlockError('rev-conflict', 'Somebody was faster.')), []);
    assert.deepEqual(await stop(new AirlockError('store-unavailable', 'It is away.')), [
      'request stopped: not as recorded',
      'recordFaults',
    ]);
  });
});
