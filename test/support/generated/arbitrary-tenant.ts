import fc from 'fast-check';
import type { Condition, Device, DeviceGroup } from '../../../src/changes/device-group.ts';
import { TEXT_OPERATORS, TEXT_PROPERTIES } from '../../../src/changes/device-group.ts';
import { REMEDIATION_LEVELS } from '../../../src/changes/remediation-level.ts';
import { aDevice } from '../samples/device-samples.ts';

/** Few characters, so that conditions are met, overlap and nest; among them some whose lower case is peculiar. */
const text = fc.string({ unit: fc.constantFrom('a', 'A', 'b', 'B', '-', ' ', 'İ', 'Σ', 'ß', '😀'), maxLength: 6 });
const shortText = fc.string({ unit: fc.constantFrom('a', 'A', 'b', '-', 'Σ', ' '), maxLength: 3 });
const system = fc.constantFrom('Windows11', 'windows11', 'Windows10', 'Linux', 'macOS', '');

const condition: fc.Arbitrary<Condition> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      property: fc.constantFrom(...TEXT_PROPERTIES),
      operator: fc.constantFrom(...TEXT_OPERATORS),
      value: shortText,
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ property: fc.constant('os' as const), values: fc.array(system, { maxLength: 3 }) }),
  },
);

/** Devices with ids of their own; some are reported in groups that may or may not exist. */
export const arbitraryDevices: fc.Arbitrary<Device[]> = fc
  .array(
    fc.record({
      name: text,
      domain: text,
      os: system,
      tags: fc.array(text, { maxLength: 3 }),
      groupId: fc.option(fc.integer({ min: 1, max: 8 })),
    }),
    { maxLength: 12 },
  )
  .map((devices) => devices.map((device, n) => aDevice({ ...device, id: `device-${n}` })));

const ruleGroup = fc.record({
  level: fc.constantFrom(...REMEDIATION_LEVELS, 'unknown:4' as const),
  rank: fc.integer({ min: 1, max: 5 }),
  conditions: fc.array(condition, { maxLength: 4 }),
  opaque: fc.integer({ min: 0, max: 9 }).map((n) => n === 0),
});

/** Up to 40 groups in any order, ranks with ties, an ungrouped group most of the time (id 1). */
export const arbitraryGroups: fc.Arbitrary<DeviceGroup[]> = fc
  .tuple(fc.array(ruleGroup, { maxLength: 40 }), fc.nat(), fc.integer({ min: 0, max: 9 }))
  .map(([rules, position, withoutRest]) => {
    const groups = rules.map((rule, n): DeviceGroup => {
      return { ...rule, id: n + 2, name: `Group ${n + 2}`, description: '', access: [], ungrouped: false };
    });
    const rest: DeviceGroup = {
      ...{ id: 1, name: 'Ungrouped devices (default)', description: '', level: 'full', rank: null },
      ...{ conditions: [], opaque: false, access: [], ungrouped: true },
    };
    if (withoutRest > 0) groups.splice(position % (groups.length + 1), 0, rest);
    return groups;
  });
