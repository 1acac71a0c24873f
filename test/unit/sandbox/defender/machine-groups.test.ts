import assert from 'node:assert/strict';
import { ENTRA_GROUP_IDS } from '../../../../src/sandbox/company/entra-groups.ts';
import type { Sandbox } from '../../../../src/sandbox/start-sandbox.ts';
import { freshGroup as fresh, tagRule } from './fresh-group.ts';
import { GROUPS, type Json, openSandbox, PortalBrowser } from './portal-browser.ts';

const byName = (groups: Json[], name: string): Json => groups.find((group) => group.Name.trim() === name);
describe('device groups on the portal', () => {
  let sandbox: Sandbox & { pass(ms: number): void };
  let browser: PortalBrowser;
  let groups: Json[];
  const put = (body: unknown) => browser.call(GROUPS, 'PUT', body);
  const last = () => sandbox.world.tenant.writes.at(-1)?.what ?? '';

  beforeEach(async () => {
    sandbox = await openSandbox();
    browser = new PortalBrowser(sandbox);
    groups = await browser.groups();
  });
  afterEach(() => sandbox.close());

  it('come highest rank first with the ungrouped devices last; counts and names only when asked for', async () => {
    assert.deepEqual(
      groups.map(({ Priority }) => Priority),
      [1, 2, 3, 4, 5, 2147483647],
    );
    assert.equal(
      groups.reduce((sum, { MachineCount }) => sum + MachineCount, 0),
      300,
    );
    assert.equal(groups.at(-1).GroupRules, undefined);
    const bare = (await browser.call(GROUPS)).body;
    assert.deepEqual([bare.containsAadGroupNames, bare.containsMachineGroupCount], [false, false]);
    assert(bare.items.every(({ MachineCount }: Json) => MachineCount === 0));
    assert.equal(bare.items[0].MachineGroupAssignments[0].WcdAadGroup.DisplayName, null);
  });

  it('put back as they came are no change: no time moves, unknown keys stay', async () => {
    const answer = await put(groups);
    assert.equal(answer.status, 200, answer.text);
    assert.deepEqual(await browser.groups(), groups);
    assert.equal(byName(groups, 'Servers').SensorProfile, 'standard');
    assert.match(last(), /nothing changed/);
  });

  it('change one by one: only the changed one gets a new time, and the record names the keys', async () => {
    sandbox.pass(60_000);
    const changed = groups.map((group) =>
      group.Name === 'Lab' ? { ...group, AutoRemediationLevel: 3, Colour: 'red' } : group,
    );
    await put(changed);
    const after = await browser.groups();
    assert.equal(byName(after, 'Lab').LastUpdated, '2026-11-24T03:01:00.0000000Z');
    assert.equal(byName(after, 'Lab').Colour, 'red');
    assert.deepEqual(
      after.filter(({ Name }) => Name !== 'Lab'),
      groups.filter(({ Name }) => Name !== 'Lab'),
    );
    assert.equal(last(), "device groups: changed 'Lab' (9): AutoRemediationLevel 0 -> 3, Colour changed");
  });

  it('are created with the next number, which is never given twice', async () => {
    assert.equal((await put([...groups, fresh()])).status, 200);
    const created = byName(await browser.groups(), 'Sales');
    assert.deepEqual([created.MachineGroupId, created.MachineCount, created.OldMachineGroupId], [10, 44, null]);
    await put(groups);
    assert.match(last(), /deleted 'Sales' \(10\)/);
    await put([...groups, fresh()]);
    assert.equal(byName(await browser.groups(), 'Sales').MachineGroupId, 11);
  });

  it('are deleted by leaving them out, and their devices fall to the next that matches', async () => {
    const vip = byName(groups, 'Executives').MachineCount;
    await put(groups.filter(({ Name }) => Name !== 'Executives'));
    const after = await browser.groups();
    assert.equal(after.at(-1).MachineCount, groups.at(-1).MachineCount + vip);
  });

  it('take another order by their priorities', async () => {
    const swapped = groups.map((group) => ({
      ...group,
      Priority: { 1: 2, 2: 1 }[group.Priority as 1] ?? group.Priority,
    }));
    assert.equal((await put(swapped)).status, 200);
    assert.deepEqual(
      (await browser.groups()).slice(0, 2).map(({ Name }) => Name),
      [' Finance', 'Domain controllers'],
    );
  });

  it('of the ungrouped devices take a level and access', async () => {
    const access = [{ WcdAadGroup: { ObjectId: ENTRA_GROUP_IDS.socTier1, DisplayName: 'anything' } }];
    const answer = await put(
      groups.map((group) =>
        group.IsUnassignedMachineGroup ? { ...group, AutoRemediationLevel: 1, MachineGroupAssignments: access } : group,
      ),
    );
    assert.equal(answer.status, 200, answer.text);
    const ungrouped = (await browser.groups()).at(-1);
    assert.equal(ungrouped.AutoRemediationLevel, 1);
    assert.equal(ungrouped.MachineGroupAssignments[0].WcdAadGroup.DisplayName, 'SOC tier 1');
  });

  it('keep a level that nobody knows while something else of the group changes', async () => {
    const odd = { ...groups[4], AutoRemediationLevel: 4 };
    sandbox.world.tenant.deviceGroups = groups.map((group) => (group.Name === 'Lab' ? odd : group));
    const answer = await put(groups.map((group) => (group.Name === 'Lab' ? { ...odd, Description: 'x' } : group)));
    assert.equal(answer.status, 200, answer.text);
    assert.equal(byName(await browser.groups(), 'Lab').AutoRemediationLevel, 4);
  });

  it('keep a level and rules that nobody knows as long as that group is not touched there', async () => {
    const [first, ...rest] = sandbox.world.tenant.deviceGroups;
    assert(first);
    const odd = {
      ...first,
      AutoRemediationLevel: 4,
      GroupRules: [{ OperatorType: 9, Property: 7, PropertyValue: 'x' }],
    };
    sandbox.world.tenant.deviceGroups = [odd, ...rest];
    const now = await browser.groups();
    const answer = await put(now.map((group) => (group.Name === 'Lab' ? { ...group, Description: 'x' } : group)));
    assert.equal(answer.status, 200, answer.text);
    assert.equal((await browser.groups())[0].AutoRemediationLevel, 4);
  });

  it('take ten rows of one property', async () => {
    assert.equal(
      (await put([...groups, fresh({ GroupRules: Array.from({ length: 10 }, (_, index) => tagRule(`tag${index}`)) })]))
        .status,
      200,
    );
  });

  it('can have access for the Entra groups with a Defender role only', async () => {
    const { items } = (await browser.call('/rbacManagementApi/rbac/aad_groups')).body;
    assert.equal(items.length, 6);
    assert.deepEqual(items[0], { ObjectId: ENTRA_GROUP_IDS.securityAdmins, DisplayName: 'Security admins' });
  });

  it('are refused to Defender for Business', async () => {
    await sandbox.close();
    sandbox = await openSandbox('business');
    browser = new PortalBrowser(sandbox);
    assert.equal((await browser.call(GROUPS)).status, 403);
    assert.equal((await put([])).status, 403);
  });
});
