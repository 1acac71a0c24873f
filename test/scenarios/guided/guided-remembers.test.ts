import assert from 'node:assert/strict';
import type { Change } from '../../../src/changes/registry/change.ts';
import { askFor } from '../../support/company/ask-for.ts';
import { Company } from '../../support/company/company.ts';
import { actionOf, cardText, type TeamsMessage } from '../../support/company/fake-teams.ts';
import { tamperFact } from '../../support/company/tamper.ts';

const OFF = 'disable automated investigation';
const ON = 'enable automated investigation';

const CREATE: Change = {
  kind: 'device-group.create',
  definition: {
    name: 'Build agents',
    description: '',
    level: 'semi-non-temp-folders',
    conditions: [{ property: 'tag', operator: 'equals', value: 'build' }],
    access: [],
  },
  before: null,
};

describe('what was attested, by the front door', () => {
  let company: Company;
  beforeEach(async () => {
    company = await Company.open({ connector: 'guided' });
  });
  afterEach(async () => {
    await company.assertAuditHolds();
    await company.close();
  });

  /** @param byHand what Omar does in the portal */
  async function attest(card: TeamsMessage, byHand = () => {}): Promise<void> {
    await company.approve('bob', card);
    await company.settle();
    byHand();
    const press = actionOf(card.card, 'attest') ?? assert.fail('nothing to report');
    await company.invoke('omar', card, press);
    await company.settle();
  }

  const applied = async (text: string) => attest(await company.pending(text));
  const last = () => cardText(company.teams.messages.at(-1)?.card);
  const asks = async (text: string) => {
    await company.say('alice', text);
    return last();
  };

  it('stands in the status a minute later, with who said so and in which request', async () => {
    await applied(ON);
    assert.match(await asks('status'), /Automated investigation\nOn\nby Omar Okafor's word, #1\n+{{DATE/);
  });

  it('stands as the record tells it where what is stored cannot be read, and so does everything else', async () => {
    await applied(ON);
    tamperFact(company, 'feature:automated-investigation');
    assert.match(await asks('status'), /Automated investigation\nOn\nby Omar Okafor's word, #1[\s\S]*Device groups/);
    assert.match(await asks('automated investigation is on'), /Automated investigation: On, by your word/);
  });

  it('is not filed again, and the answer says how to say otherwise', async () => {
    await applied(ON);
    const again = await asks(ON);
    assert.match(again, /already on, by Omar Okafor's word, 24 Nov 2026 \d\d:\d\d UTC, #1\./);
    assert.match(again, /If the portal shows otherwise, write "automated investigation is off"/);
    assert.equal(await company.services.store.requestByNumber(company.services.tenantId, 2), null);
  });

  it('is the base of the next request, and what a revert restores', async () => {
    await applied(ON);
    await applied(OFF);
    const draft = await asks('revert 2');
    const discard = actionOf(await company.view('alice', company.message('#3')), 'discard') ?? assert.fail('no draft');
    await company.invoke('alice', company.message('#3'), discard);
    assert.match(
      draft,
      /Turn on Automated investigation[\s\S]*Off → \n[\s\S]*On\nBefore: by Omar Okafor's word, #2\n+{{DATE/,
    );
    await applied(ON);
    assert.match(await asks('revert 2'), /no longer Off but On, by Omar Okafor's word, .*, #4/);
  });

  it('is a group that no list shows yet: named, not made again, and not changed', async () => {
    const { faults } = company.sandbox.world;
    faults.push({ surface: 'graph', path: 'customAppScopes', kind: 'stale' });
    await asks('status');
    await attest(await askFor(company, CREATE));
    company.clock.pass(6 * 3_600_000);
    await company.settle();
    assert.match(
      await asks('status'),
      /Build agents\n(?:I see it\n+)?Semi - [^\n]*, not listed yet\n+by Omar Okafor's word, #1/,
    );
    for (const text of ['edit device group "build  agents"', 'edit device group "Build agents" level full'])
      assert.match(
        await asks(text),
        /exists by Omar Okafor's word, .*, #1, and is not listed by Microsoft Graph yet: ask/,
      );
    const again = await asks('create device group "Build agents" level full tag equals build');
    assert.match(again, /already a device group called Build agents, by Omar Okafor's word, .*: it is not listed by/);
    assert.equal(await company.services.store.requestByNumber(company.services.tenantId, 2), null);
    company.clock.pass(7 * 86_400_000);
    assert.doesNotMatch(await asks('status'), /not listed yet/, 'so late, another group may bear the name');
  });

  it('makes a group with known rules, before and after Microsoft Graph lists it', async () => {
    const { tenant } = company.sandbox.world;
    const [some] = tenant.deviceGroups;
    assert(some);
    const made = { ...some, MachineGroupId: 77, Name: 'Build agents', Description: '' };
    await attest(await askFor(company, CREATE), () => {
      tenant.deviceGroups = [...tenant.deviceGroups, made];
    });
    assert.match(await asks('status'), /Build agents\n(?:I see it\n+)?Semi - approval for non-temporary folders/);
    tenant.deviceGroups = tenant.deviceGroups.map((one) =>
      one.MachineGroupId === 77 ? { ...one, Name: 'Builders' } : one,
    );
    company.clock.pass(60_000);
    assert.match(await asks('status'), /Builders\n(?:I see it\n+)?Semi - approval for non-temporary folders/);
    const facts = await company.services.store.facts(company.services.tenantId, 'group:77:');
    assert.deepEqual(facts.map(({ key }) => key).sort(), [
      'group:77:access',
      'group:77:conditions',
      'group:77:description',
      'group:77:level',
    ]);
  });
});
