import assert from 'node:assert/strict';
import { PEOPLE_IDS } from '../../../../src/sandbox/company/people.ts';
import type { App } from '../../../../src/service/http-server.ts';
import { Company, type Name, SOC } from '../../../support/company/company.ts';
import { cardText } from '../../../support/company/fake-teams.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

describe('a digest for a channel, by the front door', () => {
  let company: Company;
  afterEach(() => company.close());

  const digests = () => company.teams.messages.filter(({ card }) => /(?:Daily|Weekly) digest/.test(cardText(card)));
  const last = () => cardText(company.teams.messages.at(-1)?.card);

  async function passed(ms: number, ...apps: readonly App[]): Promise<void> {
    company.clock.pass(ms);
    const some = apps.length === 0 ? [company.app] : apps;
    await Promise.all(some.map((app) => app.jobs.tell()));
    for (const app of some) await company.settle(app);
  }

  it('is off until somebody who may ask switches it on, and comes once a day with what changed', async () => {
    company = await Company.open();
    await passed(2 * DAY);
    assert.equal(digests().length, 0);
    await company.say('alice', 'digest daily');
    assert.match(last(), /A daily digest comes here\s[\s\S]*The first comes 2026-11-26 07:00 UTC/);
    await passed(5 * HOUR);
    assert.equal(digests().length, 1);
    const first = cardText(digests()[0]?.card);
    assert.match(first, /Switches\s+Automated investigation: /);
    assert.match(first, /Device groups[\s\S]*Executives: [^\n]*, 6 devices/);
    assert.match(first, /Devices in no group\s+\d+/);
    assert.match(first, /2 waiting in Defender\s+The oldest: 'Wacatac'/);
    assert.match(first, /Open requests that are shown here\s+None\./);
    assert.match(first, /The first digest here: the next one tells what changed\./);
    await passed(HOUR);
    assert.equal(digests().length, 1, 'once');
    const { tenant } = company.sandbox.world;
    tenant.advancedFeatures.AutoResolveInvestigatedAlerts = !tenant.advancedFeatures.AutoResolveInvestigatedAlerts;
    tenant.deviceGroups = tenant.deviceGroups.filter(({ Name }) => Name !== 'Lab');
    await passed(DAY);
    assert.equal(digests().length, 2);
    const second = cardText(digests()[1]?.card);
    assert.match(second, /Changed since the last digest[\s\S]*Lab: listed no more/);
    assert.match(second, /Compared with 2026-11-26 0\d:\d\d UTC\./);
    await company.say('alice', 'unsubscribe');
    await passed(2 * DAY);
    assert.equal(digests().length, 2);
  });

  it('comes at once where somebody asks for it, and leaves the one that comes by itself as it was', async () => {
    company = await Company.open();
    const now = async (line = 'digest now') => {
      await company.say('rita', line);
      return last();
    };
    assert.match(
      await now(),
      /Digest as of now[\s\S]*Switches[\s\S]*waiting in Defender[\s\S]*No digest comes here by itself/,
    );
    assert.match(await now('Digest jetzt'), /No digest comes here by itself/);
    await company.say('alice', 'digest daily');
    assert.match(await now(), /The first digest here/);
    await passed(DAY);
    assert.match(await now(), /Compared with 2026-11-2\d \d\d:\d\d UTC/);
    assert.equal(digests().length, 1, 'and no other in place of it');
  });

  it('comes on Mondays where it is weekly, and what was missed comes once', async () => {
    company = await Company.open();
    await company.say('alice', 'subscribe weekly');
    assert.match(last(), /The first comes 2026-11-30 07:00 UTC/);
    await passed(40 * DAY);
    assert.equal(digests().length, 1, 'no flood after a long stop');
    await passed(HOUR);
    assert.equal(digests().length, 1);
  });

  it('is told once by several instances that run, and goes on in one that is started anew', async () => {
    company = await Company.open();
    const other = await company.another();
    await company.say('alice', 'digest daily');
    await passed(DAY, company.app, other);
    assert.equal(digests().length, 1);
    await company.app.close();
    const anew = await company.another();
    company.apps.shift();
    await passed(DAY, other, anew);
    assert.equal(digests().length, 2);
  });

  it('of several channels loses none where instances tell them at the same moment', async () => {
    company = await Company.open();
    const other = await company.another();
    const places = ['1', '2', '3', '4'].map((name) => `19:c${name}@thread.tacv2`);
    for (const place of places) await company.say('alice', 'digest daily', place);
    await passed(DAY, company.app, other);
    assert.deepEqual(
      digests()
        .map(({ conversation }) => conversation)
        .sort(),
      places,
    );
    await passed(DAY, company.app, other);
    assert.equal(digests().length, 8);
  });

  it('is nobody’s to switch who may only look, and none of a personal chat', async () => {
    company = await Company.open();
    await company.say('rita', 'digest daily');
    await passed(DAY);
    assert.equal(digests().length, 0);
    await company.say('alice', 'digest daily', `a:${'alice' satisfies Name}-${PEOPLE_IDS.alice}`);
    assert.match(last(), /A digest is for a channel or group chat/);
  });

  it('says what could not be read, and ends for a channel that Teams no longer takes anything for', async () => {
    company = await Company.open();
    await company.say('alice', 'digest daily');
    await company.pending();
    company.sandbox.world.faults.push({ surface: 'mde', kind: 'status', status: 503 });
    company.sandbox.world.faults.push({ surface: 'portal', kind: 'status', status: 503 });
    company.sandbox.world.faults.push({ surface: 'graph', path: '/security', kind: 'status', status: 503 });
    await passed(5 * HOUR);
    const text = cardText(digests()[0]?.card);
    assert.match(text, /not read\. /);
    assert.match(text, /Switches and device groups: not read\. /);
    assert.match(text, /What waits was not read/);
    assert.match(text, /Open requests that are shown here\s+#1\.\s+Indicators/, 'what is stored is told all the same');
    company.sandbox.world.faults.length = 0;
    company.teams.refuse = ({ path }) =>
      path.includes('19:soc') ? { status: 403, code: 'BotNotInConversationRoster' } : null;
    for (let day = 0; day < 6; day += 1) {
      await passed(DAY);
      for (let hour = 0; hour < 12; hour += 1) {
        company.clock.pass(HOUR);
        await company.settle();
      }
    }
    company.teams.refuse = null;
    const setting = JSON.stringify(await company.services.store.setting(company.services.tenantId, 'digests'));
    assert.doesNotMatch(setting, /19:soc/);
    assert.equal(digests().length, 1);
  });

  it('lists open requests of that channel alone', async () => {
    company = await Company.open();
    await company.say('alice', 'digest daily', '19:other@thread.tacv2');
    await company.say('alice', 'digest daily');
    await company.pending();
    await passed(8 * HOUR);
    const of = (place: string) => cardText(digests().find(({ conversation }) => conversation.startsWith(place))?.card);
    assert.match(of(SOC.split(';')[0] ?? ''), /shown here\s+#1\./);
    assert.match(of('19:other'), /shown here\s+None\./);
  });
});

describe('what waits in Defender, told in the channel for approvals', () => {
  let company: Company;
  afterEach(() => company.close());

  const told = () => company.teams.messages.filter(({ card }) => /waiting in Defender for over/.test(cardText(card)));

  async function chosen(): Promise<void> {
    const card = await company.pending('use this channel for approvals');
    await company.approve('bob', card);
    await company.settle();
  }

  async function passed(ms: number, ...apps: readonly App[]): Promise<void> {
    company.clock.pass(ms);
    for (const app of apps.length === 0 ? [company.app] : apps) {
      await app.jobs.tell();
      await company.settle(app);
    }
  }

  it('once each, from the first day on, also by several instances', async () => {
    company = await Company.open();
    await passed(0);
    assert.equal(told().length, 0, 'no channel was chosen');
    await chosen();
    const other = await company.another();
    await passed(HOUR, company.app, other);
    assert.equal(told().length, 1);
    assert.match(cardText(told()[0]?.card), /1 waiting in Defender for over 24 hours[\s\S]*Wacatac/);
    assert.doesNotMatch(cardText(told()[0]?.card), /scheduled task/);
    await passed(13 * HOUR, company.app, other);
    assert.equal(told().length, 2);
    assert.match(cardText(told()[1]?.card), /Suspicious scheduled task/);
    await passed(DAY, company.app, other);
    assert.equal(told().length, 2);
  });

  it('not where the setting is 0', async () => {
    company = await Company.open({ environment: { PENDING_REMINDER: '0' } });
    await chosen();
    await passed(2 * DAY);
    assert.equal(told().length, 0);
  });
});
