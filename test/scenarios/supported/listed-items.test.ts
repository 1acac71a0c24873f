import assert from 'node:assert/strict';
import type { Fault } from '../../../src/sandbox/company/world.ts';
import { submitIndicator } from '../../../src/sandbox/mde/indicators/indicator-list.ts';
import { Company, type Name } from '../../support/company/company.ts';
import { type Card, cardText, type TeamsMessage } from '../../support/company/fake-teams.ts';

const DOMAINS = Array.from({ length: 14 }, (_, index) => `d${index + 1}.example`);
const BY_HAND: Parameters<typeof submitIndicator>[1] = {
  indicatorValue: 'd13.example',
  indicatorType: 'DomainName',
  action: 'Audit',
  title: 'By hand',
  description: 'Feed 7',
};
const SAM = { id: 'sam', name: 'sam@harbourline.example', kind: 'User' } as const;

interface Button {
  readonly title: string;
  readonly verb: string;
  readonly data: Record<string, unknown>;
}

describe('the button that lists all that a request writes one by one', () => {
  let company: Company;
  afterEach(() => company?.close());

  const button = (card: Card, title: string) => {
    const all = (card as unknown as { actions: Partial<Button>[] }).actions;
    return all.find((one) => one.title === title) as Button | undefined;
  };

  /** Presses the button of this title on what this person sees. */
  async function pressed(who: Name, message: TeamsMessage, title: string, on?: Card): Promise<Card> {
    const seen = on ?? (await company.view(who, message));
    const { verb, data } = button(seen, title) ?? assert.fail(`${who} has no ${title}`);
    const answer = await company.invoke(who, message, { verb, data });
    assert.equal(answer.statusCode, 200, JSON.stringify(answer.value));
    return answer.value as Card;
  }

  it('lists each row of an import while it waits, page by page, and leads back', async () => {
    company = await Company.open();
    const card = await company.pending(`import indicators: block for 30 days\n${DOMAINS.join('\n')}`);
    assert.match(cardText(card.card), /d1\.example, d2\.example, d3\.example, d4\.example and 10 more/);
    for (const who of ['alice', 'bob', 'rita'] as const) {
      const first = await pressed(who, card, 'Rows');
      const text = cardText(first);
      assert.match(text, /14 items[\s\S]*What is written one by one, once it may be\. Page 1 of 2\./);
      for (const domain of DOMAINS.slice(0, 10)) assert.match(text, RegExp(`${domain}\\s+not begun`));
      const second = await pressed(who, card, 'Next', first);
      assert.match(cardText(second), /d14\.example\s+not begun/);
      assert.doesNotMatch(cardText(second), /d10\.example/);
      const back = await pressed(who, card, 'Show the request', second);
      assert.match(cardText(back), /Block 14 domains/);
    }
    const request = await company.services.store.requestByNumber(company.services.tenantId, 1);
    assert.equal(request?.state, 'pending');
    await company.assertAuditHolds();
  });

  it('says of each row what became of it, and why it was not written', async () => {
    company = await Company.open();
    const card = await company.pending(`import indicators: block for 30 days\n${DOMAINS.join('\n')}`);
    const asked = await company.view('bob', card);
    const faults: Fault[] = company.sandbox.world.faults;
    faults.push({ surface: 'mde', times: 1, kind: 'status', status: 429, retryAfter: 30, path: '/import' });
    await company.approve('bob', card);
    await company.settle();
    submitIndicator(company.sandbox.world, BY_HAND, SAM);
    company.clock.pass(60_000);
    await company.settle();
    const first = await pressed('bob', card, 'Rows', asked);
    assert.match(cardText(first), /What became of each so far\. Page 1 of 2\.[\s\S]*d1\.example\s+done/);
    const second = cardText(await pressed('bob', card, 'Next', first));
    assert.match(second, /d13\.example\s+Somebody changed it meanwhile[\s\S]*refused[\s\S]*d14\.example\s+done/);
    assert.doesNotMatch(second, /not begun/);
  });

  it('lists every device that gets a tag, also beside those that move', async () => {
    company = await Company.open();
    const names = Array.from({ length: 4 }, (_, at) => `LAP-HR-000${at + 1}`);
    const card = await company.pending(`tag ${names.join(', ')}, LAP-FIN-0001 with vip`);
    const seen = await company.view('bob', card);
    const all = cardText(await pressed('bob', card, 'Devices asked for', seen));
    for (const name of [...names, 'LAP-FIN-0001']) assert.match(all, RegExp(`${name}[^\\n]*\\s+not begun`, 'i'));
    await company.approve('bob', card);
    await company.settle();
    assert.match(cardText(await pressed('alice', card, 'Devices', card.card)), /LAP-FIN-0001[^\n]*\s+done/i);
  });

  it('stands on no draft, on none about one thing alone, and is nobody’s who may not look', async () => {
    company = await Company.open();
    await company.say('alice', 'block domains a.example, b.example');
    const draft = company.message('Block 2 domains');
    assert.equal(button(await company.view('alice', draft), 'Rows'), undefined);
    const one = await company.pending('block domain c.example');
    assert.equal(button(await company.view('bob', one), 'Rows'), undefined);
    const many = await company.pending('block domains d.example, e.example');
    const { verb, data } = button(await company.view('bob', many), 'Rows') ?? assert.fail();
    const refused = await company.invoke('ed', many, { verb, data });
    assert.doesNotMatch(JSON.stringify(refused.value), /d\.example/);
    const forged = await company.invoke('bob', many, { verb, data: { ...data, of: 'secrets' } });
    assert.doesNotMatch(JSON.stringify(forged.value), /not begun/);
  });
});
