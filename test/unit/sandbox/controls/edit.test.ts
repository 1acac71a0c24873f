import assert from 'node:assert/strict';
import type { Sandbox } from '../../../../src/sandbox/start-sandbox.ts';
import { type Json, openSandbox, PortalBrowser, send } from '../defender/portal-browser.ts';

describe("a change behind the bot's back", () => {
  let sandbox: Sandbox & { pass(ms: number): void };
  const edit = (body: unknown) => send(`${sandbox.url}/sandbox/edit`, { method: 'POST', body });
  const group = (name: string): Json => sandbox.world.tenant.deviceGroups.find(({ Name }) => Name.trim() === name);
  const last = () => sandbox.world.tenant.writes.at(-1);

  beforeEach(async () => {
    sandbox = await openSandbox();
  });
  afterEach(() => sandbox.close());

  it('sets settings and leaves the others', async () => {
    const before = sandbox.world.tenant.advancedFeatures;
    const answer = await edit({ features: { AutoResolveInvestigatedAlerts: true } });
    assert.deepEqual(answer.body.advancedFeatures, { ...before, AutoResolveInvestigatedAlerts: true });
    assert.deepEqual(last(), {
      at: '2026-11-24T03:00:00.000Z',
      what: 'advanced features: AutoResolveInvestigatedAlerts: false -> true',
      by: 'portal user',
    });
  });

  it('sets keys of a group, by name or number, and the portal shows it at once', async () => {
    const before = group('Lab');
    await edit({ group: 'lab', set: { AutoRemediationLevel: 4, Colour: 'red' } });
    assert.deepEqual(group('Lab'), {
      ...before,
      AutoRemediationLevel: 4,
      Colour: 'red',
      LastUpdated: '2026-11-24T03:00:00.0000000Z',
    });
    await edit({ group: before.MachineGroupId, set: { Name: 'Rigs' } });
    assert.equal(last()?.what, "device groups: changed 'Rigs' (9): Name Lab -> Rigs");
    const shown = await new PortalBrowser(sandbox).groups();
    assert(shown.some(({ Name }) => Name === 'Rigs'));
  });

  it('moves devices when it changes rules or ranks', async () => {
    await edit({ group: 'Executives', set: { Priority: 0 } });
    const found = (await send(`${sandbox.url}/sandbox/devices?group=Executives`)).body;
    assert.equal(found.total, 8);
    assert.equal(sandbox.world.tenant.deviceGroups[0]?.Name, 'Executives');
  });

  it('replaces, adds and deletes groups', async () => {
    const { Description: _gone, ...rest } = group('Lab');
    await edit({ group: 'Lab', replace: { ...rest, MachineGroupId: 77, GroupRules: [] } });
    assert.deepEqual([group('Lab').MachineGroupId, group('Lab').Description], [9, '']);
    await edit({ create: { ...rest, Name: 'Added', Priority: 7 } });
    assert.equal(group('Added').MachineGroupId, 10);
    await edit({ group: 'Added', delete: true });
    assert.equal(group('Added'), undefined);
    assert.equal(last()?.what, "device groups: deleted 'Added' (10)");
  });

  it('can change the ungrouped devices, and neither delete them nor make others of their kind', async () => {
    assert.equal((await edit({ group: '', set: { AutoRemediationLevel: 0 } })).status, 200);
    assert.equal(group('').AutoRemediationLevel, 0);
    assert.equal((await edit({ group: '', delete: true })).status, 400);
    await edit({ group: 'Lab', set: { IsUnassignedMachineGroup: true } });
    assert.equal(group('Lab').IsUnassignedMachineGroup, false);
  });

  for (const [name, body] of [
    ['nothing', {}],
    ['two edits in one', { features: {}, group: 'Lab', delete: true }],
    ['a group that is not there', { group: 'Nowhere', delete: true }],
    ['a group of the wrong shape', { group: 'Lab', set: { Priority: 'first' } }],
    ['a setting that is no switch', { features: { EnableEndpointDlp: 'yes' } }],
  ] as const) {
    it(`is refused for ${name}`, async () => {
      const answer = await edit(body);
      assert.equal(answer.status, 400);
      assert.equal(typeof answer.body.error, 'string');
      assert.deepEqual(sandbox.world.tenant.writes, []);
    });
  }
});
