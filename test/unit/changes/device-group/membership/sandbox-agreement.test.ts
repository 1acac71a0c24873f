import assert from 'node:assert/strict';
import type { GroupChange } from '../../../../../src/changes/device-group/model/group-change.ts';
import { type Device, partsOfDnsName } from '../../../../../src/changes/device-group.ts';
import { kindOf } from '../../../../../src/changes/registry/kind-of.ts';
import type { DeviceTagsChange } from '../../../../../src/changes/supported/tags/tag-change.ts';
import { affectedByTags, tagBase } from '../../../../../src/changes/supported/tags/tag-moves.ts';
import { groupsOf } from '../../../../../src/defender/portal/reading/read-groups.ts';
import { createMachines } from '../../../../../src/sandbox/company/machines.ts';
import type { Machine, WireGroup } from '../../../../../src/sandbox/company/world.ts';
import { evaluateGroups } from '../../../../../src/sandbox/defender/evaluate-groups.ts';
import { Random } from '../../../../support/generated/random.ts';
import {
  GROUP_CHANGE_KINDS,
  randomChange,
  randomMachines,
  randomWireGroups,
  wireLevel,
  wireRules,
} from '../../../../support/generated/random-tenant.ts';
import { aDevice, aGroup } from '../../../../support/samples/device-samples.ts';

const SEED = 20_261_124;
/** 2,000 in all, as many for each kind of change. */
const TENANTS = 2_000 / GROUP_CHANGE_KINDS.length;

const [template] = createMachines(0);
assert(template);

describe('the preview and the sandbox, which has its own evaluation of rules', () => {
  for (const [at, kind] of GROUP_CHANGE_KINDS.entries()) {
    it(`agree on who moves where under ${kind}, in ${TENANTS} tenants (seed ${SEED})`, () => {
      const random = new Random(SEED + at);
      let moved = 0;
      for (let n = 0; n < TENANTS; n++) {
        const machines = randomMachines(random, template);
        const wire = randomWireGroups(random, true);
        const change = randomChange(random, kind, groupsOf(wire));
        if (change === null) continue;
        const expected = sandboxMoves(machines, wire, onTheWire(change, wire));
        assert.deepEqual(previewed(change, machines, wire), expected, `tenant ${n}: ${JSON.stringify(change)}`);
        moved += Object.keys(expected).length;
      }
      assert(kind === 'ungrouped-devices' || moved > TENANTS / 10, `only ${moved} devices moved in all`);
    });
  }
});

/** A share of the others: a tag makes no new rule, it is one more thing that a rule looks at. */
const TAGGED = TENANTS / 2;

describe('the preview of a tag and the sandbox', () => {
  for (const action of ['add', 'remove'] as const)
    it(`agree on who moves where when one is to ${action}, in ${TAGGED} tenants (seed ${SEED})`, () => {
      const random = new Random(SEED + (action === 'add' ? 20 : 21));
      let moved = 0;
      for (let n = 0; n < TAGGED; n++) {
        const machines = randomMachines(random, template);
        const wire = randomWireGroups(random, true);
        const change = randomTag(random, action, machines, wire);
        if (change === null) continue;
        const isKnown = !groupsOf(wire).some(({ opaque }) => opaque);
        const expected = isKnown ? sandboxMoves(machines, wire, wire, machines.map(taggedBy(change))) : {};
        assert.deepEqual(previewedTag(change, machines, wire), expected, `tenant ${n}: ${JSON.stringify(change)}`);
        moved += Object.keys(expected).length;
      }
      assert(moved > TAGGED / 20, `only ${moved} devices moved in all`);
    });

  it('of a list of groups that is not whole names no group that a tag leads to', () => {
    const [group, rest] = [aGroup({ id: 1 }), aGroup({ id: 0, ungrouped: true, rank: null })];
    const change = tagChange('add', 'x', [aDevice({ id: 'a' })]);
    const now = { tenantId: 't', readAt: 0, product: 'plan2', groups: [group, rest], devices: [] } as const;
    assert.notEqual(tagBase(change, now).preview, null);
    assert.equal(tagBase(change, { ...now, groupsLack: 'some' }).preview, null);
  });
});

function tagChange(action: 'add' | 'remove', tag: string, of: readonly { readonly id: string }[]): DeviceTagsChange {
  const devices = of.map(({ id }) => ({ id, name: id }));
  return { kind: 'device-tags', action, tag, wanted: { names: devices.map(({ name }) => name) }, devices };
}

/** A tag that a rule looks for, or one that a device has; on about half of the devices. */
function randomTag(
  random: Random,
  action: 'add' | 'remove',
  machines: readonly Machine[],
  wire: readonly WireGroup[],
): DeviceTagsChange | null {
  const sought = wire.flatMap(({ GroupRules }) => GroupRules ?? []).flatMap(({ PropertyValue }) => PropertyValue || []);
  const had = machines.flatMap(({ machineTags }) => machineTags);
  const tags = (action === 'add' ? sought : had).filter((tag) => typeof tag === 'string' && tag.trim() === tag);
  const of = machines.filter(() => random.chance(0.5));
  return tags.length === 0 || of.length === 0 ? null : tagChange(action, random.pick(tags), of);
}

function taggedBy({ action, tag, devices }: DeviceTagsChange) {
  const ids = new Set(devices.map(({ id }) => id));
  return (machine: Machine): Machine => {
    if (!ids.has(machine.id)) return machine;
    const others = machine.machineTags.filter((one) => one.toLowerCase() !== tag.toLowerCase());
    return { ...machine, machineTags: action === 'add' ? [...others, tag] : others };
  };
}

function previewedTag(change: DeviceTagsChange, machines: readonly Machine[], wire: readonly WireGroup[]): Moves {
  const was = evaluateGroups(machines, wire);
  const rest = wire.find(({ IsUnassignedMachineGroup }) => IsUnassignedMachineGroup)?.MachineGroupId;
  const groupId = (id: string) => (was.get(id) === rest ? null : (was.get(id) ?? null));
  const devices = machines.map((machine) => ({ ...device(machine), groupId: groupId(machine.id) }));
  const now = { tenantId: 't', readAt: 0, product: 'plan2' as const, groups: groupsOf(wire), devices };
  const moving = affectedByTags(change, now).filter(({ from, to }) => from?.id !== to?.id);
  return Object.fromEntries(moving.map(({ id, from, to }) => [id, [from?.id, to?.id]]));
}

type Moves = Record<string, readonly [from: number | undefined, to: number | undefined]>;

function previewed(change: GroupChange, machines: readonly Machine[], wire: readonly WireGroup[]): Moves {
  const now = {
    tenantId: 't',
    readAt: 0,
    product: 'plan2' as const,
    groups: groupsOf(wire),
    devices: machines.map(device),
  };
  const moving = kindOf<GroupChange>(change).affected(change, now);
  return Object.fromEntries(
    moving.filter(({ from, to }) => from?.id !== to?.id).map(({ id, from, to }) => [id, [from?.id, to?.id]]),
  );
}

function sandboxMoves(
  machines: readonly Machine[],
  before: readonly WireGroup[],
  after: readonly WireGroup[],
  then = machines,
): Moves {
  const [was, will] = [evaluateGroups(machines, before), evaluateGroups(then, after)];
  const moving = machines.filter(({ id }) => was.get(id) !== will.get(id));
  return Object.fromEntries(moving.map(({ id }) => [id, [was.get(id), will.get(id)]]));
}

/** As the public API reports a device; where it is now does not matter here. */
function device({ id, computerDnsName, osPlatform, machineTags }: Machine): Device {
  return aDevice({ id, ...partsOfDnsName(computerDnsName), os: osPlatform, tags: machineTags });
}

/** The change made by hand on the portal's own list, with ranks in steps of ten. */
function onTheWire(change: GroupChange, wire: readonly WireGroup[]): WireGroup[] {
  const rest = wire.filter((group) => group.IsUnassignedMachineGroup);
  const ranked = wire.filter((group) => !group.IsUnassignedMachineGroup).sort((a, b) => a.Priority - b.Priority);
  return [...changed(change, ranked).map((group, n) => ({ ...group, Priority: 10 * (n + 1) })), ...rest];
}

function changed(change: GroupChange, ranked: readonly WireGroup[]): WireGroup[] {
  if (change.kind === 'ungrouped-devices') return [...ranked];
  if (change.kind === 'device-group.create') {
    const { name, level, conditions } = change.definition;
    return placed(
      ranked,
      { ...blankGroup, Name: name, AutoRemediationLevel: wireLevel(level), GroupRules: wireRules(conditions) },
      change.before,
    );
  }
  const others = ranked.filter((group) => group.MachineGroupId !== change.group.id);
  if (change.kind === 'device-group.delete') return others;
  const group = ranked.find(({ MachineGroupId }) => MachineGroupId === change.group.id);
  assert(group);
  if (change.kind === 'device-group.rank') return placed(others, group, change.before);
  const { conditions } = change.set;
  return ranked.map((one) => (one === group && conditions ? { ...one, GroupRules: wireRules(conditions) } : one));
}

function placed(others: readonly WireGroup[], group: WireGroup, before: { id: number } | null): WireGroup[] {
  const at = others.findIndex(({ MachineGroupId }) => MachineGroupId === before?.id);
  return at < 0 ? [...others, group] : [...others.slice(0, at), group, ...others.slice(at)];
}

const blankGroup: WireGroup = {
  ...{ MachineGroupId: -1, Name: '', Description: '', AutoRemediationLevel: 0, Priority: 0, LastUpdated: '' },
  ...{ IsUnassignedMachineGroup: false, MachineCount: 0, MachineGroupAssignments: [], OldMachineGroupId: null },
};
