import assert from 'node:assert/strict';
import type { Store } from '../../../../src/requests/ports/store.ts';
import type { AccountSeen, Counted } from '../../../../src/requests/record/account-seen.ts';
import { auditPlace } from '../../../../src/store/audit/audit-record.ts';
import { TEST_KEYS } from '../../../support/runtime/record-keys.ts';
import { anOid, aTenant } from '../../../support/samples/ids.ts';
import { TENANT } from '../a-step.ts';
import type { StorePlace } from '../store-contract.ts';

const [BOB, CARLA] = ['bbbbbbbb-0000-4000-8000-000000000002', 'cccccccc-0000-4000-8000-000000000003'].map(anOid);

function account(oid: AccountSeen['oid'] | undefined, marksSince: number | null = null): AccountSeen {
  assert(oid);
  const named = { name: 'Bob Ortiz', userPrincipalName: 'bob@contoso.example' };
  const carried = { ...named, employeeId: '1002', onPremisesImmutableId: null, addresses: ['b@contoso.example'] };
  const former = [{ carried: { ...carried, employeeId: null }, until: 4 }];
  return { oid, carried, former, marksSince, isApprover: true, approverSince: 7, leftAt: null };
}

const NOTHING = { censusAt: null, accounts: [], strange: [], firstTold: new Map(), crowds: null };

export function accountsContract(open: () => Promise<StorePlace>): void {
  describe('accounts that were seen', () => {
    let place: StorePlace;
    let store: Store;
    beforeEach(async () => {
      place = await open();
      store = await place.open();
    });
    afterEach(() => place.discard());

    const all = { tenantId: TENANT, oids: null, at: 5 };

    it('are none before the first census, which is remembered with its time', async () => {
      const oids = [account(BOB).oid];
      assert.deepEqual(await store.accountsSeen(TENANT, oids), NOTHING);
      await store.noteAccounts(all, () => ({ accounts: [account(BOB)], census: { at: 1_764_000_000_000, looked: 1 } }));
      const other = await place.open();
      assert.deepEqual(await other.accountsSeen(TENANT, oids), {
        censusAt: 1_764_000_000_000,
        accounts: [account(BOB)],
        strange: [],
        firstTold: new Map([[account(BOB).oid, 5]]),
        crowds: null,
      });
      assert.deepEqual(await store.accountsSeen(aTenant('other'), oids), NOTHING);
    });

    it('of one person, which two instances note at the same moment, are both remembered, and each told once', async () => {
      const other = await place.open();
      await store.noteAccounts(all, () => ({ accounts: [], census: { at: 5, looked: 2 } }));
      for (const [first, second, since] of [
        [BOB, CARLA, 3],
        [CARLA, BOB, 4],
        [BOB, BOB, 6],
      ] as const)
        await Promise.all([
          store.noteAccounts({ ...all, at: 6 }, () => ({ accounts: [account(first, since)] })),
          other.noteAccounts({ ...all, at: 7 }, () => ({ accounts: [account(second, since)] })),
        ]);
      for (const one of [store, other, await place.open()]) {
        const { accounts, strange } = await one.accountsSeen(TENANT, null);
        assert.deepEqual(accounts, [account(BOB, 6), account(CARLA, 4)]);
        assert.deepEqual(strange, []);
      }
      const { faults } = await auditPlace(place.location, { keys: TEST_KEYS.known });
      assert.deepEqual(faults, []);
    });

    it('are found by their object ids, and all of them where none is named', async () => {
      await store.noteAccounts(all, () => ({ accounts: [account(BOB), account(CARLA)] }));
      assert.deepEqual((await store.accountsSeen(TENANT, [account(CARLA).oid])).accounts, [account(CARLA)]);
      const named: number[] = [];
      await store.noteAccounts({ ...all, oids: [account(BOB).oid] }, ({ accounts }) => {
        named.push(accounts.length);
        return { accounts: [] };
      });
      await store.noteAccounts(all, ({ accounts }) => {
        named.push(accounts.length);
        return { accounts: [] };
      });
      assert.deepEqual(named, [1, 2]);
    });

    it('have marks that many carry: since long at the first count, since they were noted later, and until fewer do', async () => {
      const mark = (value: string) => ({ kind: 'address', value }) as const;
      const [soc, team] = [mark('soc@x.example'), mark('team@x.example')];
      const note = (at: number, ...counted: readonly Counted[]) =>
        store.noteAccounts({ ...all, at }, () => ({ accounts: [], counted }));
      const crowds = async () => (await (await place.open()).accountsSeen(TENANT, [])).crowds;
      await note(5);
      assert.deepEqual(await crowds(), []);
      await note(6, { mark: soc, all: 5, members: 3 }, { mark: team, all: 4, members: 2 });
      assert.deepEqual(await crowds(), [
        { mark: soc, until: null, since: 6 },
        { mark: team, until: null, since: undefined },
      ]);
      await note(7, { mark: soc, all: 2, members: 2 }, { mark: team, all: 9, members: 9 });
      assert.deepEqual(await crowds(), [
        { mark: soc, until: 7, since: undefined },
        { mark: team, until: null, since: 7 },
      ]);
      assert.equal((await store.accountsSeen(aTenant('other'), [])).crowds, null);
    });

    it('have marks that many carried at the first count since long', async () => {
      const mark = { kind: 'employee-id', value: '1001' } as const;
      await store.noteAccounts(all, () => ({ accounts: [], counted: [{ mark, all: 3, members: 3 }] }));
      assert.deepEqual((await store.accountsSeen(TENANT, [])).crowds, [{ mark, until: null, since: null }]);
    });

    it('are noted one after another by many at once, each seeing what the one before noted', async () => {
      const other = await place.open();
      await Promise.all(
        Array.from({ length: 10 }, (_, index) =>
          (index % 2 ? store : other).noteAccounts(all, ({ accounts: [known] }) => ({
            accounts: [account(BOB, (known?.marksSince ?? 0) + 1)],
          })),
        ),
      );
      const firstTold = new Map([[account(BOB).oid, 5]]);
      const seen = { censusAt: null, accounts: [account(BOB, 10)], strange: [], firstTold, crowds: null };
      for (const one of [store, other]) assert.deepEqual(await one.accountsSeen(TENANT, [account(BOB).oid]), seen);
    });
  });
}
