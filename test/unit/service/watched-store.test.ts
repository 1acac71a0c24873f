import assert from 'node:assert/strict';
import type { Store } from '../../../src/requests/ports/store.ts';
import { watchedStore } from '../../../src/service/keeping/watched-store.ts';
import { AirlockError } from '../../../src/shared/errors.ts';
import type { TenantId } from '../../../src/shared/ids.ts';
import type { Meter } from '../../../src/shared/runtime.ts';
import { brokenRecord } from '../../../src/store/record/broken-record.ts';
import { aRequest, filing } from '../../contracts/store/a-step.ts';
import { memoryServices } from '../../support/company/memory-services.ts';
import { logTo } from '../../support/runtime/log-to.ts';

describe('a store whose record is broken', () => {
  let store: Store;
  let told: string[];
  let noted: string[];
  let fault: AirlockError;
  let failures: number;
  beforeEach(async () => {
    told = [];
    noted = [];
    failures = 0;
    const services = await memoryServices(() => null);
    await services.store.close();
    const refuse = () => Promise.reject(fault);
    const broken = {
      ...services.store,
      commit: refuse,
      send: refuse,
      trail: refuse,
      story: refuse,
      checkpoint: refuse,
      ping: async () => {},
      look: async () => {},
      noteBroken: async (_tenant: TenantId, { at, why }: { at: number; why: string }) => {
        if (failures > 0) throw new AirlockError('store-unavailable', `${failures--} more`);
        return `${at > 0} ${why}`;
      },
    };
    const log = logTo(({ fields, message }) => told.push(`${message} ${JSON.stringify(fields)}`));
    const meter: Meter = { count: (what, labels) => told.push(`${what} ${JSON.stringify(labels)}`) };
    store = watchedStore(broken, {
      clock: services.clock,
      tenantId: services.tenantId,
      meter,
      log,
      witness: { add: async (note) => void noted.push(note) },
    });
  });

  async function refused(): Promise<void> {
    const request = aRequest(1);
    for (const work of [
      () => store.commit(filing(request)),
      () => store.send({ messages: [], tasks: [] }),
      () => store.trail(request.tenantId, request.id),
      () => store.story(request.tenantId, request.id),
      () => store.checkpoint(request.tenantId),
    ])
      await assert.rejects(work, fault);
  }

  it('says so in the log and counts it, each time', async () => {
    fault = new AirlockError('record-broken', 'It was cut.', { details: { seq: 7 } });
    await store.ping();
    await store.look();
    await refused();
    await assert.rejects(store.ping(), fault);
    await assert.rejects(store.look(), fault, 'so /readyz says it at its next look');
    assert.deepEqual(told.slice(0, 2), [
      'record broken {"code":"record-broken","why":"It was cut.","seq":7}',
      'recordFaults {"kind":"broken"}',
    ]);
    assert.equal(told.length, 10);
  });

  it('notes once, beside the record and in the witness, what no setting mends', async () => {
    fault = brokenRecord(() => 'It was cut.');
    await refused();
    assert.deepEqual(noted, ['true It was cut.']);
    assert.equal(told.filter((line) => line.startsWith('record checkpoint of before it was broken')).length, 1);
  });

  it('tries again to note it where that failed', async () => {
    fault = brokenRecord(() => 'It was cut.');
    failures = 1;
    await refused();
    assert.deepEqual(noted, ['true It was cut.']);
    assert.equal(told.filter((line) => line.startsWith('not noted that the record is broken')).length, 1);
  });

  it('leaves every other refusal to whoever asked', async () => {
    fault = new AirlockError('rev-conflict', 'Somebody was faster.');
    await refused();
    await store.ping();
    assert.deepEqual(told, []);
  });
});
