import assert from 'node:assert/strict';
import fc from 'fast-check';
import { USUAL_WAYS } from '../../../../../src/changes/device-group/membership/assumptions.ts';
import { rankedEntries } from '../../../../../src/changes/device-group/membership/group-index.ts';
import { sameConditions } from '../../../../../src/changes/device-group/model/same-rule.ts';
import { previewMoves } from '../../../../../src/changes/device-group/moves/devices-that-move.ts';
import type { Device, DeviceGroup } from '../../../../../src/changes/device-group.ts';
import { arbitraryDevices, arbitraryGroups } from '../../../../support/generated/arbitrary-tenant.ts';
import { naiveMatches, naiveMembership } from '../../../../support/generated/naive-membership.ts';

type Groups = readonly DeviceGroup[];

/** The same list in another order of ranks, without some groups, or with the rule of one changed. */
const changed = (groups: Groups): fc.Arbitrary<Groups> =>
  fc.tuple(fc.infiniteStream(fc.nat(9)), fc.nat(), fc.boolean()).map(([dice, which, ranksAnew]) =>
    groups.flatMap((group, at): DeviceGroup[] => {
      const roll = dice.next().value ?? 0;
      if (group.ungrouped) return [group];
      if (roll === 0) return [];
      const rule = at === which % (groups.length + 3) ? { conditions: group.conditions.slice(1) } : {};
      return [{ ...group, ...rule, ...(ranksAnew && roll < 4 && { rank: roll }) }];
    }),
  );

const tenants = fc
  .tuple(arbitraryDevices, arbitraryGroups)
  .chain(([devices, before]) => fc.tuple(fc.constant(devices), fc.constant(before), changed(before)));

describe('devices in groups that count by the report', () => {
  it('are where Defender reports them, and leave only where the change takes them away', () => {
    fc.assert(
      fc.property(tenants, ([devices, before, after]) => {
        const preview = previewMoves(devices, before, after);
        fc.pre(JSON.stringify(preview.ways) === JSON.stringify(USUAL_WAYS));
        const held = new Set([...preview.apart.map(({ id }) => id), ...opaqueIn(before)]);
        const moving = devices.filter((device) => {
          const [from, to] = placesOf(device, before, after, held);
          return from !== to;
        });
        const paged = preview.affected.slice(0, preview.moved).map(({ id }) => id);
        assert.deepEqual(paged.toSorted(), moving.map(({ id }) => id).toSorted());
      }),
      { numRuns: 500 },
    );
  });
});

function opaqueIn(groups: Groups): number[] {
  return groups.filter(({ opaque }) => opaque).map(({ id }) => id);
}

/** The ids of a device's groups before and after, as a person would work them out. */
function placesOf(device: Device, before: Groups, after: Groups, held: ReadonlySet<number>): (number | null)[] {
  const stays = (id: number) => held.has(id) && hasSameRule(before, after, id);
  const winner = (groups: Groups, isLeftOut: (id: number) => boolean) => {
    const list = groups.map((group) => ({
      ...group,
      opaque: group.opaque || (!group.ungrouped && isLeftOut(group.id)),
    }));
    return groups[naiveMembership([device], list)[0] ?? -1]?.id ?? null;
  };
  const [from, to] = [winner(before, (id) => held.has(id)), winner(after, stays)];
  const rest = before.find(({ ungrouped }) => ungrouped)?.id ?? null;
  const reported = device.groupId ?? rest;
  if (typeof reported !== 'number' || !held.has(reported) || !before.some(({ id }) => id === reported))
    return [from, to];
  if (!stays(reported)) return [reported, to];
  const isTaken = to !== null && isAbove(after, to, reported);
  const couldBefore = naiveMatches(device, before).some((at) => before[at]?.id === to) && isAbove(before, to, reported);
  return [reported, isTaken && !couldBefore ? to : reported];
}

function hasSameRule(before: Groups, after: Groups, id: number): boolean {
  const [was, will] = [before, after].map((groups) => groups.find((group) => group.id === id));
  return was !== undefined && will !== undefined && sameConditions(was.conditions, will.conditions);
}

/** Whether the first group has the higher rank; the ungrouped devices have the lowest. */
function isAbove(groups: Groups, first: number | null, second: number): boolean {
  const ranked = rankedEntries(groups).map(([, { id }]) => id);
  const [a, b] = [ranked.indexOf(first ?? Number.NaN), ranked.indexOf(second)];
  return a >= 0 && (b < 0 || a < b);
}
