import assert from 'node:assert/strict';
import { groupOf } from '../../../src/sandbox/defender/group-of.ts';
import { HABIT_NAMES, type HabitName } from '../../../src/shared/played-tenants.ts';
import { Company, type Name } from '../../support/company/company.ts';
import { cardText } from '../../support/company/fake-teams.ts';

/** Grace asks, Bob approves; answers what the card said before the approval. */
async function applied(company: Company, line: string): Promise<string> {
  const message = await company.pending(line, 'grace');
  const asked = cardText(message.card);
  await company.decide('bob', 'approve', Number(/#(\d+)/.exec(asked)?.[1]));
  assert.match(cardText(message.card), /✓ Applied/);
  return asked;
}

describe('a tenant that goes by rules in another way than Airlock assumes, by the front door', () => {
  let company: Company;
  before(async () => {
    company = await Company.open();
  });
  after(async () => {
    await company.assertAuditHolds();
    await company.close();
  });

  async function play(habit: HabitName): Promise<void> {
    const answer = await fetch(`${company.sandbox.url}/sandbox/tenant`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ habit }),
    });
    assert.equal(answer.status, 200);
  }

  /** What the draft's card says; nothing is filed. */
  async function told(line: string, who: Name = 'alice'): Promise<string> {
    await company.say(who, line);
    return cardText(company.teams.messages.at(-1)?.card);
  }

  for (const [habit, line, ...words] of [
    ['as-assumed', 'edit device group Servers level none', /agrees with the rules as Airlock reads them on 300 of 300/],
    [
      'twin-os',
      'edit device group Servers level none',
      /Two names of the same operating system count as one here: that fits 300 of 300 devices \(reckoned\)/,
      /28 of 300 devices would get another remediation level/,
    ],
    [
      'case-counts',
      'edit device group Finance level none',
      /Upper and lower case count here: that fits 300 of 300 devices \(reckoned\)/,
      /35 of 300 devices would get another/,
    ],
    [
      'trimmed-tags',
      'edit device group Finance level none',
      /Blanks at the ends of tags do not count here: that fits 300 of 300 devices \(reckoned\)/,
    ],
    [
      'other-domains',
      'edit device group Lab level full',
      /Defender reports 40 devices in Lab; by the rules as Airlock reads them 10, 0 of them the same\. It is not evaluable/,
    ],
    [
      'entra-joined',
      'delete device group Lab',
      /Defender reports 5 devices in Lab; by the rules as Airlock reads them 0\. It is not evaluable/,
    ],
    [
      'dynamic-tags',
      'edit device group Executives level full',
      /Defender reports 6 devices in Executives; by the rules as Airlock reads them 2\./,
    ],
    [
      'discovered',
      'delete device group Lab',
      /310 of 1200 devices would move/,
      /only discovered; a level acts on onboarded devices alone/,
    ],
    ['duplicates', 'delete device group Lab', /60 merged into another record/],
    ['untrimmed', 'edit device group Executives level full', /Defender reports 4 devices in Executives; by the rules/],
  ] as const satisfies readonly (readonly [HabitName, string, ...RegExp[]])[]) {
    it(`${habit}: the card of "${line}" tells what is reported, what is reckoned and how well both agree`, async () => {
      await play(habit);
      const card = await told(line);
      for (const one of words) assert.match(card, one);
      if (habit !== 'as-assumed') assert.doesNotMatch(card, /still/);
    });
  }

  it('case-counts: where a tag leads is reckoned as the fleet shows it, too', async () => {
    const line = 'tag LAP-HR-0001 with Finance';
    await play('case-counts');
    const card = await told(line, 'bob');
    assert.match(card, /0 of 1 device would move to another group \(reckoned\)/);
    assert.match(card, /Upper and lower case count here: that fits 300 of 300 devices \(reckoned\)/);
    await play('as-assumed');
    assert.match(await told(line, 'bob'), /1 of 1 device would move to another group \(reckoned\)/);
  });

  it('dynamic-tags: a level falls on the devices that Defender reports in the group', async () => {
    await play('dynamic-tags');
    const card = await told('edit device group "Domain controllers" level none', 'bob');
    assert.match(card, /This lowers protection on 6 devices \(onboarded, reckoned\)/);
    assert.match(card, /Defender reports 6 devices in Domain controllers; by the rules as Airlock reads them 3\./);
  });

  it('whole-names: a first group by name shows how names are compared, and the next card goes by it', async () => {
    await play('whole-names');
    const asked = await applied(
      company,
      'create device group Engineers level full name contains eng.harbourline before Finance',
    );
    assert.match(asked, /None of 300 devices would move or get another remediation level \(reckoned\)/);
    const card = await told('edit device group Engineers level none', 'bob');
    assert.match(card, /Names are compared whole here: that fits 300 of 300 devices \(reckoned\)/);
    assert.match(card, /40 of 300 devices would get another remediation level/);
  });

  it('lagging: what Defender has not followed yet stands beside what the rules give, and nobody is blamed', async () => {
    await play('lagging');
    await applied(company, 'edit device group Executives level full tag equals sales');
    const line = 'edit device group Executives level none';
    const early = await told(line, 'bob');
    assert.match(early, /Defender reports 6 devices in Executives; by the rules as Airlock reads them 44/);
    assert.doesNotMatch(early, /still|lag|behind/);
    company.clock.pass(5 * 3_600_000);
    assert.doesNotMatch(await told(line, 'bob'), /Defender reports \d+ devices in Executives/);
  });

  it('says no more than before once the tenant is as assumed again', async () => {
    await play('as-assumed');
    assert.match(
      await told('delete device group Lab', 'bob'),
      /agrees with the rules as Airlock reads them on 300 of 300/,
    );
  });

  it('other-operators: a group shows the numbers, and Airlock writes them as this tenant has them', async () => {
    const other = await Company.open({ tenant: 'other-operators' });
    const asked = await applied(other, 'create device group Laptops level full name starts with lap- before Finance');
    assert.match(asked, /agrees with the rules as Airlock reads them on 300 of 300/);
    const { world } = other.sandbox;
    const made = world.tenant.deviceGroups.find(({ Name }) => Name === 'Laptops');
    const used = made?.GroupRules?.filter(({ PropertyValue }) => PropertyValue !== '');
    assert.deepEqual(used, [{ OperatorType: 1, Property: 0, PropertyValue: 'lap-' }]);
    const taken = [...groupOf(world).values()].filter((group) => group === made).length;
    assert.equal(`${taken} of 300 devices would move`, /\d+ of 300 devices would move/.exec(asked)?.[0]);
    await other.close();
  });

  it('is played from the start where the sandbox is told so', async () => {
    for (const tenant of HABIT_NAMES.filter((name) => name.startsWith('d'))) {
      const other = await Company.open({ tenant });
      assert.equal(other.sandbox.world.tenant.habit, tenant);
      await other.close();
    }
  });
});
