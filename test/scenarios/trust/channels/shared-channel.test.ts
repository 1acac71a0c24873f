import assert from 'node:assert/strict';
import { approvalChannel } from '../../../../src/requests/rules/setting-owner.ts';
import { Company } from '../../../support/company/company.ts';
import { actionOf, cardText, type TeamsMessage } from '../../../support/company/fake-teams.ts';

const HOME = '19:approvals@thread.tacv2';
const TEAM = '19:team@thread.tacv2';
const OTHERS = '99999999-9999-4999-8999-999999999999';
const OWN = '11111111-1111-4111-8111-111111111111';

describe('an approval channel that another tenant can read, by the front door', () => {
  let company: Company;
  beforeEach(async () => {
    company = await Company.open();
    company.teams.channels.push({ id: HOME, name: 'SOC approvals', type: 'standard' });
  });
  afterEach(async () => {
    await company.assertAuditHolds();
    await company.close();
  });

  async function choose(): Promise<TeamsMessage> {
    const envelope = company.envelope('alice', `${HOME};messageid=7`);
    const channelData = { tenant: { id: OWN }, team: { id: TEAM }, channel: { id: HOME } };
    await company.post({ ...envelope, type: 'message', text: 'use this channel for approvals', channelData });
    await company.settle();
    return company.teams.messages.at(-1) ?? assert.fail();
  }

  async function submit(card: TeamsMessage): Promise<void> {
    const action = actionOf(await company.view('alice', card), 'submit') ?? assert.fail(cardText(card.card));
    await company.invoke('alice', card, { ...action, data: { ...action.data, reason: 'One place to look at' } });
    await company.settle();
  }

  async function chosen(): Promise<void> {
    const card = await choose();
    await submit(card);
    await company.approve('bob', card);
    await company.settle();
    assert.deepEqual(await approvalChannel(company.services), { conversation: HOME, label: 'SOC approvals' });
  }

  /** What Teams reports of the channel, without a person of this tenant. */
  async function report(fields: Record<string, unknown>, channelData: Record<string, unknown> = {}): Promise<void> {
    const { from: _from, ...envelope } = company.envelope('alice', HOME);
    const data = { tenant: { id: OWN }, team: { id: TEAM }, channel: { id: HOME }, ...channelData };
    const answer = await company.post({ ...envelope, type: 'conversationUpdate', ...fields, channelData: data });
    assert.equal(answer.status, 200);
    await company.settle();
  }

  it('is named by Teams, which names it in no message, at both doors', async () => {
    const card = await choose();
    assert.match(cardText(card.card), /Use SOC approvals for approvals/);
    assert.doesNotMatch(cardText(card.card), /other organisation/);
    await submit(card);
    assert.match(cardText(await company.view('bob', card)), /SOC approvals \(19:approvals@thread\.tacv2\)/);
  });

  it('cannot be chosen', async () => {
    Object.assign(company.teams.channels[0] ?? {}, { type: 'shared' });
    company.teams.members.push({ id: '29:eve', tenantId: OTHERS });
    const card = await choose();
    assert.match(cardText(card.card), /People of another organisation are in this channel/);
    assert.equal(actionOf(card.card, 'view'), null, 'no draft');
  });

  it('is chosen where it is shared within the company alone', async () => {
    Object.assign(company.teams.channels[0] ?? {}, { type: 'shared' });
    await chosen();
  });

  it('says at both doors where Teams does not tell who is in it', async () => {
    company.teams.channels.length = 0;
    company.teams.members.length = 0;
    const card = await choose();
    const unknown = /Teams did not say whether people of another organisation are in it/;
    assert.match(cardText(card.card), unknown);
    await submit(card);
    assert.match(cardText(await company.view('bob', card)), unknown);
  });

  it('that was shared is not chosen anew while Teams does not say who is in it', async () => {
    await chosen();
    await report({}, { eventType: 'channelShared', sharedWithTeams: [{ id: 'x', tenantId: OTHERS }] });
    const known = company.teams.channels.splice(0);
    const people = company.teams.members.splice(0);
    const refused = await choose();
    assert.match(cardText(refused.card), /was shared with another organisation, and Teams does not say/);
    assert.equal(actionOf(refused.card, 'view'), null, 'no draft');
    company.teams.channels.push(...known);
    company.teams.members.push(...people);
    await chosen();
  });

  const events: Readonly<Record<string, readonly [Record<string, unknown>, Record<string, unknown>?]>> = {
    'shared with a team of another tenant': [
      {},
      { eventType: 'channelShared', sharedWithTeams: [{ id: '19:theirs', tenantId: OTHERS }] },
    ],
    'shared with a team whose tenant is not named': [
      {},
      { eventType: 'channelShared', sharedWithTeams: [{ id: 'x' }] },
    ],
    'joined by somebody of another tenant': [{ membersAdded: [{ id: '29:eve', tenantId: OTHERS }] }],
    'joined by way of another tenant’s team': [
      { membersAdded: [{ id: '29:eve' }] },
      { membershipSource: { tenantId: OTHERS } },
    ],
    'written in by somebody of another tenant': [
      { type: 'message', text: 'hello', from: { id: '29:eve', aadObjectId: OTHERS, tenantId: OTHERS } },
    ],
  };
  for (const [title, [fields, channelData]] of Object.entries(events)) {
    it(`is no longer used once it is ${title}; it, the approvers and the record are told`, async () => {
      await company.say('bob', 'help', 'a:bob');
      await chosen();
      const { length } = company.teams.messages;
      await report(fields, channelData);
      assert.equal(await approvalChannel(company.services), null);
      const told = company.teams.messages.slice(length);
      const left = told.filter(({ card }) => /SOC approvals is no longer used for approvals/.test(cardText(card)));
      assert.deepEqual(left.map(({ conversation }) => conversation).sort(), [HOME, 'a:bob'].sort());
      const events = (await company.services.store.audit(0, 1_000)).map(({ event }) => event);
      assert.equal(events.filter((event) => event === 'channel.left').length, 1);
      await company.pending('enable automated investigation');
      assert.equal(company.teams.messages.filter(({ conversation }) => conversation === HOME).length, 1, 'the notice');
    });
  }

  it('stays in use where it is shared within the company, and other channels concern nobody', async () => {
    await chosen();
    await report({}, { eventType: 'channelShared', sharedWithTeams: [{ id: 'x', tenantId: OWN.toUpperCase() }] });
    await report({}, { channel: { id: '19:else@thread.tacv2' }, eventType: 'channelShared', sharedWithTeams: [] });
    assert.notEqual(await approvalChannel(company.services), null);
  });

  it('that was shared between the doors is not set, and is chosen anew once nobody else reads along', async () => {
    const card = await choose();
    await submit(card);
    await report({}, { eventType: 'channelShared', sharedWithTeams: [{ id: 'x', tenantId: OTHERS }] });
    await company.approve('bob', card);
    await company.settle();
    assert.equal(await approvalChannel(company.services), null);
    assert.match(cardText(card.card), /People of another organisation are in this channel now/);
    await chosen();
  });
});
