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

  it('is made by whoever is named, if they may in Defender, and the audit log says who', async () => {
    const records = async () => (await send(`${sandbox.url}/sandbox/audit-log`)).body.records;
    const features = { AutoResolveInvestigatedAlerts: true };
    await edit({ as: 'Grace@harbourline.example', features });
    assert.equal(last()?.by, 'grace@harbourline.example');
    await edit({ as: 'omar@harbourline.example', group: 'Lab', set: { AutoRemediationLevel: 3 } });
    assert.equal(last()?.by, 'omar@harbourline.example');
    assert.deepEqual(
      (await records()).map(({ by, setting, value, in: seconds }: Json) => [by, setting, value, seconds]),
      [['grace@harbourline.example', 'Automatically resolve alerts', true, 300]],
      'device groups have no record',
    );
    sandbox.pass(299_000);
    assert.equal((await records())[0].in, 1);
    await send(`${sandbox.url}/sandbox/audit-log`, { method: 'POST', body: { show: true } });
    assert.equal((await records())[0].in, 0);
    for (const [as, says] of [
      ['rita@harbourline.example', /Rita Rossi may not change settings/],
      ['dora@harbourline.example', /Dora Dimitrova may not/],
      ['nobody@harbourline.example', /Nobody is called/],
    ] as const) {
      const refused = await edit({ as, features: { AutoResolveInvestigatedAlerts: false } });
      assert.deepEqual([refused.status, says.test(refused.body.error)], [400, true], as);
    }
    assert.equal(sandbox.world.tenant.advancedFeatures.AutoResolveInvestigatedAlerts, true);
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
