import assert from 'node:assert/strict';
import { Company } from '../../../support/company/company.ts';
import { actionOf, cardText } from '../../../support/company/fake-teams.ts';

const TEAM = '19:team@thread.tacv2';
const HOME = '19:4a95f7d8db4c4e7fae857bcebe0623e6@thread.tacv2';
const THREAD = `${HOME};messageid=5`;

describe('channels by the names that Teams gives when asked, by the front door', () => {
  let company: Company;
  beforeEach(async () => {
    company = await Company.open();
    company.teams.channels.push(
      { id: TEAM, name: null, type: 'standard' },
      { id: HOME, name: 'SOC approvals', type: 'standard' },
    );
    company.teams.teams.set(TEAM, 'Security Operations');
    await company.say('bob', 'help', 'a:bob');
    await write('use this channel for approvals');
    const card = company.teams.messages.at(-1);
    assert(card);
    assert.match(cardText(card.card), /SOC approvals/);
    const submit = actionOf(await company.view('alice', card), 'submit');
    assert(submit);
    await company.invoke('alice', card, { ...submit, data: { ...submit.data, reason: 'One place' } });
    await company.settle();
    await company.approve('bob', card);
    await company.settle();
  });
  afterEach(async () => {
    await company.assertAuditHolds();
    await company.close();
  });

  /** With ids alone, as Teams sends it. */
  async function write(text: string): Promise<void> {
    const envelope = company.envelope('alice', THREAD);
    const channelData = { tenant: { id: company.services.tenantId }, team: { id: TEAM }, channel: { id: HOME } };
    await company.post({
      ...envelope,
      type: 'message',
      text: `<at>Airlock</at> ${text}`,
      channelData,
      entities: [{ type: 'mention', text: '<at>Airlock</at>', mentioned: { id: '28:airlock', name: 'Airlock' } }],
    });
    await company.settle();
  }

  const saying = (text: RegExp) =>
    company.teams.messages.filter(({ card }) => text.test(cardText(card))).map(({ conversation }) => conversation);

  async function status(): Promise<string> {
    await company.say('rita', 'status', 'a:rita');
    return cardText(company.message('Approvals go to').card);
  }

  it('stand in the status with their team', async () => {
    await company.watch();
    assert.match(await status(), /Approvals go to\s+SOC approvals in Security Operations/);
    assert.deepEqual(saying(/another name/), []);
  });

  it('that change are told once, in the channel and to those who approve', async () => {
    await company.watch();
    company.teams.channels.splice(1, 1, { id: HOME, name: 'Four eyes', type: 'standard' });
    for (let look = 0; look < 3; look += 1) await company.watch();
    assert.deepEqual(saying(/It was SOC approvals, and Teams calls it Four eyes now/).sort(), [HOME, 'a:bob']);
    assert.match(await status(), /Four eyes in Security Operations/);
  });

  it('that are gone are told to those who approve, once a day, and stay chosen', async () => {
    await company.watch();
    company.teams.channels.splice(1, 1);
    for (let look = 0; look < 3; look += 1) await company.watch();
    assert.deepEqual(saying(/SOC approvals takes no messages from Airlock/), ['a:bob']);
    assert.match(await status(), /SOC approvals/);
  });

  it('are not taken for gone while Teams does not say', async () => {
    await company.watch();
    company.teams.refuse = ({ path }) => (path.startsWith('/v3/teams') ? { status: 503 } : null);
    await company.watch();
    assert.deepEqual(saying(/takes no messages/), []);
    assert.match(await status(), /SOC approvals in Security Operations/);
  });
});
