import assert from 'node:assert/strict';
import { inputOfChange, inputOfGroup } from '../../../../../src/changes/device-group/input/input-of-change.ts';
import { resolveInput } from '../../../../../src/changes/device-group/input/resolve-input.ts';
import { validateInput } from '../../../../../src/changes/device-group/input/validate-input.ts';
import type { GroupChange } from '../../../../../src/changes/device-group/model/group-change.ts';
import { kindOf } from '../../../../../src/changes/registry/kind-of.ts';
import { groupsOf } from '../../../../../src/defender/portal/reading/read-groups.ts';
import { Random } from '../../../../support/generated/random.ts';
import { GROUP_CHANGE_KINDS, randomChange, randomWireGroups } from '../../../../support/generated/random-tenant.ts';
import { aGroup } from '../../../../support/samples/device-samples.ts';
import { groupSnapshot } from '../../../../support/samples/group-snapshot.ts';
import { sandboxSnapshot } from '../../../../support/samples/sandbox-snapshot.ts';

const SEED = 20_261_124;
const access = [1, 2, 3].map((n) => ({ id: `6e000000-0000-4000-8000-00000000000${n}`, name: `Team ${n}` }));

describe('inputOfGroup', () => {
  it('describes a group as it is: nothing to approve, no fault', () => {
    const now = sandboxSnapshot();
    for (const group of now.groups) {
      assert.deepEqual(validateInput(inputOfGroup(group)), [], group.name);
      assert.equal(resolveInput(inputOfGroup(group), now).verdict, 'already', group.name);
    }
  });

  it('leaves out what cannot be written', () => {
    const input = inputOfGroup(aGroup({ id: 2, level: 'unknown:4', opaque: true }));
    assert.deepEqual(input, {
      ...{ kind: 'device-group.update', group: { id: 2 } },
      fields: { name: 'Group 2', description: '', access: [] },
    });
  });

  it('names each row once, as people write it', () => {
    const tag = { property: 'tag', operator: 'equals', value: 'x' } as const;
    const systems = ['WindowsServer2022', 'BeOS'];
    const conditions = [
      tag,
      { property: 'os' as const, values: systems },
      tag,
      { property: 'os' as const, values: systems },
    ];
    assert.deepEqual(inputOfGroup(aGroup({ id: 2, conditions })).fields, {
      ...{ name: 'Group 2', description: '', level: 'full', access: [] },
      conditions: [tag, { property: 'os', operator: '', value: 'Windows Server 2022, BeOS' }],
    });
  });
});

describe('inputOfChange', () => {
  for (const [at, kind] of GROUP_CHANGE_KINDS.entries()) {
    it(`leads back to the same ${kind} (seed ${SEED})`, () => {
      const random = new Random(SEED + at);
      let open = 0;
      for (let n = 0; n < 300; n++) {
        const groups = groupsOf(randomWireGroups(random, false));
        const change = randomChange(random, kind, groups);
        if (change === null) continue;
        const now = groupSnapshot(groups, undefined, { access });
        const first = resolveInput(inputOfChange(change, groups), now);
        const assessed = kindOf<GroupChange>(change).assess(change, now).verdict;
        if (first.verdict === 'invalid') {
          assert.deepEqual(
            first.faults.map(({ message }) => message),
            ['This condition is already listed.'],
          );
          continue;
        }
        assert.equal(first.verdict, assessed, JSON.stringify(change));
        if (first.verdict !== 'open') continue;
        open++;
        assert.deepEqual(resolveInput(inputOfChange(first.change, groups), now), first);
      }
      assert(open > 50, `only ${open} of them were open`);
    });
  }

  it('keeps what was asked where the group is not there any more', () => {
    const change: GroupChange = { kind: 'device-group.update', group: { id: 9, name: 'Lab' }, set: { level: 'none' } };
    assert.deepEqual(inputOfChange(change, []), {
      ...{ kind: 'device-group.update', group: { id: 9 }, fields: { level: 'none' } },
    });
  });

  it('fills the fields that are not set from the group as it is', () => {
    const change: GroupChange = { kind: 'device-group.update', group: { id: 9, name: 'Lab' }, set: { level: 'full' } };
    const input = inputOfChange(change, sandboxSnapshot().groups);
    assert.deepEqual(input, {
      ...{ kind: 'device-group.update', group: { id: 9 } },
      fields: {
        ...{ name: 'Lab', description: 'Detonation rigs: everything here is meant to burn', level: 'full', access: [] },
        conditions: [{ property: 'domain', operator: 'contains', value: 'lab.' }],
      },
    });
  });
});
