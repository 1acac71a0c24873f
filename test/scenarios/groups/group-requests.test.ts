import assert from 'node:assert/strict';
import { Company, type Name } from '../../support/company/company.ts';
import { actionOf, cardText } from '../../support/company/fake-teams.ts';
import { type TenantApi, tenantApi } from '../../support/company/tenant-api.ts';

const CREATE =
  'create device group "Finance laptops" level full name starts with LAP-FIN- and os Windows 11 before "Finance"';

describe('device groups by typed lines, by the front door', () => {
  let company: Company;
  let api: TenantApi;
  beforeEach(async () => {
    company = await Company.open();
    api = tenantApi(company);
  });
  afterEach(async () => {
    await company.assertAuditHolds();
    await company.close();
  });

  /** Asks, submits and approves by typed number; answers what the card said before the approval. */
  async function applied(line: string, number: number, who: Name = 'alice', by: Name = 'bob'): Promise<string> {
    const card = await company.pending(line, who);
    const asked = cardText(card.card);
    await company.decide(by, 'approve', number);
    assert.match(cardText(card.card), /✓ Applied/);
    return asked;
  }

  function lastSaid(): string {
    return cardText(company.teams.messages.at(-1)?.card);
  }

  async function isNothingFiled(): Promise<boolean> {
    const { store, tenantId } = company.services;
    return (await store.requests(tenantId, { open: false, limit: 10 })).length === 0 && company.writes.length === 0;
  }

  it('create, approve, applied, devices moved; revert 1, approve, gone', async () => {
    const before = await api.groups();
    await applied(CREATE, 1);
    const made = await api.group('Finance laptops');
    assert.deepEqual((await api.ranking()).slice(0, 3), ['Domain controllers', 'Finance laptops', 'Finance']);
    assert.equal((await api.devicesIn(made?.MachineGroupId)).length, 32);
    await applied('revert 1', 2, 'grace', 'alice');
    assert.deepEqual(inRank(await api.groups()), inRank(before));
    assert.deepEqual(await api.devicesIn(made?.MachineGroupId), []);
  });

  it('edit, and its revert', async () => {
    const before = await api.groups();
    await applied('edit device group Lab level semi-all-folders tag equals lab access "SOC tier 1", Auditors', 1);
    const lab = await api.group('Lab');
    assert.equal(lab?.AutoRemediationLevel, 1);
    assert.deepEqual(lab.MachineGroupAssignments.map(({ WcdAadGroup }) => WcdAadGroup.DisplayName).sort(), [
      'Auditors',
      'SOC tier 1',
    ]);
    assert.equal((await api.devicesIn(9)).length, 14, 'ten rigs and four laptops of engineering');
    await applied('revert 1', 2);
    assert.deepEqual(inRank(await api.groups()), inRank(before));
  });

  it('rename, and rank with its revert', async () => {
    await applied('rename device group "Lab" to "Test lab"', 1);
    assert.equal((await api.group('Test lab'))?.MachineGroupId, 9);
    await applied('rank device group "Test lab" first', 2);
    assert.deepEqual(await api.ranking(), ['Test lab', 'Domain controllers', 'Finance', 'Executives', 'Servers']);
    await applied('revert 2', 3);
    assert.deepEqual(await api.ranking(), ['Domain controllers', 'Finance', 'Executives', 'Servers', 'Test lab']);
  });

  it('delete, and its revert: the group is back with all it had, under a new number and in its place', async () => {
    const before = await api.group('Executives');
    const devices = await api.devicesIn(5);
    assert.equal(devices.length, 6);
    assert.match(await applied('delete device group Executives', 1), /e-mail notification rules/);
    assert.equal(await api.group('Executives'), undefined);
    assert.deepEqual(await api.devicesIn(5), []);
    await applied('undo 1', 2);
    const { MachineGroupId, ...after } = (await api.group('Executives')) ?? assert.fail();
    assert.notEqual(MachineGroupId, 5);
    assert.deepEqual(inRank([{ ...after, MachineGroupId: 5 }]), inRank([before ?? {}]));
    assert.deepEqual(await api.devicesIn(MachineGroupId), devices);
  });

  it('the ungrouped devices, and their revert', async () => {
    const before = await api.groups();
    assert.match(await applied('set ungrouped devices level none', 1), /⚠/);
    assert.equal((await api.groups()).at(-1)?.AutoRemediationLevel, 0);
    await applied('revert 1', 2);
    assert.deepEqual(inRank(await api.groups()), inRank(before));
  });

  it('devices 1 page 2 shows the next ten devices, and a look from there back to the request', async () => {
    const card = await company.pending(CREATE);
    await company.say('rita', 'devices 1 page 2');
    const second = lastSaid();
    assert.match(second, /32 devices[\s\S]*Page 2 of 4/);
    assert.equal(second.match(/lap-fin-\d{4}/giu)?.length, 10);
    await company.say('rita', 'devices 1');
    const first = lastSaid();
    const names = (text: string) => text.match(/lap-fin-\d{4}/giu) ?? [];
    assert.equal(new Set([...names(first), ...names(second)]).size, 20);
    const next = actionOf(company.teams.messages.at(-1)?.card, 'devices');
    assert(next, 'the list turns its pages');
    const message = company.teams.messages.at(-1) ?? assert.fail();
    const turned = await company.invoke('rita', message, next);
    assert.match(cardText({ value: turned.value }), /Page 2 of 4/);
    await company.decide('bob', 'approve', 1);
    assert.match(cardText(card.card), /✓ Applied/);
  });

  it('a second request on the same object is told about the first with its card; another group is free', async () => {
    const first = await company.pending('edit device group Lab level full');
    await company.say('grace', 'delete device group Lab');
    const [notice, copy] = company.teams.messages.slice(-2);
    assert.match(
      cardText(notice?.card),
      /#1, asked for by Alice Ahlgren \(alice@harbourline\.example\), is open on the same object/,
    );
    assert.match(cardText(copy?.card), /Waiting for approval[\s\S]*Change device group Lab/);
    assert(copy && copy.id !== first.id);
    await company.pending('edit device group Executives level full', 'grace');
    await company.approve('bob', copy);
    await company.settle();
    for (const message of [first, copy]) assert.match(cardText(message.card), /✓ Applied/);
    await company.decide('bob', 'approve', 2);
    assert.equal((await api.group('Executives'))?.AutoRemediationLevel, 3);
  });

  it('two names that could be taken for each other are one object', async () => {
    await company.pending(CREATE);
    await company.say('grace', 'create device group "FINANCE  Laptops" level none tag equals x last');
    assert.match(cardText(company.message('is open on the same object').card), /#1/);
  });

  for (const line of [
    'do not delete device group Lab',
    "don't delete device group Lab",
    'should we delete device group Lab?',
    'delete device group Lab?',
    '"delete device group Lab"',
    'if nobody minds, delete device group Lab',
    'delete device group',
    'delet device group Lab',
  ]) {
    it(`does nothing on: ${line}`, async () => {
      await company.say('alice', line);
      assert.equal(actionOf(company.teams.messages.at(-1)?.card, 'view'), null);
      assert(await isNothingFiled());
      assert(await api.group('Lab'));
    });
  }

  it('revert is refused with the reason where the tenant moved on', async () => {
    await applied(CREATE, 1);
    await api.edit({ group: 'Finance laptops', set: { AutoRemediationLevel: 0 } });
    await company.say('grace', 'revert 1');
    assert.match(lastSaid(), /Defender is no longer as this request left it[\s\S]*Nothing was filed/);
    assert.equal((await api.group('Finance laptops'))?.AutoRemediationLevel, 0);
    await applied('delete device group Lab', 2);
    await api.edit({ create: { ...(await api.group('Servers')), Name: 'lab', Priority: 6 } });
    await company.say('grace', 'revert 2');
    assert.match(lastSaid(), /Nothing was filed[\s\S]*There is already a device group called lab/);
    assert.equal(
      (await company.services.store.requests(company.services.tenantId, { open: false, limit: 10 })).length,
      2,
    );
  });

  it('revert is refused with the reason where nothing was applied, or there is no such request', async () => {
    await company.pending('delete device group Lab');
    await company.say('grace', 'revert 1');
    assert.match(lastSaid(), /Only what was applied can be undone, and #1 was not/);
    await company.say('grace', 'revert 7');
    assert.match(lastSaid(), /There is no request #7/);
    assert.equal(company.writes.length, 0);
  });
});

/** All but the times, and the numbers by which groups are ranked, of which only the order counts. */
function inRank(groups: readonly object[]): object[] {
  return groups.map((group) => ({ ...group, LastUpdated: '', Priority: 0 }));
}
