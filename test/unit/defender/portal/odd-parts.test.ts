import assert from 'node:assert/strict';
import { feature } from '../../../../src/changes/features.ts';
import { featuresOf, productOf, readContext, readSettings } from '../../../../src/defender/portal/read-features.ts';
import { groupsOf, readWireGroups } from '../../../../src/defender/portal/read-groups.ts';
import { editWireGroups } from '../../../../src/defender/portal/writes/edit-wire-groups.ts';
import { writePlanOf } from '../../../../src/defender/portal/writes/write-plans.ts';
import { aWireGroup, tagRow, theRest } from '../../../support/samples/wire-samples.ts';

const KEY = feature('auto-resolve-alerts').wireKey;
const TO_ON = { kind: 'advanced-feature', feature: 'auto-resolve-alerts', to: 'on' } as const;
const LAB = { id: 9, name: 'Lab' };
const lab = aWireGroup({ MachineGroupId: 9, Name: 'Lab', AutoRemediationLevel: 1 });

/** Groups as the portal lists them, with the keys of this one changed. */
const reading = (odd: object) => readWireGroups(async () => ({ items: [{ ...lab, ...odd }, theRest({ Name: null })] }));

describe('an odd part of what the portal answers', () => {
  for (const [what, value] of [
    ['an object', { Mode: 'Audit', Since: null }],
    ['a list', ['x']],
    ['null', null],
  ] as const)
    it(`among the switches, ${what}, is sent back as it is`, async () => {
      const settings = await readSettings(async () => ({ [KEY]: false, Other: value }));
      assert.equal(featuresOf(settings, {})['auto-resolve-alerts'], 'off');
      assert.deepEqual(writePlanOf(TO_ON).encode(TO_ON, { settings }).body, { [KEY]: true, Other: value });
    });

  it('in place of a switch makes that one unknown, and no other', async () => {
    const settings = await readSettings(async () => ({ [KEY]: { On: true }, AutomatedIrEnabled: true }));
    const { 'auto-resolve-alerts': odd, 'automated-investigation': other } = featuresOf(settings, {});
    assert.deepEqual([odd, other], ['unknown', 'on']);
  });

  it('is not a switch that is missing: then nothing is written, since it would be reset', async () => {
    const settings = await readSettings(async () => ({ AutomatedIrEnabled: true }));
    assert.throws(() => writePlanOf(TO_ON).encode(TO_ON, { settings }), { code: 'tenant-schema' });
  });

  it('in what the portal says of the tenant leaves the rest known', async () => {
    const context = await readContext(async () => ({ MdeFlavor: null, Features: 7, IsAutomatedIrEnabled: true }));
    assert.equal(productOf(context), 'unknown');
    assert.equal(featuresOf({}, context)['automated-investigation'], 'built-in');
  });

  for (const [what, odd, seen] of [
    ['a null name', { Name: null }, { name: '' }],
    ['a description of another kind', { Description: { Text: 'x' } }, { description: '' }],
    ['a row without a value', { GroupRules: [{ OperatorType: 0, Property: 0 }] }, { opaque: true }],
    ['a row of another kind', { GroupRules: [{ Expression: 'a and b' }, tagRow('x')] }, { opaque: true }],
    ['a number for a value', { GroupRules: [{ OperatorType: 0, Property: 0, PropertyValue: 7 }] }, { opaque: true }],
    [
      'access of nobody',
      { MachineGroupAssignments: [{ WcdAadGroup: null }] },
      { access: [{ id: 'unreadable', name: '(an assignment that Airlock cannot read)' }] },
    ],
    [
      'a null name of an Entra group',
      { MachineGroupAssignments: [{ WcdAadGroup: { ObjectId: 'B', DisplayName: null } }] },
      { access: [{ id: 'b', name: '' }] },
    ],
  ] as const)
    it(`of a group, ${what}, stops nothing and is sent back as it is`, async () => {
      const wire = await reading(odd);
      const [group] = groupsOf(wire);
      assert.deepEqual({ ...group, ...seen }, group);
      const [written] = editWireGroups(wire, { kind: 'device-group.update', group: LAB, set: { level: 'full' } });
      assert.deepEqual(written, { ...lab, ...odd, AutoRemediationLevel: 3 });
    });

  it('by which a group is known or ranked is missing: that is another form', async () => {
    for (const odd of [{ MachineGroupId: null }, { Priority: null }, { AutoRemediationLevel: 'Full' }])
      await assert.rejects(reading(odd), { code: 'tenant-schema' });
  });
});
