import assert from 'node:assert/strict';
import type { Fault } from '../../../../src/sandbox/company/world.ts';
import { Company } from '../../../support/company/company.ts';
import { cardText, type TeamsMessage } from '../../../support/company/fake-teams.ts';

/** The portal's list of groups stays as it was, whatever is written. */
const LAGS: Fault = { surface: 'portal', method: 'GET', path: 'machine_groups', kind: 'stale' };
const CREATE = 'create device group "HR laptops" level full tag equals hr';
const NONE = /There is no device group/;

describe('a group that a request asks to create and no list shows', () => {
  let company: Company;
  let card: TeamsMessage;
  afterEach(async () => {
    await company.assertAuditHolds();
    await company.close();
  });

  async function answer(command: string): Promise<string> {
    await company.say('alice', command);
    await company.settle();
    return cardText(company.teams.messages.at(-1)?.card);
  }

  it('was accepted: whoever names it is told of its request, also after that has ended', async () => {
    company = await Company.open({ timeoutMs: 3_000 });
    card = await company.pending(CREATE);
    company.sandbox.world.faults.push({ ...LAGS });
    await company.approve('bob', card);
    await company.settle();
    const asked = /"?HR laptops"? was asked to be created in #1, and Defender does not list it yet/;
    for (let round = 0; round < 2; round += 1) {
      for (const command of ['edit device group "hr laptops"', 'edit device group "HR laptops" level none']) {
        assert.match(await answer(command), asked, command);
      }
      assert.match(await answer('rank device group Lab before "HR laptops"'), asked);
      assert.doesNotMatch(await answer('delete device group "HR laptops"'), NONE);
      company.clock.pass(6 * 3_600_000);
      await company.settle();
    }
  });

  it('is not applied yet: whoever names it is told so', async () => {
    company = await Company.open({ connector: 'guided' });
    await company.pending(CREATE);
    const asked = /"?HR laptops"? is asked to be created in #1, which is not applied yet/;
    assert.match(await answer('edit device group "HR laptops" level none'), asked);
    assert.match(await answer('device group "HR laptops" is at full'), asked);
    assert.match(await answer('edit device group "HR laptop" level none'), NONE);
  });

  it('was not approved: there is none', async () => {
    company = await Company.open({ connector: 'guided' });
    await company.pending(CREATE);
    await company.say('bob', 'reject 1 not now');
    assert.match(await answer('edit device group "HR laptops" level none'), NONE);
  });
});
