import assert from 'node:assert/strict';
import { Company } from '../../../support/company/company.ts';
import { actionOf, cardText } from '../../../support/company/fake-teams.ts';

const WHY = /Airlock does not know this button; the card may be old\. Nothing was changed\./;
const OLD = { verb: 'postpone', data: { requestId: 'x', until: 'monday' } };

describe('a button that Airlock does not know, by the front door', () => {
  let company: Company;
  beforeEach(async () => {
    company = await Company.open();
  });
  afterEach(() => company.close());

  it('keeps the card with its buttons, and says why nothing happened right above them', async () => {
    const card = await company.pending();
    const { type, value } = await company.invoke('bob', card, OLD);
    assert.equal(type, 'application/vnd.microsoft.card.adaptive');
    const text = cardText(value);
    assert.match(text, WHY);
    assert.match(text, /Turn on Automated investigation/);
    assert(text.search(WHY) > text.search(/Turn on Automated investigation/));
    assert(actionOf(value, 'approve'), 'the button that was wanted is there');
    await company.approve('bob', card);
  });

  it('keeps a notice and a form as well', async () => {
    await company.say('alice', 'hold my beer please');
    const notice = company.teams.messages.at(-1);
    assert(notice);
    assert.match(cardText((await company.invoke('alice', notice, OLD)).value), WHY);
    assert(actionOf((await company.invoke('alice', notice, OLD)).value, 'say'));
    await company.say('alice', 'create device group');
    const form = company.teams.messages.at(-1);
    assert(form);
    const { value } = await company.invoke('alice', form, OLD);
    assert.match(cardText(value), WHY);
    assert(actionOf(value, 'form-check'));
  });

  it('tells nothing of the card to somebody who may not look, and nothing where no card is known', async () => {
    const card = await company.pending();
    const closed = await company.invoke('dora', card, OLD);
    assert.doesNotMatch(cardText(closed.value), /Automated investigation/);
    const unknown = await company.invoke('bob', { ...card, id: '1:not-stored' }, OLD);
    assert.match(String(unknown.value), WHY);
  });
});
