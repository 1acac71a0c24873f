import assert from 'node:assert/strict';
import { Company } from '../../support/company/company.ts';
import { actionOf, cardText, type TeamsMessage } from '../../support/company/fake-teams.ts';
import { requestOf } from '../../support/company/watched-company.ts';

describe('a draft about what becomes known after it was drawn', () => {
  let company: Company;
  beforeEach(async () => {
    company = await Company.open({ connector: 'guided' });
  });
  afterEach(async () => {
    await company.assertAuditHolds();
    await company.close();
  });

  async function drafted(command: string): Promise<TeamsMessage> {
    await company.say('alice', command);
    company.clock.pass(1_000);
    return company.teams.messages.at(-1) ?? assert.fail('nothing was drafted');
  }

  /** What the card says after the press on "Request approval". */
  async function submit(draft: TeamsMessage, seen?: TeamsMessage['card']): Promise<string> {
    const offered = actionOf(seen ?? (await company.view('alice', draft)), 'submit') ?? assert.fail('it is no draft');
    const sent = { ...offered, data: { ...offered.data, reason: 'Pilot finished' } };
    const answer = await company.invoke('alice', draft, sent);
    await company.settle();
    return cardText({ value: answer.value });
  }

  /** As another instance notes it, with nothing drawn anew. */
  async function becomesKnown(key: string, value: string): Promise<void> {
    const { store, tenantId, clock } = company.services;
    const source = { kind: 'corroborated', at: clock.now(), by: 'omar@harbourline.example', request: null } as const;
    const fact = { key, value, source, changedAt: clock.now() };
    const entry = { event: 'outside.adopted', actor: 'service', requestId: null, data: { known: [fact] } };
    const audit = [{ tenantId, at: clock.now(), ...entry }];
    await store.send({ messages: [], tasks: [], facts: { tenantId, changes: [{ fact }] }, audit });
  }

  it('shows what somebody saw since, and can be sent as it stands then', async () => {
    const draft = await drafted('disable automatically resolve alerts');
    assert.match(cardText(draft.card), /Not known → \s+Off/);
    await company.say('bob', 'automatically resolve alerts is on');
    assert.match(cardText(draft.card), /On → \s+Off\s+Before: by Bob Brandt's word/);
    const [told, ...others] = company.teams.messages.filter(({ card }) => cardText(card).includes('was drawn anew'));
    assert.match(
      cardText(told?.card),
      /Your draft #1 [^\n]*\s+Meanwhile this became known: [^\n]*: On, by Bob Brandt's/,
    );
    assert.deepEqual(others, []);
    assert.match(await submit(draft), /On → \s+Off\s+Before: by Bob Brandt's word/);
    assert.equal((await requestOf(company)).state, 'pending');
  });

  it('is not sent from a card of before, where it shows something else by then', async () => {
    const draft = await drafted('disable automatically resolve alerts');
    const before = await company.view('alice', draft);
    await company.say('bob', 'automatically resolve alerts is on');
    await submit(draft, before);
    assert.equal((await requestOf(company)).state, 'draft');
  });

  it('is not sent where it is as asked already, and says by whose word', async () => {
    const draft = await drafted('disable automatically resolve alerts');
    await company.say('bob', 'automatically resolve alerts is off');
    assert.match(
      await submit(draft),
      /already off, by Bob Brandt's word[^\n]*There is nothing to approve[^\n]*discard this draft/,
    );
    assert.equal((await requestOf(company)).state, 'draft');
  });

  it('says at its submit what became known in another way, and shows it', async () => {
    const draft = await drafted('disable automatically resolve alerts');
    await becomesKnown('feature:auto-resolve-alerts', 'on');
    assert.match(await submit(draft), /Meanwhile this became known: [^\n]* is on, by Microsoft's audit log \(omar@/);
    assert.match(cardText(draft.card), /On → \s+Off\s+Before: by Microsoft's audit log/);
    assert.match(
      cardText(company.teams.messages.at(-1)?.card),
      /#1 was not sent\s+Meanwhile this became known: [^\n]*: On, by Microsoft's audit log[^\n]*your reason is kept/,
    );
    assert.match(cardText(await company.view('alice', draft)), /Why is this needed\?\s+Pilot finished/);
    await submit(draft);
    assert.equal((await requestOf(company)).state, 'pending');
  });

  it('about a group shows the level that somebody saw since', async () => {
    const draft = await drafted('edit device group "Lab" level none');
    assert.match(cardText(draft.card), /not known → /);
    await company.say('bob', 'device group "Lab" is at full');
    assert.match(cardText(draft.card), /Full remediation → \s+No automated response\s+Before: by Bob Brandt's word/);
    assert.match(cardText(draft.card), /By Bob Brandt's word[^\n]*this lowers the level of Lab/);
    await submit(draft);
    assert.equal((await requestOf(company)).state, 'pending');
  });

  it('about a group that could not be drawn anew is not sent before somebody looks at it again', async () => {
    const draft = await drafted('edit device group "Lab" level none');
    const { groups } = await company.services.tenant.read(['groups']);
    const lab = groups?.find(({ name }) => name === 'Lab') ?? assert.fail('there is no such group');
    await becomesKnown(`group:${lab.id}:level`, 'full');
    const said = await submit(draft);
    assert.match(said, /Meanwhile more became known of device group "Lab", by Microsoft's audit log[^\n]*Press Edit/);
    assert.equal((await requestOf(company)).state, 'draft');
  });
});
