import assert from 'node:assert/strict';
import { sql } from 'kysely';
import Database from 'libsql';
import type { Store } from '../../../../src/requests/ports/store.ts';
import { withRecord } from '../../../../src/store/audit/record-source.ts';
import { readChain, verifyChain } from '../../../../src/store/audit-chain.ts';
import { NEXT_ALONE, OLDER_SQLITE_GUARDS } from '../../../../src/store/schema/append-only.ts';
import { olderTerms } from '../../../support/databases/older-terms.ts';
import { runAsOwner } from '../../../support/databases/run-as-owner.ts';
import { TEST_KEYS } from '../../../support/runtime/record-keys.ts';
import { BUILT_AT } from '../../../support/samples/build-request.ts';
import { aCard, aRequest, aTask, filing, next, OBJECT, TENANT } from '../a-step.ts';
import { rawDatabase } from '../noted-end/raw-database.ts';

import type { StorePlace } from '../store-contract.ts';

export function chainContract(open: () => Promise<StorePlace>): void {
  describe('the chain, and what lasts', () => {
    let place: StorePlace;
    let store: Store;
    beforeEach(async () => {
      place = await open();
      store = await place.open();
    });
    afterEach(() => place.discard());

    it('has no gap under parallel steps of two handles', async () => {
      const other = await place.open();
      const steps = Array.from({ length: 40 }, (_, index) =>
        (index % 2 ? store : other).commit(filing(aRequest(index))),
      );
      const numbers = (await Promise.all(steps)).map(({ number }) => number).sort((a, b) => a - b);
      assert.deepEqual(
        numbers,
        Array.from({ length: 40 }, (_, index) => index + 1),
      );
      const verdict = await verifyChain(readChain(other), TEST_KEYS.known);
      assert.equal(verdict.ok, true);
      assert.equal(verdict.count, 40);
    });

    it('is read from a place on, oldest first, and more than a page of it', async () => {
      const request = aRequest(1);
      const [facts] = filing(request).audit;
      assert(facts);
      await store.commit(filing(request, { audit: Array.from({ length: 1001 }, () => facts) }));
      assert.deepEqual(
        (await store.audit(500, 2)).map(({ seq }) => seq),
        [500, 501],
      );
      const verdict = await verifyChain(readChain(store), TEST_KEYS.known);
      assert.equal(verdict.ok && verdict.count, 1001);
    });

    it('takes no entry into the table but the one that follows the last, whoever inserts it', async () => {
      await store.commit(filing(aRequest(1)));
      const db = await rawDatabase(place.location);
      const last = await db.selectFrom('audit').selectAll().orderBy('seq', 'desc').limit(1).executeTakeFirstOrThrow();
      const { seq, hash, previous } = last;
      const planted: readonly (readonly [number, string])[] = [
        ...[-4, 0, seq, seq + 2, seq + 1_000_000].map((one) => [one, hash] as const),
        ...['0'.repeat(64), previous, hash.toUpperCase(), ''].map((one) => [seq + 1, one] as const),
      ];
      for (const [at, before] of planted)
        await assert.rejects(
          db
            .insertInto('audit')
            .values({ ...last, seq: at, previous: before })
            .execute(),
          /append-only|42501/,
          `${at} ${before}`,
        );
      await db
        .insertInto('audit')
        .values({ ...last, seq: seq + 1, previous: hash })
        .execute();
      await db.destroy();
    });

    it('is brought along from a release whose database took entries of any number', async () => {
      await store.commit(filing(aRequest(1)));
      await store.close();
      const db = await rawDatabase(place.location);
      const older =
        'url' in place.location
          ? ['drop trigger audit_only_next on public.audit', 'drop function public.audit_only_next()']
          : ['drop trigger audit_only_next', OLDER_SQLITE_GUARDS.audit_no_replace ?? ''];
      const schema = 'url' in place.location ? 'public.' : '';
      for (const text of [...older, `delete from ${schema}kysely_migration where name = '${NEXT_ALONE}'`])
        await sql.raw(text).execute(db);
      await db.destroy();
      await withOlderTerms(place.location);
      const guards = () => withRecord(place.location, (source) => source.guards());
      assert.deepEqual(await guards(), [], 'nothing is wrong with it as it was');
      const again = await place.open();
      assert.deepEqual(await guards(), []);
      await again.commit(filing(aRequest(2)));
      const now = await rawDatabase(place.location);
      const first = await now.selectFrom('audit').selectAll().executeTakeFirstOrThrow();
      await assert.rejects(
        now
          .insertInto('audit')
          .values({ ...first, seq: 0 })
          .execute(),
        /append-only|42501/,
      );
      await now.destroy();
    });

    it('is there again after closing: requests, tasks, messages, holds, chain', async () => {
      const request = aRequest(1, { deadline: BUILT_AT + 9 });
      const step = filing(request, { objectLocks: [OBJECT], messages: [aCard(request, 'c')], tasks: [aTask('t')] });
      const one = await store.commit(step);
      const entries = await store.audit(0, 9);
      await store.close();
      const again = await place.open();
      assert.deepEqual(await again.request(TENANT, one.id), one);
      assert.deepEqual(await again.lockedBy(TENANT, OBJECT), one);
      assert.deepEqual(await again.audit(0, 9), entries);
      assert.equal((await again.takeTask(['apply'], 'me', BUILT_AT, 1))?.key, 't');
      assert.equal((await again.takeMessages('me', BUILT_AT, 1, 9)).length, 1);
      const second = await again.commit(next(one));
      assert.equal(second.rev, 2);
      assert.equal((await verifyChain(readChain(again), TEST_KEYS.known)).ok, true);
    });
  });
}

/** As a release left it that had neither of the last two migrations. Guards that are gone are not put back. */
async function withOlderTerms(place: StorePlace['location']): Promise<void> {
  if ('url' in place) return runAsOwner(place, olderTerms(TENANT));
  const db = new Database(place.file);
  db.exec(olderTerms(TENANT));
  db.close();
}
