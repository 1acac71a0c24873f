import assert from 'node:assert/strict';
import { activeIndicators } from '../../../src/sandbox/mde/indicators/indicator-list.ts';
import { Company } from '../../support/company/company.ts';
import { cardText } from '../../support/company/fake-teams.ts';

const SHA = 'a1'.repeat(32);
const DAY = 86_400_000;

describe('indicators by the supported API', () => {
  let company: Company;
  afterEach(() => company?.close());

  const there = () => activeIndicators(company.sandbox.world);
  const last = () => cardText(company.teams.messages.at(-1)?.card);

  for (const connector of ['guided', 'portal'] as const)
    it(`are allowed for a week on a group after the second admin, told before the end, and end: ${connector}`, async () => {
      company = await Company.open({ connector });
      const card = await company.pending(`allow file ${SHA.toUpperCase()} on executives for 7 days`);
      assert.match(cardText(card.card), /ignore a bad verdict/);
      assert.equal(there().length, 0);
      await company.approve('bob', card);
      await company.settle();
      assert.match(cardText(card.card), /1 of 1 written/);
      const [one] = there();
      assert(one);
      assert.deepEqual([one.action, one.indicatorValue, one.rbacGroupNames], ['Allowed', SHA, ['Executives']]);
      assert.match(one.description, /^Airlock #1 [0-9a-f]{8}:/);
      assert(Date.parse(one.expirationTime ?? '') - company.clock.now() <= 7 * DAY);
      company.clock.pass(60_000);
      await company.settle();
      company.clock.pass(6 * DAY + 3_600_000);
      await company.settle();
      assert.match(last(), /within a day/);
      company.clock.pass(DAY);
      await company.settle();
      assert.match(last(), /has ended/);
      await company.assertAuditHolds();
    });
});
