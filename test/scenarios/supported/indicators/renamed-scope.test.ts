import assert from 'node:assert/strict';
import { activeIndicators } from '../../../../src/sandbox/mde/indicators/indicator-list.ts';
import { Company } from '../../../support/company/company.ts';
import { actionOf, type Card, cardText } from '../../../support/company/fake-teams.ts';

const SHA = 'ab'.repeat(32);

describe('an indicator whose device group was renamed', () => {
  let company: Company;
  beforeEach(async () => {
    company = await Company.open();
  });
  afterEach(() => company.close());

  const indicators = () => activeIndicators(company.sandbox.world);

  it('says so with what helps, and its card drafts it for the group as it is called now', async () => {
    const card = await company.pending(`allow file ${SHA} on Lab for 7 days`);
    await company.approve('bob', card);
    await company.settle();
    assert.deepEqual(indicators()[0]?.rbacGroupNames, ['Lab']);
    const groups = company.sandbox.world.tenant.deviceGroups;
    for (const group of groups) if (group.Name === 'Lab') Object.assign(group, { Name: 'Test benches' });
    company.clock.pass(3_600_000);
    await company.settle();
    const shown = company.teams.messages.find(({ id }) => id === card.id)?.card ?? assert.fail('no card');
    assert.match(cardText(shown), /The scope names .*Lab.*now .*Test benches.*Ask for it again on .*Test benches/s);
    const own = await company.view('alice', { ...card, card: shown }).catch(() => shown as Card);
    const again = actionOf(own, 'again') ?? actionOf(shown, 'again') ?? assert.fail('it can be asked for again');
    await company.invoke('alice', card, again);
    await company.settle();
    const draft = company.teams.messages.at(-1) ?? assert.fail('no draft');
    assert.match(cardText(draft.card), /Allow on "?Test benches"? until 2026-12-01/);
    const submit = actionOf(await company.view('alice', draft), 'submit') ?? assert.fail('it can be sent');
    await company.invoke('alice', draft, { ...submit, data: { ...submit.data, reason: 'Renamed' } });
    await company.settle();
    await company.approve('bob', draft);
    await company.settle();
    assert.deepEqual(
      indicators().map(({ rbacGroupNames }) => rbacGroupNames),
      [['Test benches']],
    );
    await company.assertAuditHolds();
  });
});
