import assert from 'node:assert/strict';
import { Company } from '../../support/company/company.ts';
import { cardText, type TeamsMessage } from '../../support/company/fake-teams.ts';

const SOMEBODY = /somebody changed it/i;

describe('the undoing of a request that another one came after', () => {
  let company: Company;
  afterEach(() => company.close());

  const last = () => cardText(company.teams.messages.at(-1)?.card);
  const answer = () =>
    company.teams.messages
      .slice(-2)
      .map(({ card }) => cardText(card))
      .join('\n');

  async function applied(text: string): Promise<TeamsMessage> {
    const card = await company.pending(text);
    await company.approve('bob', card);
    await company.settle();
    return card;
  }

  async function edited(): Promise<void> {
    company = await Company.open();
    await applied('edit device group Lab level full');
  }

  it('names the one that is open on the group, and shows it', async () => {
    await edited();
    await company.pending('delete device group Lab');
    await company.say('alice', 'revert 1');
    assert.match(answer(), /#2, asked for by Alice Ahlgren.*, is open on the same object/);
    assert.match(answer(), /Delete device group Lab/);
  });

  it('names it where the group is gone already, too', async () => {
    await edited();
    await company.pending('delete device group Lab');
    const { tenant } = company.sandbox.world;
    tenant.deviceGroups = tenant.deviceGroups.filter(({ Name }) => Name !== 'Lab');
    await company.say('alice', 'revert 1');
    assert.match(answer(), /#2, asked for by Alice Ahlgren.*, is open on the same object/);
    assert.doesNotMatch(answer(), SOMEBODY);
  });

  it('names the one that deleted the group', async () => {
    await edited();
    await applied('delete device group Lab');
    await company.say('alice', 'revert 1');
    assert.match(last(), /no longer as this request left it.*#2, asked for by Alice Ahlgren.*Delete device group Lab/);
    assert.match(last(), /Nothing was filed/);
    assert.doesNotMatch(last(), SOMEBODY);
  });

  it('of a new group names the one that deleted it, though it knows it by its number', async () => {
    company = await Company.open();
    await applied('create device group "Build agents" level full tag equals build last');
    await company.pending('delete device group "Build agents"');
    await company.say('alice', 'revert 1');
    assert.match(answer(), /#2, asked for by Alice Ahlgren.*, is open on the same object/);
    await company.approve('bob', company.message('Delete device group Build agents'));
    await company.settle();
    await company.say('alice', 'revert 1');
    assert.match(last(), /#2, asked for by Alice Ahlgren.*was applied after it: Delete device group Build agents/);
  });

  it('names the one that changed a switch since', async () => {
    company = await Company.open();
    await applied('enable automated investigation');
    await applied('disable automated investigation');
    await company.say('alice', 'revert 1');
    assert.match(last(), /is no longer On.*#2, asked for by Alice Ahlgren.*was applied after it: Turn off/);
  });
});
