import assert from 'node:assert/strict';
import type { Fault, OddList } from '../../../src/sandbox/company/world.ts';
import { Company } from '../../support/company/company.ts';
import { cardText } from '../../support/company/fake-teams.ts';

/** What the portal's own API answers is asked for no more than a command needs. */
describe('with the portal, what a command does not need', () => {
  let company: Company;
  before(async () => {
    company = await Company.open({ connector: 'portal' });
  });
  afterEach(() => {
    company.sandbox.world.faults.splice(0);
    company.clock.pass(60_000);
  });
  after(() => company.close());

  const strike = (path: string, fault: Omit<Fault, 'surface' | 'path'>) =>
    company.sandbox.world.faults.push({ surface: 'portal', path, ...fault });
  const odd = (path: string, list: OddList) => strike(path, { kind: 'odd-list', list });

  async function answer(command: string, who: 'alice' | 'bob' = 'alice'): Promise<string> {
    await company.say(who, command);
    return cardText(company.teams.messages.at(-1)?.card ?? {});
  }

  for (const [what, fault] of [
    ['refused', { kind: 'status', status: 403, says: { code: 'x', message: 'Roles are managed in unified RBAC' } }],
    ['not there', { kind: 'status', status: 404 }],
    ['of another form', { kind: 'wrong-content-type' }],
    ['odd in parts', { kind: 'odd-list', list: { more: [null, { ObjectId: null, DisplayName: null }] } }],
  ] as const)
    it(`stops no change of a level: a list of roles that is ${what}`, async () => {
      strike('aad_groups', fault);
      assert.match(await answer('edit device group Lab level full'), /Draft, not sent yet/);
    });

  it('stops no change of access either where the directory knows the group', async () => {
    strike('aad_groups', { kind: 'status', status: 403 });
    assert.match(await answer('edit device group Lab access "SOC tier 2"'), /Draft, not sent yet.*SOC tier 2/s);
  });

  for (const [what, more] of [
    ['an object', { FutureSetting: { Mode: 'Audit', Scope: ['x'] } }],
    ['null', { FutureSetting: null }],
  ] as const)
    it(`stops no switch and is kept: ${what} among the switches`, async () => {
      company.features().AutoResolveInvestigatedAlerts = false;
      odd('GetAdvancedFeaturesSetting', { more: [more] });
      const card = await company.pending('enable automatically resolve alerts');
      await company.approve('bob', card);
      await company.settle();
      assert.match(cardText(card.card), /Applied/);
      assert.deepEqual({ ...company.features(), ...more, AutoResolveInvestigatedAlerts: true }, company.features());
    });

  for (const [what, set] of [
    ['null for a name', { Name: null }],
    ['a description of another kind', { Description: { Text: 'x' } }],
    ['a row without a value', { GroupRules: [{ OperatorType: 0, Property: 0 }] }],
    ['a null level', { AutoRemediationLevel: null }],
    ['a rank of text', { Priority: '1' }],
    ['a number of text', { MachineGroupId: '7x' }],
    ['null for rules', { GroupRules: null }],
    ['text for access', { MachineGroupAssignments: 'all' }],
    ['an assignment of nobody', { MachineGroupAssignments: [{ WcdAadGroup: null }] }],
  ] as const)
    it(`stops no change of another group: ${what}`, async () => {
      odd('machine_groups', { set, records: 1 });
      assert.match(await answer('edit device group Lab level full', 'bob'), /Draft, not sent yet/);
    });

  for (const [what, set, command, says] of [
    ['a level', { AutoRemediationLevel: null }, 'edit device group NAME level full', /the remediation level of/],
    ['access', { MachineGroupAssignments: 'all' }, 'edit device group NAME access "SOC tier 2"', /the access of/],
    ['a rank', { Priority: null }, 'rank device group Lab last', /Airlock places none/],
  ] as const)
    it(`is refused with the reason where it is asked for: ${what} that cannot be read`, async () => {
      const [first] = company.sandbox.world.tenant.deviceGroups;
      odd('machine_groups', { set, records: 1 });
      const text = await answer(command.replace('NAME', `"${first?.Name}"`), 'bob');
      assert.match(text, says);
      assert.doesNotMatch(text, /not sent yet/);
    });

  it('is written over by nothing: a list of groups that leads on to more', async () => {
    const card = await company.pending('edit device group Lab level full');
    const was = structuredClone(company.sandbox.world.tenant.deviceGroups);
    odd('machine_groups', { link: 'new' });
    assert.match(await answer('status', 'bob'), /Not every device group could be read: there may be more/);
    assert.match(
      await answer('edit device group Finance level full', 'bob'),
      /came with "@odata\.nextLink", which may say that there are more, so Airlock does not write them/,
    );
    await company.approve('bob', card);
    await company.settle();
    assert.deepEqual(company.sandbox.world.tenant.deviceGroups, was);
    assert.doesNotMatch(cardText(card.card), /Applied/);
  });

  it('is named as the cause where the order is not known: a rank that cannot be read', async () => {
    odd('machine_groups', { set: { Priority: null }, records: 1 });
    const cause = /The rank of a device group could not be read, so in which order groups take devices is not known/;
    assert.match(await answer('edit device group Lab level full', 'bob'), cause);
    assert.match(await answer('status', 'bob'), cause);
  });
});
