import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { GroupChange, UpdateGroup } from '../../../../../src/changes/device-group/model/group-change.ts';
import { assignedTo, groupsOf } from '../../../../../src/defender/portal/reading/read-groups.ts';
import { conditionOf, type WireRule } from '../../../../../src/defender/portal/wire-rule.ts';
import { editWireGroups } from '../../../../../src/defender/portal/writes/edit-wire-groups.ts';
import type { WireGroup } from '../../../../../src/defender/portal/writes/odd-parts.ts';
import { arbitraryWire, changeOn } from '../../../../support/generated/arbitrary-wire.ts';
import { fewestChanges } from '../../../../support/generated/room-in-rank.ts';
import { ALL_SHOWN } from '../../../../support/samples/wire-samples.ts';

const RUNS = 1_000;
const SEED = 20_261_124;

/** Which key of the wire carries which asked field. */
const KEYS = {
  name: 'Name',
  description: 'Description',
  level: 'AutoRemediationLevel',
  conditions: 'GroupRules',
  access: 'MachineGroupAssignments',
} as const;

const arbitraryEdit = arbitraryWire.chain((wire) => changeOn(wire).map((change) => ({ wire, change })));
const ordinary = (wire: readonly WireGroup[]) => groupsOf(wire).filter(({ ungrouped }) => !ungrouped);
const byId = (wire: readonly WireGroup[], id: number) => wire.find((group) => group.MachineGroupId === id);

describe('the list that is written', () => {
  it(`differs from the one read by nothing but what was asked, whatever the tenant holds (seed ${SEED})`, () => {
    const kinds = new Set<string>();
    fc.assert(
      fc.property(arbitraryEdit, ({ wire, change }) => {
        const before = structuredClone(wire);
        const sent = editWireGroups(wire, change, ALL_SHOWN);
        assert.deepEqual(wire, before, 'what was read is left alone');
        assert.deepEqual(withoutAsked(sent, change), withoutAsked(wire, change));
        assertOrder(wire, sent, change);
        assertAsked(wire, sent, change);
        assertLeftAlone(wire, sent, change);
        kinds.add(change.kind);
      }),
      { numRuns: RUNS, seed: SEED },
    );
    assert.equal(kinds.size, 5);
  });
});

/**
 * The list with every trace of the asked difference taken out: equal before and after where nothing else was changed.
 */
function withoutAsked(wire: readonly WireGroup[], change: GroupChange): unknown[] {
  const ranked = change.kind === 'device-group.create' || change.kind === 'device-group.rank';
  return wire.flatMap((group) => {
    const isTarget = 'group' in change && change.group.id === group.MachineGroupId;
    if (group.MachineGroupId === -1 || (change.kind === 'device-group.delete' && isTarget)) return [];
    const { Priority, ...rest } = group;
    const bare = ranked && !group.IsUnassignedMachineGroup ? rest : group;
    const isSet = change.kind === 'ungrouped-devices' ? group.IsUnassignedMachineGroup : isTarget;
    return isSet && 'set' in change ? withoutKeys(bare, change.set) : bare;
  });
}

function withoutKeys(group: object, set: UpdateGroup['set']): object {
  const asked = Object.entries(KEYS).flatMap(([field, key]) => (Object.hasOwn(set, field) ? [key] : []));
  return Object.fromEntries(Object.entries(group).filter(([key]) => !asked.some((one) => one === key)));
}

/** All others keep their order, with as few Priorities changed as can be; who was placed stands where asked. */
function assertOrder(wire: readonly WireGroup[], sent: readonly WireGroup[], change: GroupChange): void {
  const own = change.kind === 'device-group.create' ? -1 : 'group' in change ? change.group.id : null;
  const others = (list: readonly WireGroup[]) => ordinary(list).filter(({ id }) => id !== own);
  const ids = (list: readonly WireGroup[]) => others(list).map(({ id }) => id);
  assert.deepEqual(ids(sent), ids(wire));
  const priorities = sent.map(({ Priority }) => Priority);
  assert.equal(new Set(priorities).size, sent.length, 'no two share a Priority');
  if (change.kind !== 'device-group.create' && change.kind !== 'device-group.rank') return;
  const at = change.before ? ids(wire).indexOf(change.before.id) : ids(wire).length;
  assert.equal(ordinary(sent)[at]?.id, own);
  const changed = others(wire).filter(({ id }) => byId(wire, id)?.Priority !== byId(sent, id)?.Priority);
  const held = others(wire).map(({ id }) => byId(wire, id)?.Priority ?? 0);
  assert.equal(changed.length, fewestChanges(held, at));
  if (ordinary(wire)[at]?.id === own) assert.deepEqual(sent, wire, 'who stands there already stays');
}

/** Read back, the target says what was asked; what could not be read of it is still there as it was. */
function assertAsked(wire: readonly WireGroup[], sent: readonly WireGroup[], change: GroupChange): void {
  if (change.kind === 'device-group.delete' || change.kind === 'device-group.rank') {
    assert.equal(sent.length, wire.length - (change.kind === 'device-group.delete' ? 1 : 0));
    return;
  }
  const id = change.kind === 'device-group.create' ? -1 : 'group' in change ? change.group.id : 1;
  const asked: UpdateGroup['set'] = change.kind === 'device-group.create' ? change.definition : change.set;
  const read = groupsOf(sent).find((group) => group.id === id);
  assert(read);
  assert.equal(read.name, asked.name ?? read.name);
  assert.equal(read.description, asked.description ?? read.description);
  assert.equal(read.level, asked.level ?? read.level);
  if (asked.conditions) assert.deepEqual(texts(read.conditions), texts(asked.conditions));
  if (asked.access) assert.deepEqual(texts(read.access.map((one) => one.id)), texts(asked.access.map((one) => one.id)));
  const [before, after] = [byId(wire, id), byId(sent, id)];
  assert.deepEqual(opaque(after), opaque(before));
  assertKept(before?.GroupRules ?? [], after?.GroupRules ?? []);
  for (const one of before?.MachineGroupAssignments ?? []) {
    const stays = asked.access?.some((wanted) => wanted.id === assignedTo(one).id) ?? true;
    assert.equal(after?.MachineGroupAssignments?.includes(one) ?? false, stays);
  }
}

/** A key that says already what is asked stays as it is, absent or null included. */
function assertLeftAlone(wire: readonly WireGroup[], sent: readonly WireGroup[], change: GroupChange): void {
  if (!('set' in change)) return;
  const id = 'group' in change ? change.group.id : 1;
  const [before, after, read] = [byId(wire, id), byId(sent, id), groupsOf(wire).find((group) => group.id === id)];
  assert(before && after && read);
  const now = { ...read, access: texts(read.access.map((one) => one.id)), conditions: texts(read.conditions) };
  const set: UpdateGroup['set'] = change.set;
  const asked = {
    ...set,
    ...(set.access && { access: texts(set.access.map((one) => one.id)) }),
    ...(set.conditions && { conditions: texts(set.conditions) }),
  };
  for (const [field, key] of Object.entries(KEYS)) {
    const [was, wanted] = [now, asked].map((one) =>
      JSON.stringify(Object.entries(one).find(([name]) => name === field)),
    );
    if (was !== wanted) continue;
    assert.deepEqual([Object.hasOwn(after, key), after[key]], [Object.hasOwn(before, key), before[key]], key);
  }
}

/** A row that says now what it said before is the same row, with all its keys. */
function assertKept(before: readonly WireRule[], after: readonly WireRule[]): void {
  const isNew = (row: WireRule) => !before.includes(row);
  const said = new Set(texts(before.map((row) => conditionOf(row))));
  for (const row of after.filter(isNew)) {
    assert.deepEqual(Object.keys(row).sort(), ['OperatorType', 'Property', 'PropertyValue']);
    assert(conditionOf(row) === null || !said.has(texts([conditionOf(row)]).join()), 'a row that was there already');
  }
}

function opaque(group: WireGroup | undefined): WireRule[] {
  return (group?.GroupRules ?? []).filter((row) => conditionOf(row) === 'opaque');
}

function texts(values: readonly unknown[]): string[] {
  return values.map((one) => JSON.stringify(one)).sort();
}
