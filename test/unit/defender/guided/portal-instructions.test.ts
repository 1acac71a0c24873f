import assert from 'node:assert/strict';
import type { Change } from '../../../../src/changes/registry/change.ts';
import { REMEDIATION_LEVELS } from '../../../../src/changes/remediation-level.ts';
import { instructionsFor } from '../../../../src/defender/guided/guides.ts';

/** Steps as lines: titles, and under each its fields. */
function lines(change: unknown): string[] {
  return instructionsFor(change as Change).steps.flatMap(({ title, fields }) => [
    title,
    ...fields.map(({ name, values }) => `  ${name} = ${values.join(' | ')}`),
  ]);
}

const conditions = [
  { property: 'os', values: ['WindowsServer2022', 'WindowsServer2025'] },
  { property: 'tag', operator: 'equals', value: 'privileged' },
  { property: 'name', operator: 'starts-with', value: 'SRV-DC-' },
  { property: 'tag', operator: 'equals', value: 'tier 0' },
  { property: 'name', operator: 'ends-with', value: '-DC' },
];
const access = [{ id: '11111111-2222-4333-8444-555555555555', name: 'Server team' }];
const definition = { name: 'Tier 0', description: '', level: 'semi-core-folders', conditions, access };

describe('the instructions for applying a change by hand', () => {
  it('create a group page by page, and rank it only where it is not to be the last', () => {
    const wizard = [
      'Open Settings > Endpoints > Permissions > Device groups',
      'Select Add device group',
      'On the page General, set',
      '  Device group name = Tier 0',
      '  Remediation level = Semi - Approval required for system folders',
      'On the page Devices, have exactly these conditions and no other',
      '  Name: Starts with = SRV-DC-',
      '  Name: Ends with = -DC',
      '  Tag: Equals = privileged | tier 0',
      '  OS = Windows Server 2022 | Windows Server 2025',
      'On the page User access, assign exactly these Entra groups',
      '  Entra groups = Server team (11111111-2222-4333-8444-555555555555)',
      'Select Submit, then Apply changes if the list asks for it',
    ];
    assert.deepEqual(lines({ kind: 'device-group.create', definition, before: null }), wizard);
    assert.deepEqual(lines({ kind: 'device-group.create', definition, before: { id: 4, name: 'Finance' } }), [
      ...wizard,
      'Move the group by its rank to the place right before this one',
      '  Device group = Tier 0',
      '  Right before = Finance',
    ]);
  });

  it('edit what the change names, and say to leave the rest alone', () => {
    const group = { id: 9, name: 'Lab' };
    const set = { description: '', access: [] };
    assert.deepEqual(lines({ kind: 'device-group.update', group, set }), [
      'Open Settings > Endpoints > Permissions > Device groups',
      'Open this group to edit it, and leave everything that is not named here as it is',
      '  Device group = Lab',
      'On the page General, set',
      '  Description = ',
      'On the page User access, assign no group: everybody with portal access sees these devices',
      'Select Submit, then Apply changes if the list asks for it',
    ]);
  });

  it('delete, rank, and change the ungrouped devices', () => {
    const group = { id: 9, name: 'Lab' };
    assert.match(
      lines({ kind: 'device-group.delete', group }).join('\n'),
      /Device group = Lab[\s\S]*e-mail notification rules/,
    );
    assert.match(
      lines({ kind: 'device-group.rank', group, before: null }).join('\n'),
      /to the last place[\s\S]*Device group = Lab/,
    );
    assert.match(
      lines({ kind: 'ungrouped-devices', set: { level: 'none' } }).join('\n'),
      /Device group = Ungrouped devices \(default\)[\s\S]*Remediation level = No automated response/,
    );
  });

  it('name each level unambiguously, and link to the page where they begin', () => {
    const named = REMEDIATION_LEVELS.map((level) => lines({ kind: 'ungrouped-devices', set: { level } }).join('\n'));
    assert.equal(new Set(named).size, REMEDIATION_LEVELS.length);
    const group = { id: 9, name: 'Lab' };
    assert.match(instructionsFor({ kind: 'device-group.delete', group }).link, /\/machine_groups$/);
    const feature = { kind: 'advanced-feature', feature: 'auto-resolve-alerts', to: 'off' } as const;
    assert.match(instructionsFor(feature).link, /\/integration$/);
    assert.match(lines(feature).join('\n'), /Automatically resolve alerts = Off[\s\S]*Save preferences/);
    assert.doesNotMatch(lines(feature).join('\n'), /built in/);
    assert.match(lines({ ...feature, feature: 'automated-investigation' }).join('\n'), /built in/);
  });
});
