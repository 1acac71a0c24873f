import assert from 'node:assert/strict';
import type { Store } from '../../../src/requests/ports/store.ts';
import { watchedStore } from '../../../src/service/keeping/watched-store.ts';
import { AirlockError } from '../../../src/shared/errors.ts';
import { aRequest, filing } from '../../contracts/store/a-step.ts';
import { memoryServices } from '../../support/company/memory-services.ts';
import { logTo } from '../../support/runtime/log-to.ts';

describe('a store whose record is broken', () => {
  let store: Store;
  let told: string[];
  let fault: AirlockError;
  beforeEach(async () => {
    told = [];
    const services = await memoryServices(() => null);
    await services.store.close();
    const refuse = () => Promise.reject(fault);
    const broken = {
      ...services.store,
      commit: refuse,
      send: refuse,
      trail: refuse,
      checkpoint: refuse,
      ping: async () => {},
    };
    const log = logTo(({ fields, message }) => told.push(`${message} ${JSON.stringify(fields)}`));
    store = watchedStore(broken, { count: (what, labels) => told.push(`${what} ${JSON.stringify(labels)}`) }, log);
  });

  async function refused(): Promise<void> {
    const request = aRequest(1);
    for (const work of [
      () => store.commit(filing(request)),
      () => store.send({ messages: [], tasks: [] }),
      () => store.trail(request.tenantId, request.id),
      () => store.checkpoint(request.tenantId),
    ])
      await assert.rejects(work, fault);
  }

  it('says so in the log and counts it, each time', async () => {
    fault = new AirlockError('record-broken', 'It was cut.', { details: { seq: 7 } });
    await store.ping();
    await refused();
    await assert.rejects(store.ping(), fault);
    assert.deepEqual(told.slice(0, 2), [
      'record broken {"code":"record-broken","why":"It was cut.","seq":7}',
      'recordFaults {"kind":"broken"}',
    ]);
    assert.equal(told.length, 8);
  });

  it('leaves every other refusal to whoever asked', async () => {
    fault = new AirlockError('rev-conflict', 'Somebody was faster.');
    await refused();
    await store.ping();
    assert.deepEqual(told, []);
  });
});
