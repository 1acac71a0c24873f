import assert from 'node:assert/strict';
import { SHOWS_WITHIN } from '../../../src/requests/rules/watching.ts';
import { Company } from '../../support/company/company.ts';
import { actionOf, actionsIn, cardText, type TeamsMessage } from '../../support/company/fake-teams.ts';

const CREATE = 'create device group "Build agents" level full tag equals build description "Nightly builds" last';

describe('an undoing that is to be undone, where a person applies it by hand', () => {
  let company: Company;
  beforeEach(async () => {
    company = await Company.open({ connector: 'guided' });
  });
  afterEach(async () => {
    await company.assertAuditHolds();
    await company.close();
  });

  /** Approves it, does it in the portal, and says so. */
  async function applied(card: TeamsMessage, act: () => void): Promise<void> {
    await company.approve('bob', card);
    await company.settle();
    act();
    await company.invoke('omar', card, actionOf(await company.view('omar', card), 'attest') ?? assert.fail());
    await company.settle();
    company.clock.pass(SHOWS_WITHIN);
    await company.settle();
  }

  it('is one button away with all that is known, and says that the rank is not', async () => {
    const { tenant } = company.sandbox.world;
    const created = await company.pending(CREATE);
    await applied(created, () => {
      const lab = tenant.deviceGroups.find(({ Name }) => Name === 'Lab') ?? assert.fail();
      const made = { ...lab, Name: 'Build agents', Description: 'Nightly builds', MachineGroupId: 77 };
      tenant.deviceGroups = [...tenant.deviceGroups, made];
    });
    const undone = await company.pending('revert 1');
    await applied(undone, () => {
      tenant.deviceGroups = tenant.deviceGroups.filter(({ Name }) => Name !== 'Build agents');
    });
    assert.match(cardText(undone.card), /To change it back, write "create device group "Build agents" level full/);
    await company.say('alice', 'revert 2');
    const answer = company.teams.messages.at(-1) ?? assert.fail();
    const again = actionsIn(answer.card).find(({ title }) => title.startsWith('Create device group')) ?? assert.fail();
    const { say } = again.data as { say: string };
    await company.say('alice', say);
    assert.equal((await company.services.store.requestByNumber(company.services.tenantId, 3))?.state, 'draft');
  });
});
