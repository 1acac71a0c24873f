import assert from 'node:assert/strict';
import { activeIndicators } from '../../../../src/sandbox/mde/indicators/indicator-list.ts';
import { investigationsOf } from '../../../../src/sandbox/mde/investigations.ts';
import { Company } from '../../../support/company/company.ts';
import { actionOf, cardText } from '../../../support/company/fake-teams.ts';

const THUMBPRINT = 'c1'.repeat(20);

/** What is asked about, what of it is offered to be blocked, and as what it is then written. */
const VALUES = [
  ['domain evil.example', 'Block the domain', { indicatorType: 'DomainName', action: 'Block' }],
  ['ip 8.8.4.4', 'Block the IP address', { indicatorType: 'IpAddress', action: 'Block' }],
  ['hxxps://evil[.]example/a?b=c', 'Block the URL', { indicatorType: 'Url', action: 'Block' }],
  [
    `thumbprint ${THUMBPRINT}`,
    'Block the certificate',
    {
      indicatorType: 'CertificateThumbprint',
      action: 'BlockAndRemediate',
    },
  ],
] as const;

describe('a verdict about what an indicator names, other than a file', () => {
  let company: Company;
  beforeEach(async () => {
    company = await Company.open({ connector: 'guided' });
  });
  afterEach(async () => {
    await company.assertAuditHolds();
    await company.close();
  });

  const answer = () => company.teams.messages.at(-1) ?? assert.fail('nothing was said');

  function buttons(): ReadonlyMap<string, { readonly say: string }> {
    const found = new Map<string, { readonly say: string }>();
    JSON.stringify(answer().card, (_key, node) => {
      if (node?.type === 'Action.Execute' && node.data?.say) found.set(node.title, node.data);
      return node;
    });
    return found;
  }

  async function pressed(title: string, chosen: object = {}): Promise<string> {
    const message = answer();
    const data = buttons().get(title) ?? assert.fail(`no button ${title}: ${[...buttons().keys()]}`);
    await company.invoke('alice', message, { verb: 'say', data: { ...data, ...chosen } });
    await company.settle();
    const draft = answer();
    const own = await company.view('alice', draft);
    const reason = /"id":"reason"[^}]*"value":"([^"]+)"/.exec(JSON.stringify(own))?.[1] ?? assert.fail('no reason');
    const submit = actionOf(own, 'submit') ?? assert.fail('no draft');
    await company.invoke('alice', draft, { ...submit, data: { ...submit.data, reason } });
    await company.settle();
    await company.approve('bob', draft);
    await company.settle();
    return reason;
  }

  for (const [value, title, written] of VALUES) {
    it(`is blocked by two people where it is negative: ${value}`, async () => {
      await company.say('alice', `false negative ${value}`);
      assert.match(await pressed(title), /^(?:domain|ip|url|certificate) \S+ is a false negative$/);
      const [indicator] = activeIndicators(company.sandbox.world);
      assert.deepEqual({ indicatorType: indicator?.indicatorType, action: indicator?.action }, written);
    });

    it(`is allowed where and for how long somebody chooses where it is positive: ${value}`, async () => {
      await company.say('alice', `false positive ${value}`);
      await pressed(title.replace('Block', 'Allow'), { scope: '"Executives"', end: '7 days' });
      const [indicator] = activeIndicators(company.sandbox.world);
      assert.equal(indicator?.indicatorType, written.indicatorType);
      assert.deepEqual([indicator.action, indicator.rbacGroupNames], ['Allowed', ['Executives']]);
      assert.match(cardText(company.message('Airlock request 1').card), /Applied/);
    });
  }

  it('is said to be none where no indicator can name it, and what it is taken for where that may be two', async () => {
    const said = async (text: string) => {
      await company.say('alice', text);
      return cardText(answer().card);
    };
    assert.match(await said('false positive 10.0.0.7'), /internal address/);
    assert.match(await said('false positive ip 8.8.8.0/24'), /is a range/);
    assert.match(await said('false positive certificate abc'), /no thumbprint of a certificate/);
    assert.match(await said(`false positive ${THUMBPRINT}`), /taken for a file. For a certificate, write that word/);
    assert.match(await said('false positive evil.example'), /it is taken for a domain/);
    assert.match(await said('false positive LAP-FIN-0001.corp.harbourline.example'), /Device LAP-FIN-0001/);
    assert.match(await said('false negative domain evil.example'), /A file or a URL is submitted to Microsoft there/);
  });

  it('is offered of an alert that names addresses and URLs, and what no indicator can name is said', async () => {
    const called = investigationsOf(company.sandbox.world).find(({ alert }) => alert.network !== undefined);
    const id = called?.investigation.triggeringAlertId ?? assert.fail();
    await company.say('alice', `false negative ${id}`);
    const text = cardText(answer().card);
    assert.match(
      text,
      /IP address\s+203\.0\.113\.24\s+The alert says: suspicious\.[\s\S]*URL\s+https:\/\/stage\.evil\.example\/two\.ps1/,
    );
    assert.match(text, /No indicator can be made of it: "10\.20\.0\.9" is an internal address/);
    assert(buttons().has('Block the IP address') && buttons().has('Block the URL'));
  });
});
