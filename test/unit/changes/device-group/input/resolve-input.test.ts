import assert from 'node:assert/strict';
import { findGroup } from '../../../../../src/changes/device-group/input/find-names.ts';
import type {
  CreateGroupInput,
  GroupFields,
  GroupInput,
  PlaceInput,
} from '../../../../../src/changes/device-group/input/group-input.ts';
import { resolveInput } from '../../../../../src/changes/device-group/input/resolve-input.ts';
import type { TenantSnapshot } from '../../../../../src/changes/tenant-snapshot.ts';
import { BAD_INPUTS, GOOD_FIELDS } from '../../../../support/samples/bad-inputs.ts';
import { aGroup, theUngrouped } from '../../../../support/samples/device-samples.ts';
import { sandboxSnapshot } from '../../../../support/samples/sandbox-snapshot.ts';

const now = sandboxSnapshot();
const auditors = now.access.find(({ name }) => name === 'Auditors');
assert(auditors);

const creating = (place: PlaceInput | undefined, fields: Partial<GroupFields> = {}): CreateGroupInput => {
  return { kind: 'device-group.create', fields: { ...GOOD_FIELDS, ...fields }, ...(place && { place }) };
};
const changing = (name: string, fields: Partial<GroupFields>): GroupInput => {
  return { kind: 'device-group.update', group: { name }, fields };
};
const ranking = (name: string, place: PlaceInput): GroupInput => ({
  kind: 'device-group.rank',
  group: { name },
  place,
});
const faultsOf = (input: GroupInput, snapshot: TenantSnapshot = now) => {
  const resolved = resolveInput(input, snapshot);
  return resolved.verdict === 'invalid' ? resolved.faults : [];
};
const changeOf = (input: GroupInput, snapshot: TenantSnapshot = now) => {
  const resolved = resolveInput(input, snapshot);
  assert(resolved.verdict === 'open', JSON.stringify(resolved));
  return resolved.change;
};
const beforeOf = (input: GroupInput) => {
  const change = changeOf(input);
  return 'before' in change ? (change.before?.name ?? null) : undefined;
};
const withGroups = (...groups: ReturnType<typeof aGroup>[]) => ({ ...now, groups: [...groups, theUngrouped()] });

describe('resolveInput', () => {
  for (const { name, input, fields } of BAD_INPUTS) {
    it(`refuses ${name}, at ${fields.join(', ')}`, () => {
      const faults = faultsOf(input);
      assert.deepEqual([...new Set(faults.map(({ field }) => field))].sort(), [...fields].sort());
    });
  }

  it('reports each field once: faults of the typed text before faults that the tenant shows', () => {
    assert.deepEqual(faultsOf(changing('', { level: 'full' })), [
      { field: 'group', message: 'A device group must be named.' },
    ]);
  });

  it('makes a new group of what was typed: names found, spellings resolved, spaces gone', () => {
    const conditions = [
      { property: 'Device name', operator: 'Starts with', value: ' LAP-FIN- ' },
      { property: 'OS', operator: '', value: 'windows 11, Server 2022' },
      { property: 'tag', operator: 'equals', value: '' },
    ];
    const input = creating(
      { at: 'before', group: { name: 'SERVERS' } },
      { ...{ name: '  Finance  laptops ', level: 'No automated response', conditions }, access: ['auditors', ''] },
    );
    assert.deepEqual(changeOf(input), {
      kind: 'device-group.create',
      definition: {
        ...{ name: 'Finance laptops', description: 'Laptops of accounting', level: 'none' },
        conditions: [
          { property: 'name', operator: 'starts-with', value: 'LAP-FIN-' },
          { property: 'os', values: ['Windows11', 'WindowsServer2022'] },
        ],
        access: [auditors],
      },
      before: { id: 6, name: 'Servers' },
    });
  });

  it('finds the place among the others, however it is expressed', () => {
    const places: [PlaceInput | undefined, string | null][] = [
      [undefined, null],
      [{ at: 'last' }, null],
      [{ at: 'rank', rank: '1' }, 'Domain controllers'],
      [{ at: 'rank', rank: ' 6 ' }, null],
      [{ at: 'before', group: { id: 5 } }, 'Executives'],
      [{ at: 'after', group: { name: 'executives' } }, 'Servers'],
      [{ at: 'after', group: { name: 'Lab' } }, null],
    ];
    for (const [place, before] of places) assert.equal(beforeOf(creating(place)), before, JSON.stringify(place));
  });

  it('counts ranks without the group that is ranked', () => {
    assert.equal(beforeOf(ranking('Finance', { at: 'rank', rank: '1' })), 'Domain controllers');
    assert.equal(beforeOf(ranking('Finance', { at: 'rank', rank: '3' })), 'Servers');
    assert.equal(beforeOf(ranking('Finance', { at: 'rank', rank: '5' })), null);
    assert.equal(beforeOf(ranking('Finance', { at: 'after', group: { name: 'Executives' } })), 'Servers');
  });

  it('says that there is nothing to approve where a group stands there already', () => {
    const places: PlaceInput[] = [
      { at: 'rank', rank: '2' },
      { at: 'before', group: { name: 'Executives' } },
      { at: 'after', group: { name: 'Domain controllers' } },
    ];
    for (const place of places) assert.equal(resolveInput(ranking('Finance', place), now).verdict, 'already');
  });

  it('puts only what differs into a change', () => {
    const same = { description: 'Payment runs must not be interrupted', access: ['SOC TIER 2'] };
    const input = changing('finance', { ...same, name: 'Finance', level: 'full' });
    assert.deepEqual(changeOf(input), {
      ...{ kind: 'device-group.update', group: { id: 4, name: 'Finance' } },
      set: { level: 'full' },
    });
  });

  it('says that there is nothing to approve where nothing is asked to change', () => {
    const level = 'Semi - require approval for non-temp folders';
    const inputs: GroupInput[] = [
      changing('Finance', {}),
      changing('Finance', { level }),
      changing('Finance', { level: '' }),
      { kind: 'ungrouped-devices', fields: {} },
      { kind: 'ungrouped-devices', fields: { level: 'FULL', access: [] } },
    ];
    for (const input of inputs) assert.equal(resolveInput(input, now).verdict, 'already', JSON.stringify(input));
  });

  it('lets a group be renamed to another case of its own name, but not to that of another', () => {
    const change = changeOf(changing('Lab', { name: 'LAB' }));
    assert.deepEqual('set' in change && change.set, { name: 'LAB' });
    assert.equal(faultsOf(changing('Lab', { name: 'Sérvers' })).length, 0);
    assert.match(faultsOf(changing('Lab', { name: 'ЅERVERЅ' }))[0]?.message ?? '', /another script/);
  });

  it('does not say that a group is not there where not every group could be read', () => {
    for (const lack of ['some', 'all'] as const) {
      const sought = findGroup({ name: 'Rigs' }, [], { groupsLack: lack });
      assert.match('why' in sought ? sought.why : '', /^No device group called "Rigs" could be read/);
    }
  });

  it('offers the names that are near', () => {
    const [group] = faultsOf(changing('Finanse', { level: 'full' }));
    assert.equal(group?.message, 'There is no device group called "Finanse". Did you mean Finance?');
    const [entra] = faultsOf(creating(undefined, { access: ['SOC tier'] }));
    assert.match(entra?.message ?? '', /Did you mean SOC tier 1 or SOC tier 2\?$/);
  });

  it('asks which one is meant where several names are read alike, and takes the one spelled exactly', () => {
    const two = withGroups(aGroup({ id: 2, name: 'LAB' }), aGroup({ id: 3, name: 'Ｌａｂ' }));
    assert.match(faultsOf(changing('lab', { level: 'none' }), two)[0]?.message ?? '', /LAB \(number 2\) and Ｌａｂ/);
    assert.deepEqual(changeOf({ kind: 'device-group.delete', group: { name: 'LAB' } }, two), {
      ...{ kind: 'device-group.delete', group: { id: 2, name: 'LAB' } },
    });
  });

  it('does not take a name in other letters for the group that it looks like', () => {
    assert.equal(faultsOf({ kind: 'device-group.delete', group: { name: 'Lаb' } })[0]?.field, 'group');
  });

  it('asks for the object id where several Entra groups share a name', () => {
    const twin = { id: '6e000000-0000-4000-8000-0000000000aa', name: 'auditors' };
    const twins = { ...now, access: [...now.access, twin] };
    assert.match(faultsOf(creating(undefined, { access: ['AUDITORS'] }), twins)[0]?.message ?? '', /object id/);
    const change = changeOf(creating(undefined, { access: [twin.id.toUpperCase(), 'Auditors'] }), twins);
    assert.deepEqual('definition' in change && change.definition.access, [twin, auditors]);
  });

  it('lets an Entra group stay that lost its role, also where another is added', () => {
    const gone = { id: '6e000000-0000-4000-8000-0000000000bb', name: 'Old team' };
    const snapshot = withGroups(aGroup({ id: 2, name: 'Lab', access: [gone] }));
    assert.equal(resolveInput(changing('Lab', { access: [gone.id] }), snapshot).verdict, 'already');
    const change = changeOf(changing('Lab', { access: [gone.id, 'Auditors'] }), snapshot);
    assert.deepEqual('set' in change && change.set, { access: [gone, auditors] });
    const without = changeOf(changing('Lab', { access: ['Auditors'] }), snapshot);
    assert.deepEqual('set' in without && without.set, { access: [auditors] });
    const { access: _, ...blind } = snapshot;
    assert.equal(resolveInput(changing('Lab', { access: [gone.id] }), blind).verdict, 'already');
    assert.equal(faultsOf(changing('Lab', { access: [gone.id, 'Auditors'] }), blind)[0]?.field, 'access');
  });

  it('names no group while it is unknown which groups hold a role', () => {
    const { access: _, ...blind } = now;
    assert.deepEqual(
      faultsOf(creating(undefined, { access: ['Auditors'] }), blind).map(({ field }) => field),
      ['access'],
    );
    assert.equal(resolveInput(creating(undefined), blind).verdict, 'open');
  });

  it('refuses conditions for a group with a rule that cannot be read, and nothing else of it', () => {
    const conditions = [{ property: 'tag', operator: 'equals', value: 'x' }];
    const odd = withGroups(aGroup({ id: 2, name: 'Odd', opaque: true, level: 'unknown:4' }));
    assert.deepEqual(
      faultsOf(changing('Odd', { conditions }), odd).map(({ field }) => field),
      ['conditions'],
    );
    assert.equal(resolveInput(changing('Odd', { level: 'full' }), odd).verdict, 'open');
  });

  it('refuses one group more than a tenant can hold', () => {
    const full = withGroups(...Array.from({ length: 1_999 }, (_, n) => aGroup({ id: n + 2 })));
    const [fault] = faultsOf(creating(undefined), full);
    assert.match(fault?.message ?? '', /Microsoft documents at most 2000/);
    assert.equal(resolveInput(creating(undefined), { ...full, groups: full.groups.slice(1) }).verdict, 'open');
  });

  it('says why Defender for Business has none of this', () => {
    const resolved = resolveInput(creating(undefined), { ...now, product: 'business', groups: [] });
    assert.match(
      resolved.verdict === 'unsupported' ? resolved.why : '',
      /Entra groups.*set to Full.*cannot be configured/,
    );
  });
});
