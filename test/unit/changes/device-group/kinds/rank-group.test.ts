import assert from 'node:assert/strict';
import { rankGroup } from '../../../../../src/changes/device-group/kinds/rank-group.ts';
import type { RankGroup } from '../../../../../src/changes/device-group/model/group-change.ts';
import { groupsAfter } from '../../../../../src/changes/device-group/moves/groups-after.ts';
import type { DeviceGroup } from '../../../../../src/changes/device-group.ts';
import { aGroup } from '../../../../support/samples/device-samples.ts';
import {
  DEVICES,
  executives,
  finance,
  GROUPS,
  rest,
  servers,
  withEdit,
} from '../../../../support/samples/group-samples.ts';
import { groupSnapshot } from '../../../../support/samples/group-snapshot.ts';
import { toldLines, toldRisk } from '../told-risk.ts';
import { toldRows } from './told-rows.ts';

const refOf = ({ id, name }: DeviceGroup) => ({ id, name });
const ranking = (group: DeviceGroup, before: DeviceGroup | null): RankGroup => {
  return { kind: 'device-group.rank', group: refOf(group), before: before && refOf(before) };
};
const change = ranking(servers, finance);
const now = groupSnapshot(GROUPS, DEVICES);
const base = rankGroup.base(change, now);

describe('a change that ranks a device group', () => {
  it('has the group and its place in its title, and locks the group', () => {
    assert.equal(rankGroup.title(change), 'Rank device group Servers before Finance');
    assert.equal(rankGroup.title(ranking(finance, null)), 'Rank device group Finance last');
    assert.deepEqual(rankGroup.objects(change), ['device-group:6']);
  });

  it('is already so where the group stands there', () => {
    assert.equal(rankGroup.assess(change, now).verdict, 'open');
    assert.equal(rankGroup.assess(ranking(finance, servers), now).verdict, 'already');
    assert.equal(rankGroup.assess(ranking(servers, null), now).verdict, 'already');
  });

  it('is not known to be so by a list that may lack a group in between', () => {
    assert.equal(rankGroup.reached(ranking(servers, null), now), true);
    assert.equal(rankGroup.reached(ranking(servers, null), { ...now, groupsLack: 'some' }), false);
  });

  it('is invalid for a group that is gone, before one that is gone, and before itself', () => {
    const faults = (ranked: RankGroup, groups = GROUPS) => {
      const assessed = rankGroup.assess(ranked, groupSnapshot(groups));
      return assessed.verdict === 'invalid' ? assessed.faults.map(({ field }) => field) : [];
    };
    assert.deepEqual(faults(change, [executives, rest]), ['group', 'place']);
    assert.deepEqual(faults(change, [executives, servers, aGroup({ id: 9 }), rest]), ['place']);
    assert.deepEqual(faults(ranking(servers, servers)), ['place']);
    assert.deepEqual(faults(ranking(servers, rest)), ['place']);
    assert.deepEqual(faults(ranking(rest, servers)), ['group']);
  });

  it('is bound to the group, to the one below it and to the one before which it is to stand', () => {
    const seen = (groups: readonly DeviceGroup[]) => rankGroup.base(change, groupSnapshot(groups)).objects;
    assert.deepEqual(seen(withEdit(executives, { rank: 9, name: 'Board' })), {
      ...(base.objects as object),
      next: executives.id,
    });
    const higher = withEdit(executives, { rank: 2.5, name: 'Board', level: 'none' });
    assert.deepEqual(seen(higher), base.objects);
    assert.notDeepEqual(seen(withEdit(finance, { name: 'Money' })), base.objects);
    assert.notDeepEqual(seen(withEdit(servers, { level: 'full' })), base.objects);
  });

  it('says the old place and the new one', () => {
    assert.deepEqual(toldRows(rankGroup.diff(change, base)), [
      { label: 'Rank', from: 'last, after Finance', to: 'between Executives and Finance' },
    ]);
    const gone = rankGroup.base(change, groupSnapshot([executives, servers, rest]));
    assert.deepEqual(toldRows(rankGroup.diff(change, gone)), [
      { label: 'Rank', from: 'last, after Executives; Finance is gone', to: 'last, after Executives' },
    ]);
    const first = ranking(servers, executives);
    assert.equal(rankGroup.diff(first, rankGroup.base(first, now))[0]?.to, 'first, before Executives');
  });

  it('warns of devices whose level falls, and says which group shadows which', () => {
    assert.match(
      toldRisk(rankGroup.risk(change, base)).banner ?? '',
      /^This lowers protection on 1 device \(onboarded, reckoned\), /,
    );
    assert.deepEqual(toldLines(rankGroup.effects(change, base)), [
      "Defender's report agrees with the rules as Airlock reads them on 6 of 6 devices.",
      'Finance also matches 1 device that a higher rank takes: Servers.',
      'Finance → Servers: 1, lowered',
    ]);
  });

  it('does not warn where no device moves', () => {
    const idle = ranking(executives, servers);
    const risk = rankGroup.risk(idle, rankGroup.base(idle, groupSnapshot(GROUPS, DEVICES.slice(0, 1))));
    assert.deepEqual(risk, { lowersProtection: false, dangers: [], notes: [], asides: [] });
  });

  it('may lower protection where the group has a rule that cannot be read', () => {
    const opaque = groupSnapshot(withEdit(servers, { opaque: true }), DEVICES);
    assert.equal(rankGroup.risk(change, rankGroup.base(change, opaque)).lowersProtection, true);
  });

  it('is reached at its place alone', () => {
    assert.equal(rankGroup.reached(change, groupSnapshot(groupsAfter(change, GROUPS))), true);
    assert.equal(rankGroup.reached(change, now), false);
    assert.equal(rankGroup.reached(ranking(finance, null), groupSnapshot([executives, rest])), false);
  });

  it('is undone by its old place, unless the group that marked it is gone', () => {
    const up = ranking(finance, executives);
    const inverseOf = (after: readonly DeviceGroup[]) =>
      rankGroup.inverse(up, rankGroup.base(up, now), groupSnapshot(after));
    assert.deepEqual(inverseOf(groupsAfter(up, GROUPS)), { change: ranking(finance, servers) });
    const without = groupsAfter(up, GROUPS).filter(({ id }) => id !== servers.id);
    assert.match(JSON.stringify(inverseOf(without)), /its old place is unknown/);
    assert.match(JSON.stringify(inverseOf(GROUPS)), /somebody changed it/);
    const last = rankGroup.inverse(change, base, groupSnapshot(groupsAfter(change, GROUPS)));
    assert.deepEqual(last, { change: ranking(servers, null) });
  });
});
