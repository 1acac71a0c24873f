import assert from 'node:assert/strict';
import type { WireGroup } from '../../../../src/sandbox/company/world.ts';
import { Company } from '../../../support/company/company.ts';
import { cardText } from '../../../support/company/fake-teams.ts';
import { FormDesk } from '../../../support/company/form-desk.ts';

const rule = (OperatorType: number, Property: number, PropertyValue: string) => ({
  OperatorType,
  Property,
  PropertyValue,
});
const systems = (...names: string[]) => [rule(4, 3, JSON.stringify(names))];
const GONE = '6e000000-0000-4000-8000-0000000000bb';
const access = (ObjectId: string, DisplayName: string) => ({ WcdAadGroup: { ObjectId, DisplayName } });

/** Lab as somebody may have made it in the portal; Airlock would make none of these. */
const MADE_THERE: Readonly<Record<string, Partial<WireGroup>>> = {
  'an operating system that Airlock has no name for': { GroupRules: systems('Windows7', 'Windows8Blue') },
  'two spellings of one operating system': { GroupRules: systems('macOS', 'MacOS') },
  'a description of 600 characters': { Description: 'Owned by the plant team. '.repeat(24) },
  'a description of 6,000 characters': { Description: 'Owned by the plant team. '.repeat(240) },
  'twelve rows on tags': { GroupRules: Array.from({ length: 12 }, (_, n) => rule(2, 2, `site-${n}`)) },
  'forty rows on names': { GroupRules: Array.from({ length: 40 }, (_, n) => rule(0, 0, `PLANT-${n}-`)) },
  'a tag with an emoji of two code points': { GroupRules: [rule(2, 2, '⚠️ legacy')] },
  'a tag of 300 characters': { GroupRules: [rule(2, 2, 't'.repeat(300))] },
  'rows that differ in case alone': { GroupRules: [rule(2, 2, 'Plant'), rule(2, 2, 'plant')] },
  'a name of one symbol': { Name: '***' },
  'a name of 130 characters': { Name: 'n'.repeat(130) },
  'an access group that is gone from Entra': { MachineGroupAssignments: [access(GONE, 'Old plant team')] },
  'an access group that is gone, without a name': { MachineGroupAssignments: [access(GONE, '')] },
};

describe('a device group that stands in the tenant as Airlock would not make it', () => {
  let company: Company;
  let lab: WireGroup;
  before(async () => {
    company = await Company.open();
    const found = groups().find(({ Name }) => Name === 'Lab');
    assert(found);
    lab = found;
  });
  after(async () => {
    await company.assertAuditHolds();
    await company.close();
  });

  const groups = () => company.sandbox.world.tenant.deviceGroups;
  const now = () => groups().find(({ MachineGroupId }) => MachineGroupId === lab.MachineGroupId) ?? assert.fail();

  function exchange(group: WireGroup): void {
    company.sandbox.world.tenant.deviceGroups = groups().map((one) =>
      one.MachineGroupId === group.MachineGroupId ? group : one,
    );
  }

  /** Ends what is open about the group. */
  const discard = (desk: FormDesk) => desk.press('discard');

  for (const [what, fields] of Object.entries(MADE_THERE)) {
    it(`${what}: the level alone can be asked for, by form and by line`, async () => {
      exchange({ ...lab, ...fields });
      const name = fields.Name ?? 'Lab';
      const desk = await FormDesk.open(company, `edit device group "${name}"`);
      const draft = cardText(await desk.check({ level: 'full' }));
      assert.match(draft, /Draft, not sent yet/);
      assert.doesNotMatch(draft, /Conditions\n|Description\n|Access\n|Name\n/);
      await discard(desk);
      await company.say('alice', `edit device group "${name}" level full`);
      const message = company.teams.messages.at(-1) ?? assert.fail();
      assert.match(cardText(await company.view('alice', message)), /Draft, not sent yet/);
      await discard(FormDesk.at(company, message));
      exchange(lab);
    });
  }

  it('is written with everything else left letter by letter, and set back by revert', async () => {
    const made = {
      ...lab,
      Description: 'Owned by the plant team. '.repeat(24),
      GroupRules: [...systems('Windows7'), rule(2, 2, 'Plant'), rule(2, 2, 'plant')],
      MachineGroupAssignments: [access(GONE, 'Old plant team')],
    };
    exchange(made);
    const desk = await FormDesk.open(company, 'edit device group Lab');
    assert.match(
      cardText(await desk.card()),
      /The Entra group "Old plant team" \(6e0.*bb\) is gone from the directory; it stays assigned unless you take it away\./,
    );
    await desk.check({ level: 'none', description: '' });
    await desk.submit();
    await company.approve('bob', desk.message);
    await company.settle();
    const { AutoRemediationLevel, Description, GroupRules, MachineGroupAssignments } = now();
    assert.deepEqual([AutoRemediationLevel, Description], [0, '']);
    assert.deepEqual(GroupRules, made.GroupRules);
    assert.deepEqual(
      MachineGroupAssignments.map(({ WcdAadGroup }) => WcdAadGroup.ObjectId),
      [GONE],
    );
    const number = /#(\d+)/.exec(cardText(desk.message.card))?.[1];
    const card = await company.pending(`revert ${number}`, 'grace');
    await company.approve('bob', card);
    await company.settle();
    assert.match(cardText(card.card), /✓ Applied/);
    assert.deepEqual([now().Description, now().AutoRemediationLevel], [made.Description, lab.AutoRemediationLevel]);
    exchange(lab);
  });

  it('is ranked and deleted by its name, and made again by revert with the rule as it stood', async () => {
    const made = {
      ...lab,
      Name: '***',
      GroupRules: [...systems('Windows7'), rule(2, 2, 'Plant'), rule(2, 2, 'plant')],
    };
    exchange(made);
    await company.say('alice', 'rank device group "***" first');
    await discard(FormDesk.at(company, company.teams.messages.at(-1) ?? assert.fail()));
    const card = await company.pending('delete device group "***"');
    await company.approve('bob', card);
    await company.settle();
    assert(!groups().some(({ Name }) => Name === '***'), 'it is gone');
    const number = /#(\d+)/.exec(cardText(card.card))?.[1];
    const again = await company.pending(`revert ${number}`, 'grace');
    await company.approve('bob', again);
    await company.settle();
    assert.match(cardText(again.card), /✓ Applied/);
    const back = groups().find(({ Name }) => Name === '***') ?? assert.fail();
    const values = back.GroupRules?.map(({ PropertyValue }) => PropertyValue).filter((value) => value !== '') ?? [];
    assert.deepEqual(values.sort(), ['Plant', '["Windows7"]', 'plant']);
    company.sandbox.world.tenant.deviceGroups = groups().map((one) => (one === back ? lab : one));
  });

  it('gets another Entra group beside the one that is gone, and loses that one where it is taken away', async () => {
    exchange({ ...lab, MachineGroupAssignments: [access(GONE, 'Old plant team')] });
    const desk = await FormDesk.open(company, 'edit device group Lab');
    assert.match(
      cardText(await desk.check({ accessNames: 'Auditors' })),
      /Draft, not sent yet[\s\S]*Auditors, Old plant/,
    );
    await discard(desk);
    const other = await FormDesk.open(company, 'edit device group Lab');
    assert.match(cardText(await other.check({ access: '', accessNames: 'Auditors' })), /Draft, not sent yet/);
    await discard(other);
    exchange(lab);
  });

  it('holds for the ungrouped devices, too', async () => {
    const rest = groups().find(({ IsUnassignedMachineGroup }) => IsUnassignedMachineGroup) ?? assert.fail();
    exchange({ ...rest, MachineGroupAssignments: [access(GONE, '')] });
    const desk = await FormDesk.open(company, 'ungrouped devices');
    assert.match(cardText(await desk.card()), /The Entra group 6e0.*bb is gone from the directory/);
    assert.match(cardText(await desk.check({ level: 'none' })), /Draft, not sent yet/);
    await discard(desk);
    exchange(rest);
  });

  it('is told that a name is unknown to Airlock, not to Defender, where one is typed', async () => {
    await company.say('alice', 'edit device group Lab os Windows 7');
    const [last] = company.teams.messages.slice(-1);
    assert.match(cardText(last?.card), /Airlock does not know the name Defender uses for "Windows 7"/);
  });
});
