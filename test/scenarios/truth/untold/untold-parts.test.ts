import assert from 'node:assert/strict';
import type { Fault, OddList } from '../../../../src/sandbox/company/world.ts';
import { Company } from '../../../support/company/company.ts';
import { cardText } from '../../../support/company/fake-teams.ts';

/** A part that is not told is not known, whatever its absence looks like. */
describe('parts that are not told', () => {
  let company: Company;
  afterEach(() => company.close());

  const odd = (at: Pick<Fault, 'surface' | 'path'>, list: OddList) =>
    company.sandbox.world.faults.push({ ...at, method: 'GET', kind: 'odd-list', list });

  async function answer(command: string): Promise<string> {
    await company.say('alice', command);
    return cardText(company.teams.messages.at(-1)?.card ?? {});
  }

  for (const list of [{ without: ['MachineGroupAssignments'] }, { set: { MachineGroupAssignments: null } }])
    it(`of a device group, ${JSON.stringify(list)} is not "everybody", and no change outside`, async () => {
      company = await Company.open({ connector: 'portal' });
      await company.say('grace', 'help', 'a:grace');
      await company.watch();
      odd({ surface: 'portal', path: 'machine_groups' }, { ...list, records: 2 });
      await company.watch();
      const outside = company.teams.messages
        .map(({ card }) => cardText(card))
        .filter((text) => /hanged outside Airlock/.test(text));
      assert.deepEqual(outside, []);
      assert.doesNotMatch(await answer('edit device group Finance access SOC tier 2'), /everybody with portal access/);
    });

  it('of alerts is not "no alert has waited"', async () => {
    company = await Company.open({ connector: 'guided' });
    odd({ surface: 'graph', path: 'alerts_v2' }, { set: { investigationState: 'unknownFutureValue' } });
    const text = await answer('status');
    assert.doesNotMatch(text, /No alert has waited/);
    assert.match(text, /could not be read/);
  });
});
