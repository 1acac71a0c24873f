import assert from 'node:assert/strict';
import type { Change } from '../../../../../src/changes/registry/change.ts';
import type { WriteHold, WriteOutcome } from '../../../../../src/requests/ports/tenant.ts';
import { assertEnding } from '../../../../support/samples/assert-ending.ts';
import { WRITE_FAULTS } from '../../../../support/samples/write-faults.ts';
import { OpenPortal } from '../../../../support/wire/open-portal.ts';

interface Written {
  readonly what: string;
  readonly readPath: string;
  readonly write: { readonly method: string; readonly path: string };
  change(portal: OpenPortal): Change;
  /** A fault on the reading after it that leaves the asked value to be read. */
  readonly shownDespite?: string;
  /** Whether the tenant really holds what was asked. */
  holds(portal: OpenPortal): boolean;
}

const WRITES: readonly Written[] = [
  {
    what: 'an advanced feature',
    readPath: 'GetAdvancedFeaturesSetting',
    write: { method: 'POST', path: 'SaveAdvancedFeaturesSetting' },
    change: () => ({ kind: 'advanced-feature', feature: 'automated-investigation', to: 'on' }),
    shownDespite: 'schema-drift',
    holds: (portal) => portal.sandbox.world.tenant.advancedFeatures.AutomatedIrEnabled === true,
  },
  {
    what: 'a device group',
    readPath: 'machine_groups',
    write: { method: 'PUT', path: 'machine_groups' },
    change: (portal) => ({ kind: 'device-group.update', group: portal.ref('Lab'), set: { level: 'full' } }),
    holds: (portal) => portal.group('Lab').AutoRemediationLevel === 3,
  },
];

async function held(portal: OpenPortal, change: Change, hold: WriteHold): Promise<WriteOutcome> {
  const base = await portal.base(change);
  portal.calls = 0;
  return portal.tenant.write(change, base, { sendBefore: portal.clock.now() + 60_000, hold });
}

/** A reading is made again where the fault may be about the token, or about a connection that was kept open. */
const READ_TWICE: readonly string[] = ['403', '500', 'cut', 'cut-after'];

for (const { what, readPath, write, change, holds, shownDespite } of WRITES) {
  describe(`a write of ${what} that meets a fault of Defender’s`, () => {
    let portal: OpenPortal;
    beforeEach(async () => {
      portal = await OpenPortal.open();
    });
    afterEach(() => portal.close());

    for (const { name, strike, onRead, onWrite, lands, onReadBack } of WRITE_FAULTS) {
      const onReading = { ...strike, method: 'GET', path: readPath, times: READ_TWICE.includes(name) ? 2 : 1 };

      it(`${name} on the reading before it: ${onRead.kind}, nothing is sent`, async () => {
        const outcome = await portal.write(change(portal), () => portal.fault(onReading));
        assertEnding(outcome, onRead, portal.clock.now());
        assert.deepEqual([portal.written, portal.calls], [[], 2]);
      });

      it(`${name} on the write: ${onWrite.kind}, and it ${lands ? 'landed' : 'did not land'}`, async () => {
        const outcome = await portal.write(change(portal), () => portal.fault({ ...strike, ...write }));
        assertEnding(outcome, onWrite, portal.clock.now());
        assert.deepEqual([holds(portal), portal.written.length], [lands, lands ? 1 : 0]);
      });

      const end = name === shownDespite ? 'written' : 'accepted';
      it(`${name} on the reading after it: ${end}, and it landed once`, async () => {
        const outcome = await portal.write(change(portal), () => portal.afterWrite(() => portal.fault(onReading)));
        assertEnding(outcome, { kind: end, why: onReadBack }, portal.clock.now());
        assert.deepEqual([holds(portal), portal.written.length], [true, 1]);
      });
    }

    it('an answer about the tenant that has other keys does not stop it', async () => {
      const outcome = await portal.write(change(portal), () =>
        portal.fault({ kind: 'schema-drift', path: 'TenantContext' }),
      );
      assert.deepEqual(outcome, { kind: 'written' });
    });

    it('a session that ended before it: refused, to be tried again, and no call is made', async () => {
      const outcome = await portal.write(change(portal), () => portal.signOut());
      assert.equal(outcome.kind === 'refused' && outcome.code, 'tenant-signed-out');
    });

    it('too slow for the time that is left: refused, to be tried again, nothing is sent', async () => {
      const base = await portal.base(change(portal));
      portal.calls = 0;
      const outcome = await portal.tenant.write(change(portal), base, { sendBefore: portal.clock.now() });
      const wanted = { kind: 'refused', code: 'tenant-unavailable', why: /too slowly/, wait: 30 } as const;
      assertEnding(outcome, wanted, portal.clock.now());
      assert.deepEqual([portal.written, portal.calls], [[], 2]);
    });

    it('another instance that took it over after the last reading: refused, to be tried again, nothing is sent', async () => {
      const asked: number[] = [];
      const isStillMine = async () => asked.push(portal.calls) === 0;
      const outcome = await held(portal, change(portal), { isStillMine, signal: new AbortController().signal });
      const wanted = { kind: 'refused', code: 'tenant-unavailable', why: /before it was sent/, wait: 30 } as const;
      assertEnding(outcome, wanted, portal.clock.now());
      assert.deepEqual([portal.written, asked], [[], [3]], 'asked with the session in hand');
    });

    it('rights that are asked for long: the tenant is read and compared once more', async () => {
      const base = await portal.base(change(portal));
      portal.calls = 0;
      const limits = (asking: number, may = true) => ({
        sendBefore: portal.clock.now() + 60_000,
        begin: async () => {
          portal.clock.pass(asking);
          return may;
        },
      });
      assert.equal((await portal.tenant.write(change(portal), base, limits(5, false))).kind, 'held');
      assert.deepEqual([portal.written, portal.calls], [[], 2]);
      const late = limits(2_500);
      const begin = async () => {
        portal.exchange({ Lab: { AutoRemediationLevel: 1, MachineGroupId: 77 } });
        const { tenant } = portal.sandbox.world;
        tenant.advancedFeatures = { ...tenant.advancedFeatures, AutomatedIrEnabled: true };
        return late.begin();
      };
      const outcome = await portal.tenant.write(change(portal), base, { ...late, begin });
      assert.match(outcome.kind, /drifted|in-place/);
      assert.deepEqual(portal.written, []);
    });

    it('the end of its time while it is being sent: broken off, and unknown', async () => {
      portal.fault({ kind: 'hang', ...write });
      const up = new AbortController();
      const hold = { isStillMine: async () => setImmediate(() => up.abort()) !== null, signal: up.signal };
      const outcome = await held(portal, change(portal), hold);
      assert.equal(outcome.kind, 'unknown');
    });

    it('something in the way of sending back all that was read: refused for good, nothing is sent', async () => {
      const { tenant } = portal.sandbox.world;
      portal.exchange({ Executives: { Ticks: 2 ** 53 } });
      tenant.advancedFeatures = { ...tenant.advancedFeatures, Ticks: 2 ** 53 };
      const outcome = await portal.write(change(portal));
      const wanted = {
        kind: 'refused',
        code: 'tenant-unsupported',
        why: /cannot send back unchanged/,
        wait: null,
      } as const;
      assertEnding(outcome, wanted, portal.clock.now());
      assert.deepEqual([portal.written, portal.calls], [[], 2]);
    });
  });
}
