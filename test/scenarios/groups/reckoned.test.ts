import assert from 'node:assert/strict';
import type { Machine } from '../../../src/sandbox/company/world.ts';
import { Company } from '../../support/company/company.ts';
import { cardText } from '../../support/company/fake-teams.ts';

/** What public reports tell of lists of devices and of rules, asked for by the front door. */
describe('what a card reckons', () => {
  let company: Company;
  let first: Machine;
  let asked = 0;
  before(async () => {
    company = await Company.open();
    first = company.sandbox.world.machines[0] ?? assert.fail();
  });
  afterEach(() => company.clock.pass(60_000));
  after(() => company.close());

  function fleet(names: readonly string[], fields: (at: number) => Partial<Machine> = () => ({})): void {
    const machines = names.map((computerDnsName, at): Machine => {
      const id = String(++asked).padStart(40, '0');
      return { ...first, machineTags: [], ...fields(at), id, computerDnsName };
    });
    company.sandbox.world.machines.splice(0, company.sandbox.world.machines.length, ...machines);
  }

  const many = (count: number, name: (at: number) => string) => Array.from({ length: count }, (_, at) => name(at));

  async function told(line: string): Promise<string> {
    await company.say('alice', line);
    return cardText(company.teams.messages.at(-1)?.card);
  }

  const creating = (rule: string, level = 'full') => told(`create device group "G${++asked}" level ${level} ${rule}`);

  it('names apart 1,000 discovered devices beside 36 onboarded ones, and warns of those alone', async () => {
    fleet(
      [...many(36, (n) => `pc-${n}.corp.harbour.example`), ...many(1_000, (n) => `printer-${n}.corp.harbour.example`)],
      (at) =>
        at < 36 ? {} : { onboardingStatus: at % 2 ? 'CanBeOnboarded' : 'Unsupported', healthStatus: 'Inactive' },
    );
    const text = await creating('domain equals corp.harbour.example', 'none');
    assert.match(text, /1036 of 1036 devices would move/);
    assert.match(text, /Of these, 36 onboarded and 1000 only discovered; a level acts on onboarded devices alone/);
    assert.match(text, /lowers protection on 36 devices/);
  });

  it('cuts no name of a phone and no address at a dot, and says where domains come from', async () => {
    const phones = [
      'Max Mustermann iPadAir 17zoll (2ndgeneration)',
      'max.mustermann iPhone 15',
      '10.20.30.40',
      'till-7',
    ];
    fleet([...phones, 'pc-1.corp.harbour.example']);
    assert.match(await creating('name contains "iPadAir 17zoll (2nd"'), /1 of 5 devices would move/);
    assert.match(await creating('name equals "10.20.30.40"'), /1 of 5 devices would move/);
    assert.match(await creating('domain contains "30.40"'), /None of 5 devices/);
    assert.match(await creating('domain contains "mustermann"'), /None of 5 devices/);
    const text = await creating('domain equals "corp.harbour.example"');
    assert.match(text, /1 of 5 devices would move/);
    assert.match(text, /The list of devices names no domain: Airlock takes it from the DNS name \(reckoned\)/);
  });

  it('never calls a group empty in which Defender reports devices', async () => {
    fleet(many(40, (n) => `till-${n}.shop.example`));
    Object.assign(company.sandbox.world.tenant, { habit: 'other-domains' });
    for (const [at, machine] of company.sandbox.world.machines.entries())
      Object.assign(machine, at < 30 ? { adDomain: 'lab.example' } : {});
    for (const line of ['edit device group Lab level full', 'delete device group Lab']) {
      const text = await told(line);
      assert.match(text, /30 of 40 devices would/);
      assert.match(
        text,
        /Defender reports 30 devices in Lab; by the rules as Airlock reads them 0\. It is not evaluable/,
      );
      assert.match(text, /30 of those reported do not meet its Domain rows as Airlock reads them/);
      assert.doesNotMatch(text, /still|no device is there|None of/);
    }
    Object.assign(company.sandbox.world.tenant, { habit: 'as-assumed' });
  });

  it('refuses an operator whose number no group shows, and takes it once one does', async () => {
    fleet([...many(5, (n) => `SRV-DC-0${n}.corp.example`), ...many(5, (n) => `app-${n}-prd.corp.example`)], (at) =>
      at < 5 ? { machineTags: ['privileged'], osPlatform: 'WindowsServer2022' } : {},
    );
    const rule = 'name ends with -prd';
    const refused = await creating(rule);
    assert.match(refused, /Airlock cannot write "ends with": which number Defender keeps for it is not known/);
    assert.match(refused, /Make one device group with "ends with" in the Defender portal/);
    assert.match(await creating('name starts with app-'), /5 of 10 devices would move/);
    const made = { OperatorType: 1, Property: 0, PropertyValue: '-prd' };
    const { tenant } = company.sandbox.world;
    const [lab, rest] = [tenant.deviceGroups.find(({ Name }) => Name === 'Lab'), tenant.deviceGroups.at(-1)];
    assert(lab && rest);
    const others = tenant.deviceGroups.filter((group) => group !== lab);
    tenant.deviceGroups = [{ ...lab, Priority: 1, GroupRules: [made] }, ...others.map((group) => ({ ...group }))];
    assert.match(await creating(rule), /of 10 devices would move/);
  });
});
