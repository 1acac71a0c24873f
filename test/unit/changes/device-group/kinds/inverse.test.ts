import assert from 'node:assert/strict';
import type { GroupChange } from '../../../../../src/changes/device-group/model/group-change.ts';
import { sortedAccess, sortedConditions } from '../../../../../src/changes/device-group/model/same-rule.ts';
import { groupsAfter, NEW_GROUP_ID } from '../../../../../src/changes/device-group/moves/groups-after.ts';
import type { DeviceGroup } from '../../../../../src/changes/device-group.ts';
import { kindOf, parseChange } from '../../../../../src/changes/registry/kind-of.ts';
import { groupsOf } from '../../../../../src/defender/portal/reading/read-groups.ts';
import { asJson } from '../../../../../src/shared/json.ts';
import { Random } from '../../../../support/generated/random.ts';
import { GROUP_CHANGE_KINDS, randomChange, randomWireGroups } from '../../../../support/generated/random-tenant.ts';
import { groupSnapshot } from '../../../../support/samples/group-snapshot.ts';

const SEED = 20_261_124;
const TENANTS = 400;

describe('the inverse of a change of device groups', () => {
  for (const [at, kind] of GROUP_CHANGE_KINDS.entries()) {
    it(`gives back the groups as they were before ${kind}, but for their numbers (seed ${SEED})`, () => {
      const random = new Random(SEED + at);
      let undone = 0;
      for (let n = 0; n < TENANTS; n++) {
        const before = groupsOf(randomWireGroups(random, false));
        const change = randomChange(random, kind, before);
        if (change === null) continue;
        const rules = kindOf<GroupChange>(change);
        const base = rules.base(change, groupSnapshot(before));
        const now = groupSnapshot(numbered(groupsAfter(change, before), 1_000));
        assert(rules.reached(change, now), `tenant ${n}: not reached by ${JSON.stringify(change)}`);
        const inverse = rules.inverse(change, asStored(base), now);
        assert('change' in inverse, `tenant ${n}: ${JSON.stringify(inverse)}`);
        // The cast is sound: only changes of device groups are inverted to here.
        const back = parseChange(inverse.change) as GroupChange;
        const restored = numbered(groupsAfter(back, now.groups), 2_000);
        assert.deepEqual(restored.map(withoutId), before.map(withoutId), `tenant ${n}: ${JSON.stringify(change)}`);
        assert(kindOf(back).reached(back, groupSnapshot(restored)), `tenant ${n}: the inverse is not reached`);
        undone++;
      }
      assert(undone > TENANTS / 2, `only ${undone} changes in all`);
    });
  }
});

/** The number that Defender gives to a new group. */
function numbered(groups: readonly DeviceGroup[], id: number): DeviceGroup[] {
  return groups.map((group) => (group.id === NEW_GROUP_ID ? { ...group, id } : group));
}

function asStored<T>(base: T): T {
  // The cast is sound: a base is plain JSON.
  return asJson(base) as T;
}

function withoutId({ id: _, ...group }: DeviceGroup) {
  return { ...group, conditions: sortedConditions(group.conditions), access: sortedAccess(group.access) };
}
