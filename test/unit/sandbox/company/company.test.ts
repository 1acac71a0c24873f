import assert from 'node:assert/strict';
import { z } from 'zod';
import { createWorld } from '../../../../src/sandbox/company/create-world.ts';
import { groupOf } from '../../../../src/sandbox/defender/group-of.ts';
import { SentGroups } from '../../../../src/sandbox/defender/wire-group.ts';

const AT = Date.parse('2026-11-24T03:00:00Z');
const world = createWorld({ now: () => AT });

describe('the company of the sandbox', () => {
  it('has 300 devices with ids and names of their own, the same in every world', () => {
    assert.equal(world.machines.length, 300);
    assert.equal(new Set(world.machines.map(({ id }) => id)).size, 300);
    assert(world.machines.every(({ id }) => /^[0-9a-f]{40}$/.test(id)));
    assert(world.machines.every(({ lastSeen }) => Date.parse(lastSeen) <= AT));
    assert.deepEqual(createWorld({ now: () => AT }).machines, world.machines);
  });

  it('has devices in every group, ungrouped ones included', () => {
    const used = new Set([...groupOf(world).values()].map(({ Name }) => Name));
    assert.deepEqual([...used].sort(), world.tenant.deviceGroups.map(({ Name }) => Name).sort());
  });

  it('has groups in the form that the portal sends: a row for each property, unused ones blank', () => {
    assert(SentGroups.safeParse(world.tenant.deviceGroups).success);
    for (const { GroupRules, IsUnassignedMachineGroup } of world.tenant.deviceGroups) {
      const properties = new Set(GroupRules?.map(({ Property }) => Property));
      assert.equal(properties.size, IsUnassignedMachineGroup ? 0 : 5);
    }
  });

  it('has people with ids that are UUIDs, and knows who is the same person', () => {
    assert(world.people.every(({ id }) => z.uuidv4().safeParse(id).success));
    const alices = world.people.filter(({ employeeId }) => employeeId === '1001');
    assert.deepEqual(
      alices.map(({ mri }) => mri),
      ['29:alice', '29:alice2'],
    );
    const known = new Set(world.entraGroups.map(({ id }) => id));
    assert(world.people.every(({ groups }) => [...groups].every((id) => known.has(id))));
  });

  it('is created anew for each world: a change of one does not show in another', () => {
    const other = createWorld({ now: () => AT });
    other.people[0]?.roles.clear();
    other.tenant.deviceGroups.pop();
    other.tenant.advancedFeatures.EnableEndpointDlp = false;
    assert(world.people[0]?.roles.size);
    assert.equal(world.tenant.deviceGroups.length, 6);
    assert.equal(world.tenant.advancedFeatures.EnableEndpointDlp, true);
  });
});
