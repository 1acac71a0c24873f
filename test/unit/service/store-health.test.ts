import assert from 'node:assert/strict';
import type { Store } from '../../../src/requests/ports/store.ts';
import { healthyStore, type Outage, StoreHealth } from '../../../src/service/keeping/store-health.ts';
import { AirlockError } from '../../../src/shared/errors.ts';
import { storeTrouble } from '../../../src/shared/store-trouble.ts';
import { memoryServices } from '../../support/company/memory-services.ts';
import { logTo } from '../../support/runtime/log-to.ts';
import { ManualClock } from '../../support/runtime/manual-clock.ts';

const NOTHING = { messages: [], tasks: [] };

describe('how the store is', () => {
  let clock: ManualClock;
  let health: StoreHealth;
  let store: Store;
  let told: string[];
  let back: Outage[];
  let fault: Error | null;
  let close: () => Promise<void>;
  beforeEach(async () => {
    clock = new ManualClock();
    [told, back, fault] = [[], [], null];
    const { store: own } = await memoryServices(() => null);
    close = () => own.close();
    const orFault = async <T>(work: () => Promise<T>): Promise<T> => {
      if (fault) throw fault;
      return work();
    };
    const spoiled = { ...own, send: () => orFault(async () => {}), ping: () => orFault(async () => {}) };
    const log = logTo(({ fields, message }) => told.push(`${message} ${Reflect.get(fields, 'trouble')}`));
    health = new StoreHealth({ clock, log, onBack: (outage) => back.push(outage) });
    store = healthyStore(spoiled, health);
  });
  afterEach(() => close());

  it('is told once in the log when it is in trouble, and once when it works again', async () => {
    fault = storeTrouble('full', 'SQLITE_FULL');
    await assert.rejects(store.send(NOTHING), { code: 'store-unavailable' });
    await assert.rejects(store.send(NOTHING));
    assert.equal(health.trouble, 'full');
    const since = clock.now();
    clock.pass(90_000);
    fault = null;
    await store.send(NOTHING);
    await store.send(NOTHING);
    assert.deepEqual(told, ['store in trouble full', 'the store works again full']);
    assert.deepEqual(back, [{ trouble: 'full', since, until: clock.now() }]);
    assert.equal(health.trouble, null);
  });

  it('counts a write that found no room for more than a ping that found some, for a minute', async () => {
    fault = storeTrouble('full', '53100');
    await assert.rejects(store.send(NOTHING));
    fault = null;
    await assert.rejects(store.ping(), { code: 'store-unavailable' });
    clock.pass(60_000);
    await store.ping();
    assert.equal(back.length, 1);
  });

  it('is not judged by a refusal, nor by a read that works', async () => {
    fault = new AirlockError('rev-conflict', 'Somebody was faster.');
    await assert.rejects(store.send(NOTHING));
    assert.equal(health.trouble, null);
    fault = storeTrouble('read-only', 'SQLITE_READONLY');
    await assert.rejects(store.ping());
    assert.equal(await store.latestEntry('none'), null);
    assert.equal(health.trouble, 'read-only');
  });
});
