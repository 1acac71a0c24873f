import assert from 'node:assert/strict';
import type {
  ConditionInput,
  FormInput,
  GroupFields,
} from '../../../../../src/changes/device-group/input/group-input.ts';
import { inputOfGroup } from '../../../../../src/changes/device-group/input/input-of-change.ts';
import { resolveInput } from '../../../../../src/changes/device-group/input/resolve-input.ts';
import { validateInput } from '../../../../../src/changes/device-group/input/validate-input.ts';
import type { DeviceGroup, TextCondition } from '../../../../../src/changes/device-group.ts';
import type { TenantSnapshot } from '../../../../../src/changes/tenant-snapshot.ts';
import { aGroup, theUngrouped } from '../../../../support/samples/device-samples.ts';
import { sandboxSnapshot } from '../../../../support/samples/sandbox-snapshot.ts';

const tag = (value: string): TextCondition => ({ property: 'tag', operator: 'equals', value });
const os = (...values: string[]) => ({ property: 'os', values }) as const;

/** Groups as they are made in the portal, which Airlock itself would not let anybody make. */
const GROUPS: Readonly<Record<string, Partial<DeviceGroup>>> = {
  'an operating system without a known name': { conditions: [os('Windows7', 'Windows8Blue')] },
  'two spellings of one operating system': { conditions: [os('macOS', 'MacOS', 'Windows 11')] },
  'a description of 600 characters': { description: 'x'.repeat(600) },
  'a description with an invisible character': { description: 'a\u200Bb' },
  'twelve rows on tags': { conditions: Array.from({ length: 12 }, (_, n) => tag(`site-${n}`)) },
  'a tag with a variation selector': { conditions: [tag('⚠️ legacy')] },
  'a value of 300 characters': { conditions: [tag('x'.repeat(300))] },
  'rows that differ in case alone': { conditions: [tag('Plant'), tag('plant')] },
  'a name of one symbol': { name: '***' },
  'a name of 130 characters': { name: 'n'.repeat(130) },
  'the name of the ungrouped devices': { name: 'Ungrouped devices' },
  'no condition at all': { conditions: [] },
  'an Entra group that is gone': { access: [{ id: '6e000000-0000-4000-8000-0000000000bb', name: '' }] },
  'a level without a name': { level: 'unknown:4' },
};

const base = { id: 9, name: 'Old plant', conditions: [tag('plant')], level: 'none' } as const;
const withGroup = (group: DeviceGroup): TenantSnapshot => ({
  ...sandboxSnapshot(),
  groups: [group, theUngrouped()],
});

/** The form of a group with other values typed into it, checked on the tenant as it is now. */
function checked(group: DeviceGroup, typed: Partial<GroupFields>, now = withGroup(group)) {
  const opened = inputOfGroup(group);
  assert(opened.kind === 'device-group.update');
  const input: FormInput = { ...opened, fields: { ...opened.fields, ...typed } };
  const standing = { fields: [opened.fields] };
  return { own: validateInput(input, standing), resolved: resolveInput(input, now, { opened }) };
}

function setOf({ resolved }: ReturnType<typeof checked>) {
  assert(resolved.verdict === 'open' && resolved.change.kind === 'device-group.update', JSON.stringify(resolved));
  return resolved.change.set;
}

const rowsOf = (group: DeviceGroup): readonly ConditionInput[] => {
  const { fields } = inputOfGroup(group);
  return 'conditions' in fields ? (fields.conditions ?? []) : [];
};

describe('what stands in a tenant is not judged', () => {
  for (const [what, fields] of Object.entries(GROUPS)) {
    const group = aGroup({ ...base, ...fields });

    it(`${what}: the level alone is changed, by form and by line`, () => {
      const form = checked(group, { level: 'full' });
      assert.deepEqual(form.own, []);
      assert.deepEqual(setOf(form), { level: 'full' });
      const line = resolveInput(
        { kind: 'device-group.update', group: { name: group.name }, fields: { level: 'full' } },
        withGroup(group),
      );
      if (what !== 'the name of the ungrouped devices' || line.verdict === 'open')
        assert.equal(line.verdict, 'open', JSON.stringify(line));
    });

    it(`${what}: another row is added, and every other stays letter by letter`, () => {
      const rows = rowsOf(group);
      const form = checked(group, {
        conditions: [{ property: 'domain', operator: 'equals', value: 'x.example' }, ...rows],
      });
      assert.deepEqual(form.own, []);
      const { conditions = [] } = setOf(form);
      for (const row of group.conditions) {
        const values = row.property === 'os' ? row.values : [row.value];
        const kept = conditions.flatMap((one) => (one.property === 'os' ? one.values : [one.value]));
        for (const value of values) assert(kept.includes(value), value);
      }
      assert.equal(conditions.length, group.conditions.length + 1);
    });
  }

  it('judges what is typed beside it', () => {
    const plant = aGroup({ ...base, conditions: [tag('Plant'), tag('plant')] });
    const more = [...rowsOf(plant), { property: 'tag', operator: 'equals', value: 'PLANT' }];
    assert.deepEqual(
      checked(plant, { conditions: more }).own.map(({ field }) => field),
      ['conditions.2.value'],
    );
    const seven = aGroup({ ...base, conditions: [os('Windows7')] });
    const other = checked(seven, { conditions: [{ property: 'os', operator: '', value: 'Windows7, Ubuntu' }] });
    assert.match(other.own[0]?.message ?? '', /^Airlock does not know the name Defender uses for "Ubuntu"\./);
    const twelve = aGroup({ ...base, conditions: Array.from({ length: 12 }, (_, n) => tag(`site-${n}`)) });
    const thirteen = [...rowsOf(twelve), { property: 'tag', operator: 'equals', value: 'site-13' }];
    assert.match(checked(twelve, { conditions: thirteen }).own[0]?.message ?? '', /13 conditions on tag/);
    assert.deepEqual(checked(twelve, { conditions: thirteen.slice(1) }).own, []);
    assert.equal(checked(aGroup({ ...base, name: '***' }), { name: '**' }).own.length, 1);
  });

  it('leaves a field that nobody touched as somebody else made it meanwhile', () => {
    const group = aGroup({ ...base });
    const meanwhile = withGroup({ ...group, description: 'by somebody else', conditions: [tag('other')] });
    assert.deepEqual(setOf(checked(group, { level: 'full' }, meanwhile)), { level: 'full' });
  });

  it('is what a draft was made of, too: a reverted rule can be sent again', () => {
    const group = aGroup({ ...base });
    const opened = inputOfGroup(group);
    const rows = [{ property: 'os', operator: '', value: 'Windows7' }];
    const draftedInput: FormInput = { kind: 'device-group.update', group: { id: 9 }, fields: { conditions: rows } };
    const input: FormInput = { ...draftedInput, fields: { ...draftedInput.fields, level: 'full' } };
    const resolved = resolveInput(input, withGroup(group), { opened, draftedInput });
    assert(resolved.verdict === 'open' && resolved.change.kind === 'device-group.update', JSON.stringify(resolved));
    assert.deepEqual(resolved.change.set, { level: 'full', conditions: [os('Windows7')] });
  });
});

describe('an operating system that Airlock has no name for', () => {
  const input = (value: string) =>
    ({
      kind: 'device-group.create',
      fields: {
        ...{ name: 'Kiosks', description: '', level: 'full', access: [] },
        conditions: [{ property: 'os', operator: '', value }],
      },
    }) as const;

  it('is refused where Airlock writes, as unknown to Airlock and not to Defender', () => {
    const message = validateInput(input('Windows 7, Ubuntu'))[0]?.message ?? '';
    assert.match(message, /^Airlock does not know the names Defender uses for "Windows 7" and "Ubuntu"\./);
    assert.doesNotMatch(message, /Defender knows/);
  });

  it('passes as typed where a person picks it, unless nobody could read it', () => {
    const byHand = { ...sandboxSnapshot(), byHand: true } as const;
    const resolved = resolveInput(input('Windows 7, windows 11'), byHand);
    assert(resolved.verdict === 'open' && resolved.change.kind === 'device-group.create', JSON.stringify(resolved));
    assert.deepEqual(resolved.change.definition.conditions, [os('Windows 7', 'Windows11')]);
    assert.equal(resolveInput(input('Win\u202Edows'), byHand).verdict, 'invalid');
    assert.deepEqual(validateInput(input('Ubuntu'), { fields: [], anySystem: true }), []);
  });
});
