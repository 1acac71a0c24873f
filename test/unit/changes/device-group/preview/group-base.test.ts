import assert from 'node:assert/strict';
import type { CreateGroup, GroupChange } from '../../../../../src/changes/device-group/model/group-change.ts';
import type { Device, DeviceGroup } from '../../../../../src/changes/device-group.ts';
import { kindOf } from '../../../../../src/changes/registry/kind-of.ts';
import { groupsOf } from '../../../../../src/defender/portal/reading/read-groups.ts';
import { canonical } from '../../../../../src/shared/json.ts';
import { Random } from '../../../../support/generated/random.ts';
import { GROUP_CHANGE_KINDS, randomChange, randomWireGroups } from '../../../../support/generated/random-tenant.ts';
import { aDevice, aGroup, theUngrouped } from '../../../../support/samples/device-samples.ts';
import { DEVICES, finance, GROUPS, servers, withEdit } from '../../../../support/samples/group-samples.ts';
import { groupSnapshot } from '../../../../support/samples/group-snapshot.ts';
import { toldLines, toldRisk } from '../told-risk.ts';

const SEED = 20_261_124;
const now = groupSnapshot(GROUPS, DEVICES);
const ranking: GroupChange = {
  ...{ kind: 'device-group.rank', group: { id: servers.id, name: 'Servers' } },
  before: { id: finance.id, name: 'Finance' },
};
const baseOf = (change: GroupChange, snapshot = now) => kindOf<GroupChange>(change).base(change, snapshot);

describe('the base of a change of device groups', () => {
  for (const kind of GROUP_CHANGE_KINDS) {
    it(`has the same objects for ${kind} whether devices were read or not (seed ${SEED})`, () => {
      const random = new Random(SEED);
      for (let n = 0; n < 50; n++) {
        const groups = groupsOf(randomWireGroups(random, true));
        const change = randomChange(random, kind, groups);
        if (change === null) continue;
        const bare = baseOf(change, groupSnapshot(groups));
        assert.equal(canonical(bare.objects), canonical(baseOf(change, groupSnapshot(groups, DEVICES)).objects));
        assert.equal(bare.preview, null);
        const rules = kindOf<GroupChange>(change);
        assert.equal(rules.effects(change, bare)?.total, 0);
        assert.match(toldRisk(rules.risk(change, bare)).banner ?? '', /is not known whether this lowers protection/);
        assert.deepEqual(rules.affected(change, groupSnapshot(groups)), []);
        rules.diff(change, bare);
      }
    });
  }

  it('is the same in whatever order groups and devices were read', () => {
    const turned = groupSnapshot(GROUPS.toReversed(), DEVICES.toReversed());
    assert.equal(canonical({ ...baseOf(ranking, turned) }), canonical({ ...baseOf(ranking) }));
  });

  it('has another preview if another device moves, or protection falls further', () => {
    const { preview } = baseOf(ranking);
    const more = [...DEVICES, aDevice({ name: 'fin-srv-2', tags: ['finance'], os: 'WindowsServer2022' })];
    assert.notDeepEqual(baseOf(ranking, groupSnapshot(GROUPS, more)).preview, preview);
    const lower = groupSnapshot(withEdit(servers, { level: 'none' }), DEVICES);
    assert.notDeepEqual(baseOf(ranking, lower).preview, preview);
    const elsewhere = [...DEVICES, aDevice({ name: 'pc-3' })];
    assert.deepEqual(baseOf(ranking, groupSnapshot(GROUPS, elsewhere)).preview, preview);
  });

  it('computes the moves once for a snapshot, and again for another', () => {
    const rules = kindOf<GroupChange>(ranking);
    const first = rules.affected(ranking, now);
    assert.equal(rules.affected(structuredClone(ranking), now), first);
    assert.notEqual(rules.affected(ranking, { ...now }), first);
    assert.notEqual(rules.affected({ kind: 'device-group.delete', group: { id: 4, name: 'Finance' } }, now), first);
  });

  it('stays small whatever names there are and however many groups', () => {
    const { groups, devices } = crowd(400, '😀'.repeat(300));
    for (const before of [null, { id: 2, name: groups[0]?.name ?? '' }]) {
      const change = everything(before);
      const { preview, shown } = baseOf(change, groupSnapshot(groups, devices));
      assert(Buffer.byteLength(JSON.stringify({ preview, shown })) < 6 * 1024);
      const effects = kindOf(change).effects(change, { objects: null, preview, shown });
      assert.equal(effects?.first.length, before === null ? 0 : 10);
    }
  });

  it('cuts names only as far as it must', () => {
    const firstName = (count: number) => {
      const { groups, devices } = crowd(count, 'x'.repeat(40));
      const change = everything({ id: 2, name: groups[0]?.name ?? '' });
      return kindOf(change).effects(change, baseOf(change, groupSnapshot(groups, devices)))?.first[0]?.name;
    };
    assert.equal(firstName(2), `a2${'x'.repeat(40)}`);
    assert.equal(firstName(30), `a2${'x'.repeat(27)}…`);
  });

  it('cuts long lists and says how many were left out', () => {
    const { groups, devices } = crowd(30, '');
    const change = everything({ id: 2, name: '2' });
    const effects = kindOf(change).effects(change, baseOf(change, groupSnapshot(groups, devices)));
    assert.equal(effects?.headline, '60 of 60 devices would move (reckoned).');
    const lines = toldLines(effects);
    assert.equal(lines.at(-1), '13 → All: 2, same');
    assert.equal(effects?.moreFlows, 18);
    const at = lines.indexOf('And 22 more groups lose devices to a higher rank.');
    assert.match(lines[at + 1] ?? '', /^Left without any device: 2, 3, 4, 5, 6, 7, 8, 9 and 22 more\.$/);
  });
});

/** A new group that takes every device of the crowd which no higher one takes. */
function everything(before: CreateGroup['before']): CreateGroup {
  const conditions: CreateGroup['definition']['conditions'] = [
    { property: 'domain', operator: 'equals', value: 'corp.example' },
  ];
  const definition = { name: 'All', description: '', level: 'full' as const, conditions, access: [] };
  return { kind: 'device-group.create', definition, before };
}

/** So many groups of two devices each, by tag; their names end alike. */
function crowd(count: number, end: string): { groups: DeviceGroup[]; devices: Device[] } {
  const ids = Array.from({ length: count }, (_, n) => n + 2);
  const tag = (id: number) => ({ property: 'tag', operator: 'equals', value: `t${id}` }) as const;
  const groups = ids.map((id) => aGroup({ id, name: `${id}${end}`, conditions: [tag(id)] }));
  const devices = ids.flatMap((id) =>
    ['a', 'b'].map((one) => aDevice({ name: `${one}${id}${end}`, id: `${one}${id}`, tags: [`t${id}`] })),
  );
  return { groups: [...groups, theUngrouped({ name: '' })], devices };
}
