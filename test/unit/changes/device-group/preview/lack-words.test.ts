import assert from 'node:assert/strict';
import type { Device } from '../../../../../src/changes/device-group.ts';
import type { Change } from '../../../../../src/changes/registry/change.ts';
import { kindOf } from '../../../../../src/changes/registry/kind-of.ts';
import type { DevicesLack } from '../../../../../src/changes/tenant-snapshot.ts';
import { groupsOf } from '../../../../../src/defender/guided/guided-tenant.ts';
import { aDevice } from '../../../../support/samples/device-samples.ts';
import { finance, GROUPS } from '../../../../support/samples/group-samples.ts';
import { groupSnapshot } from '../../../../support/samples/group-snapshot.ts';
import { toldLines, toldRisk } from '../told-risk.ts';

const tagged = (value: string) => ({ property: 'tag', operator: 'equals', value }) as const;
const definition = { name: 'Rigs', description: '', level: 'none', conditions: [tagged('rig')], access: [] };
const CREATE = { kind: 'device-group.create', definition, before: null } as Change;
const TO_NONE = {
  kind: 'device-group.update',
  group: { id: finance.id, name: finance.name },
  set: { level: 'none' },
} as Change;
const TO_FULL = { kind: 'ungrouped-devices', set: { level: 'full' } } as Change;
const OTHERS = [aDevice({ id: 'a', groupId: null })];

/** What a card says of a change of a tenant with these devices. */
function told(change: Change, devices: readonly Device[], devicesLack?: DevicesLack) {
  const rules = kindOf(change);
  const now = groupSnapshot(GROUPS, devices, devicesLack ? { devicesLack } : {});
  const base = rules.base(change, now);
  const effects = rules.effects(change, base);
  const { banner, lowersProtection } = toldRisk(rules.risk(change, base));
  return { headline: effects?.headline, lines: toldLines(effects), banner, lowersProtection };
}

const lack = (more: Partial<DevicesLack>): DevicesLack => ({ leftOut: 0, brokenOff: false, ...more });

describe('a list of devices that is not whole', () => {
  for (const [what, lacks, headline, lines] of [
    [
      'records that cannot be used',
      lack({ leftOut: 12 }),
      'None of 1 device that could be read',
      ["12 records of Defender's list could not be read and are left out."],
    ],
    [
      'one such record',
      lack({ leftOut: 1 }),
      'None of 1 device that could be read',
      ["1 record of Defender's list could not be read and is left out."],
    ],
    [
      'its end',
      lack({ brokenOff: true }),
      'None of 1 device that could be read',
      ["Defender's list of devices broke off: there may be more."],
    ],
    [
      'parts of records',
      lack({ incomplete: 3 }),
      'None of 1 device',
      ['3 devices came without a name, system, tags or group; what is missing counts as empty.'],
    ],
  ] as const)
    it(`is told by what it lacks: ${what}`, () => {
      const seen = told(CREATE, OTHERS, lacks);
      assert.equal(seen.headline, `${headline} would move or get another remediation level (reckoned).`);
      assert.deepEqual(seen.lines.slice(0, lines.length), lines);
    });

  it('proves nothing of protection: what was not read may be lowered', () => {
    const unknown = 'It is not known whether this lowers protection: not every device could be read.';
    for (const lacks of [lack({ leftOut: 1 }), lack({ brokenOff: true })]) {
      assert.equal(told(CREATE, OTHERS, lacks).banner, unknown);
      assert.equal(told(TO_FULL, OTHERS, lacks).banner, null);
      assert.match(told(TO_NONE, OTHERS, lacks).banner ?? '', /falls .*, and no device that could be read is there\.$/);
    }
    assert.equal(told(CREATE, OTHERS, lack({ incomplete: 1 })).banner, null);
    assert.match(told(TO_NONE, OTHERS).banner ?? '', /, and Defender reports no device there\.$/);
  });

  it('without a device says that none could be read, never that none is there', () => {
    const seen = told(CREATE, []);
    assert.equal(seen.headline, 'No device could be read: Defender lists none.');
    assert.equal(seen.banner, 'It is not known whether this lowers protection: no device could be read.');
    assert.equal(seen.lowersProtection, true);
    assert.match(told(TO_NONE, []).banner ?? '', /, and no device could be read\.$/);
  });

  it('is told where rules cannot be read, too', () => {
    const rules = kindOf(CREATE);
    const groups = groupsOf([{ id: 4, name: 'Finance', description: null }], null);
    const lines = (devices: readonly Device[], devicesLack?: DevicesLack) => {
      const now = groupSnapshot(groups, devices, devicesLack ? { devicesLack } : {});
      return toldLines(rules.effects(CREATE, rules.base(CREATE, now)));
    };
    assert.deepEqual(lines([]), ['No device could be read: Defender lists none.']);
    const [first, second] = lines(OTHERS, lack({ brokenOff: true }));
    assert.equal(first, "Defender's list of devices broke off: there may be more.");
    assert.match(second ?? '', /match 0 of 1 device that could be read \(reckoned\);/);
  });
});
