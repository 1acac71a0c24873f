import assert from 'node:assert/strict';
import { isDeepStrictEqual } from 'node:util';
import type { GroupDefinition } from '../../../../../src/changes/device-group/model/group-change.ts';
import type { Change } from '../../../../../src/changes/registry/change.ts';
import { ENTRA_GROUP_IDS } from '../../../../../src/sandbox/company/entra-groups.ts';
import type { WireGroup } from '../../../../../src/sandbox/company/world.ts';
import { OpenPortal } from '../../../../support/wire/open-portal.ts';

const SOC = { id: ENTRA_GROUP_IDS.socTier1, name: 'SOC tier 1' };
const sales: GroupDefinition = {
  name: 'Sales',
  description: 'Laptops of the sales people',
  level: 'full',
  conditions: [{ property: 'tag', operator: 'equals', value: 'sales' }],
  access: [SOC],
};
const ODD = {
  GroupRules: [{ OperatorType: 9, Property: 7, PropertyValue: 'x', Added: true }],
  AutoRemediationLevel: 4,
};

describe('device groups written over the portal', () => {
  let portal: OpenPortal;
  beforeEach(async () => {
    portal = await OpenPortal.open();
  });
  afterEach(() => portal.close());

  /** What differs from before, but for the time: `name.key`, `name` for one that came or went. */
  function differences(before: readonly WireGroup[]): string[] {
    const ids = new Set([...before, ...portal.groups].map(({ MachineGroupId }) => MachineGroupId));
    return [...ids].flatMap((id) => {
      const [was, is] = [before, portal.groups].map((list) => list.find((group) => group.MachineGroupId === id));
      const name = (is ?? was)?.Name.trim() || 'ungrouped';
      if (!was || !is) return [name];
      const keys = [...new Set([...Object.keys(was), ...Object.keys(is)])].filter((key) => key !== 'LastUpdated');
      return keys.filter((key) => !isDeepStrictEqual(was[key], is[key])).map((key) => `${name}.${key}`);
    });
  }

  const create = (fields: Partial<GroupDefinition> = {}, before: string | null = null): Change => {
    const place = before === null ? null : portal.ref(before);
    return { kind: 'device-group.create', definition: { ...sales, ...fields }, before: place };
  };
  const update = (name: string, set: Partial<GroupDefinition>): Change => ({
    kind: 'device-group.update',
    group: portal.ref(name),
    set,
  });

  const writes: readonly [string, () => Change, readonly string[]][] = [
    ['a new last group', () => create(), ['Sales']],
    ['a new group in between', () => create({}, 'Servers'), ['Servers.Priority', 'Lab.Priority', 'Sales']],
    ['another level', () => update('Lab', { level: 'semi-all-folders' }), ['Lab.AutoRemediationLevel']],
    ['other words', () => update('Finance', { description: 'x' }), ['Finance.Description']],
    ['another name', () => update('Finance', { name: 'Treasury' }), ['Treasury.Name']],
    ['other conditions', () => update('Lab', { conditions: sales.conditions }), ['Lab.GroupRules']],
    ['other access', () => update('Servers', { access: [SOC] }), ['Servers.MachineGroupAssignments']],
    [
      'everything at once',
      () => update('Lab', sales),
      [
        'Sales.Name',
        'Sales.Description',
        'Sales.AutoRemediationLevel',
        'Sales.GroupRules',
        'Sales.MachineGroupAssignments',
      ],
    ],
    ['a deletion', () => ({ kind: 'device-group.delete', group: portal.ref('Executives') }), ['Executives']],
    [
      'another rank',
      () => ({ kind: 'device-group.rank', group: portal.ref('Executives'), before: portal.ref('Finance') }),
      ['Finance.Priority', 'Executives.Priority'],
    ],
    [
      'the last rank',
      () => ({ kind: 'device-group.rank', group: portal.ref('Finance'), before: null }),
      ['Finance.Priority'],
    ],
    [
      'the ungrouped devices',
      () => ({ kind: 'ungrouped-devices', set: { level: 'none', access: [SOC] } }),
      ['ungrouped.AutoRemediationLevel', 'ungrouped.MachineGroupAssignments'],
    ],
  ];
  for (const [name, change, expected] of writes) {
    it(`${name}: written by one call, read back, and nothing else is different`, async () => {
      portal.exchange({
        'Domain controllers': ODD,
        Servers: { SensorProfile: { Mode: [1, null] } },
      });
      const before = portal.groups;
      assert.deepEqual(await portal.write(change()), { kind: 'written' });
      assert.deepEqual(differences(before).sort(), [...expected].sort());
      assert.deepEqual([portal.written.length, portal.calls], [1, 5]);
    });

    it(`${name}: asked on another state, it is drift, and nothing is written`, async () => {
      const target = change();
      const base = await portal.base(target);
      await driftFor(target);
      const outcome = await portal.tenant.write(target, base);
      assert.equal(outcome.kind, 'drifted');
      assert.deepEqual(portal.written, []);
    });

    it(`${name}: there already, nothing is written`, async () => {
      const target = change();
      const base = await portal.base(target);
      assert.deepEqual(await portal.tenant.write(target, base), { kind: 'written' });
      assert.deepEqual(await portal.tenant.write(target, base), { kind: 'in-place' });
      assert.equal(portal.written.length, 1);
    });
  }

  /** Edits, behind the client's back, what the change touches. */
  function driftFor(change: Change): Promise<void> {
    if (change.kind === 'ungrouped-devices') return portal.edit({ group: '', set: { AutoRemediationLevel: 2 } });
    if (change.kind !== 'device-group.create')
      return portal.edit({ group: 'group' in change ? change.group.id : '', set: { Description: 'moved on' } });
    return portal.edit({ create: { ...portal.group('Lab'), Name: ' Sales', Priority: 77 } });
  }
});
