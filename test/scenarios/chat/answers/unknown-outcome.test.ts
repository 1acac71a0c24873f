import assert from 'node:assert/strict';
import { Company } from '../../../support/company/company.ts';
import { actionOf, cardText, type TeamsMessage } from '../../../support/company/fake-teams.ts';

const WRITE = { surface: 'portal', method: 'POST', path: 'SaveAdvancedFeaturesSetting', times: 1 } as const;

describe('an unknown outcome', () => {
  let company: Company;
  let card: TeamsMessage;
  beforeEach(async () => {
    company = await Company.open();
    card = await company.pending();
  });
  afterEach(async () => {
    await company.assertAuditHolds();
    await company.close();
  });

  const alarms = () => company.teams.messages.filter(({ card: one }) => /unknown outcome/.test(cardText(one)));

  async function later(ms: number): Promise<void> {
    company.clock.pass(ms);
    await company.settle();
  }

  it('that is known within seconds alarms nobody', async () => {
    company.sandbox.world.faults.push({ ...WRITE, kind: 'cut-after' });
    await company.approve('bob', card);
    await company.settle();
    await later(60_000);
    assert.deepEqual(alarms(), []);
    assert.match(cardText(company.message('is applied').card), /Turn on Automated investigation/);
  });

  it('that stays unknown is told once, some seconds later, not in red, with a way to its card', async () => {
    company.sandbox.world.faults.push({ ...WRITE, kind: 'status', status: 500 });
    await company.approve('bob', card);
    await company.settle();
    assert.match(cardText(card.card), /Outcome unknown, being checked/);
    await later(2_000);
    assert.deepEqual(alarms(), []);
    for (const _time of [1, 2, 3, 4]) await later(10_000);
    const [alarm, ...others] = alarms();
    assert.deepEqual(others, []);
    assert.match(JSON.stringify(actionOf(alarm?.card, 'say')?.data), /"say":"show 1"/);
    assert.doesNotMatch(JSON.stringify([alarm?.card, card.card]), /"style":"attention"/);
  });
});
