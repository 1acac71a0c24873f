import assert from 'node:assert/strict';
import type { OddList } from '../../../src/sandbox/company/world.ts';
import { Company } from '../../support/company/company.ts';
import { cardText } from '../../support/company/fake-teams.ts';
import { inPortal, told } from '../../support/company/watched-company.ts';

/** A part of one group that one answer of the portal lacks is not known then, and is no change. */
describe('a part of a device group that an answer of the portal lacks', () => {
  let company: Company;
  let first = '';
  beforeEach(async () => {
    company = await Company.open({ connector: 'portal' });
    await company.say('grace', 'help', 'a:grace');
    await company.watch();
    first = String(company.sandbox.world.tenant.deviceGroups[0]?.Name);
  });
  afterEach(async () => {
    await company.assertAuditHolds();
    await company.close();
  });

  const faults = () => company.sandbox.world.faults;
  const odd = (list: OddList) => faults().push({ surface: 'portal', path: 'machine_groups', kind: 'odd-list', list });
  const outside = () => told(company, /Airlock found a change/).map(({ card }) => cardText(card));

  async function answer(command: string): Promise<string> {
    await company.say('alice', command);
    return cardText(company.teams.messages.at(-1)?.card ?? {});
  }

  for (const [what, Name] of [
    ['null', null],
    ['blanks', '  '],
    ['a number', 7],
  ] as const)
    it(`is a name that is ${what}: no new name, not "no such group", and others go on`, async () => {
      odd({ set: { Name }, records: 1 });
      await company.watch();
      assert.deepEqual(outside(), []);
      assert.match(await answer(`show group "${first}"`), /could be read, and not every group could/);
      assert.match(await answer('edit device group Lab level full'), /Draft, not sent yet/);
      assert.match(await answer('status'), /\(group \d+, whose name could not be read\)/);
      faults().splice(0);
      await company.watch();
      assert.deepEqual(outside(), []);
    });

  it('hides no change that is made meanwhile', async () => {
    odd({ set: { Name: null, AutoRemediationLevel: null }, records: 1 });
    await company.watch();
    await inPortal(company, 'omar', { group: first, set: { Name: 'Renamed', AutoRemediationLevel: 0 } });
    faults().splice(0);
    await company.watch();
    assert.match(outside()[0] ?? '', new RegExp(`"${first}" is now called "Renamed"`));
    assert.match(outside()[0] ?? '', /its remediation level went from/);
  });

  it('is an entry that is no group: the others are shown, and nothing is written or told as gone', async () => {
    odd({ more: [null] });
    await company.watch();
    assert.deepEqual(outside(), []);
    assert.match(await answer('show group "Lab"'), /Level/);
    assert.match(await answer('show group "Nobody"'), /not every group could/);
    assert.match(await answer('edit device group Lab level full'), /did not list its device groups as a whole/);
  });
});
