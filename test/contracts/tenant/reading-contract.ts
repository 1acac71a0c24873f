import assert from 'node:assert/strict';
import type { Scope } from '../../../src/changes/tenant-snapshot.ts';
import type { TenantPlace } from './tenant-place.ts';

const NAMES = ['Domain controllers', 'Executives', 'Finance', 'Lab', 'Servers'];

export function readingContract(place: () => TenantPlace): void {
  describe('reading', () => {
    for (const scopes of [['features'], ['groups'], ['devices'], ['features', 'groups', 'devices']] as Scope[][]) {
      it(`gives ${scopes.join(', ')} when asked for, and nothing else`, async () => {
        const snapshot = await place().connect().read(scopes);
        const services = ['features', 'groups', 'devices'].filter((part) => part in snapshot);
        assert.deepEqual(services, scopes);
        assert.equal(snapshot.tenantId, place().sandbox.world.tenantId);
        assert.equal(snapshot.readAt, place().clock.now());
      });
    }

    it('gives every group once, with a name without blanks around it, and the ungrouped devices last', async () => {
      const { groups = [] } = await place().connect().read(['groups']);
      const named = groups.filter(({ ungrouped }) => !ungrouped);
      assert.deepEqual(named.map(({ name }) => name).sort(), NAMES);
      assert.equal(new Set(groups.map(({ id }) => id)).size, groups.length);
      assert.deepEqual(
        groups.map(({ ungrouped }) => ungrouped),
        [...named.map(() => false), true],
      );
    });

    it('gives every device, in a group of the list or in none', async () => {
      const { devices = [], groups = [] } = await place().connect().read(['devices', 'groups']);
      const { machines } = place().sandbox.world;
      const dns = devices.map(({ name, domain }) => (domain ? `${name}.${domain}` : name));
      assert.deepEqual(
        dns,
        machines.map(({ computerDnsName }) => computerDnsName),
      );
      assert.deepEqual(
        devices.map(({ id, os, tags }) => [id, os, tags]),
        machines.map(({ id, osPlatform, machineTags }) => [id, osPlatform, machineTags]),
      );
      const ids = new Set<number | null | 'unknown'>([null, ...groups.map(({ id }) => id)]);
      assert(devices.every(({ groupId }) => ids.has(groupId)));
      assert(devices.some(({ groupId }) => groupId !== null));
    });

    it('gives no device where there is none', async () => {
      place().sandbox.world.machines.splice(0);
      assert.deepEqual((await place().connect().read(['devices'])).devices, []);
    });

    it('shows what was changed since it last read', async () => {
      const tenant = place().connect();
      await tenant.read(['groups']);
      const { world } = place().sandbox;
      world.tenant.deviceGroups = world.tenant.deviceGroups.map((group) =>
        group.Name === 'Lab' ? { ...group, Name: 'Detonation lab' } : group,
      );
      const { groups = [] } = await tenant.read(['groups']);
      assert(groups.some(({ name }) => name === 'Detonation lab'));
    });

    it('uses a long list of devices again for a preview alone, for a while, and says from when it is', async () => {
      const { sandbox, clock } = place();
      const { machines } = sandbox.world;
      const [first] = machines;
      assert(first);
      const more = Array.from({ length: 10_000 }, (_, n) => ({ ...first, id: String(n).padStart(40, '0') }));
      machines.push(...more);
      const tenant = place().connect();
      const reading = async (devices: 'now' | 'recent') => {
        const now = await tenant.read(['devices'], devices);
        return [now.devices?.length, now.devicesAt, now.readAt];
      };
      const at = clock.now();
      const count = machines.length;
      assert.deepEqual(await reading('recent'), [count, at, at]);
      machines.pop();
      clock.pass(1_000);
      assert.deepEqual(await reading('recent'), [count, at, at + 1_000]);
      assert.deepEqual(await reading('now'), [count - 1, at + 1_000, at + 1_000]);
      machines.pop();
      clock.pass(6_000);
      assert.deepEqual(await reading('recent'), [count - 2, at + 7_000, at + 7_000]);
    });

    it('changes nothing', async () => {
      await place().connect().read(['features', 'groups', 'devices']);
      assert.deepEqual(place().sandbox.world.tenant.writes, []);
    });
  });
}
