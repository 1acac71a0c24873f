import assert from 'node:assert/strict';
import type { Change } from '../../../src/changes/registry/change.ts';
import type { Request } from '../../../src/requests/record/request.ts';
import { SHOWS_WITHIN } from '../../../src/requests/rules/watching.ts';
import type { WireGroup } from '../../../src/sandbox/company/world.ts';
import { askFor } from '../../support/company/ask-for.ts';
import { Company } from '../../support/company/company.ts';
import { actionOf, cardText, type TeamsMessage } from '../../support/company/fake-teams.ts';

const MINUTE = 60_000;
const REMOVE: Change = { kind: 'device-group.delete', group: { id: 9, name: 'Lab' } };
const CREATE: Change = {
  kind: 'device-group.create',
  definition: {
    name: 'Build agents',
    description: 'Nightly builds',
    level: 'semi-non-temp-folders',
    conditions: [{ property: 'tag', operator: 'equals', value: 'build' }],
    access: [],
  },
  before: { id: 6, name: 'Servers' },
};

describe('a device group that a person changes, by the front door', () => {
  let company: Company;
  let card: TeamsMessage;
  beforeEach(async () => {
    company = await Company.open({ connector: 'guided' });
  });
  afterEach(async () => {
    assert.equal(company.writes.length, 0, 'Airlock wrote nothing');
    await company.assertAuditHolds();
    await company.close();
  });

  async function request(): Promise<Request> {
    const found = await company.services.store.requestByNumber(company.services.tenantId, 1);
    assert(found);
    return found;
  }

  async function handOver(change: Change): Promise<void> {
    card = await askFor(company, change);
    await company.approve('bob', card);
    await company.settle();
    assert.equal((await request()).state, 'approved');
  }

  async function attest(): Promise<void> {
    const press = actionOf(card.card, 'attest');
    assert(press);
    await company.invoke('omar', card, press);
    await company.settle();
  }

  async function pass(minutes: number): Promise<void> {
    for (let minute = 0; minute < minutes; minute += 5) {
      company.clock.pass(5 * MINUTE);
      await company.settle();
    }
  }

  /** What somebody does in the portal, outside Airlock. */
  function inPortal(edit: (groups: WireGroup[]) => WireGroup[]): void {
    const { tenant } = company.sandbox.world;
    tenant.deviceGroups = edit(tenant.deviceGroups);
  }

  const withoutLab = (groups: WireGroup[]) => groups.filter(({ Name }) => Name !== 'Lab');

  it('names on a card that was stopped that the group has another name now, and points to no columns there are not', async () => {
    card = await askFor(company, {
      kind: 'device-group.update',
      group: { id: 9, name: 'Lab' },
      set: { level: 'full' },
    });
    inPortal((groups) => groups.map((group) => (group.Name === 'Lab' ? { ...group, Name: 'Rigs' } : group)));
    await company.approve('bob', card);
    await company.settle();
    assert.equal((await request()).state, 'stale');
    assert.match(
      cardText(card.card),
      /Name\s+When asked[\s\S]*Lab\s+Now[\s\S]*Rigs[\s\S]*Compare the values then and now/,
    );
    assert.doesNotMatch(cardText(card.card), /three columns/);
  });

  it('says before the approval what is not known, and hands over the steps', async () => {
    await handOver(REMOVE);
    const steps = cardText(card.card);
    assert.match(steps, /It is not known whether this lowers protection/);
    assert.match(steps, /Select this group, and no other, and delete it[\s\S]*Lab[\s\S]*e-mail notification rules/);
    assert.match(JSON.stringify(card.card), /securitysettings\/endpoints\/machine_groups"/);
  });

  it('takes Entra groups by name as the directory has them, and hands over who gets access', async () => {
    const line = (access: string) =>
      `create device group "Build agents" level full tag equals build access ${access} before Servers`;
    const last = () => company.teams.messages.at(-1) ?? assert.fail('nothing was said');
    await company.say('alice', line('"SOC tier 9"'));
    assert.match(cardText(last().card), /"SOC tier 9" is no security group in Entra ID/);
    await company.say('alice', line('"soc TIER 2"'));
    card = last();
    const own = async () => {
      const look = actionOf({ ...card.card }, 'view') ?? assert.fail('no card to look at');
      return (await company.invoke('alice', card, look, { trigger: 'automatic' })).value;
    };
    const submit = actionOf(await own(), 'submit') ?? assert.fail('nothing to submit');
    await company.invoke('alice', card, { ...submit, data: { ...submit.data, reason: 'CHG-77' } });
    await company.settle();
    await company.approve('bob', card);
    await company.settle();
    assert.match(cardText(card.card), /Approved, to be applied by hand[\s\S]*SOC tier 2/);
  });

  it('is verified where the supported APIs show all of it', async () => {
    await handOver(REMOVE);
    inPortal(withoutLab);
    await attest();
    assert.equal((await request()).state, 'applying', 'one list is no proof');
    company.clock.pass(60_000);
    await company.settle();
    const { state, outcome } = await request();
    assert.equal(state, 'applied');
    assert.deepEqual(outcome?.proof, { verified: ['device group "Lab" is gone'], attested: [] });
    assert.match(cardText(card.card), /✓ Applied, read back/);
    assert.doesNotMatch(cardText(card.card), /by Omar Okafor \(not readable/);
  });

  it('lists as its devices what is known of them, in the past once it was applied', async () => {
    await handOver(REMOVE);
    const listed = async () => {
      await company.say('alice', 'devices 1');
      return cardText(company.teams.messages.at(-1)?.card);
    };
    const before = await listed();
    assert.match(
      before,
      /Which devices would move is not known[\s\S]*Defender reports \d+ of 300 devices in this group/,
    );
    assert.doesNotMatch(before, /● 0 devices|No device/);
    inPortal(withoutLab);
    await attest();
    company.clock.pass(60_000);
    await company.settle();
    assert.match(await listed(), /Which devices were to move is not known[\s\S]*Defender reports \d+ of 300/);
  });

  it('stands as it succeeded where the connector was switched since, whatever that one reads', async () => {
    await handOver(REMOVE);
    inPortal(withoutLab);
    await attest();
    company.clock.pass(60_000);
    await company.settle();
    const said = company.teams.messages.length;
    const portal = await company.another({ connector: 'portal' });
    for (let hour = 0; hour < 3; hour += 1) {
      company.clock.pass(60 * MINUTE);
      await company.settle(portal);
    }
    assert.equal((await request()).outcome?.code, 'verified');
    assert.match(cardText(card.card), /✓ Applied, read back/);
    assert.equal(company.teams.messages.length, said, 'nobody is told of what had succeeded');
  });

  it('is in part attested where only some of it shows, in lists of their own', async () => {
    await handOver(CREATE);
    assert.match(
      cardText(card.card),
      /Semi - Approval required for non-temporary folders[\s\S]*Tag: Equals[\s\S]*build[\s\S]*Servers/,
    );
    inPortal((groups) => {
      const [lab] = groups.filter(({ Name }) => Name === 'Lab');
      assert(lab);
      return [{ ...lab, MachineGroupId: 21, Name: 'Build agents', Description: 'Nightly builds' }, ...groups];
    });
    await attest();
    const { outcome } = await request();
    assert.equal(outcome?.code, 'attested');
    assert.deepEqual(outcome?.proof?.verified, ['device group "Build agents" exists', 'description of "Build agents"']);
    assert.deepEqual(outcome?.proof?.attested, [
      'remediation level of "Build agents": Semi - approval for non-temporary folders',
      'conditions of "Build agents"',
      'access to "Build agents"',
      'rank of "Build agents": right before "Servers"',
    ]);
    assert.match(cardText(card.card), /Applied, in part attested by Omar Okafor \(not readable by API\)/);
  });

  it('is read again while it does not show, and stands on that person’s word when it still does not', async () => {
    await handOver(REMOVE);
    await attest();
    assert.equal((await request()).state, 'applying');
    assert.match(
      cardText(card.card),
      /does not show it yet, which can take hours[\s\S]*still lists the device group "Lab"/,
    );
    company.clock.pass(SHOWS_WITHIN);
    await company.settle();
    assert.equal((await request()).outcome?.code, 'attested');
    assert.match(cardText(card.card), /Applied, attested by Omar Okafor \(not shown yet\)/);
  });

  it('is said to be otherwise where something else shows for hours, and can be attested anew', async () => {
    const change = { kind: 'device-group.update', group: { id: 9, name: 'Lab' }, set: { name: 'Rigs' } } as const;
    const renamed = (name: string) => (groups: WireGroup[]) =>
      groups.map((group) => (group.MachineGroupId === 9 ? { ...group, Name: name } : group));
    await handOver(change);
    inPortal(renamed('Rig'));
    await attest();
    assert.match(cardText(card.card), /something else than was asked for[\s\S]*shows its name as "Rig"/);
    await pass(120);
    assert.equal((await request()).state, 'approved');
    assert.match(cardText(card.card), /Not confirmed[\s\S]*Omar Okafor said that this was applied, but 2 hours later/);
    assert.match(cardText(company.message('#1 is not confirmed').card), /Check the steps on the card/);
    inPortal(renamed('Rigs'));
    await attest();
    assert.equal((await request()).outcome?.code, 'verified');
  });

  it('is attested, with the reason that Graph gave, where nothing could be read in all that time', async () => {
    await handOver(REMOVE);
    company.sandbox.world.faults.push({ surface: 'graph', path: 'customAppScopes', kind: 'status', status: 403 });
    await attest();
    assert.match(cardText(card.card), /HTTP 403, Forbidden\), saying: "The sandbox was told to answer 403/);
    await pass(125);
    const { outcome } = await request();
    assert.equal(outcome?.code, 'attested');
    assert.deepEqual(outcome?.proof?.verified, []);
    assert.match(outcome?.proof?.attested[0] ?? '', /HTTP 403, Forbidden/);
  });

  it('is stopped where what can be read changed after it was asked for', async () => {
    card = await askFor(company, REMOVE);
    inPortal((groups) => groups.map((group) => (group.Name === 'Lab' ? { ...group, Name: 'Rigs' } : group)));
    await company.approve('bob', card);
    await company.settle();
    assert.equal((await request()).state, 'stale');
    assert.equal((await request()).handover, null);
  });

  it('is settled without anybody where it is gone already when it comes to the hand-over', async () => {
    card = await askFor(company, REMOVE);
    await company.approve('bob', card);
    inPortal(withoutLab);
    await company.settle();
    assert.equal((await request()).outcome?.code, 'in-place');
  });
});
