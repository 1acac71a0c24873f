import assert from 'node:assert/strict';
import { Company, type Name } from '../../../support/company/company.ts';
import { actionsIn, cardText } from '../../../support/company/fake-teams.ts';
import { tenantApi } from '../../../support/company/tenant-api.ts';

const OTHER = '19:other@thread.tacv2;messageid=1';

describe('a device group is shown with all that is known of it', () => {
  let company: Company;
  afterEach(async () => {
    await company.assertAuditHolds();
    await company.close();
  });

  async function answer(text: string, who: Name = 'rita', where = `a:${who}`) {
    const before = company.teams.messages.length;
    await company.say(who, text, where);
    const [message, ...more] = company.teams.messages.slice(before);
    assert(message && more.length === 0, text);
    return message;
  }

  it('rules, level, access and devices, each with its source, and the request that changed it last', async () => {
    company = await Company.open();
    const message = await company.pending('edit device group "Servers" level full');
    await company.approve('bob', message);
    await company.settle();
    for (const asked of ['show group Servers', 'show me the servers group']) {
      const shown = await answer(asked);
      const said = cardText(shown.card);
      assert.match(said, /Servers: Full/);
      for (const label of ['Level', 'Rank', 'Rules', 'Access'])
        assert.match(said, new RegExp(`\\n${label}\\n+[^\\n]+\\n+read\\n`), label);
      assert.match(said, /\nDevices\n+\d+ devices\.\n+read/);
      assert.match(said, /#1 [\s\S]*Alice Ahlgren[\s\S]*approved by Bob/);
      assert(actionsIn(shown.card).some(({ title }) => title === 'Show 1'));
    }
    const elsewhere = cardText((await answer('show group Servers', 'rita', OTHER)).card);
    assert.match(elsewhere, /No request that is shown here was applied/);
    assert.doesNotMatch(elsewhere, /#1/);
  });

  it('in colour and by a sign where nothing is automated', async () => {
    company = await Company.open();
    const { card } = await answer('show group Lab');
    assert.match(cardText(card), /✕ Lab: No automated response/);
    assert.match(JSON.stringify(card), /"style":"Attention"/);
  });

  it('with what somebody changed outside, and by whom', async () => {
    company = await Company.open();
    await company.watch();
    await tenantApi(company).edit({ group: 'Servers', set: { Name: 'Backends' } });
    await company.watch();
    const said = cardText((await answer('show group Backends')).card);
    assert.match(said, /Changed outside Airlock\n+Device group "Servers" is now called "Backends"/);
    assert.match(said, /Who is not known · read in Defender|Microsoft's audit log/);
  });

  it('where its rules cannot be read: as not known, and as one person said it', async () => {
    company = await Company.open({ connector: 'guided' });
    const before = cardText((await answer('show group Servers', 'alice')).card);
    assert.match(
      before,
      /Rules\n+If you see it in the portal, write what you see, for example: device group "Servers" has [^\n]*\n+not known\n/,
    );
    await company.say('alice', 'device group "Servers" is at full');
    const said = cardText((await answer('show group Servers', 'alice')).card);
    assert.match(said, /Level\n+Full[^\n]*\n+by Alice Ahlgren's word/);
    assert.match(said, /Devices\n+\d+ devices\./);
  });
});
