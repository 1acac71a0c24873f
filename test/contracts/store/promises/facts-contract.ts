import assert from 'node:assert/strict';
import type { Store } from '../../../../src/requests/ports/store.ts';
import type { Fact, FactChange } from '../../../../src/requests/record/fact.ts';
import { aTenant } from '../../../support/samples/ids.ts';
import { aRequest, filing, next, TENANT } from '../a-step.ts';
import type { StorePlace } from '../store-contract.ts';

function fact(key: string, changedAt: number, value = 'on'): Fact {
  return { key, value, source: { kind: 'attested', at: changedAt, by: 'Omar Okafor', request: 1 }, changedAt };
}

export function factsContract(open: () => Promise<StorePlace>): void {
  describe('facts', () => {
    let place: StorePlace;
    let store: Store;
    beforeEach(async () => {
      place = await open();
      store = await place.open();
    });
    afterEach(() => place.discard());

    const send = (changes: readonly FactChange[]) =>
      store.send({ messages: [], tasks: [], facts: { tenantId: TENANT, changes } });

    it('are found by how their keys begin, each tenant its own', async () => {
      const [air, auto, group] = [fact('feature:air', 1), fact('feature:auto', 2), fact('group:7:level', 3, 'full')];
      await send([auto, group, air].map((one) => ({ fact: one })));
      const other = await place.open();
      assert.deepEqual(await other.facts(TENANT, 'feature:'), [air, auto]);
      assert.deepEqual(await other.facts(TENANT, ''), [air, auto, group]);
      assert.deepEqual(await other.facts(TENANT, 'feature:%'), []);
      assert.deepEqual(await other.facts(aTenant('other'), ''), []);
    });

    it('replace what was expected, and nothing else', async () => {
      await send([{ fact: fact('feature:air', 1), expected: null }]);
      await assert.rejects(send([{ fact: fact('feature:air', 2), expected: null }]), { code: 'rev-conflict' });
      await send([{ fact: fact('feature:air', 2, 'off'), expected: 1 }]);
      await assert.rejects(send([{ fact: fact('other', 9) }, { fact: fact('feature:air', 3), expected: 1 }]), {
        code: 'rev-conflict',
      });
      assert.deepEqual(await store.facts(TENANT, ''), [fact('feature:air', 2, 'off')]);
    });

    it('let one of two who replace the same win', async () => {
      await send([{ fact: fact('feature:air', 1) }]);
      const other = await place.open();
      const changes = [2, 3].map((at) => [{ fact: fact('feature:air', at), expected: 1 }]);
      const ended = await Promise.allSettled(
        changes.map((one, index) =>
          (index ? other : store).send({ messages: [], tasks: [], facts: { tenantId: TENANT, changes: one } }),
        ),
      );
      assert.deepEqual(ended.map(({ status }) => status).sort(), ['fulfilled', 'rejected']);
    });

    it('land with a step, both or neither', async () => {
      const one = await store.commit(filing(aRequest(1)));
      await assert.rejects(store.commit(next(one, {}, { expectedRev: 5, facts: [{ fact: fact('feature:air', 1) }] })));
      assert.deepEqual(await store.facts(TENANT, ''), []);
      await store.commit(next(one, {}, { facts: [{ fact: fact('feature:air', 1) }] }));
      assert.deepEqual(await store.facts(TENANT, ''), [fact('feature:air', 1)]);
    });
  });
}
