import assert from 'node:assert/strict';
import { kindOf } from '../../../src/changes/registry/kind-of.ts';
import type { Tenant } from '../../../src/requests/ports/tenant.ts';
import type { TenantPlace } from './tenant-place.ts';

const CHANGE = { kind: 'advanced-feature', feature: 'auto-resolve-alerts', to: 'on' } as const;

/** Each connector applies in one of two ways, and says in which. */
export function applyingContract(place: () => TenantPlace): void {
  describe('applying', () => {
    async function baseOf(tenant: Tenant) {
      const rules = kindOf(CHANGE);
      return rules.base(CHANGE, await tenant.read(rules.scopes));
    }

    it('by itself: writes once, and finds it in place afterwards; by hand: has no way to write', async () => {
      const tenant = place().connect();
      const base = await baseOf(tenant);
      const { writes } = place().sandbox.world.tenant;
      if (tenant.applies === 'automatically') {
        assert.deepEqual(await tenant.write(CHANGE, base), { kind: 'written' });
        assert.deepEqual(await tenant.write(CHANGE, base), { kind: 'in-place' });
        assert.equal(writes.length, 1);
      } else {
        assert(!('write' in tenant));
        tenant.instructions(CHANGE, base);
        await tenant.verify(CHANGE, base);
        assert.equal(writes.length, 0);
      }
    });

    it('works after an hour without a call, whatever has aged meanwhile', async () => {
      const tenant = place().connect();
      const base = await baseOf(tenant);
      place().clock.pass(3_600_000);
      await tenant.read(['groups', 'devices']);
      place().clock.pass(3_600_000);
      if (tenant.applies === 'automatically') assert.deepEqual(await tenant.write(CHANGE, base), { kind: 'written' });
      else await tenant.verify(CHANGE, base);
    });

    it('by itself: writes nothing on another base; by hand: gives the same steps each time, and every part one finding', async () => {
      const tenant = place().connect();
      const base = await baseOf(tenant);
      if (tenant.applies === 'automatically') {
        place().sandbox.world.tenant.advancedFeatures.AutoResolveInvestigatedAlerts = null;
        assert.equal((await tenant.write(CHANGE, base)).kind, 'drifted');
        assert.equal(place().sandbox.world.tenant.writes.length, 0);
      } else {
        const other = place().connect();
        assert(other.applies === 'by-hand');
        assert.deepEqual(other.instructions(CHANGE, base), tenant.instructions(CHANGE, base));
        const { verified, unseen, contradicted, unreadable } = await tenant.verify(CHANGE, base);
        const services = [...verified, ...unseen, ...contradicted, ...unreadable].map(({ what }) => what);
        assert(services.length > 0);
        assert.equal(new Set(services).size, services.length);
      }
    });

    it('by itself: accepted while readings lag, and in place once they do not; by hand: not seen yet, then verified', async () => {
      const tenant = place().connect();
      const { faults, tenant: held } = place().sandbox.world;
      const base = await baseOf(tenant);
      if (tenant.applies === 'automatically') {
        faults.push({ surface: 'portal', method: 'GET', path: 'AdvancedFeatures', kind: 'stale' });
        assert.equal((await tenant.write(CHANGE, base)).kind, 'accepted');
        faults.splice(0);
        assert(kindOf(CHANGE).reached(CHANGE, await tenant.read(['features'])));
        assert.equal(held.writes.length, 1);
      } else {
        const remove = { kind: 'device-group.delete', group: { id: 9, name: 'Lab' } } as const;
        faults.push({ surface: 'graph', kind: 'stale' });
        await tenant.read(['groups']);
        held.deviceGroups = held.deviceGroups.filter(({ Name }) => Name !== 'Lab');
        const found = await tenant.verify(remove, base);
        assert.deepEqual([found.unseen.length, found.contradicted, tenant.canShow(remove)], [1, [], true]);
        faults.splice(0);
        assert.equal((await tenant.verify(remove, base)).verified.length, 1);
        assert.equal(tenant.canShow(CHANGE), false);
      }
    });
  });
}
