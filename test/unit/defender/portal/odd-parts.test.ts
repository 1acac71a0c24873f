import assert from 'node:assert/strict';
import { groupFaults } from '../../../../src/changes/device-group/kinds/tenant-faults.ts';
import type { UpdateGroup } from '../../../../src/changes/device-group/model/group-change.ts';
import { feature } from '../../../../src/changes/features.ts';
import {
  featuresOf,
  productOf,
  readContext,
  readSettings,
} from '../../../../src/defender/portal/reading/read-features.ts';
import { groupsOf, readAccess, readWireGroups } from '../../../../src/defender/portal/reading/read-groups.ts';
import { editWireGroups } from '../../../../src/defender/portal/writes/edit-wire-groups.ts';
import type { WireGroup } from '../../../../src/defender/portal/writes/odd-parts.ts';
import { writePlanOf } from '../../../../src/defender/portal/writes/write-plans.ts';
import { aWireGroup, tagRow, theRest } from '../../../support/samples/wire-samples.ts';

const KEY = feature('auto-resolve-alerts').wireKey;
const TO_ON = { kind: 'advanced-feature', feature: 'auto-resolve-alerts', to: 'on' } as const;
const ENTRA = { ObjectId: 'b', DisplayName: 'SOC' };
const LAB = { id: 9, name: 'Lab' };
const lab = aWireGroup({ MachineGroupId: 9, Name: 'Lab', AutoRemediationLevel: 1 });

/** Groups as the portal lists them, with the keys of this one changed. */
const reading = async (odd: object) => wireOf([{ ...lab, ...odd }, theRest({ Name: null })]);
const wireOf = async (items: readonly unknown[]) => (await readWireGroups(async () => ({ items }))).groups;

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

  it('that is a group listed twice, the same in every part, is one group', async () => {
    const twice = [lab, theRest({ Name: null }), { ...lab }];
    assert.equal((await wireOf(twice)).length, 2);
    assert.equal((await wireOf([...twice, { ...lab, Description: 'another' }])).length, 3);
  });

  for (const [what, besides] of [
    ['a link to a next page', { '@odata.nextLink': 'https://portal.example/next' }],
    ['a page that is as long as what came', { pageSize: 2 }],
    ['a most that is as much as came', { '@odata.count': 2, top: 2 }],
    ['a place to go on from that is as far as what came', { nextOffset: 2 }],
    ['another number under a key that nobody has seen', { unheardOf: 3 }],
    ['a word that there is more', { hasMore: true }],
    ['a count of more than came', { '@odata.count': 3 }],
    ['a count of more than came, as text', { totalCount: '3' }],
    ['a count that is no number', { total: 'x' }],
    ['a key that nobody has seen', { pageToken: 'Zm9v' }],
    ['a word that nobody has seen', { isPartial: true }],
    ['an object that nobody has seen', { paging: { next: 2 } }],
  ] as const)
    it(`beside the list of groups, ${what}, is a list that is not whole: it is never sent back`, async () => {
      const read = await readWireGroups(async () => ({ items: [lab, theRest({ Name: null })], ...besides }));
      const asked = { kind: 'device-group.update', group: LAB, set: { level: 'full' } } as const;
      const key = Object.keys(besides).at(-1);
      assert.equal(read.moreBy, key);
      const message = `Defender's list of device groups came with "${key}", which may say that there are more, so Airlock does not write them. Compare the portal with "status", change the group in the portal, and report the key to those who keep Airlock.`;
      assert.throws(() => writePlanOf(asked).encode(asked, read), { code: 'tenant-unsupported', message });
      await assert.rejects(
        readAccess(async () => ({ items: [ENTRA, ENTRA, { ...ENTRA, ObjectId: 'c' }], ...besides })),
      );
    });

  it('that is no record is counted as often as it comes', async () => {
    const { leftOut } = await readWireGroups(async () => ({ items: [lab, null, null, lab, theRest({ Name: null })] }));
    assert.equal(leftOut, 2);
  });

  for (const besides of [
    { containsMachineGroupCount: true, containsAadGroupNames: true, '@odata.context': 'https://x.example' },
    { '@odata.nextLink': null, hasMore: false, count: 2, unheardOf: 0, paging: {} },
    { '@odata.nextLink': '', nextLink: '', pages: [], cursor: undefined },
    { '@odata.deltaLink': 'https://x.example', '@odata.metadataEtag': 'W/1', '@odata.anything': { new: 1 } },
    { returned: 2, machineGroups: '2' },
  ])
    it(`beside the list of groups, ${Object.keys(besides).join(', ')}, says nothing of more`, async () => {
      const read = await readWireGroups(async () => ({ items: [lab, theRest({ Name: null })], ...besides }));
      assert.equal(read.moreBy, undefined);
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
    ['a null name', { Name: null }, { name: '(group 9, whose name could not be read)', unread: ['name'] }],
    ['a name of blanks', { Name: ' ' }, { unread: ['name'] }],
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

  for (const [what, odd, unread, sets] of [
    ['a null level', { AutoRemediationLevel: null }, ['level'], { level: 'full' }],
    ['a level of text', { AutoRemediationLevel: 'Full' }, ['level'], { level: 'full' }],
    ['null for rules', { GroupRules: null }, ['conditions'], { conditions: [] }],
    ['an object for rules', { GroupRules: { Any: [] } }, ['conditions'], { conditions: [] }],
    ['a null row', { GroupRules: [null, tagRow('x')] }, ['conditions'], { conditions: [] }],
    ['text for access', { MachineGroupAssignments: 'all' }, ['access'], { access: [] }],
    ['a null assignment', { MachineGroupAssignments: [null] }, ['access'], { access: [] }],
    ['a description of another kind', { Description: { Text: 'x' } }, ['description'], { description: 'x' }],
  ] as const)
    it(`of a group, ${what}, is not known, never written, and sent back as it is`, async () => {
      const wire = await reading(odd);
      assert.deepEqual(groupsOf(wire)[0]?.unread, unread);
      const renamed = { kind: 'device-group.update', group: LAB, set: { name: 'Bench' } } as const;
      const { body } = writePlanOf(renamed).encode(renamed, { groups: wire });
      assert.deepEqual(sent(body)[0], JSON.parse(JSON.stringify({ ...lab, ...odd, Name: 'Bench' })));
      const asked = { kind: 'device-group.update', group: LAB, set: { ...sets } } as UpdateGroup;
      assert.throws(() => editWireGroups(wire, asked), /of Lab in a form that Airlock cannot read/);
    });

  for (const [what, odd] of [
    ['null', { Priority: null }],
    ['a text', { Priority: '3' }],
    ['a fraction', { Priority: 1.5 }],
  ] as const)
    it(`for a rank, ${what}, leaves the order of the groups unknown, and the rest to be changed`, async () => {
      const wire = await reading(odd);
      assert.deepEqual(
        groupsOf(wire).map(({ rank, unread }) => [rank, unread]),
        [
          [null, ['rank']],
          [null, undefined],
        ],
      );
      assert.deepEqual(sent(bodyOf(wire))[0], { ...lab, ...odd, AutoRemediationLevel: 3 });
      const last = { kind: 'device-group.rank', group: LAB, before: null } as const;
      assert.throws(() => editWireGroups(wire, last), /Airlock places none/);
    });

  it('of a group, a number of text, is its number, and sent back as text', async () => {
    const wire = await reading({ MachineGroupId: '9' });
    assert.equal(groupsOf(wire)[0]?.id, 9);
    assert.deepEqual(sent(bodyOf(wire))[0], { ...lab, MachineGroupId: '9', AutoRemediationLevel: 3 });
  });

  for (const odd of [{ MachineGroupId: null }, { MachineGroupId: 'x' }, { MachineGroupId: 1.5 }])
    it(`of a group, ${JSON.stringify(odd)}, keeps that one alone from being changed`, async () => {
      const wire = await wireOf([lab, { ...lab, ...odd, Name: 'Odd' }, { ...lab, ...odd, Name: 'Too' }, theRest()]);
      const groups = groupsOf(wire);
      assert.equal(new Set(groups.map(({ id }) => id)).size, 4);
      assert.deepEqual(sent(bodyOf(wire))[1], { ...lab, ...odd, Name: 'Odd' });
      const { id, name } = groups.find((group) => group.name === 'Odd') ?? LAB;
      assert.match(groupFaults({ id, name }, groups)[0]?.message ?? '', /the number of Odd in a form/);
    });

  it('of a group, keys that are missing, stay missing', async () => {
    const { AutoRemediationLevel: _level, Priority: _rank, ...bare } = { ...lab, Name: 'Bare', MachineGroupId: 10 };
    const wire = await wireOf([lab, bare, theRest()]);
    assert.deepEqual(sent(bodyOf(wire))[1], bare);
  });

  it('is an entry that is no group: left out, and then no list is sent back', async () => {
    const list = await readWireGroups(async () => ({ items: [null, lab, 7, theRest()] }));
    assert.deepEqual([list.groups.length, list.leftOut], [2, 2]);
    assert.throws(() => writePlanOf(FULL).encode(FULL, list), /did not list its device groups as a whole/);
  });

  it('keeps a group whose name is not read from being taken for renamed', async () => {
    const groups = groupsOf(await reading({ Name: null }));
    assert.match(groupFaults(LAB, groups)[0]?.message ?? '', /^The name of device group 9 could not be read now/);
    assert.deepEqual(groupFaults({ id: 9, name: groups[0]?.name ?? '' }, groups), []);
  });

  it('is not a list in which no group has a number: that is another form', async () => {
    const items = [lab, theRest()].map((group) => ({ ...group, MachineGroupId: null }));
    await assert.rejects(
      readWireGroups(async () => ({ items })),
      { code: 'tenant-schema' },
    );
  });
});

const FULL = { kind: 'device-group.update', group: LAB, set: { level: 'full' } } as const;

/** What a change of the level of Lab would send. */
const bodyOf = (groups: readonly WireGroup[]) => writePlanOf(FULL).encode(FULL, { groups }).body;

/** As it goes over the wire. */
const sent = (body: unknown): readonly unknown[] => JSON.parse(JSON.stringify(body));
