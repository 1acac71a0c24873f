import assert from 'node:assert/strict';
import { changeUngrouped } from '../../../../../src/changes/device-group/kinds/change-ungrouped.ts';
import type { ChangeUngrouped } from '../../../../../src/changes/device-group/model/group-change.ts';
import { groupsAfter } from '../../../../../src/changes/device-group/moves/groups-after.ts';
import { DEVICES, finance, GROUPS, rest, SOC, withEdit } from '../../../../support/samples/group-samples.ts';
import { groupSnapshot } from '../../../../support/samples/group-snapshot.ts';
import { toldRisk } from '../told-risk.ts';
import { toldRows } from './told-rows.ts';

const change: ChangeUngrouped = { kind: 'ungrouped-devices', set: { level: 'semi-all-folders', access: [SOC] } };
const now = groupSnapshot(GROUPS, DEVICES);
const base = changeUngrouped.base(change, now);

describe('a change of the ungrouped devices', () => {
  it('has a title and locks them', () => {
    assert.equal(changeUngrouped.title(change), 'Change ungrouped devices');
    assert.deepEqual(changeUngrouped.objects(change), ['ungrouped-devices']);
  });

  it('is open, already so, or invalid where Defender does not list them', () => {
    assert.equal(changeUngrouped.assess(change, now).verdict, 'open');
    assert.equal(changeUngrouped.assess(change, groupSnapshot(groupsAfter(change, GROUPS))).verdict, 'already');
    assert.equal(changeUngrouped.assess(change, groupSnapshot([finance])).verdict, 'invalid');
    assert.equal(changeUngrouped.assess(change, groupSnapshot([], [], { product: 'business' })).verdict, 'unsupported');
  });

  it('is bound to them alone', () => {
    const seen = (groups: typeof GROUPS) => changeUngrouped.base(change, groupSnapshot(groups)).objects;
    assert.deepEqual(seen(withEdit(finance, { level: 'none', rank: 9 })), base.objects);
    assert.notDeepEqual(seen(withEdit(rest, { level: 'none' })), base.objects);
  });

  it('says old and new, and warns of the devices in no group', () => {
    assert.deepEqual(toldRows(changeUngrouped.diff(change, base)), [
      { label: 'Remediation level', from: 'Full remediation', to: 'Semi - approval for all folders' },
      { label: 'Access', from: 'everybody with portal access', to: 'SOC tier 2' },
    ]);
    assert.match(toldRisk(changeUngrouped.risk(change, base)).banner ?? '', /^This lowers protection on 2 devices/);
    const empty = changeUngrouped.risk(change, changeUngrouped.base(change, groupSnapshot(GROUPS, [])));
    assert.match(
      toldRisk(empty).banner ?? '',
      /^This lowers protection: the level of Ungrouped devices falls from .* no device could be read\.$/,
    );
    assert.deepEqual(changeUngrouped.effects(change, base)?.first, [
      { name: 'pc-1', from: 'Ungrouped devices', to: 'Ungrouped devices', effect: 'lowered' },
      { name: 'pc-2', from: 'Ungrouped devices', to: 'Ungrouped devices', effect: 'lowered' },
    ]);
  });

  it('is undone by the old values of exactly what was set', () => {
    const after = groupSnapshot(groupsAfter(change, GROUPS));
    assert.deepEqual(changeUngrouped.inverse(change, base, after), {
      change: { kind: 'ungrouped-devices', set: { level: 'full', access: [] } },
    });
    const odd = changeUngrouped.base(change, groupSnapshot(withEdit(rest, { level: 'unknown:4' })));
    assert.match(
      JSON.stringify(changeUngrouped.inverse(change, odd, after)),
      /at level 4 before, which Airlock has no name for/,
    );
    assert.match(JSON.stringify(changeUngrouped.inverse(change, base, now)), /somebody changed it/);
  });
});
