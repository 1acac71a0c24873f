import assert from 'node:assert/strict';
import { activeIndicators } from '../../../../src/sandbox/mde/indicators/indicator-list.ts';
import { Company } from '../../../support/company/company.ts';
import { cardText, type TeamsMessage } from '../../../support/company/fake-teams.ts';

describe('an indicator beside those of the same host', () => {
  let company: Company;
  beforeEach(async () => {
    company = await Company.open();
  });
  afterEach(() => company.close());

  const shown = ({ id }: TeamsMessage) => cardText(company.teams.messages.find((one) => one.id === id)?.card);

  async function applied(text: string): Promise<TeamsMessage> {
    const card = await company.pending(text);
    await company.approve('bob', card);
    await company.settle();
    return card;
  }

  it('tells on its card what stands of a subdomain, a parent or a URL, and what Microsoft documents of which wins', async () => {
    await applied('allow domain sub.contoso.com on Lab for 7 days');
    const parent = await company.pending('block domain contoso.com');
    assert.match(shown(parent), /Beside it stands .*sub\.contoso\.com: Allow on Lab until/);
    assert.match(shown(parent), /Allow wins over Warn, and Warn over Block; Microsoft does not document which wins/);
    await company.approve('bob', parent);
    await company.settle();
    const url = await company.pending('block url https://sub.contoso.com/login');
    assert.match(
      shown(url),
      /Beside it stands .*contoso\.com: Block on all devices.*sub\.contoso\.com: Allow|sub\.contoso\.com: Allow.*contoso\.com: Block/,
    );
    const other = await company.pending('block domain mycontoso.com');
    assert.doesNotMatch(shown(other), /Beside it stands/);
  });

  it('that differs in its title or severity alone shows these in what differs', async () => {
    await applied('block domain evil.example');
    const card = await company.pending('block domain evil.example for 30 days');
    const [stands] = activeIndicators(company.sandbox.world);
    Object.assign(stands ?? assert.fail('it stands'), { title: 'Renamed by hand', severity: 'High' });
    await company.approve('bob', card);
    await company.settle();
    assert.match(shown(card), /title: .*Renamed by hand.*severity: High/s);
  });
});
