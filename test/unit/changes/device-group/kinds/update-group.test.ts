import assert from 'node:assert/strict';
import { updateGroup } from '../../../../../src/changes/device-group/kinds/update-group.ts';
import type { UpdateGroup } from '../../../../../src/changes/device-group/model/group-change.ts';
import { groupsAfter } from '../../../../../src/changes/device-group/moves/groups-after.ts';
import { UNREADABLE_ACCESS } from '../../../../../src/changes/device-group.ts';
import {
  AUDIT,
  DEVICES,
  executives,
  finance,
  GROUPS,
  rest,
  SOC,
  servers,
  withEdit,
} from '../../../../support/samples/group-samples.ts';
import { groupSnapshot } from '../../../../support/samples/group-snapshot.ts';
import { toldRisk } from '../told-risk.ts';
import { toldRows } from './told-rows.ts';

const now = groupSnapshot(GROUPS, DEVICES);
const changing = (set: UpdateGroup['set'], group = finance): UpdateGroup => {
  return { kind: 'device-group.update', group: { id: group.id, name: group.name }, set };
};
const toNone = changing({ level: 'none' });
const riskOf = (change: UpdateGroup, snapshot = now) =>
  toldRisk(updateGroup.risk(change, updateGroup.base(change, snapshot)));
const inverseOf = (change: UpdateGroup, before = GROUPS, after = groupsAfter(change, before)) =>
  updateGroup.inverse(change, updateGroup.base(change, groupSnapshot(before)), groupSnapshot(after));

describe('a change of a device group', () => {
  it('has the group in its title, and locks it and a new name', () => {
    assert.equal(updateGroup.title(toNone), 'Change device group Finance');
    assert.deepEqual(updateGroup.objects(toNone), ['device-group:4']);
    assert.deepEqual(updateGroup.objects(changing({ name: 'Money ' })), ['device-group:4', 'device-group-name:money']);
  });

  it('is already so where every set value is there', () => {
    const conditions: UpdateGroup['set']['conditions'] = [
      { property: 'tag', operator: 'equals', value: 'treasury' },
      { property: 'tag', operator: 'equals', value: 'finance' },
    ];
    const same = changing({ level: 'semi-non-temp-folders', conditions, access: [SOC] });
    assert.equal(updateGroup.assess(same, now).verdict, 'already');
    assert.equal(updateGroup.assess(toNone, now).verdict, 'open');
  });

  it('is invalid for a group that is gone, renamed or the ungrouped devices, and for a name that another has', () => {
    const faults = (change: UpdateGroup, groups = GROUPS) => {
      const assessed = updateGroup.assess(change, groupSnapshot(groups));
      return assessed.verdict === 'invalid' ? assessed.faults.map(({ field }) => field) : [];
    };
    assert.deepEqual(faults(toNone, [executives, servers, rest]), ['group']);
    assert.deepEqual(faults(toNone, withEdit(finance, { name: 'Money' })), ['group']);
    assert.deepEqual(faults(changing({ level: 'none' }, rest)), ['group']);
    assert.deepEqual(faults(changing({ name: 'SERVERS' })), ['name']);
    assert.deepEqual(faults(changing({ name: 'FINANCE' })), []);
  });

  it('is refused for conditions beside a rule that cannot be read, with the reason', () => {
    const conditions: UpdateGroup['set']['conditions'] = [{ property: 'tag', operator: 'equals', value: 'x' }];
    const opaque = groupSnapshot(withEdit(finance, { opaque: true, level: 'unknown:4' }));
    const assessed = updateGroup.assess(changing({ conditions }), opaque);
    assert.match(assessed.verdict === 'invalid' ? (assessed.faults[0]?.message ?? '') : '', /cannot read/);
    assert.equal(updateGroup.assess(changing({ level: 'none', name: 'Money' }), opaque).verdict, 'open');
  });

  it('is bound to the whole group but for its rank, and not to any other', () => {
    const { objects } = updateGroup.base(toNone, now);
    const seen = (groups: typeof GROUPS) => updateGroup.base(toNone, groupSnapshot(groups)).objects;
    const elsewhere = withEdit(executives, { rank: 9, level: 'none', name: 'Board' });
    assert.deepEqual(seen(elsewhere), objects);
    const turned = withEdit(finance, { rank: 7, conditions: [...finance.conditions].reverse() });
    assert.deepEqual(seen(turned), objects);
    for (const fields of [
      { name: 'finance' },
      { description: '' },
      { level: 'none' as const },
      { access: [] },
      { opaque: true },
    ]) {
      assert.notDeepEqual(seen(withEdit(finance, fields)), objects, JSON.stringify(fields));
    }
    assert.deepEqual(seen([rest]), { group: null });
  });

  it('shows old and new values of what differs, and of nothing else', () => {
    const set: UpdateGroup['set'] = {
      ...{ name: 'Finance', description: '', level: 'full', access: [] },
      conditions: [{ property: 'os', values: ['Windows11', 'macOS'] }],
    };
    assert.deepEqual(toldRows(updateGroup.diff(changing(set), updateGroup.base(changing(set), now))), [
      { label: 'Description', from: 'Payment runs', to: 'none' },
      { label: 'Remediation level', from: 'Semi - approval for non-temporary folders', to: 'Full remediation' },
      { label: 'Conditions', from: 'Tag equals finance or treasury', to: 'Operating system is Windows 11 or macOS' },
      { label: 'Access', from: 'SOC tier 2', to: 'everybody with portal access' },
    ]);
    const gone = updateGroup.base(toNone, groupSnapshot([rest]));
    assert.deepEqual(toldRows(updateGroup.diff(toNone, gone)), [
      { label: 'Remediation level', from: 'does not exist', to: 'No automated response' },
    ]);
  });

  it('warns with the number of devices whose level falls', () => {
    const { banner, notes } = riskOf(toNone);
    assert.match(
      banner ?? '',
      /^This lowers protection on 2 devices \(onboarded, reckoned\), .*No automated response\.$/,
    );
    assert(notes.some((note) => note.includes('live response to those devices fails, in the portal and by API')));
    assert(notes.some((note) => note.includes('automatic attack disruption')));
  });

  it('warns of a level that falls though no device could be read, and says so', () => {
    const { lowersProtection, banner } = riskOf(toNone, groupSnapshot(GROUPS, []));
    assert.equal(lowersProtection, true);
    assert.equal(
      banner,
      'This lowers protection: the level of Finance falls from Semi - approval for non-temporary folders to No automated response, and no device could be read.',
    );
    const { notes } = riskOf(toNone, groupSnapshot(GROUPS, []));
    assert.deepEqual(
      notes.map((note) => /live response to those devices|attack disruption/.exec(note)?.[0]),
      ['live response to those devices', 'attack disruption'],
    );
    const opaque = withEdit(finance, { opaque: true });
    const nowhere = DEVICES.map((device) => ({ ...device, groupId: null }));
    assert.match(
      riskOf(toNone, groupSnapshot(opaque, nowhere)).banner ?? '',
      /which devices are there is not known\.$/,
    );
    assert.match(riskOf(toNone, groupSnapshot(opaque, DEVICES)).banner ?? '', /^This lowers protection on 2 devices /);
  });

  it('never treats a level without a name as safe', () => {
    const odd = withEdit(finance, { level: 'unknown:4' });
    const withDevices = riskOf(changing({ level: 'full' }), groupSnapshot(odd, DEVICES));
    assert.match(withDevices.banner ?? '', /^This may lower protection on 2 devices/);
    const without = riskOf(changing({ level: 'full' }), groupSnapshot(odd, []));
    assert.match(
      without.banner ?? '',
      /^This may lower protection: the level of Finance changes from Unknown level \(4\) to Full/,
    );
    assert.equal(without.lowersProtection, true);
  });

  it('does not warn if no level falls, nor of consequences that do not apply', () => {
    assert.deepEqual(riskOf(changing({ name: 'Money' })), {
      lowersProtection: false,
      banner: null,
      others: [],
      notes: [],
    });
    const raised = riskOf(changing({ level: 'full' }));
    assert.equal(raised.lowersProtection, false);
    assert(raised.notes.some((note) => note.includes('automatic attack disruption')));
  });

  it('says how reliable the preview is: rules that cannot be read, devices that Defender shows elsewhere, Plan 1', () => {
    const groups = [...withEdit(servers, { opaque: true })];
    const late = DEVICES.map((device) => ({ ...device, groupId: device.name.startsWith('pc') ? 4 : device.groupId }));
    const { notes } = riskOf(toNone, groupSnapshot(groups, late, { product: 'plan1' }));
    assert.deepEqual(notes.slice(1), [
      'The preview is not exact: Airlock cannot evaluate the rule of Servers. Defender reports 1 device there, and so they count.',
      'The remediation level also governs automatic attack disruption, which changes with it.',
      'It takes several minutes, in some tenants hours, until devices follow a change of their group.',
      'On Plan 1 a device group decides who sees its devices; its remediation level may have little to act on, since Microsoft documents automated remediation for Plan 2.',
    ]);
  });

  it('says which devices get another level without moving', () => {
    assert.deepEqual(updateGroup.effects(toNone, updateGroup.base(toNone, now)), {
      headline: '2 of 6 devices would get another remediation level (reckoned).',
      past: '2 of 6 devices were to get another remediation level (reckoned).',
      flows: [
        {
          group: 'Finance',
          from: 'Semi - approval for non-temporary folders',
          to: 'No automated response',
          devices: 2,
          effect: 'lowered',
          levels: { from: 'semi-non-temp-folders', to: 'none' },
        },
      ],
      moreFlows: 0,
      ranks: null,
      told: [],
      lines: ["Defender's report agrees with the rules as Airlock reads them on 6 of 6 devices."],
      first: [
        { name: 'fin-1', from: 'Finance', to: 'Finance', effect: 'lowered' },
        { name: 'fin-srv', from: 'Finance', to: 'Finance', effect: 'lowered' },
      ],
      total: 2,
      readAt: null,
    });
    const renamed = changing({ name: 'Money' });
    assert.deepEqual(updateGroup.effects(renamed, updateGroup.base(renamed, now)), {
      ...{
        headline: 'None of 6 devices would move or get another remediation level (reckoned).',
        past: 'None of 6 devices were to move or get another remediation level (reckoned).',
        flows: [],
        moreFlows: 0,
        ranks: null,
        told: [],
        lines: ["Defender's report agrees with the rules as Airlock reads them on 6 of 6 devices."],
        first: [],
        total: 0,
        readAt: null,
      },
    });
  });

  it('is not reached by a name in another case or with other spaces', () => {
    const renamed = changing({ name: 'Money box' });
    for (const [name, expected] of [
      ['Money box', true],
      ['Money Box', false],
      ['Money  box', false],
    ] as const) {
      assert.equal(updateGroup.reached(renamed, groupSnapshot(withEdit(finance, { name }))), expected, name);
    }
  });

  it('is not reached by the same conditions beside a rule that cannot be read', () => {
    const { conditions } = finance;
    const asked = changing({ conditions: conditions as UpdateGroup['set']['conditions'] });
    assert.equal(updateGroup.reached(asked, now), true);
    assert.equal(updateGroup.reached(asked, groupSnapshot(withEdit(finance, { opaque: true }))), false);
  });

  it('is undone by giving exactly the set fields their old values, under the name of now', () => {
    assert.deepEqual(inverseOf(changing({ name: 'Money', access: [AUDIT] })), {
      change: {
        ...{ kind: 'device-group.update', group: { id: 4, name: 'Money' } },
        set: { name: 'Finance', access: [SOC] },
      },
    });
  });

  it('cannot be undone if the old state cannot be written, or somebody changed it since', () => {
    const why = (inverse: ReturnType<typeof inverseOf>) => ('why' in inverse ? inverse.why : '');
    assert.match(
      why(inverseOf(toNone, withEdit(finance, { level: 'unknown:4' }))),
      /at level 4 before, which Airlock has no name for.*Defender portal, or ask for one/,
    );
    assert.match(why(inverseOf(toNone, withEdit(finance, { level: 'unread' }))), /cannot restore/);
    const conditions = changing({ conditions: [{ property: 'tag', operator: 'equals', value: 'x' }] });
    assert.match(why(inverseOf(conditions, withEdit(finance, { conditions: [] }))), /no condition/);
    const access = inverseOf(changing({ access: [SOC] }), withEdit(finance, { access: [UNREADABLE_ACCESS, AUDIT] }));
    assert.match(why(access), /Access was .*an assignment that Airlock cannot read.*Defender portal/);
    const base = updateGroup.base(conditions, groupSnapshot(withEdit(finance, { opaque: true })));
    const after = groupSnapshot(groupsAfter(conditions, GROUPS));
    assert.match(why(updateGroup.inverse(conditions, base, after)), /conditions were .*cannot read.*Defender portal/);
    assert.match(why(inverseOf(toNone, GROUPS, withEdit(finance, { level: 'full' }))), /somebody changed it/);
    assert.match(why(inverseOf(toNone, GROUPS, [rest])), /somebody changed it/);
  });

  it('says that what is stored cannot be read', () => {
    const base = updateGroup.base(toNone, now);
    assert.throws(() => updateGroup.effects(toNone, { ...base, shown: null }), { code: 'store-corrupt' });
    assert.throws(() => updateGroup.risk(toNone, { ...base, shown: {} }), { code: 'store-corrupt' });
    assert.throws(() => updateGroup.diff(toNone, { ...base, objects: { group: 1 } }), { code: 'store-corrupt' });
    assert.throws(
      () =>
        updateGroup.inverse(toNone, { ...base, objects: null }, groupSnapshot(withEdit(finance, { level: 'none' }))),
      {
        code: 'store-corrupt',
      },
    );
  });
});
