import assert from 'node:assert/strict';
import { deleteGroup } from '../../../../../src/changes/device-group/kinds/delete-group.ts';
import type { DeleteGroup } from '../../../../../src/changes/device-group/model/group-change.ts';
import { groupsAfter } from '../../../../../src/changes/device-group/moves/groups-after.ts';
import type { DeviceGroup } from '../../../../../src/changes/device-group.ts';
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

const change: DeleteGroup = { kind: 'device-group.delete', group: { id: 4, name: 'Finance' } };
const now = groupSnapshot(GROUPS, DEVICES);
const base = deleteGroup.base(change, now);
const inverseOf = (before: readonly DeviceGroup[], after = groupsAfter(change, before)) =>
  deleteGroup.inverse(change, deleteGroup.base(change, groupSnapshot(before)), groupSnapshot(after));

describe('a change that deletes a device group', () => {
  it('has the group in its title and locks it', () => {
    assert.equal(deleteGroup.title(change), 'Delete device group Finance');
    assert.deepEqual(deleteGroup.objects(change), ['device-group:4']);
  });

  it('is open, already so where the group is gone, and invalid for what cannot be deleted', () => {
    assert.equal(deleteGroup.assess(change, now).verdict, 'open');
    assert.equal(deleteGroup.assess(change, groupSnapshot([executives, rest])).verdict, 'already');
    assert.equal(deleteGroup.assess(change, groupSnapshot(withEdit(finance, { name: 'Money' }))).verdict, 'invalid');
    const ungrouped: DeleteGroup = { kind: 'device-group.delete', group: { id: 1, name: '' } };
    assert.equal(deleteGroup.assess(ungrouped, now).verdict, 'invalid');
  });

  it('never counts as done if no group was read', () => {
    assert.equal(deleteGroup.reached(change, { tenantId: 't', readAt: 0, product: 'plan2' }), false);
    assert.equal(deleteGroup.reached(change, groupSnapshot([])), false);
    assert.equal(deleteGroup.reached(change, groupSnapshot([rest], undefined, { product: 'business' })), false);
  });

  it('is bound to the whole group and to the one below it', () => {
    const seen = (groups: readonly DeviceGroup[]) => deleteGroup.base(change, groupSnapshot(groups)).objects;
    assert.deepEqual(seen(GROUPS), base.objects);
    assert.deepEqual(seen(withEdit(executives, { rank: 0, level: 'none' })), base.objects);
    assert.notDeepEqual(seen(withEdit(finance, { rank: 4 })), base.objects);
    assert.notDeepEqual(seen(withEdit(finance, { description: 'x' })), base.objects);
  });

  it('shows for every field that it is deleted', () => {
    assert.deepEqual(toldRows(deleteGroup.diff(change, base)), [
      { label: 'Device group', from: 'Finance', to: 'deleted' },
      { label: 'Description', from: 'Payment runs', to: 'deleted' },
      { label: 'Remediation level', from: 'Semi - approval for non-temporary folders', to: 'deleted' },
      { label: 'Conditions', from: 'Tag equals finance or treasury', to: 'deleted' },
      { label: 'Access', from: 'SOC tier 2', to: 'deleted' },
      { label: 'Rank', from: 'between Executives and Servers', to: 'deleted' },
    ]);
    assert.deepEqual(toldRows(deleteGroup.diff(change, deleteGroup.base(change, groupSnapshot([rest])))), [
      { label: 'Device group', from: 'does not exist', to: 'deleted' },
    ]);
  });

  it('warns of rules for e-mail, of devices that everybody will see, and of levels that fall', () => {
    const { banner, others, notes } = toldRisk(deleteGroup.risk(change, base));
    assert.match(
      banner ?? '',
      /^This lowers protection on 1 device \(onboarded, reckoned\), at the lowest to Semi - approval for all folders\.$/,
    );
    assert.match(notes[0] ?? '', /e-mail notification rules.*deleted with it/);
    assert.equal(
      others[0]?.text,
      'Everybody with portal access will see 2 devices that only named Entra groups see now (reckoned).',
    );
    assert(!notes.some((note) => note.includes('live response')));
  });

  it('tells where the devices go', () => {
    const effects = deleteGroup.effects(change, base);
    const [headline, lines] = [effects?.headline, toldLines(effects)];
    assert.equal(headline, '2 of 6 devices would move (reckoned).');
    assert.deepEqual(lines, [
      "Defender's report agrees with the rules as Airlock reads them on 6 of 6 devices.",
      'Finance → Ungrouped devices: 1, raised',
      'Finance → Servers: 1, lowered',
    ]);
  });

  it('may lower protection if it is unknown which devices leave', () => {
    const opaque = withEdit(finance, { opaque: true });
    const riskOf = (devices: typeof DEVICES) =>
      toldRisk(deleteGroup.risk(change, deleteGroup.base(change, groupSnapshot(opaque, devices))));
    const { lowersProtection, banner } = riskOf(DEVICES.map((device) => ({ ...device, groupId: null })));
    assert.equal(lowersProtection, true);
    assert.equal(banner, 'This may lower protection: which devices Finance holds is not known.');
    assert.match(riskOf(DEVICES).banner ?? '', /^This lowers protection on 1 device /);
  });

  it('is undone by the same group at its old place', () => {
    const { name, description, conditions, access } = finance;
    const definition = { name, description, level: 'semi-non-temp-folders', conditions, access };
    assert.deepEqual(inverseOf(GROUPS), {
      change: { kind: 'device-group.create', definition, before: { id: 6, name: 'Servers' } },
    });
    const renamed = [executives, { ...servers, name: 'Machines' }, rest];
    assert.deepEqual(inverseOf(GROUPS, renamed), {
      change: { kind: 'device-group.create', definition, before: { id: 6, name: 'Machines' } },
    });
    for (const last of [inverseOf([executives, finance, rest]), inverseOf(GROUPS, [executives, rest])]) {
      assert.deepEqual(last, { change: { kind: 'device-group.create', definition, before: null } });
    }
  });

  it('cannot be undone if the old state cannot be written, or the group is back', () => {
    const why = (inverse: ReturnType<typeof inverseOf>) => ('why' in inverse ? inverse.why : '');
    assert.match(
      why(inverseOf(withEdit(finance, { level: 'unknown:9' }))),
      /at level 9 before, which Airlock has no name for/,
    );
    assert.match(why(inverseOf(withEdit(finance, { opaque: true }))), /cannot read/);
    assert.match(why(inverseOf(withEdit(finance, { conditions: [] }))), /no condition/);
    assert.match(why(inverseOf(GROUPS, [...GROUPS])), /somebody changed it/);
  });

  it('gives the place back by the next group below that is still there, and is last where none is', () => {
    const lab = { ...servers, id: 20, name: 'Lab', rank: 4 };
    const all = [executives, finance, servers, lab, rest];
    const beforeOf = (after: DeviceGroup[]) => {
      const inverse = inverseOf(all, after);
      return 'change' in inverse && 'before' in inverse.change ? inverse.change.before : inverse;
    };
    assert.deepEqual(beforeOf([executives, servers, lab, rest]), { id: servers.id, name: servers.name });
    assert.deepEqual(beforeOf([executives, lab, rest]), { id: 20, name: 'Lab' });
    assert.equal(beforeOf([executives, rest]), null);
  });
});
