import assert from 'node:assert/strict';
import { Company } from '../../../support/company/company.ts';
import { cardText } from '../../../support/company/fake-teams.ts';

describe('who writes German, by the front door', () => {
  let company: Company;
  before(async () => {
    company = await Company.open();
  });
  after(async () => {
    await company.assertAuditHolds();
    await company.close();
  });
  const state = async () => (await company.services.store.requests(company.services.tenantId, ALL))[0]?.state;
  const last = () => cardText(company.teams.messages.at(-1)?.card);

  it('asks for a switch; a polite or a negated decision decides nothing, the exact one with its digest does', async () => {
    await company.pending('schalte das automatische Auflösen von Warnungen ein, weil das SOC es so will');
    const [request] = await company.services.store.requests(company.services.tenantId, ALL);
    const digest = request?.digest?.slice(0, 8) ?? assert.fail('no digest');
    const others = [
      `bitte genehmige 1 ${digest}`,
      `genehmige 1 ${digest} nicht`,
      `genehmige 1 ${digest}, wenn Alice will`,
    ];
    for (const text of [...others, 'genehmige 1 00000000', 'stopp 1 nicht']) {
      await company.say('bob', text);
      await company.settle();
      assert.equal(await state(), 'pending', text);
    }
    await company.say('bob', `genehmige 1 ${digest}`);
    await company.settle();
    assert.equal(await state(), 'applied');
  });

  it('reads, and is asked where a line is no command', async () => {
    await company.say('alice', 'ist das automatische Auflösen von Warnungen an?');
    assert.match(last(), /Automatically resolve alerts/);
    await company.say('alice', 'schalte ein AIR');
    assert.equal((await company.services.store.requests(company.services.tenantId, ALL)).length, 1);
  });
});

const ALL = { open: false, limit: 10 };
