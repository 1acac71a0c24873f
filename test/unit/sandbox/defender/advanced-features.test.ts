import assert from 'node:assert/strict';
import type { TenantKind } from '../../../../src/sandbox/company/world.ts';
import type { Sandbox } from '../../../../src/sandbox/start-sandbox.ts';
import { FEATURES, type Json, openSandbox, PortalBrowser, SAVE_FEATURES } from './portal-browser.ts';

describe('advanced features on the portal', () => {
  let sandbox: Sandbox;
  let browser: PortalBrowser;
  let settings: Json;

  async function open(tenant: TenantKind) {
    sandbox = await openSandbox(tenant);
    browser = new PortalBrowser(sandbox);
    settings = (await browser.call(FEATURES)).body;
  }
  beforeEach(() => open('classic'));
  afterEach(() => sandbox.close());

  it('takes the whole object and records exactly the keys that changed, and who changed them', async () => {
    const answer = await browser.call(SAVE_FEATURES, 'POST', { ...settings, AutoResolveInvestigatedAlerts: true });
    assert.equal(answer.status, 200);
    assert.deepEqual(sandbox.world.tenant.writes, [
      {
        at: '2026-11-24T03:00:00.000Z',
        what: 'advanced features: AutoResolveInvestigatedAlerts: false -> true',
        by: 'omar@harbourline.example',
      },
    ]);
    assert.deepEqual((await browser.call(FEATURES)).body, { ...settings, AutoResolveInvestigatedAlerts: true });
  });

  it('loses what a client forgets to send: absent keys fall back to their defaults', async () => {
    await browser.call(SAVE_FEATURES, 'POST', { AutoResolveInvestigatedAlerts: true });
    const after = (await browser.call(FEATURES)).body;
    assert.equal(after.EnableWdavAntiTampering, false);
    assert.deepEqual(Object.keys(after).sort(), Object.keys(settings).sort());
  });

  it('keeps keys that it does not know, as sent', async () => {
    await browser.call(SAVE_FEATURES, 'POST', { ...settings, EnableAuditTrail: true });
    assert.equal((await browser.call(FEATURES)).body.EnableAuditTrail, true);
  });

  it('records a save that changed nothing as such', async () => {
    await browser.call(SAVE_FEATURES, 'POST', settings);
    assert.match(sandbox.world.tenant.writes[0]?.what ?? '', /nothing changed/);
  });

  for (const [name, body] of [
    ['a list', []],
    ['a bare value', 'true'],
    ['no JSON at all', '{'],
    ['an object in a field', { EnableEndpointDlp: {} }],
    ['a number for a switch', { EnableEndpointDlp: 1 }],
  ] as const) {
    it(`answers 400 to ${name} and changes nothing`, async () => {
      assert.equal((await browser.call(SAVE_FEATURES, 'POST', body)).status, 400);
      assert.deepEqual(sandbox.world.tenant.writes, []);
      assert.deepEqual((await browser.call(FEATURES)).body, settings);
    });
  }

  for (const [tenant, flavor, hasSwitch, builtIn, groups] of [
    ['classic', 'P2', true, false, true],
    ['current', 'P2', false, true, true],
    ['plan1', 'P1', false, false, true],
    ['business', 'Business', false, true, false],
  ] as const) {
    it(`says what a ${tenant} tenant is`, async () => {
      await sandbox.close();
      await open(tenant);
      const context = (await browser.call('/sccManagement/mgmt/TenantContext?realTime=true')).body;
      const override = (await browser.call('/settings/overrideMdeFlavor')).body;
      assert.equal('AutomatedIrEnabled' in settings, hasSwitch);
      assert.equal(context.IsAutomatedIrEnabled, builtIn);
      assert.equal(context.Features.AutoInvestigationEnabled, tenant !== 'plan1');
      assert.equal(context.HasMachineGroups, groups);
      assert.deepEqual([context.MdeFlavor, override.overrideMdeFlavor], [flavor, flavor]);
    });
  }

  it('answers 404 to unknown paths', async () => {
    assert.equal((await browser.call('/autoIr/ui/properties/')).status, 404);
  });
});
