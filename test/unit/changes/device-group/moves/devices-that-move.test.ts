import assert from 'node:assert/strict';
import fc from 'fast-check';
import { movedDevices, previewMoves } from '../../../../../src/changes/device-group/moves/devices-that-move.ts';
import type { Condition, Device, DeviceGroup } from '../../../../../src/changes/device-group.ts';
import { arbitraryDevices, arbitraryGroups } from '../../../../support/generated/arbitrary-tenant.ts';
import { naiveMatches, naiveMembership } from '../../../../support/generated/naive-membership.ts';
import { aDevice, aGroup, theUngrouped } from '../../../../support/samples/device-samples.ts';

const tag = (value: string): Condition => ({ property: 'tag', operator: 'equals', value });
const finance = aGroup({ id: 10, name: 'Finance', rank: 1, level: 'full', conditions: [tag('fin')] });
const laptops = aGroup({ id: 20, name: 'Laptops', rank: 2, level: 'none', conditions: [tag('laptop')] });
const rest = theUngrouped({ level: 'semi-all-folders' });
const groups = [finance, laptops, rest];

const both = aDevice({ name: 'both', tags: ['fin', 'laptop'], groupId: 10 });
const fin = aDevice({ name: 'fin', tags: ['fin'], groupId: 10 });
const lap = aDevice({ name: 'lap', tags: ['laptop'], groupId: 20 });
const other = aDevice({ name: 'other', groupId: 1 });
const devices = [other, lap, fin, both];

const swapped = [{ ...finance, rank: 2 }, { ...laptops, rank: 1 }, rest];
const ref = ({ id, name }: DeviceGroup) => ({ id, name });
const edit = (group: DeviceGroup, fields: Partial<DeviceGroup>) =>
  groups.map((one) => (one.id === group.id ? { ...one, ...fields } : one));

describe('previewMoves', () => {
  it('finds nothing where nothing changes', () => {
    const { reports, states, ways: _ways, ...preview } = previewMoves(devices, groups, groups);
    const none = { onboarded: 0, inactive: 0, duplicate: 0, merged: 0, discovered: 0, unknown: 0 };
    assert.deepEqual(preview, {
      ...{ devices: 4, moved: 0, moves: [], levelChanges: [], emptied: [], shadowed: [], lowersProtection: 0 },
      ...{ unclearProtection: 0, opaque: [], inexact: false, elsewhere: 0, heldByOpaque: 0, affected: [] },
      ...{ compared: 4, agreed: 4, apart: [], unsure: [], lowered: none, unclear: none, affectedStates: none },
    });
    assert.equal(states.onboarded, 4);
    assert(
      reports.every(({ reported, reckoned, both: same, evaluable }) => evaluable && reported + reckoned === 2 * same),
    );
  });

  it('says which devices move, which groups shadow which, and whose protection falls when a rank changes', () => {
    const preview = previewMoves(devices, groups, swapped);
    assert.deepEqual(preview.moves, [{ from: ref(finance), to: ref(laptops), devices: 1, effect: 'lowered' }]);
    assert.deepEqual(preview.shadowed, [
      { group: ref(finance), before: 0, after: 1, newly: 1, by: [{ group: ref(laptops), devices: 1 }] },
    ]);
    assert.deepEqual([preview.moved, preview.lowersProtection, preview.emptied], [1, 1, []]);
  });

  it('moves the devices of a deleted group on, raising or lowering them', () => {
    const preview = previewMoves(devices, groups, [laptops, rest]);
    assert.deepEqual(preview.moves, [
      { from: ref(finance), to: ref(rest), devices: 1, effect: 'lowered' },
      { from: ref(finance), to: ref(laptops), devices: 1, effect: 'lowered' },
    ]);
    assert.equal(preview.lowersProtection, 2);
    assert.deepEqual(preview.emptied, [], 'a group that is gone is not an empty one');
  });

  it('says how many devices of a new group other groups take', () => {
    const created = aGroup({ id: -1, name: 'New', rank: 3, conditions: [tag('fin'), tag('laptop')] });
    const preview = previewMoves(devices, groups, [finance, laptops, created, rest]);
    assert.equal(preview.moved, 0);
    assert.deepEqual(preview.shadowed, [
      {
        ...{ group: ref(created), before: 0, after: 3, newly: 3 },
        by: [
          { group: ref(finance), devices: 2 },
          { group: ref(laptops), devices: 1 },
        ],
      },
    ]);
  });

  it('counts as newly shadowed only devices that were not before, though the total stays', () => {
    const wide = aGroup({ id: 30, name: 'Wide', rank: 3, conditions: [tag('fin'), tag('laptop')] });
    const before = [finance, wide, rest];
    const after = [{ ...finance, conditions: [tag('laptop')] }, wide, rest];
    const [shadow] = previewMoves([fin, lap], before, after).shadowed;
    assert.deepEqual([shadow?.before, shadow?.after, shadow?.newly], [1, 1, 1]);
  });

  it('names groups left empty, but neither the ungrouped devices nor one that was empty already', () => {
    const unused = aGroup({ id: 30, rank: 5, conditions: [tag('nobody')] });
    const greedy = aGroup({ id: -1, rank: 0, conditions: [{ property: 'os', values: ['Windows11'] }] });
    const preview = previewMoves(devices, [...groups, unused], [greedy, ...groups, unused]);
    assert.deepEqual(preview.emptied, [ref(finance), ref(laptops)]);
  });

  it('counts the devices of a group whose level falls although none moves', () => {
    const preview = previewMoves(devices, groups, edit(finance, { level: 'semi-core-folders' }));
    assert.deepEqual([preview.moved, preview.lowersProtection, movedDevices(preview, 0, 10)], [0, 2, []]);
    assert.deepEqual(preview.levelChanges, [
      { group: ref(finance), from: 'full', to: 'semi-core-folders', devices: 2, effect: 'lowered' },
    ]);
  });

  it('counts the devices that Defender reports in a group whose level falls, where the rules say otherwise', () => {
    const reported = [
      { ...fin, groupId: 20 },
      { ...lap, groupId: 20 },
      { ...other, groupId: 'unknown' as const },
      { ...both, groupId: 10 },
    ];
    const preview = previewMoves(reported, groups, edit(finance, { level: 'none' }));
    assert.deepEqual([preview.moved, preview.lowersProtection], [0, 1]);
    assert.deepEqual(
      preview.affected.map(({ id }) => id),
      [both.id],
    );
  });

  it('never treats an unknown level as safe', () => {
    const unknown = previewMoves(devices, groups, edit(laptops, { level: 'unknown:4' }));
    assert.deepEqual([unknown.lowersProtection, unknown.unclearProtection], [0, 1]);
    const odd = edit(laptops, { level: 'unknown:4' });
    const known = previewMoves(devices, odd, groups);
    assert.deepEqual([known.lowersProtection, known.unclearProtection], [0, 1]);
    assert.equal(previewMoves(devices, odd, odd).unclearProtection, 0);
  });

  it('says that it is inexact and names the groups that it cannot evaluate', () => {
    const opaque = aGroup({ id: 40, name: 'Odd', rank: 3, opaque: true, conditions: [tag('laptop')] });
    const preview = previewMoves([...devices, aDevice({ name: 'held', groupId: 40 })], [...groups, opaque], groups);
    assert.deepEqual([preview.inexact, preview.opaque], [true, [ref(opaque)]]);
    assert.deepEqual([preview.heldByOpaque, preview.elsewhere], [1, 0]);
    assert.equal(previewMoves(devices, groups, [...groups, opaque]).inexact, true);
  });

  it('counts devices that Defender still shows elsewhere', () => {
    const late = [
      { ...fin, groupId: 20 },
      { ...lap, groupId: null },
      { ...other, groupId: null },
      { ...both, groupId: 99 },
    ];
    assert.equal(previewMoves(late, groups, swapped).elsewhere, 3);
  });

  it('refuses two groups with one id', () => {
    assert.throws(() => previewMoves(devices, groups, [finance, { ...laptops, id: 10 }]), { code: 'internal' });
  });

  it('agrees, where Defender reports no group, with the nested loop on moves, shadows and empty groups of any change', () => {
    fc.assert(
      fc.property(arbitraryDevices, arbitraryGroups, arbitraryGroups, (reported, before, after) => {
        const some = reported.map((device) => ({ ...device, groupId: null }));
        const preview = previewMoves(some, before, after);
        const from = naiveMembership(some, before).map((index) => before[index]?.id ?? null);
        const to = naiveMembership(some, after).map((index) => after[index]?.id ?? null);
        const moved = some.filter((_, at) => from[at] !== to[at]).map(({ id }) => id);
        const paged = movedDevices(preview, 0, some.length).map(({ id }) => id);
        assert.deepEqual(paged.toSorted(), moved.toSorted());
        assert.deepEqual(shadowsOf(preview), naiveShadows(some, before, after));
        assert.equal(
          preview.moves.reduce((sum, move) => sum + move.devices, 0),
          preview.moved,
        );
        const emptied = after.filter(
          ({ id, ungrouped, opaque }) => !ungrouped && !opaque && from.includes(id) && !to.includes(id),
        );
        assert.deepEqual(
          preview.emptied.map(({ id }) => id),
          emptied.map(({ id }) => id).toSorted((a, b) => a - b),
        );
      }),
      { numRuns: 250 },
    );
  });
});

describe('movedDevices', () => {
  const named = ['e', 'c', 'a', 'd', 'b'].map((name) => aDevice({ name, tags: ['fin'] }));
  const preview = previewMoves(named, groups, [laptops, rest]);
  const page = (skip: number, top: number) => movedDevices(preview, skip, top).map(({ name }) => name);

  it('pages through them by name', () => {
    assert.deepEqual([page(0, 2), page(2, 2), page(4, 2), page(6, 2)], [['a', 'b'], ['c', 'd'], ['e'], []]);
  });

  it('answers pages beyond the end with what exists', () => {
    assert.deepEqual([page(-3, 1), page(0, -1), page(0, 0)], [['a'], [], []]);
  });

  it('does not page into devices that only change their level', () => {
    const mixed = previewMoves(devices, groups, [laptops, { ...rest, level: 'none' }]);
    assert.deepEqual([mixed.moved, mixed.affected.length, movedDevices(mixed, 0, 10).length], [2, 3, 2]);
  });
});

type Shadows = Record<number, { newly: number; by: Record<number, number> }>;

function shadowsOf(preview: ReturnType<typeof previewMoves>): Shadows {
  return Object.fromEntries(
    preview.shadowed.map(({ group, newly, by }) => [
      group.id,
      { newly, by: Object.fromEntries(by.map((one) => [one.group.id, one.devices])) },
    ]),
  );
}

/**
 * For each group, the devices it matches without getting them after the change, less those of before, by who gets them.
 */
function naiveShadows(some: readonly Device[], before: readonly DeviceGroup[], after: readonly DeviceGroup[]): Shadows {
  const shadows: Shadows = {};
  for (const device of some) {
    const lost = lostBy(device, before);
    const taker = after[naiveMembership([device], after)[0] ?? -1];
    for (const id of lostBy(device, after)) {
      if (lost.has(id) || taker === undefined) continue;
      const shadow = shadows[id] ?? { newly: 0, by: {} };
      shadow.newly++;
      shadow.by[taker.id] = (shadow.by[taker.id] ?? 0) + 1;
      shadows[id] = shadow;
    }
  }
  return shadows;
}

function lostBy(device: Device, among: readonly DeviceGroup[]): Set<number> {
  const winner = naiveMembership([device], among)[0];
  const lost = naiveMatches(device, among).filter((index) => index !== winner);
  return new Set(lost.flatMap((index) => among[index]?.id ?? []));
}
