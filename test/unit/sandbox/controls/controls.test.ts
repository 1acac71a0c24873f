import assert from 'node:assert/strict';
import { request } from 'node:http';
import { ENTRA_GROUP_IDS } from '../../../../src/sandbox/company/entra-groups.ts';
import { ROLES } from '../../../../src/sandbox/company/roles.ts';
import type { Sandbox } from '../../../../src/sandbox/start-sandbox.ts';
import { FEATURES, type Json, openSandbox, PortalBrowser, SAVE_FEATURES, send } from '../defender/portal-browser.ts';

describe("the sandbox's controls", () => {
  let sandbox: Sandbox & { pass(ms: number): void };
  let changes: number;
  const get = (path: string) => send(`${sandbox.url}/sandbox/${path}`);
  const post = (path: string, body: unknown) => send(`${sandbox.url}/sandbox/${path}`, { method: 'POST', body });

  beforeEach(async () => {
    sandbox = await openSandbox();
    changes = 0;
    sandbox.world.changes.on('change', () => {
      changes += 1;
    });
  });
  afterEach(() => sandbox.close());

  it('say how tags of devices are taken, and where those come from that no API takes away', async () => {
    const name = sandbox.world.machines[0]?.computerDnsName ?? assert.fail();
    const origins = [{ device: name, registry: 'Kiosk', dynamic: ['By rule'] }];
    const { body } = await post('tags', { showsAfter: 5_000, leftOut: [name], refused: { [name]: 'No.' }, origins });
    const id = sandbox.world.machines[0]?.id ?? assert.fail();
    assert.deepEqual(body, { showsAfter: 5_000, leftOut: [id], refused: { [id]: 'No.' }, taken: [] });
    const machine = sandbox.world.machines[0];
    assert.deepEqual([machine?.registryTag, machine?.dynamicTags], ['Kiosk', ['By rule']]);
    assert(machine?.machineTags.includes('Kiosk') && machine.machineTags.includes('By rule'));
    assert.equal((await post('tags', { showsAfter: -1 })).status, 400);
  });

  it('list the people with their roles, in plain words', async () => {
    const people: Json[] = (await get('people')).body;
    assert.deepEqual(people[0], {
      id: 'a11ce000-0000-4000-8000-000000000001',
      mri: '29:alice',
      name: 'Alice Ahlgren',
      userPrincipalName: 'alice@harbourline.example',
      note: 'security admin',
      status: 200,
      displayName: 'Alice Ahlgren',
      mail: 'alice@harbourline.example',
      otherMails: [],
      proxyAddresses: ['SMTP:alice@harbourline.example'],
      employeeId: '1001',
      onPremisesImmutableId: 'hb1001alice==',
      jobTitle: 'Security engineer',
      locale: 'en-US',
      userType: 'Member',
      externalUserState: null,
      accountEnabled: true,
      createdDateTime: '2018-09-03T08:30:00Z',
      roles: ['Security Administrator'],
      groupRoles: [],
      eligible: [],
      groups: [ENTRA_GROUP_IDS.allStaff, ENTRA_GROUP_IDS.securityAdmins, ENTRA_GROUP_IDS.socTier2],
      assignedAt: {},
    });
    const notes = Object.fromEntries(people.map(({ mri, note }) => [mri, note]));
    assert.deepEqual(notes, {
      '29:alice': 'security admin',
      '29:bob': 'security admin',
      '29:grace': 'global admin',
      '29:sam': 'analyst',
      '29:omar': 'operator: applies changes in the portal, or signs Airlock in there',
      '29:rita': 'reader',
      '29:ed': 'eligible',
      '29:gus': 'guest',
      '29:dora': 'disabled',
      '29:alice2': 'second account of Alice Ahlgren',
    });
  });

  it('show the tenant as stored, and each change with its time', async () => {
    const browser = new PortalBrowser(sandbox);
    const settings = (await browser.call(FEATURES)).body;
    await browser.call(SAVE_FEATURES, 'POST', { ...settings, EnableEndpointDlp: false });
    const tenant = (await get('tenant')).body;
    assert.deepEqual(Object.keys(tenant), ['advancedFeatures', 'switches', 'deviceGroups', 'writes']);
    assert.equal(tenant.advancedFeatures.EnableEndpointDlp, false);
    assert.equal(tenant.deviceGroups.length, 6);
    assert.deepEqual(tenant.writes, [
      {
        at: '2026-11-24T03:00:00.000Z',
        what: 'advanced features: EnableEndpointDlp: true -> false (by omar@harbourline.example)',
      },
    ]);
  });

  it('give and take roles, by name or template id', async () => {
    const rita = sandbox.world.people.find(({ mri }) => mri === '29:rita');
    const given = await post('roles', { person: '29:rita', role: 'security administrator', give: true });
    assert.deepEqual(given.body.roles, ['Security Administrator', 'Security Reader']);
    assert(rita);
    assert(rita.roles.has(ROLES['Security Administrator']));
    await post('roles', { person: rita.id, role: ROLES['Security Administrator'], give: false });
    assert(!rita.roles.has(ROLES['Security Administrator']));
    assert.equal(changes, 2);
    assert.equal((await post('roles', { person: 'nobody', role: 'Security Reader', give: true })).status, 404);
    assert.equal((await post('roles', { person: '29:rita', role: 'Emperor', give: true })).status, 404);
    assert.equal((await post('roles', { person: '29:rita', role: 'Security Reader', give: 'yes' })).status, 400);
  });

  it('start another tenant in its initial state', async () => {
    await post('edit', { features: { AutomatedIrEnabled: true } });
    const answer = await post('tenant', { kind: 'business' });
    assert.equal(answer.body.kind, 'business');
    assert.deepEqual((await get('tenant')).body.deviceGroups, []);
    await post('tenant', { kind: 'classic' });
    const tenant = (await get('tenant')).body;
    assert.equal(tenant.advancedFeatures.AutomatedIrEnabled, false);
    assert.deepEqual(tenant.writes, []);
    assert.equal((await post('tenant', { kind: 'enterprise' })).status, 400);
  });

  it('give the tenant another habit, and keep its settings and groups', async () => {
    await post('edit', { group: 'Lab', set: { AutoRemediationLevel: 1 } });
    const before = (await get('tenant')).body;
    const answer = await post('tenant', { habit: 'discovered' });
    assert.equal(answer.body.habit, 'discovered');
    assert.deepEqual((await get('tenant')).body, before);
    assert.equal((await get('devices')).body.total, 1_200);
    assert.equal((await post('tenant', { kind: 'current' })).body.habit, 'discovered');
    assert.equal((await post('tenant', { kind: 'classic', habit: 'as-assumed' })).body.habit, 'as-assumed');
    assert.equal((await get('devices')).body.total, 300);
    assert.equal((await post('tenant', { habit: 'odd' })).status, 400);
  });

  it('end the portal session and revive it, and show no secret of it', async () => {
    const browser = new PortalBrowser(sandbox);
    const ended = await post('session', { action: 'expire' });
    assert.deepEqual(ended.body.sessions, [
      { owner: 'omar@harbourline.example', said: 'omar@harbourline.example', signedIn: false },
    ]);
    assert.equal((await browser.call(FEATURES)).status, 440);
    const renewed = await post('session', { action: 'renew' });
    assert(!renewed.text.includes(browser.sccauth) && !renewed.text.includes(browser.xsrf));
    assert.equal((await browser.call(FEATURES)).status, 200);
    assert.equal((await post('session', { action: 'steal' })).status, 400);
  });

  it('list devices with the group they are in now', async () => {
    const all = (await get('devices')).body;
    assert.equal(all.total, 300);
    assert.equal(all.devices.length, 50);
    const finance = (await get('devices?group=finance&skip=1&top=1')).body;
    assert.equal(finance.devices.length, 1);
    assert.deepEqual(Object.keys(finance.devices[0]), ['id', 'name', 'os', 'tags', 'groupId', 'group']);
    assert.equal(finance.devices[0].group, 'Finance');
    assert.equal((await get('devices?group=4')).body.total, finance.total);
    assert.equal((await get('devices?group=')).body.devices[0].group, 'Ungrouped devices');
    assert.equal((await get('devices?group=none')).status, 404);
    assert.equal((await get('devices?top=0')).status, 400);
    await post('tenant', { kind: 'business' });
    assert.equal((await get('devices')).body.devices[0].group, null);
  });

  it('refuse what they cannot read, with a sentence', async () => {
    assert.deepEqual(await post('edit', '{').then(({ status, body }) => ({ status, body })), {
      status: 400,
      body: { error: 'The body could not be read as JSON.' },
    });
    assert.equal((await get('nothing')).status, 404);
    assert.match((await post('faults', { surface: 'portal' })).body.error, /^kind: /);
    assert.match((await post('edit', { group: 'Lab', set: 3 })).body.error, /^set: /);
    assert.match((await post('edit', [])).body.error, /expected object/);
    assert.equal(changes, 0);
  });

  /** fetch() allows neither Host nor Origin to be set. */
  function rawPost(headers: Record<string, string>): Promise<number | undefined> {
    return new Promise((resolve, reject) => {
      const call = request(`${sandbox.url}/sandbox/faults`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
      });
      call.on('response', (response) => resolve(response.resume().statusCode));
      call.on('error', reject);
      call.end('{"clear":true}');
    });
  }

  it('answer to loopback names and to their own origin only', async () => {
    const host = new URL(sandbox.url).host;
    assert.equal(await rawPost({}), 200);
    assert.equal(await rawPost({ origin: sandbox.url }), 200);
    assert.equal(await rawPost({ host: host.replace('127.0.0.1', 'localhost') }), 200);
    for (const headers of [
      { host: 'evil.example' },
      { host: '127.0.0.1.evil.example' },
      { origin: 'https://evil.example' },
      { origin: 'null' },
      { origin: 'http://127.0.0.1:1' },
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site' },
    ]) {
      assert.equal(await rawPost(headers), 403, JSON.stringify(headers));
    }
  });
});
