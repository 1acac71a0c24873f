import assert from 'node:assert/strict';
import { changeHabit, createWorld } from '../../../../src/sandbox/company/create-world.ts';
import type { Machine, World } from '../../../../src/sandbox/company/world.ts';
import { evaluateGroups } from '../../../../src/sandbox/defender/evaluate-groups.ts';
import { groupOf, replaceGroups } from '../../../../src/sandbox/defender/group-of.ts';
import { HABIT_NAMES, type HabitName } from '../../../../src/shared/played-tenants.ts';

const HOUR = 3_600_000;
let now = Date.parse('2026-11-24T03:00:00Z');
const worldOf = (tenant: HabitName): World => createWorld({ tenant, now: () => now });

/** Group -> its devices, as this tenant has them. */
function held(world: World): Record<string, number> {
  const names = world.machines.map(({ id }) => groupOf(world).get(id)?.Name.trim() || 'Ungrouped');
  return Object.fromEntries([...new Set(names)].sort().map((name) => [name, names.filter((n) => n === name).length]));
}

/** How many devices are elsewhere than the lists of an API and what Airlock assumes would have them. */
function surprises(world: World): number {
  const listed = world.machines.map(({ adDomain: _domain, dynamicTags: _tags, ...machine }): Machine => machine);
  const reckoned = evaluateGroups(listed, world.tenant.deviceGroups);
  return world.machines.filter(({ id }) => groupOf(world).get(id)?.MachineGroupId !== reckoned.get(id)).length;
}

const AS_ASSUMED = { 'Domain controllers': 6, Executives: 6, Finance: 52, Lab: 10, Servers: 28, Ungrouped: 198 };

describe('the habits of a tenant', () => {
  it('leave the company as it was where it is as assumed', () => {
    assert.deepEqual(held(worldOf('as-assumed')), AS_ASSUMED);
    assert.equal(surprises(worldOf('as-assumed')), 0);
  });

  for (const [habit, devices, elsewhere] of [
    ['case-counts', 300, 21],
    ['twin-os', 300, 4],
    ['entra-joined', 300, 5],
    ['other-domains', 300, 50],
    ['dynamic-tags', 300, 31],
    ['discovered', 1_200, 0],
    ['duplicates', 403, 0],
    ['other-operators', 300, 6],
    ['untrimmed', 300, 64],
    ['trimmed-tags', 300, 21],
  ] as const satisfies readonly (readonly [HabitName, number, number])[]) {
    it(`${habit}: ${devices} records, ${elsewhere} in another group than its lists and Airlock's assumptions say`, () => {
      const world = worldOf(habit);
      assert.equal(world.machines.length, devices);
      assert.equal(new Set(world.machines.map(({ id }) => id)).size, devices);
      assert.equal(surprises(world), elsewhere);
    });
  }

  it('compare whole names, where that is what they are', () => {
    const world = worldOf('whole-names');
    const [lab] = world.machines.filter(({ computerDnsName }) => computerDnsName.startsWith('LAB-RIG-0001'));
    const rest = world.tenant.deviceGroups.filter((group) => group.IsUnassignedMachineGroup);
    const [any] = world.tenant.deviceGroups;
    assert(lab && any);
    const byName = (value: string) => [
      { ...any, GroupRules: [{ OperatorType: 1, Property: 0, PropertyValue: value }] },
      ...rest,
    ];
    const takes = (value: string) => evaluateGroups([lab], byName(value), 'whole-names').get(lab.id) === 7;
    assert.deepEqual([takes('lab.harbourline.example'), takes('-0001')], [true, false]);
  });

  it('let a tenant lag: devices follow one by one, between one hour and four hours after the change', () => {
    const world = worldOf('lagging');
    const at = now;
    const without = world.tenant.deviceGroups.filter(({ Name }) => Name !== 'Servers');
    replaceGroups(world, without);
    const servers = () => held(world).Servers ?? 0;
    const counts = [0, 1, 2, 3, 4].map((hours) => {
      now = at + hours * HOUR + 1;
      return servers();
    });
    now = at;
    assert.equal(counts[0], 28);
    assert.equal(counts[4], 0);
    assert.deepEqual(
      counts,
      counts.toSorted((a, b) => b - a),
    );
    assert(counts.some((count) => count > 0 && count < 28));
  });

  it('can change while the tenant is used, and back', () => {
    const world = worldOf('as-assumed');
    const { deviceGroups, writes } = world.tenant;
    const machines = [...world.machines];
    for (const habit of HABIT_NAMES) {
      changeHabit(world, habit);
      assert.deepEqual(held(world), held(worldOf(habit)), habit);
    }
    changeHabit(world, 'as-assumed');
    assert.deepEqual(world.tenant.deviceGroups, deviceGroups);
    assert.deepEqual(world.machines, machines);
    assert.deepEqual(writes, []);
  });
});
