import assert from 'node:assert/strict';
import type { Fault, OddList } from '../../../src/sandbox/company/world.ts';
import { Company } from '../../support/company/company.ts';
import { cardText } from '../../support/company/fake-teams.ts';

/** What an answer does not hold is not known: it is never told as none, as off or as built in. */
describe('answers of Defender without what was asked for', () => {
  let company: Company;
  afterEach(async () => {
    await company.assertAuditHolds();
    await company.close();
  });

  function strike(surface: Fault['surface'], path: string, list: OddList): void {
    company.sandbox.world.faults.push({ surface, path, kind: 'odd-list', list });
  }

  async function answer(command: string): Promise<string> {
    await company.say('alice', command);
    return cardText(company.teams.messages.at(-1)?.card ?? {});
  }

  for (const connector of ['guided', 'portal'] as const) {
    it(`records of devices that say no group (${connector}): nothing is told of how many are in one`, async () => {
      company = await Company.open({ connector });
      strike('mde', '/api/machines', { without: ['rbacGroupId'] });
      const text = await answer('set device group "Finance" to none');
      assert.match(text, /300 devices came without/);
      assert.doesNotMatch(text, /Defender reports (0|no) /);
    });

    it(`some records of devices that say no group (${connector}): what is reported is told as the least`, async () => {
      company = await Company.open({ connector });
      strike('mde', '/api/machines', { without: ['rbacGroupId'], records: 20 });
      const text = await answer('set device group "Finance" to none');
      assert.match(text, /devices came without/);
      assert.doesNotMatch(text, /Defender reports \d/);
      if (connector === 'guided') assert.match(text, /Defender reports at least \d+ of 300 devices in this group now/);
      else assert.doesNotMatch(text, /by the rules as Airlock reads them \d/);
    });

    it(`a list of devices without any (${connector}): not told as one that lacks a device`, async () => {
      company = await Company.open({ connector });
      strike('mde', '/api/machines', { hides: '*' });
      const text = await answer('where is LAP-FIN-0001');
      assert.match(text, /No device could be read/);
      assert.doesNotMatch(text, /has none called/);
    });
  }

  it('a list of groups without any in the portal: not told as "no device groups"', async () => {
    company = await Company.open({ connector: 'portal' });
    strike('portal', 'machine_groups', { hides: '*' });
    const text = await answer('status');
    assert.match(text, /device groups could not be read now: Defender listed no device groups at all/);
    assert.doesNotMatch(text, /There are no device groups/);
  });

  it('switches without any in the portal: not told as built in', async () => {
    company = await Company.open({ connector: 'portal' });
    strike('portal', 'GetAdvancedFeaturesSetting', { hides: '*' });
    const { world } = company.sandbox;
    world.tenant.advancedFeatures = {};
    const text = await answer('status');
    assert.match(text, /switches could not be read now/);
    assert.doesNotMatch(text, /built in/i);
  });

  it('switches without one in the portal: built in by an assumption, which is named, and not read', async () => {
    company = await Company.open({ tenant: 'current' });
    const by = /reckoned from Defender's answer, which lacks this switch/;
    assert.match(await answer('status'), by);
    assert.match(await answer('is automated investigation on?'), by);
    assert.match(await answer('enable automated investigation'), by);
    assert.match(await answer('disable automated investigation'), by);
  });

  for (const [what, fault] of [
    ['refused', { kind: 'status', status: 403 }],
    ['of another form', { kind: 'wrong-content-type' }],
  ] as const)
    it(`a list of groups that is ${what} (guided): the groups that devices name are shown, with the reason`, async () => {
      company = await Company.open({ connector: 'guided' });
      company.sandbox.world.faults.push({ surface: 'graph', path: 'customAppScopes', ...fault });
      assert.match(await answer('where is LAP-FIN-0001'), /Defender reports \S+ in Finance/);
      assert.match(await answer('set device group "Finance" to none'), /Draft, not sent yet/);
      const status = await answer('status');
      assert.match(
        status,
        /list of device groups could not be read\. Shown are the groups in which.* Microsoft Graph /,
      );
      assert.match(status, /Finance/);
      assert.match(await answer('show group "Nobody"'), /could be read, and not every group could\. .*Microsoft Graph/);
    });
});
