import assert from 'node:assert/strict';
import { activeIndicators } from '../../../../src/sandbox/mde/indicators/indicator-list.ts';
import { Company } from '../../../support/company/company.ts';
import { actionOf, cardText } from '../../../support/company/fake-teams.ts';

const HOUR = 3_600_000;

describe('which indicators end soon', () => {
  let company: Company;
  beforeEach(async () => {
    company = await Company.open({});
  });
  afterEach(() => company.close());

  async function applied(text: string): Promise<void> {
    const card = await company.pending(text);
    await company.approve('bob', card);
    await company.settle();
  }

  async function ending(): Promise<string> {
    await company.say('alice', 'which indicators end soon?');
    return cardText(company.teams.messages.at(-1)?.card);
  }

  it('names none that a later request took away, or wrote for longer', async () => {
    await applied('allow domain a.example on Executives for 3 days');
    await applied('block domain b.example for 3 days');
    assert.match(await ending(), /#1 Allow domain a\.example[\s\S]*#2 Block domain b\.example|#2 Block[\s\S]*#1 Allow/);
    await applied('remove indicator a.example');
    assert.doesNotMatch(await ending(), /a\.example/);
    assert.match(await ending(), /b\.example/);
    await applied('block domain b.example for 30 days');
    assert.match(await ending(), /No indicator that a request asked here wrote ends within 7 days/);
  });

  it('of a list counts those alone that still stand as it wrote them', async () => {
    await applied('import indicators: block for 2 days\na.example\nb.example');
    await applied('remove indicator a.example');
    assert.match(await ending(), /#1/);
    await applied('remove indicator b.example');
    assert.match(await ending(), /No indicator/);
  });

  it('counts those that a part of a request of several changes wrote, or took away', async () => {
    await applied(
      'as one request because Alert 4711\ntag LAP-HR-0001 with One\nimport indicators: block for 3 days\na.example',
    );
    assert.match(await ending(), /#1[\s\S]*: 20/);
    await applied('block domain b.example for 3 days');
    assert.match(await ending(), /#2 Block domain b\.example/);
    await applied(
      'as one request because Alert 4711\ntag LAP-HR-0002 with One\nremove indicator a.example\nremove indicator b.example',
    );
    assert.match(await ending(), /No indicator that a request asked here wrote ends within 7 days/);
    company.clock.pass(7 * HOUR);
    await company.settle();
    await company.say('alice', 'show 2');
    assert.match(cardText(company.teams.messages.at(-1)?.card), /It was taken away by #3\./);
  });

  it('names none that somebody took away in the portal, once that was read', async () => {
    await applied('block domain a.example for 3 days');
    const [there] = activeIndicators(company.sandbox.world);
    assert(there);
    Object.assign(there, { indicatorValue: 'other.example' });
    company.clock.pass(7 * HOUR);
    await company.settle();
    assert.match(await ending(), /No indicator/);
  });

  it('names in a channel none that was asked elsewhere in confidence, and all of them in a chat of one’s own', async () => {
    await company.say('alice', 'block domain secret.example for 3 days', 'a:alice');
    const card = company.teams.messages.findLast((one) => actionOf({ ...one.card }, 'view') !== null) ?? assert.fail();
    const submit = actionOf(await company.view('alice', card), 'submit') ?? assert.fail('not offered');
    await company.invoke('alice', card, { ...submit, data: { ...submit.data, reason: 'Secret' } });
    await company.settle();
    await company.approve('bob', card);
    await company.settle();
    const elsewhere = '19:other@thread.tacv2;messageid=5';
    for (const text of ['which indicators end soon?', 'digest now', 'status']) {
      const before = company.teams.messages.length;
      await company.say('rita', text, elsewhere);
      const told = company.teams.messages.slice(before).map((one) => cardText(one.card));
      assert(told.length > 0, text);
      assert.doesNotMatch(told.join('\n'), /secret\.example|end within 7 days: #1/i, text);
    }
    await company.say('rita', 'which indicators end soon?', 'a:rita');
    assert.match(cardText(company.teams.messages.at(-1)?.card), /#1 Block domain secret\.example/);
  });

  it('is told by the status, with the way to each, and in a digest once', async () => {
    await applied('block domain a.example for 30 days');
    const status = async () => {
      await company.say('alice', 'status');
      return cardText(company.teams.messages.at(-1)?.card);
    };
    assert.doesNotMatch(await status(), /Indicators end within/);
    await applied('block domain b.example for 3 days');
    assert.match(await status(), /Indicators end within 7 days: #2\./);
    assert.match(JSON.stringify(company.teams.messages.at(-1)?.card), /which indicators end soon\?/);
    await company.say('alice', 'digest now');
    assert.doesNotMatch(cardText(company.teams.messages.at(-1)?.card), /Indicators end within/);
  });
});

describe('an indicator with an end, where a reading of it failed after days', () => {
  let company: Company;
  beforeEach(async () => {
    company = await Company.open({});
  });
  afterEach(() => company.close());

  async function days(count: number): Promise<void> {
    for (let step = 0; step < count * 4; step += 1) {
      company.clock.pass(6 * HOUR + 60_000);
      await company.settle();
    }
  }

  for (const [words, asked] of [
    ['of a request of its own', 'block domain a.example for 7 days'],
    [
      'of a part of a request',
      'as one request because Alert 4711\ntag LAP-HR-0001 with One\nimport indicators: block for 7 days\na.example',
    ],
  ] as const) {
    it(`${words}: is followed until its end is told`, async () => {
      const card = await company.pending(asked);
      await company.approve('bob', card);
      await company.settle();
      await days(2);
      const { world } = company.sandbox;
      world.faults.push({ surface: 'mde', kind: 'status', status: 503, path: '/indicators' });
      await days(1);
      world.faults.length = 0;
      await days(5);
      const told = company.teams.messages.map((message) => cardText(message.card)).join('\n');
      assert.match(told, /that is within a day/);
      assert.match(cardText(card.card), /The indicator has ended\./);
    });
  }
});
