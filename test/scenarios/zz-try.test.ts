import { Company } from '../support/company/company.ts';
import { cardText } from '../support/company/fake-teams.ts';
describe('try', () => {
  it('x', async () => {
    const company = await Company.open({ connector: 'portal' });
    company.sandbox.world.faults.push({ surface: 'portal', path: 'machine_groups', kind: 'odd-list', list: { set: { Priority: null }, records: 1 } });
    for (const c of ['edit device group Lab level full', 'delete device group Lab', 'status', 'show group "Lab"']) {
      await company.say('alice', c);
      console.log('>>>', c, '\n', cardText(company.teams.messages.at(-1)?.card ?? {}).replace(/\n+/g, '\n'));
    }
    await company.close();
  });
});
