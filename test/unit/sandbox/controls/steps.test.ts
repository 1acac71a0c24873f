import assert from 'node:assert/strict';
import type { Change } from '../../../../src/changes/registry/change.ts';
import {
  changeUngroupedInstructions,
  createGroupInstructions,
  deleteGroupInstructions,
  featureInstructions,
  rankGroupInstructions,
  updateGroupInstructions,
} from '../../../../src/defender/guided/portal-instructions.ts';
import { doSteps, type HandedStep } from '../../../../src/sandbox/controls/do-steps.ts';
import type { Sandbox } from '../../../../src/sandbox/start-sandbox.ts';
import { type Json, openSandbox, send } from '../defender/portal-browser.ts';

const OMAR = 'omar@harbourline.example';
const ACCESS = '66666666-0000-4000-8000-000000000001';

describe('a person who follows the steps that Airlock handed over', () => {
  let sandbox: Sandbox;
  let flipped: object[];
  beforeEach(async () => {
    sandbox = await openSandbox();
    flipped = [];
  });
  afterEach(() => sandbox.close());

  const follow = ({ steps }: { readonly steps: readonly HandedStep[] }) =>
    doSteps(sandbox.world, steps, { by: OMAR, setFeatures: (features) => flipped.push(features) });
  const group = (name: string): Json => sandbox.world.tenant.deviceGroups.find(({ Name }) => Name.trim() === name);
  const names = () => sandbox.world.tenant.deviceGroups.map(({ Name }) => Name.trim());
  const idOf = (name: string): number => group(name).MachineGroupId;

  it('makes a group with every field, at its rank', () => {
    const definition = {
      name: 'HR laptops',
      description: 'Payroll',
      level: 'semi-all-folders',
      conditions: [
        { property: 'tag', operator: 'equals', value: 'hr' },
        { property: 'name', operator: 'starts-with', value: 'HR-' },
        { property: 'os', values: ['Windows11', 'macOS'] },
      ],
      access: [{ id: ACCESS, name: 'SOC (tier 2)' }],
    } as const;
    const change = { kind: 'device-group.create', definition, before: { id: idOf('Servers'), name: 'Servers' } };
    assert.equal(follow(createGroupInstructions(change as never)), undefined);
    assert.deepEqual(names().slice(2, 5), ['Executives', 'HR laptops', 'Servers']);
    const made = group('HR laptops');
    assert.deepEqual([made.Description, made.AutoRemediationLevel, made.Priority], ['Payroll', 1, 4]);
    assert.deepEqual(made.GroupRules, [
      { OperatorType: 0, Property: 0, PropertyValue: 'HR-' },
      { OperatorType: 2, Property: 2, PropertyValue: 'hr' },
      { OperatorType: 4, Property: 3, PropertyValue: '["Windows11","macOS"]' },
    ]);
    assert.equal(made.MachineGroupAssignments[0].WcdAadGroup.ObjectId, ACCESS);
    assert.equal(sandbox.world.tenant.writes.at(-1)?.by, OMAR);
  });

  it('changes, ranks and deletes groups, and nothing besides', () => {
    const lab = { id: idOf('Lab'), name: 'Lab' };
    const before = group('Lab');
    const set = { name: 'Test lab', level: 'full' } as const;
    assert.equal(follow(updateGroupInstructions({ kind: 'device-group.update', group: lab, set })), undefined);
    const { LastUpdated: _one, ...after } = group('Test lab');
    const { LastUpdated: _two, ...was } = before;
    assert.deepEqual(after, { ...was, Name: 'Test lab', AutoRemediationLevel: 3 });
    const first = { id: idOf('Domain controllers'), name: 'Domain controllers' };
    const ranked = { id: lab.id, name: 'Test lab' };
    assert.equal(follow(rankGroupInstructions({ kind: 'device-group.rank', group: ranked, before: first })), undefined);
    assert.equal(names()[0], 'Test lab');
    assert.equal(follow(rankGroupInstructions({ kind: 'device-group.rank', group: ranked, before: null })), undefined);
    assert.equal(names().at(-2), 'Test lab');
    assert.equal(follow(deleteGroupInstructions({ kind: 'device-group.delete', group: ranked })), undefined);
    assert.ok(!names().includes('Test lab'));
    assert.equal(follow(changeUngroupedInstructions({ kind: 'ungrouped-devices', set: { level: 'none' } })), undefined);
    assert.equal(sandbox.world.tenant.deviceGroups.at(-1)?.AutoRemediationLevel, 0);
  });

  it('sets a switch, and is stuck where the portal does not show what the steps name', () => {
    const change: Extract<Change, { kind: 'advanced-feature' }> = {
      kind: 'advanced-feature',
      feature: 'auto-resolve-alerts',
      to: 'on',
    };
    assert.equal(follow(featureInstructions(change)), undefined);
    assert.deepEqual(flipped, [{ AutoResolveInvestigatedAlerts: true }]);
    const gone = { id: 99, name: 'Gone' };
    assert.match(
      follow(deleteGroupInstructions({ kind: 'device-group.delete', group: gone })) ?? '',
      /lists no device group "Gone"/,
    );
    assert.match(follow({ steps: [{ title: 'Dance', fields: [] }] }) ?? '', /nothing for the step "Dance"/);
  });

  it('is who was chosen, if they may in Defender, and the audit log says so some time later', async () => {
    await sandbox.close();
    const { steps } = featureInstructions({ kind: 'advanced-feature', feature: 'auto-resolve-alerts', to: 'on' });
    const handed = async () => [{ number: 4, title: 'Turn on Automatically resolve alerts', steps }];
    const connectors = { kinds: {}, current: () => 'guided', choose: async () => {}, handed };
    sandbox = await openSandbox('classic', { connectors });
    assert.deepEqual((await send(`${sandbox.url}/sandbox/steps`)).body, await handed());
    const follows = (body: object) => send(`${sandbox.url}/sandbox/steps`, { method: 'POST', body });
    assert.match((await follows({ request: 4, as: 'rita@harbourline.example' })).body.error, /may not change settings/);
    assert.match((await follows({ request: 5, as: OMAR })).body.error, /No steps of #5 wait/);
    assert.equal((await follows({ request: 4, as: OMAR })).status, 200);
    assert.equal(sandbox.world.tenant.advancedFeatures.AutoResolveInvestigatedAlerts, true);
    const [record] = (await send(`${sandbox.url}/sandbox/audit-log`)).body.records;
    assert.deepEqual([record.by, record.value, record.in > 0], [OMAR, true, true]);
  });
});
