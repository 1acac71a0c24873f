import assert from 'node:assert/strict';
import type { Fault } from '../../../src/sandbox/company/world.ts';
import { activeIndicators, submitIndicator } from '../../../src/sandbox/mde/indicators/indicator-list.ts';
import { writerApp } from '../../../src/sandbox/oauth/demo-app.ts';
import { Company } from '../../support/company/company.ts';
import { actionOf, cardText, type TeamsMessage } from '../../support/company/fake-teams.ts';

const SHA = 'a1'.repeat(32);
const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const SAM = { id: 'sam', name: 'sam@harbourline.example', kind: 'User' } as const;

describe('indicators by the supported API', () => {
  let company: Company;
  afterEach(() => company?.close());

  const there = () => activeIndicators(company.sandbox.world);
  const values = () => there().map(({ indicatorValue }) => indicatorValue);
  const last = () => cardText(company.teams.messages.at(-1)?.card);
  const written = () => company.writes.filter(({ by }) => by.startsWith('Airlock writer')).length;
  const fault = (one: Partial<Fault> & Pick<Fault, 'kind'>) =>
    company.sandbox.world.faults.push({ surface: 'mde', times: 1, ...one });
  const bySam = (action: 'Block' | 'Audit', value = 'evil.example') =>
    submitIndicator(
      company.sandbox.world,
      {
        ...{ indicatorValue: value, indicatorType: 'DomainName', action, title: 'By hand', description: 'Feed 7' },
        ...{ severity: 'High', generateAlert: true, recommendedActions: 'Call me' },
      },
      SAM,
    );

  async function applied(text: string): Promise<TeamsMessage> {
    const card = await company.pending(text);
    await company.approve('bob', card);
    await company.settle();
    return card;
  }

  async function later(minutes: number): Promise<void> {
    company.clock.pass(minutes * MINUTE);
    await company.settle();
  }

  for (const connector of ['guided', 'portal'] as const)
    it(`are allowed for a week on a group after the second admin, told before the end, and end: ${connector}`, async () => {
      company = await Company.open({ connector });
      const card = await company.pending(`allow file ${SHA.toUpperCase()} on executives for 7 days`);
      assert.match(cardText(card.card), /ignore a bad verdict/);
      assert.equal(there().length, 0);
      await company.approve('bob', card);
      await company.settle();
      assert.match(cardText(card.card), /1 of 1 written/);
      const [one] = there();
      assert(one);
      assert.deepEqual([one.action, one.indicatorValue, one.rbacGroupNames], ['Allowed', SHA, ['Executives']]);
      assert.match(one.description, /^Airlock #1 [0-9a-f]{8}:/);
      await later(1);
      await later((6 * DAY) / MINUTE + 60);
      assert.match(last(), /within a day/);
      await later(DAY / MINUTE);
      assert.match(last(), /has ended/);
      assert.match(cardText(card.card), /Applied, and ended since[\s\S]*The indicator has ended/);
      assert.doesNotMatch(cardText(card.card), /neither detects nor blocks|Revert/);
      assert.equal(written(), 1);
      await company.assertAuditHolds();
    });

  it('are not allowed without an end and a scope, and not asked for where the kind is off', async () => {
    company = await Company.open({});
    await company.say('alice', `allow file ${SHA}`);
    assert.match(last(), /takes an end and a scope/);
    await company.say('alice', `allow file ${SHA} on Nobody for 7 days`);
    assert.match(last(), /No device group is called Nobody/);
    await company.close();
    company = await Company.open({ writer: false });
    await company.say('alice', 'block domain evil.example');
    assert.match(last(), /switched off/);
  });

  it('replace what was there as a whole, and the revert writes it again, word by word', async () => {
    company = await Company.open({});
    bySam('Block');
    const before = there();
    const card = await company.pending('audit domain evil.example for 30 days');
    assert.match(cardText(card.card), /replaced as a whole/);
    await company.approve('bob', card);
    await company.settle();
    assert.equal(there()[0]?.action, 'Audit');
    await company.say('alice', 'revert 1');
    const draft = company.message('Restore domain evil.example');
    const submit = actionOf(await company.view('alice', draft), 'submit');
    assert(submit);
    await company.invoke('alice', draft, { ...submit, data: { ...submit.data, reason: 'Too quiet without it' } });
    await company.settle();
    await company.approve('bob', draft);
    await company.settle();
    const kept = ({ lastUpdateTime: _at, lastUpdatedBy: _by, ...rest }: (typeof before)[number]) => rest;
    assert.deepEqual(there().map(kept), before.map(kept));
    await company.assertAuditHolds();
  });

  it('are taken away where nothing was there before', async () => {
    company = await Company.open({});
    await applied('block domain evil.example');
    await company.say('alice', 'remove indicator other.example');
    assert.match(last(), /no indicator of other\.example/);
    const card = await company.pending('revert 1');
    assert.match(cardText(card.card), /Remove domain evil\.example/);
    await company.approve('bob', card);
    await company.settle();
    assert.deepEqual(values(), []);
    assert.match(cardText(card.card), /1 of 1 written/);
  });

  it('end as stale where somebody changed the same value while it waited', async () => {
    company = await Company.open({});
    bySam('Block');
    const card = await company.pending('remove indicator evil.example');
    bySam('Audit');
    await company.approve('bob', card);
    await company.settle();
    assert.deepEqual(there()[0]?.action, 'Audit');
    assert.equal(written(), 0);
    await company.assertAuditHolds();
  });

  it('end as stale where a group of the scope got another name while it waited', async () => {
    company = await Company.open({});
    const card = await company.pending(`allow file ${SHA} on Executives for 7 days`);
    const { tenant } = company.sandbox.world;
    tenant.deviceGroups = tenant.deviceGroups.map((one) =>
      one.Name === 'Executives' ? { ...one, Name: 'Board' } : one,
    );
    await company.approve('bob', card);
    await company.settle();
    assert.equal(there().length, 0);
    assert.match(cardText(card.card), /Board/);
  });

  it('tell whoever asked that somebody changed one, and that its group got another name', async () => {
    company = await Company.open({});
    await applied('block domain evil.example on Executives for 7 days');
    bySam('Audit');
    const { tenant } = company.sandbox.world;
    tenant.deviceGroups = tenant.deviceGroups.map((one) =>
      one.Name === 'Executives' ? { ...one, Name: 'Board' } : one,
    );
    await later(5);
    assert.match(last(), /changed since, and no request explains that\. It is now: Audit.*Executives \(now Board\)/);
  });

  it('have one request at a time for each value', async () => {
    company = await Company.open({});
    await company.pending('block domain evil.example');
    await company.say('bob', 'import indicators: audit\nother.example\nEVIL.example');
    assert.match(cardText(company.teams.messages.at(-2)?.card) + last(), /is open on the same object/);
  });

  it('tell the end of each row, those that end together in one sentence, also beside rows without one', async () => {
    company = await Company.open();
    const rows = ['a.example,block,,2026-11-26', 'b.example,block,,2026-11-26', 'c.example,block,,2026-11-30'];
    await applied(`import indicators: block\n${[...rows, 'd.example,block,,'].join('\n')}`);
    for (let at = 0; at < 32; at += 1) await later(6 * 60);
    const told = company.teams.messages.map(({ card }) => cardText(card)).filter((text) => /News of #1/.test(text));
    const has = (pattern: RegExp) =>
      assert(
        told.some((text) => pattern.test(text)),
        String(pattern),
      );
    has(/Ending 2026-11-26 00:00 UTC, within a day: a\.example, b\.example/);
    has(/Ended 2026-11-26 00:00 UTC: a\.example, b\.example/);
    has(/Ending 2026-11-30 00:00 UTC, within a day: c\.example/);
    has(/Ended 2026-11-30 00:00 UTC: c\.example/);
  });

  it('are allowed by a list from ten minutes to a year, with dates that can be read in one way', async () => {
    company = await Company.open();
    const asked = async (until: string) => {
      await company.say('alice', `import indicators\na.example,allow,Executives,${until}`);
      return last();
    };
    assert.match(await asked('2099-01-01'), /a\.example: Its end, 2099-01-01 00:00 UTC, is too far away/);
    assert.match(await asked('2026-11-24T03:05'), /is too near/);
    assert.match(await asked('03/04/2027'), /"03\/04\/2027" is no date: write 2026-12-31, or/);
    assert.match(await asked('2026-02-30'), /is no date/);
    assert.match(await asked('2026-11-25T10:00'), /until 2026-11-25 10:00 UTC/);
  });

  it('name the row of the list, counted with its heading and empty lines, in what the tenant does not take', async () => {
    company = await Company.open();
    const heading = 'IndicatorValue,Action,RbacGroups';
    await company.say('alice', `import indicators\n${heading}\n\na.example,block,\nb.example,block,Nobody`);
    assert.match(last(), /Row 4\s+No device group is called Nobody/);
    await company.say('alice', `import indicators\n${heading}\n\na.example,block,\n\na.example,audit,`);
    assert.match(last(), /Row 5\s+a\.example: It is named twice/);
    const card = await company.pending(`import indicators\n${heading}\n\na.example,block,\nb.example,block,`);
    for (let index = 0; index < 14_999; index += 1) bySam('Block', `d${index}.example`);
    await company.approve('bob', card);
    await company.settle();
    assert.match(cardText(card.card), /1 of 2 written\. 1 refused: row 4: b\.example \(The limit of 15000/);
  });

  it('are told which lengths there are where one is too long, whatever reason follows', async () => {
    company = await Company.open();
    await company.say('alice', 'allow domain ok.example on Executives for 2 years because the bank needs it');
    assert.match(last(), /Airlock reads lengths such as "for 7 days"/);
    assert.doesNotMatch(last(), /No device group is called/);
  });

  it('are allowed until a day that is written in words, in UTC', async () => {
    company = await Company.open();
    await company.say('alice', 'allow domain a.example on Executives until 5 Dec');
    assert.match(last(), /until 2026-12-05 00:00 UTC/);
    await company.say('alice', 'allow domain a.example on Executives until 5 Dec 2030');
    assert.match(last(), /Its end, 2030-12-05 00:00 UTC, is too far away/);
    await company.say('alice', 'allow domain a.example on Executives until 05/12/2026');
    assert.match(last(), /until 5 Dec/);
    assert.equal(there().length, 0);
  });

  it('are imported up to 500 at once, and what Defender refuses is named', async () => {
    company = await Company.open({});
    const rows = Array.from({ length: 500 }, (_, index) => `d${index}.example`);
    const card = await company.pending(`import indicators: block for 30 days\n${rows.join('\n')}`);
    assert.match(cardText(card.card), /Block 500 domains/);
    await company.approve('bob', card);
    await company.settle();
    assert.match(cardText(card.card), /500 of 500 written/);
    assert.deepEqual([there().length, written()], [500, 500]);
    await company.assertAuditHolds();
  });

  it('are named one by one where Defender refuses some of them', async () => {
    company = await Company.open({});
    const card = await company.pending('block domains a.example, b.example');
    for (let index = 0; index < 14_999; index += 1) bySam('Block', `d${index}.example`);
    await company.approve('bob', card);
    await company.settle();
    assert.match(cardText(card.card), /1 of 2 written\. 1 refused: b\.example \(The limit of 15000/);
    await company.say('alice', 'block domain c.example');
    assert.match(last(), /Defender takes 15,000 indicators: 15,000 are there/);
  });

  it('leave alone what somebody changed while Defender asked to wait', async () => {
    company = await Company.open({});
    const card = await company.pending('block domains a.example, b.example');
    fault({ kind: 'status', status: 429, retryAfter: 30, path: '/import' });
    await company.approve('bob', card);
    await company.settle();
    bySam('Audit', 'a.example');
    await later(1);
    assert.deepEqual(
      there().map(({ indicatorValue, action }) => [indicatorValue, action]),
      [
        ['a.example', 'Audit'],
        ['b.example', 'Block'],
      ],
    );
    assert.match(cardText(card.card), /1 of 2 written\. 1 refused: a\.example \(Somebody changed it meanwhile/);
  });

  it('name the permission that the identity lacks, and write nothing', async () => {
    company = await Company.open({});
    const card = await company.pending('block domain a.example');
    writerApp(company.sandbox.world).permissions.mde.delete('Ti.ReadWrite.All');
    company.clock.pass(2 * 60 * MINUTE);
    await company.approve('bob', card);
    await company.settle();
    assert.match(cardText(card.card) + last(), /lacks the permission Ti\.ReadWrite\.All/);
    assert.equal(written(), 0);
  });

  const FAULTS: readonly (readonly [string, Partial<Fault> & Pick<Fault, 'kind'>])[] = [
    ['an answer that is no JSON', { kind: 'truncated-json', path: '/import' }],
    ['a list that lags', { kind: 'stale', path: '/indicators?', times: 4 }],
  ];
  for (const [name, one] of FAULTS)
    it(`are written once in spite of ${name}`, async () => {
      company = await Company.open({});
      const card = await company.pending('block domains a.example, b.example');
      fault(one);
      await company.approve('bob', card);
      await company.settle();
      for (const minutes of [1, 1, 5, 30, 60]) await later(minutes);
      assert.equal(written(), 2);
      assert.match(cardText(card.card), /2 of 2 written/);
      await company.assertAuditHolds();
    });
});
