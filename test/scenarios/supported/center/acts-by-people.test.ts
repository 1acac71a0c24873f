import assert from 'node:assert/strict';
import { Company } from '../../../support/company/company.ts';
import { cardText } from '../../../support/company/fake-teams.ts';

describe('the list of what was done on devices', () => {
  let company: Company;
  beforeEach(async () => {
    company = await Company.open({ environment: { SCAN_APPROVAL: '0' } });
  });
  afterEach(() => company.close());

  const last = () => company.teams.messages.at(-1)?.card ?? assert.fail('nothing was said');

  async function ordered(text: string): Promise<void> {
    const card = await company.pending(text);
    await company.approve('bob', card);
    await company.settle();
    company.clock.pass(300_000);
    await company.settle();
  }

  it('names who asked and who approved, leads to the request, and tells how far each action goes', async () => {
    await ordered('isolate LAP-HR-0001 selectively');
    await ordered('isolate LAP-HR-0002');
    await ordered('full scan LAP-HR-0003, LAP-HR-0004, LAP-HR-0005, LAP-HR-0006');
    await company.say('alice', 'actions');
    const text = cardText(last());
    assert.match(text, /Isolated selectively/);
    assert.match(text, /Isolated fully/);
    assert.match(text, /4 devices: Full antivirus scan/);
    assert.match(text, /Request #1 of Alice Ahlgren, approved by Bob Brandt\./);
    for (const number of [1, 2]) assert.match(JSON.stringify(last()), new RegExp(`"say":"show ${number}"`));
    await company.say('alice', 'is LAP-HR-0001 isolated?');
    assert.match(cardText(last()), /Request #1 of Alice Ahlgren, approved by Bob Brandt\./);
    assert.match(JSON.stringify(last()), /"say":"show 1"/);
  });

  it('names nobody where the request may not be shown', async () => {
    const card = await company.pending('isolate LAP-HR-0001');
    await company.approve('bob', card);
    await company.settle();
    await company.say('alice', 'actions', '19:other@thread.tacv2');
    assert.match(cardText(last()), /Request #1\./);
    assert.doesNotMatch(cardText(last()), /of Alice Ahlgren/);
    assert.doesNotMatch(JSON.stringify(last()), /"say":"show 1"/);
    await company.say('alice', 'actions', 'a:alice');
    assert.match(cardText(last()), /Request #1 of Alice Ahlgren, approved by Bob Brandt\./);
  });
});
