import assert from 'node:assert/strict';
import type { Base } from '../../../../../src/changes/base.ts';
import type { Device, DeviceGroup, DeviceState } from '../../../../../src/changes/device-group.ts';
import type { Change } from '../../../../../src/changes/registry/change.ts';
import { kindOf } from '../../../../../src/changes/registry/kind-of.ts';
import { aDevice, aGroup, theUngrouped } from '../../../../support/samples/device-samples.ts';
import { groupSnapshot } from '../../../../support/samples/group-snapshot.ts';
import { toldLines, toldRisk } from '../told-risk.ts';

const row = (property: 'name' | 'domain' | 'tag', operator: 'equals' | 'starts-with', value: string) =>
  ({ property, operator, value }) as const;
const rest = theUngrouped({ level: 'full' });
const many = (count: number, fields: (n: number) => Partial<Device>): Device[] =>
  Array.from({ length: count }, (_, n) => aDevice({ id: `${fields(n).name ?? 'pc'}-${n}`, ...fields(n) }));

/** What a card says of a change. */
function told(change: Change, groups: readonly DeviceGroup[], devices: readonly Device[], earlier?: Base) {
  const rules = kindOf(change);
  const base = rules.base(change, groupSnapshot(groups, devices), earlier);
  const { banner, notes } = toldRisk(rules.risk(change, base));
  const effects = rules.effects(change, base);
  return { base, banner, notes, headline: effects?.headline ?? '', lines: toldLines(effects) };
}

const toNone = (group: DeviceGroup) =>
  ({ kind: 'device-group.update', group: { id: group.id, name: group.name }, set: { level: 'none' } }) as Change;
const deleting = (group: DeviceGroup) =>
  ({ kind: 'device-group.delete', group: { id: group.id, name: group.name } }) as Change;

const tills = aGroup({ id: 8, rank: 1, name: 'Tills', conditions: [row('domain', 'equals', 'workgroup')] });
const lab = aGroup({ id: 9, rank: 2, name: 'Lab', conditions: [row('tag', 'equals', 'lab')] });

describe("rules beside Defender's report", () => {
  it('take the assumption that fits this fleet, and say so', () => {
    const devices = many(40, (n) => ({ name: `till-${n}`, domain: '', groupId: 8 }));
    for (const change of [toNone(tills), deleting(tills)]) {
      const seen = told(change, [tills, rest], devices);
      assert.match(seen.headline, /^40 of 40 devices would /);
      assert(
        seen.lines.includes(
          'A device without a domain in its DNS name has the domain WORKGROUP here: that fits 40 of 40 devices (reckoned).',
        ),
        seen.lines.join('\n'),
      );
    }
  });

  it('say how well both agree, group by group, and blame nothing', () => {
    const devices = [
      ...many(38, (n) => ({ name: `lab-${n}`, tags: ['lab'], groupId: 9 })),
      ...many(2, (n) => ({ name: `other-${n}`, groupId: 9 })),
      ...many(60, (n) => ({ name: `pc-${n}` })),
    ];
    const seen = told(toNone(lab), [lab, rest], devices);
    assert.match(seen.headline, /^38 of 100 devices would get another/);
    assert.deepEqual(seen.lines.slice(0, 2), [
      "Defender's report agrees with the rules as Airlock reads them on 98 of 100 devices.",
      'Defender reports 40 devices in Lab; by the rules as Airlock reads them 38. 2 of those reported do not meet its Tag rows as Airlock reads them.',
    ]);
    assert.doesNotMatch([...seen.lines, ...seen.notes].join(), /still/);
  });

  it('tell what is reported as the least where some records say no group, which speak against no rule', () => {
    const unsaid = many(30, (n) => ({ name: `lab-${n}`, tags: ['lab'], groupId: 'unknown' }));
    const pcs = many(60, (n) => ({ name: `pc-${n}` }));
    const few = many(8, (n) => ({ name: `own-${n}`, tags: ['lab'], groupId: 9 }));
    const reports = (devices: Device[]) => {
      const { lines } = told(toNone(lab), [lab, rest], devices);
      return lines.filter((line) => /^Defender reports|not evaluable/.test(line));
    };
    assert.deepEqual(reports([...unsaid, ...pcs]), []);
    assert.deepEqual(reports([...unsaid, ...few, ...pcs]), []);
    assert.deepEqual(reports([...unsaid, ...few, ...many(2, (n) => ({ name: `x-${n}`, groupId: 9 })), ...pcs]), [
      'Defender reports at least 10 devices in Lab; by the rules as Airlock reads them 38, 8 of them the same. 2 of those reported do not meet its Tag rows as Airlock reads them.',
    ]);
  });

  it('count by the report where it mostly disagrees, and call that group not evaluable', () => {
    const devices = [
      ...many(30, (n) => ({ name: `x-${n}`, tags: ['dynamic'], groupId: 9 })),
      ...many(10, (n) => ({ name: `lab-${n}`, tags: ['lab'], groupId: 9 })),
      ...many(60, (n) => ({ name: `pc-${n}` })),
    ];
    const seen = told(toNone(lab), [lab, rest], devices);
    assert.match(seen.banner ?? '', /^This lowers protection on 40 devices /);
    assert(
      seen.lines.includes(
        'Defender reports 40 devices in Lab; by the rules as Airlock reads them 10. It is not evaluable and counts by the report. 30 of those reported do not meet its Tag rows as Airlock reads them.',
      ),
      seen.lines.join('\n'),
    );
    assert.match(told(deleting(lab), [lab, rest], devices).headline, /^40 of 100 devices would move/);
  });

  it('never say that no device is in a group where Defender reports one', () => {
    const devices = [aDevice({ id: 'a', groupId: 9 }), ...many(5, (n) => ({ name: `pc-${n}` }))];
    const seen = told(toNone(lab), [lab, rest], devices);
    assert.match(seen.banner ?? '', /^This lowers protection on 1 device /);
  });

  it('keep to what was found when the change was requested, until something else is clearly right', () => {
    const whole = aGroup({ id: 8, rank: 1, name: 'Whole', conditions: [row('name', 'equals', 'pc-0.corp.example')] });
    const some = aGroup({
      id: 9,
      rank: 2,
      name: 'Some',
      conditions: many(6, (n) => ({ name: `pc-${n}.corp.example` })).map(({ name }) => row('name', 'equals', name)),
    });
    const devices = (reported: number) =>
      many(50, (n) => ({ name: `pc-${n}`, groupId: n === 0 && reported > 0 ? 8 : n < reported ? 9 : null }));
    const asked = told(toNone(some), [whole, some, rest], devices(6));
    assert.match(asked.lines.join('\n'), /^Names are compared whole here: that fits 50 of 50 devices \(reckoned\)\.$/m);
    const later = told(toNone(some), [whole, some, rest], devices(5), asked.base);
    assert.match(later.lines.join('\n'), /^Names are compared whole here: that fits 49 of 50/m);
    const anew = told(toNone(some), [whole, some, rest], devices(2));
    assert.doesNotMatch(anew.lines.join('\n'), /compared whole/);
  });
});

describe('devices of different states', () => {
  const states: readonly DeviceState[] = ['onboarded', 'inactive', 'duplicate', 'merged', 'discovered', 'unknown'];
  const inLab = states.flatMap((state, at) =>
    many(at + 1, (n) => ({ name: `${state}-${n}`, tags: ['lab'], groupId: 9, state })),
  );

  it('are named apart, and only onboarded ones are in danger', () => {
    const { banner, lines } = told(toNone(lab), [lab, rest], inLab);
    assert.match(
      banner ?? '',
      /^This lowers protection on 6 devices \(onboarded, reckoned\), .*; whether 6 more are onboarded is not known\.$/,
    );
    assert(
      lines.includes(
        'Of these, 1 onboarded (active), 2 onboarded but inactive, 3 onboarded but maybe double, 4 merged into another record, 5 only discovered and 6 of which it is not known whether they are onboarded; a level acts on onboarded devices alone.',
      ),
      lines.join('\n'),
    );
  });

  it('that are only discovered are in no danger', () => {
    const printers = many(1000, (n) => ({ name: `printer-${n}`, tags: ['lab'], groupId: 9, state: 'discovered' }));
    const { banner, lines } = told(toNone(lab), [lab, rest], printers);
    assert.match(banner ?? '', /falls .*, and none of the devices that this concerns is onboarded \(reckoned\)\.$/);
    assert(lines.includes('The list of devices holds 1000 only discovered.'), lines.join('\n'));
  });

  it('of which it is not known whether they are onboarded may be in danger', () => {
    const odd = many(4, (n) => ({ name: `odd-${n}`, tags: ['lab'], groupId: 9, state: 'unknown' }));
    assert.match(
      told(toNone(lab), [lab, rest], odd).banner ?? '',
      /^This may lower protection on 4 devices .* not known\.$/,
    );
  });
});

describe('a card that counts by domain', () => {
  it('says that the list of devices names none', () => {
    const created = {
      name: 'Corp',
      description: '',
      level: 'full',
      conditions: [row('domain', 'equals', 'corp.example')],
    };
    const change = { kind: 'device-group.create', definition: { ...created, access: [] }, before: null } as Change;
    const note = 'The list of devices names no domain: Airlock takes it from the DNS name (reckoned).';
    assert(told(change, [lab, rest], [aDevice()]).notes.includes(note));
    assert(!told(deleting(lab), [lab, rest], [aDevice()]).notes.includes(note));
  });
});

describe('a tenant in which the rules of some groups are known', () => {
  const known = aGroup({ id: 9, rank: null, name: 'Lab', conditions: [row('tag', 'equals', 'lab')] });
  const unread = aGroup({ id: 4, rank: null, name: 'Finance', level: 'unread', opaque: true });
  const all = theUngrouped({ rank: null, level: 'unread' });
  const devices = [
    ...many(3, (n) => ({ name: `lab-${n}`, tags: ['lab'], groupId: 9 })),
    ...many(2, (n) => ({ name: `fin-${n}`, tags: ['kiosk'], groupId: 4 })),
    ...many(5, (n) => ({ name: `pc-${n}`, tags: ['kiosk'] })),
  ];
  const creating = (before: { id: number; name: string } | null): Change => {
    const definition = { name: 'Kiosk', description: '', level: 'full', access: [] };
    const conditions = [row('tag', 'equals', 'kiosk')];
    return { kind: 'device-group.create', definition: { ...definition, conditions }, before } as Change;
  };

  it('reckons who would move from the known ones, and binds nothing to it', () => {
    const last = told(creating(null), [known, unread, all], devices);
    assert.match(last.headline, /^5 of 10 devices would move/);
    assert(
      last.lines.includes(
        "Of the rules of this tenant's groups, those of Lab are known; devices in other groups count where Defender reports them.",
      ),
      last.lines.join('\n'),
    );
    assert.equal(last.base.preview, null);
  });

  it('says of whom it is not known whether they move', () => {
    const first = told(creating({ id: 9, name: 'Lab' }), [known, unread, all], devices);
    assert.equal(first.headline, '5 of 10 devices would move (reckoned), and 2 more may.');
    assert.match(
      first.lines[0] ?? '',
      /^2 more devices match and are .* not known: they may move too \(Finance 2\)\.$/,
    );
    const ahead = told(creating({ id: 4, name: 'Finance' }), [known, unread, all], devices);
    assert.equal(ahead.headline, '7 of 10 devices would move (reckoned).');
  });
});
