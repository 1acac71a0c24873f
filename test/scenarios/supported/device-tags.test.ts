import assert from 'node:assert/strict';
import { Company } from '../../support/company/company.ts';
import { cardText } from '../../support/company/fake-teams.ts';

describe('tags of devices by the supported API', () => {
  let company: Company;
  afterEach(() => company?.close());

  const tagsOf = (name: string) =>
    company.sandbox.world.machines.find((one) => one.computerDnsName.startsWith(`${name}.`))?.machineTags ?? [];
  const last = () => cardText(company.teams.messages.at(-1)?.card);

  for (const connector of ['guided', 'portal'] as const)
    it(`are set after the second admin, and taken away by the revert: ${connector}`, async () => {
      company = await Company.open({ connector });
      const card = await company.pending('tag LAP-HR-0001 with Lab');
      assert.match(cardText(card.card), /Tag LAP-HR-0001 with "Lab"/i);
      assert.deepEqual(tagsOf('LAP-HR-0001').includes('Lab'), false);
      await company.approve('bob', card);
      await company.settle();
      assert.match(cardText(card.card), /1 of 1 tagged/);
      assert(tagsOf('LAP-HR-0001').includes('Lab'));
      await company.say('alice', 'revert 1');
      const undo = company.teams.messages.at(-1);
      assert.match(last(), /Take the tag "Lab" from LAP-HR-0001/i);
      assert(undo);
      await company.assertAuditHolds();
    });

  it('is not asked for where its kind is switched off', async () => {
    company = await Company.open({ writer: false });
    await company.say('alice', 'tag LAP-HR-0001 with Lab');
    assert.match(last(), /switched off/);
  });
});
