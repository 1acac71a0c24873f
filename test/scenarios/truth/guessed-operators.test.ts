import assert from 'node:assert/strict';
import type { Machine } from '../../../src/sandbox/company/world.ts';
import { Company } from '../../support/company/company.ts';
import { cardText } from '../../support/company/fake-teams.ts';

/** Two devices that by the name should be in the group, and that Defender reports in none. */
const IN_NO_GROUP = { set: { rbacGroupId: 0, rbacGroupName: 'UnassignedGroup' }, records: 2 } as const;
const MACHINES = { surface: 'mde', path: '/api/machines', kind: 'odd-list' } as const;

/** The numbers 0 and 1 mean what the tenant's groups and devices show at that moment, and nothing where they do not. */
describe('an operator whose number is published nowhere', () => {
  let company: Company;
  beforeEach(async () => {
    company = await Company.open({ connector: 'portal' });
    const { machines, tenant } = company.sandbox.world;
    const [first] = machines;
    assert(first);
    const named = (n: number): Machine => ({
      ...first,
      id: String(n).padStart(40, '0'),
      computerDnsName: `app-${n}.corp.example`,
      machineTags: [],
    });
    machines.splice(0, machines.length, ...[1, 2, 3, 4, 5, 6].map(named));
    const GroupRules = [{ OperatorType: 0, Property: 0, PropertyValue: 'app-' }];
    tenant.deviceGroups = tenant.deviceGroups.map((group) =>
      group.Name === 'Lab' ? { ...group, Priority: 1, GroupRules } : group,
    );
  });
  afterEach(() => company.close());

  async function told(line: string): Promise<string> {
    await company.say('alice', line);
    return cardText(company.teams.messages.at(-1)?.card);
  }

  const AS_IT_IS = 'edit device group Lab name starts with app-';
  const MORE = 'create device group "More" level full name starts with app-1';

  it('is read from devices that are in its group, and refused once devices are not that should be', async () => {
    assert.match(await told(AS_IT_IS), /is already as requested/);
    assert.match(await told(MORE), /also matches 1 device that a higher rank takes: Lab/);
    company.sandbox.world.faults.push({ ...MACHINES, list: IN_NO_GROUP });
    company.clock.pass(60_000);
    for (const line of [AS_IT_IS, MORE]) {
      const text = await told(line);
      assert.match(text, /Airlock cannot write "starts with"/);
      assert.match(text, /contradicts itself: by that number 4 devices would fit and 2 would not/);
      assert.doesNotMatch(text, /already as|There is nothing to approve/);
    }
  });

  it('is not spoken against by devices whose group is named without its number', async () => {
    company.sandbox.world.faults.push({ ...MACHINES, list: { set: { rbacGroupId: 0 }, records: 2 } });
    assert.match(await told(AS_IT_IS), /is already as requested/);
  });

  it('is not shown by records that are no devices of their own', async () => {
    company.sandbox.world.faults.push({ ...MACHINES, list: { set: { isPotentialDuplication: true }, records: 4 } });
    const text = await told(MORE);
    assert.match(text, /Airlock cannot write "starts with".*Only 2 devices in groups of this tenant can show it/s);
  });

  it('is not shown by a list of devices that is not whole, and is by the next one', async () => {
    const { faults } = company.sandbox.world;
    faults.push({ ...MACHINES, list: { most: 4, skip: 'ignored' } });
    assert.match(await told(MORE), /not all devices could be read that would show it/);
    faults.splice(0);
    assert.match(await told(MORE), /also matches 1 device/);
  });

  it('is asked of the devices again before a write', async () => {
    const card = await company.pending(MORE);
    company.sandbox.world.faults.push({ ...MACHINES, list: IN_NO_GROUP });
    await company.approve('bob', card);
    await company.settle();
    assert.ok(company.sandbox.world.tenant.deviceGroups.every(({ Name }) => Name !== 'More'));
    assert.match(cardText(card.card), /number Defender keeps for it is not known|changed|differs/i);
    assert.doesNotMatch(cardText(card.card), /as asked/);
  });
});
