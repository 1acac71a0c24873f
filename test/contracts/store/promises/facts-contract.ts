import assert from 'node:assert/strict';
import type { Store } from '../../../../src/requests/ports/store.ts';
import type { Fact, FactChange } from '../../../../src/requests/record/fact.ts';
import { asJson } from '../../../../src/shared/json.ts';
import { writeBody } from '../../../../src/store/bodies/stored-body.ts';
import { runAsOwner } from '../../../support/databases/run-as-owner.ts';
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

    describe('with the owner of the database against them', () => {
      const own = (sql: string) => runAsOwner(place.location, sql);
      const bodyOf = (one: Fact) => writeBody(one);

      /** What is remembered, and which rows are reported. */
      async function found(by = store) {
        const strange: string[] = [];
        const facts = await by.facts(TENANT, '', (key, { code }) => strange.push(`${key} ${code}`));
        return { facts, strange };
      }

      it('are as the record tells them where a row was edited, removed or put back, and it is reported', async () => {
        await send([{ fact: fact('feature:air', 1) }, { fact: fact('feature:auto', 1) }]);
        await send([{ fact: fact('feature:air', 2, 'off') }]);
        const told = [fact('feature:air', 2, 'off'), fact('feature:auto', 1)];
        assert.deepEqual(await found(), { facts: told, strange: [] });
        const back = `changed_at = 1, body = '${bodyOf(fact('feature:air', 1))}'`;
        await own(`update facts set ${back} where key = 'feature:air'; delete from facts where key = 'feature:auto'`);
        const strange = ['feature:air digest-mismatch', 'feature:auto digest-mismatch'];
        assert.deepEqual(await found(), { facts: told, strange });
        assert.deepEqual(await found(await place.open()), { facts: told, strange });
      });

      it('are none where no entry told of them', async () => {
        await send([{ fact: fact('feature:air', 1) }]);
        const forged = `'${TENANT}', 'feature:auto', 9, '${bodyOf(fact('feature:auto', 9))}'`;
        await own(`insert into facts (tenant, key, changed_at, body) values (${forged})`);
        assert.deepEqual(await found(), {
          facts: [fact('feature:air', 1)],
          strange: ['feature:auto digest-mismatch'],
        });
      });

      it('are replaced by what the record expects, and the entry says what was found instead', async () => {
        await send([{ fact: fact('feature:air', 1) }]);
        await own(`update facts set changed_at = 5, body = '${bodyOf(fact('feature:air', 5))}'`);
        await assert.rejects(send([{ fact: fact('feature:air', 6), expected: 5 }]), { code: 'rev-conflict' });
        await send([{ fact: fact('feature:air', 6), expected: 1 }]);
        const entries = await store.audit(1, 100);
        assert.deepEqual(Object(entries.at(-1)?.data).foundOtherwise, ['feature:air']);
        await send([{ fact: fact('feature:air', 7), expected: 6 }]);
        assert.equal(Object((await store.audit(1, 100)).at(-1)?.data).foundOtherwise, undefined);
      });

      it('are known at a start by the checkpoint that vouches for them, and by no other record', async () => {
        await send([{ fact: fact('feature:air', 1) }, { fact: fact('feature:auto', 2) }]);
        const made = await store.checkpoint(TENANT);
        const entry = { tenantId: TENANT, at: 3, actor: 'service', requestId: null };
        const audit = [{ ...entry, event: 'record.checkpoint', data: asJson(made) }];
        await store.send({ messages: [], tasks: [], audit });
        assert.deepEqual((await found(await place.open())).facts.length, 2);
        await own("update audit set data = replace(data, 'Omar Okafor', 'Bob Brandt') where seq = 1");
        await assert.rejects((await place.open()).facts(TENANT, ''), { code: 'record-broken' });
      });
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
