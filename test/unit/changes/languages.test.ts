import assert from 'node:assert/strict';
import type { Change } from '../../../src/changes/registry/change.ts';
import { kindOf } from '../../../src/changes/registry/kind-of.ts';
import { MARKS } from '../../../src/shared/language/pseudo.ts';
import { inLanguage } from '../../../src/shared/language/worded.ts';
import { DEVICES, finance, GROUPS, servers } from '../../support/samples/group-samples.ts';
import { groupSnapshot } from '../../support/samples/group-snapshot.ts';

const lack = { leftOut: 1, brokenOff: true, incomplete: 2 };
const now = {
  ...groupSnapshot(GROUPS, DEVICES),
  devicesLack: lack,
  tags: { found: [], lacks: null },
  actions: { found: [], lacks: null },
  indicators: { found: [], lacks: null },
};
const [first] = DEVICES;
const device = { id: first?.id ?? '', name: first?.name ?? '' };
const names = { names: [device.name] };

const CHANGES: readonly Change[] = [
  { kind: 'device-group.update', group: { id: finance.id, name: finance.name }, set: { level: 'none' } },
  { kind: 'device-group.delete', group: { id: servers.id, name: servers.name } },
  { kind: 'ungrouped-devices', set: { level: 'none' } },
  { kind: 'device-tags', action: 'add', tag: 'vip', wanted: names, devices: [device] },
  { kind: 'response-actions', act: 'isolate', wanted: names, devices: [{ ...device, os: '' }], leftOut: 0 },
];

describe('a change in another language', () => {
  for (const change of CHANGES) {
    const rules = kindOf(change);
    const base = rules.base(change, now);

    it(`has one base, and one list of devices and items, in all of them: ${change.kind}`, () => {
      const stored = () => ({
        base: rules.base(change, { ...now }),
        affected: rules.affected(change, { ...now }),
        items: rules.items?.(change, base),
        knownBy: rules.knownBy(change, now),
      });
      assert.deepEqual(inLanguage('qps-ploc', stored), stored());
    });

    it(`says what it is and does in each, whatever was said before: ${change.kind}`, () => {
      const frozen = Object.freeze(base);
      const same = Object.freeze(change);
      const said = () =>
        [rules.title(same), rules.diff(same, frozen), rules.risk(same, frozen)].map((part) => JSON.stringify(part));
      const english = said();
      const other = inLanguage('qps-ploc', said);
      assert(english.every((part) => !part.includes(MARKS.from)));
      assert(other.every((part) => part.includes(MARKS.from)));
      assert.deepEqual(said(), english);
    });
  }

  it('names the ungrouped devices in its effects, though they are stored in English', () => {
    const change = { kind: 'device-group.delete', group: { id: servers.id, name: servers.name } } as const;
    const base = kindOf(change).base(change, now);
    assert(JSON.stringify(base).includes('Ungrouped devices'));
    const effects = inLanguage('qps-ploc', () => JSON.stringify(kindOf(change).effects(change, base)));
    assert(!effects.includes('Ungrouped devices'));
  });
});
