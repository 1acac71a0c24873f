import assert from 'node:assert/strict';
import { createGroup } from '../../../../../src/changes/device-group/kinds/create-group.ts';
import type { CreateGroup, GroupDefinition } from '../../../../../src/changes/device-group/model/group-change.ts';
import { groupsAfter } from '../../../../../src/changes/device-group/moves/groups-after.ts';
import { aGroup } from '../../../../support/samples/device-samples.ts';
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

const definition: GroupDefinition = {
  ...{ name: 'Payroll', description: '', level: 'none', access: [AUDIT, SOC] },
  conditions: [
    { property: 'tag', operator: 'equals', value: 'finance' },
    { property: 'tag', operator: 'equals', value: 'treasury' },
    { property: 'name', operator: 'starts-with', value: 'fin-' },
  ],
};
const change: CreateGroup = {
  ...{ kind: 'device-group.create', definition },
  before: { id: finance.id, name: 'Finance' },
};
const now = groupSnapshot(GROUPS, DEVICES);
const base = createGroup.base(change, now);
const made = groupsAfter(change, GROUPS).map((group) => (group.id === -1 ? { ...group, id: 20 } : group));
const edited = (fields: object) =>
  groupSnapshot(made.map((group) => (group.id === 20 ? { ...group, ...fields } : group)));

describe('a change that creates a device group', () => {
  it('has the name in its title and locks it, whatever the case, the spaces and the script', () => {
    assert.equal(createGroup.title(change), 'Create device group Payroll');
    const held = (name: string) => createGroup.objects({ ...change, definition: { ...definition, name } });
    assert.deepEqual(held('Payroll'), ['device-group-name:payroll']);
    for (const name of ['PAYROLL', ' pay roll'.replace(' r', 'r'), 'Ｐａｙｒｏｌｌ', 'Рауrоll']) {
      assert(held(name).includes('device-group-name:payroll'), name);
    }
  });

  it('is open where the name is free', () => {
    assert.deepEqual(createGroup.assess(change, now), { verdict: 'open' });
    assert.deepEqual(createGroup.assess(change, { ...now, product: 'plan1' }), { verdict: 'open' });
  });

  it('counts as existing only if it is exactly as requested', () => {
    assert.equal(createGroup.assess(change, groupSnapshot(made)).verdict, 'already');
    assert.equal(createGroup.assess(change, edited({ level: 'full' })).verdict, 'invalid');
  });

  it('is invalid where the name is taken, or the group before which it was to stand is gone or renamed', () => {
    const faults = (groups: typeof made) => {
      const assessed = createGroup.assess(change, groupSnapshot(groups));
      return assessed.verdict === 'invalid' ? assessed.faults.map(({ field }) => field) : [];
    };
    assert.deepEqual(faults([...GROUPS, aGroup({ id: 9, name: 'payROLL' })]), ['name']);
    assert.deepEqual(faults([executives, servers, rest]), ['place']);
    assert.deepEqual(faults(withEdit(finance, { name: 'Money' })), ['place']);
    assert.deepEqual(faults([servers, aGroup({ id: 9, name: 'Раyroll' }), rest]), ['name', 'place']);
  });

  it('is unsupported in Defender for Business, and says why', () => {
    const assessed = createGroup.assess(change, groupSnapshot([], [], { product: 'business' }));
    assert.match(assessed.verdict === 'unsupported' ? assessed.why : '', /^Defender for Business has no device groups/);
  });

  it('cannot be judged while groups were not read', () => {
    const { groups: _, ...blind } = now;
    assert.equal(createGroup.assess(change, blind).verdict, 'unsupported');
    assert.equal(createGroup.reached(change, blind), false);
  });

  it('is bound to the free name and to the group before which it stands, not to ranks elsewhere', () => {
    assert.deepEqual(base.objects, { taken: null, before: { id: 4, name: 'Finance' } });
    const reranked = [finance, servers, executives].map((group, at) => ({ ...group, rank: at + 1 }));
    assert.deepEqual(createGroup.base(change, groupSnapshot([...reranked, rest])).objects, base.objects);
    const taken = [...GROUPS, aGroup({ id: 9, name: 'PAYROLL' })];
    assert.deepEqual(createGroup.base(change, groupSnapshot(taken)).objects, {
      ...{ taken: { id: 9, name: 'PAYROLL' }, before: { id: 4, name: 'Finance' } },
    });
    assert.deepEqual(createGroup.base(change, groupSnapshot([rest])).objects, {
      ...{ taken: null, before: { id: 4, name: null } },
    });
  });

  it('describes in words what it creates', () => {
    assert.deepEqual(toldRows(createGroup.diff(change, base)), [
      { label: 'Device group', from: 'does not exist', to: 'Payroll' },
      { label: 'Description', from: '-', to: 'none' },
      { label: 'Remediation level', from: '-', to: 'No automated response' },
      { label: 'Conditions', from: '-', to: 'Name starts with fin-; and Tag equals finance or treasury' },
      { label: 'Access', from: '-', to: 'Auditors, SOC tier 2' },
      { label: 'Rank', from: '-', to: 'between Executives and Finance' },
    ]);
  });

  it('says what changed in between', () => {
    const late = createGroup.base(
      change,
      groupSnapshot([executives, aGroup({ id: 9, rank: 2, name: 'payroll' }), rest]),
    );
    const rows = toldRows(createGroup.diff(change, late));
    assert.deepEqual(rows[0], { label: 'Device group', from: 'payroll exists', to: 'Payroll' });
    assert.deepEqual(rows.at(-1), { label: 'Rank', from: 'Finance is gone', to: 'last, after payroll' });
  });

  it('warns of the devices that it takes to a lower level, and of what that level means', () => {
    const { lowersProtection, banner, notes } = toldRisk(createGroup.risk(change, base));
    assert.equal(lowersProtection, true);
    assert.equal(
      banner,
      'This lowers protection on 2 devices (onboarded, reckoned), at the lowest to No automated response.',
    );
    assert.deepEqual(notes, [
      'Without automated response nothing is investigated there, and live response to those devices fails, in the portal and by API.',
      'The remediation level also governs automatic attack disruption, which changes with it.',
      'It takes several minutes, in some tenants hours, until devices follow a change of their group.',
    ]);
  });

  it('says who will see the devices where no Entra group is named', () => {
    const open = { ...change, definition: { ...definition, level: 'full' as const, access: [] } };
    const { notes, others, lowersProtection } = toldRisk(createGroup.risk(open, createGroup.base(open, now)));
    assert.equal(lowersProtection, false);
    assert(notes.some((note) => note.startsWith('No Entra group is named, so everybody')));
    assert.deepEqual(others, [
      {
        kind: 'opened-access',
        text: 'Everybody with portal access will see 2 devices that only named Entra groups see now (reckoned).',
      },
      { kind: 'left-empty', text: 'This leaves Finance empty (reckoned).' },
      { kind: 'shadowed', text: 'Executives would take 1 device that Payroll matches too (reckoned).' },
      { kind: 'more-automation', text: 'More automation on 1 server (reckoned): less waits for approval there.' },
    ]);
    const { others: followed } = toldRisk(createGroup.risk(open, createGroup.base(open, now), 'applied'));
    assert.deepEqual(
      followed.map(({ text }) => text),
      [
        'Everybody with portal access was to see 2 devices that only named Entra groups saw before (reckoned).',
        'This was to leave Finance empty (reckoned).',
        'Executives was to take 1 device that Payroll matches too (reckoned).',
        'This was to bring more automation to 1 server (reckoned): less is to wait for approval there.',
      ],
    );
  });

  it('says which devices move where', () => {
    assert.deepEqual(createGroup.effects(change, base), {
      headline: '2 of 6 devices would move (reckoned).',
      past: '2 of 6 devices were to move (reckoned).',
      flows: [
        {
          group: null,
          from: 'Finance',
          to: 'Payroll',
          devices: 2,
          effect: 'lowered',
          levels: { from: 'semi-non-temp-folders', to: 'none' },
        },
      ],
      moreFlows: 0,
      ranks: null,
      told: [],
      lines: [
        "Defender's report agrees with the rules as Airlock reads them on 6 of 6 devices.",
        'Finance also matches 2 devices that a higher rank takes: Payroll.',
        'Payroll also matches 1 device that a higher rank takes: Executives.',
        'Left without any device: Finance.',
        'Reckoned by an assumption that no group here shows: machineTags holds every tag that rules see, those of dynamic rules too.',
        'Reckoned by an assumption that no group here shows: Name is the first label of the DNS name. A name with blanks, or an IP address, is not cut.',
      ],
      first: [
        { name: 'fin-1', from: 'Finance', to: 'Payroll', effect: 'lowered' },
        { name: 'fin-srv', from: 'Finance', to: 'Payroll', effect: 'lowered' },
      ],
      total: 2,
      readAt: null,
    });
    assert.deepEqual(
      createGroup.affected(change, now).map(({ name }) => name),
      ['fin-1', 'fin-srv'],
    );
  });

  it('is reached only by the group that was asked for, at its place', () => {
    assert.equal(createGroup.reached(change, groupSnapshot(made)), true);
    assert.equal(createGroup.reached(change, now), false);
    const near = [
      { name: 'payroll' },
      { name: 'Pay roll' },
      { name: 'Payroll\u200B' },
      { description: 'x' },
      { level: 'unknown:4' },
      { level: 'unread' },
      { access: [SOC] },
      { access: [] },
      { conditions: definition.conditions.slice(1) },
      { opaque: true },
      { rank: 4 },
      { rank: 0 },
    ];
    for (const fields of near) assert.equal(createGroup.reached(change, edited(fields)), false, JSON.stringify(fields));
  });

  it('is reached whatever the order of conditions and access, and whatever Entra groups are called by now', () => {
    const turned = {
      ...{ name: 'Payroll ', conditions: definition.conditions.toReversed() },
      access: [SOC, { ...AUDIT, name: 'Audit' }],
    };
    assert.equal(createGroup.reached(change, edited(turned)), true);
  });

  it('is undone by deleting the group that has the name now, unless it was changed since', () => {
    assert.deepEqual(createGroup.inverse(change, base, groupSnapshot(made)), {
      change: { kind: 'device-group.delete', group: { id: 20, name: 'Payroll' } },
    });
    assert.match(JSON.stringify(createGroup.inverse(change, base, edited({ level: 'full' }))), /somebody changed it/);
  });

  it('is read strictly', () => {
    assert.deepEqual(createGroup.parse(JSON.parse(JSON.stringify(change))), change);
    for (const wrong of [{}, { ...change, extra: 1 }, { ...change, before: undefined }, { ...change, kind: 'x' }]) {
      assert.throws(() => createGroup.parse(wrong), { code: 'input-invalid' });
    }
    const bare = { ...change, definition: { ...definition, conditions: [] } };
    assert.throws(() => createGroup.parse(bare), { code: 'input-invalid' });
  });
});
