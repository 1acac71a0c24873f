import assert from 'node:assert/strict';
import { activeIndicators, submitIndicator } from '../../../../src/sandbox/mde/indicators/indicator-list.ts';
import { Company } from '../../../support/company/company.ts';
import { actionOf, cardText, type TeamsMessage } from '../../../support/company/fake-teams.ts';

const SAM = { id: 'sam', name: 'sam@harbourline.example', kind: 'User' } as const;
const HOUR = 3_600_000;

describe('an indicator that is not as a request wrote it', () => {
  let company: Company;
  beforeEach(async () => {
    company = await Company.open({});
  });
  afterEach(() => company.close());

  async function applied(text: string): Promise<TeamsMessage> {
    const card = await company.pending(text);
    await company.approve('bob', card);
    await company.settle();
    return card;
  }

  async function looked(): Promise<void> {
    company.clock.pass(7 * HOUR);
    await company.settle();
  }

  const news = () => company.teams.messages.map(({ card }) => cardText(card)).filter((text) => /News of #1/.test(text));
  const bySam = (indicatorValue: string) =>
    submitIndicator(
      company.sandbox.world,
      { indicatorValue, indicatorType: 'DomainName', action: 'Audit', title: 'By hand', description: 'Feed 7' },
      SAM,
    );

  it('names the request of Airlock that took it away, as no news', async () => {
    const card = await applied('block domain a.example for 7 days');
    await applied('remove indicator a.example');
    await looked();
    assert.match(cardText(card.card), /It was taken away by #2\./);
    assert.match(cardText(card.card), /there is nothing to undo/);
    assert.equal(actionOf(card.card, 'revert'), null);
    assert.deepEqual(news(), []);
  });

  it('names the request that wrote it again, and the one that undid it', async () => {
    const card = await applied('block domain a.example for 7 days');
    await applied('audit domain a.example for 30 days');
    await looked();
    assert.match(cardText(card.card), /It was written again by #2\./);
    const other = await applied('block domain b.example for 7 days');
    await applied('revert 3');
    await looked();
    assert.match(cardText(other.card), /It was taken away by #4\./);
    assert.deepEqual(news(), []);
  });

  it('counts those of a list apart: by which requests, and by nobody who is known', async () => {
    const values = ['a.example', 'b.example', 'c.example', 'd.example'];
    const card = await applied(`import indicators: block for 7 days\n${values.join('\n')}`);
    await applied('remove indicator a.example');
    await applied('audit domain b.example for 7 days');
    bySam('c.example');
    await looked();
    const text = cardText(card.card);
    assert.match(
      text,
      /1 of 4 indicators stand[\s\S]*2 were written again or taken away by #2, #3\. Changed since, and no request explains that: 1\. Now: c\.example: Audit on all devices without an end/,
    );
    assert.match(news().join(), /Changed since, and no request explains that: 1/);
  });

  it('names no request that does not explain how it is now', async () => {
    const card = await applied('block domain a.example for 7 days');
    await applied('remove indicator a.example');
    bySam('a.example');
    await looked();
    assert.match(cardText(card.card), /It was changed since, and no request explains that\. It is now: Audit/);
    assert.equal(news().length, 1);
  });

  /** As the portal edits it: title and description stay, with the mark of the request that wrote it. */
  const edited = (fields: object) => {
    const [there] = activeIndicators(company.sandbox.world);
    assert(there && /Airlock #1 /.test(there.description));
    Object.assign(there, fields);
  };

  it('was allowed for a week on one group, and is allowed for ever on all devices: told, and looked at on', async () => {
    const card = await applied('allow domain a.example on Finance for 7 days');
    edited({ expirationTime: null, rbacGroupNames: [], rbacGroupIds: [] });
    await looked();
    const now =
      /changed since, and no request explains that\. It is now: Allow on all devices without an end\..*"remove indicator a\.example"/;
    assert.match(cardText(card.card), now);
    assert.match(cardText(card.card), /antivirus neither detects nor blocks what is allowed/);
    assert.match(cardText(card.card), /Applied, and changed since[\s\S]*was asked for by no request/);
    assert.equal(actionOf(card.card, 'revert'), null);
    assert.match(news().join(), now);
    edited({ action: 'Block' });
    await looked();
    assert.match(cardText(card.card), /It is now: Block on all devices/);
    assert.equal(news().length, 2);
  });

  it('stands longer than was asked for', async () => {
    const card = await applied('allow domain a.example on Finance for 2 days');
    edited({ expirationTime: new Date(company.clock.now() + 60 * 24 * HOUR).toISOString() });
    await looked();
    assert.match(cardText(card.card), /It is now: Allow on " ?Finance" until/);
    assert.equal(news().length, 1);
  });

  it('had no end and no scope, and is looked at all the same', async () => {
    const card = await applied('block domain a.example');
    await looked();
    assert.match(cardText(card.card), /The indicator stands\./);
    edited({ action: 'Allowed' });
    await looked();
    assert.match(cardText(card.card), /It is now: Allow on all devices without an end/);
    assert.equal(news().length, 1);
  });

  it('was changed in the portal and says when it was last read, once Airlock looks no more', async () => {
    const card = await applied('block domain a.example');
    company.clock.pass(91 * 24 * HOUR);
    await company.settle();
    assert.match(cardText(card.card), /The indicator stands\. Last read \d{4}-/);
  });
});
