import assert from 'node:assert/strict';
import type { AuditedChange, TenantAudit } from '../../../src/requests/ports/tenant-audit.ts';
import type { Request } from '../../../src/requests/record/request.ts';
import { Company, type Name, SOC } from '../../support/company/company.ts';
import { actionOf, cardText, type TeamsMessage } from '../../support/company/fake-teams.ts';

const MINUTE = 60_000;
const ALERTS = 'auto-resolve-alerts';

describe("what Microsoft's audit log says, by the front door", () => {
  let company: Company;
  let records: AuditedChange[];
  beforeEach(async () => {
    company = await Company.open({ connector: 'guided' });
    records = [];
    readBy(async () => ({ value: { changes: records, source: 'hunting', until: company.clock.now() } }));
    await company.say('grace', 'help', 'a:grace');
    await company.watch();
  });
  afterEach(async () => {
    await company.assertAuditHolds();
    await company.close();
  });

  function readBy(tenantAudit: () => Promise<{ value: TenantAudit } | { why: string }>): void {
    Object.assign(company.services, { tenantAudit });
  }

  function logged(by: string, more: Partial<AuditedChange> = {}): void {
    const id = `record-${records.length + 1}`;
    const setting = 'Automatically resolve alerts';
    const at = company.clock.now();
    records.push({ id, at, operation: 'SetAdvancedFeatures', feature: ALERTS, setting, value: 'on', by, ...more });
  }

  async function handedOver(): Promise<TeamsMessage> {
    const card = await company.pending('enable automatically resolve alerts');
    await company.approve('bob', card);
    await company.settle();
    return card;
  }

  async function attest(who: Name, card: TeamsMessage): Promise<void> {
    const press = actionOf(card.card, 'attest');
    assert(press);
    await company.invoke(who, card, press);
    await company.settle();
  }

  async function request(number = 1): Promise<Request> {
    return (await company.services.store.requestByNumber(company.services.tenantId, number)) ?? assert.fail();
  }

  function told(text: RegExp): readonly TeamsMessage[] {
    return company.teams.messages.filter(({ card }) => text.test(cardText(card)));
  }

  it('turns the word of a person into what the log says, hours later, on the card and in the record', async () => {
    const card = await handedOver();
    company.clock.pass(5 * MINUTE);
    const appliedAt = company.clock.now();
    company.clock.pass(MINUTE);
    await attest('omar', card);
    assert.equal((await request()).outcome?.code, 'attested');
    await company.watch(company.app, 5 * 60);
    logged('OMAR@northwind-breakwater.example', { at: appliedAt });
    records[0] = { ...(records[0] ?? assert.fail()), by: company.person('omar').userPrincipalName.toUpperCase() };
    await company.watch();
    const after = await request();
    assert.equal(after.outcome?.corroborated?.name, 'Omar Okafor');
    assert.deepEqual(after.outcome?.corroborated?.findings, []);
    assert.match(cardText(card.card), /Applied by Omar Okafor, corroborated by Microsoft's audit log/);
    const entry = (await company.recorded()).at(-1);
    assert.equal(entry?.event, 'request.corroborate');
    assert.equal(told(/Changed outside Airlock/).length, 0);
    assert.equal(told(/names somebody else/).length, 0);
    await company.watch();
    assert.equal((await request()).rev, after.rev, 'a record is told of once');
  });

  it('tells who the log names where somebody else said so', async () => {
    const card = await handedOver();
    await attest('omar', card);
    logged(company.person('sam').userPrincipalName);
    await company.watch();
    assert.match(cardText(card.card), /Omar Okafor said they applied it; Microsoft's audit log names Sam Sørensen/);
    const [notice, ...others] = told(/#1: the audit log names somebody else/);
    assert.equal(notice?.conversation, 'a:grace', 'no channel is chosen: the chat of an approver');
    assert.deepEqual(
      others.map(({ conversation }) => conversation),
      [SOC],
    );
  });

  it('waits for the word of whoever applied it, where the record is faster', async () => {
    const card = await handedOver();
    logged(company.person('omar').userPrincipalName);
    await company.watch();
    assert.equal(told(/Changed outside Airlock/).length, 0);
    await attest('omar', card);
    await company.watch();
    assert.equal((await request()).outcome?.corroborated?.recordId, 'record-1');
  });

  it('tells a change that no request explains, once, and lets an approver adopt it', async () => {
    logged(company.person('sam').userPrincipalName);
    await company.watch();
    await company.watch();
    const [card, ...more] = told(/Changed outside Airlock/);
    assert(card);
    assert.equal(more.length, 0);
    assert.match(cardText(card.card), /Automatically resolve alerts was set to On[\s\S]*Sam Sørensen/);
    const press = actionOf(card.card, 'adopt') ?? assert.fail();
    const refused = await company.invoke('rita', card, press);
    assert.match(cardText({ value: refused.value }), /do not hold a role that may adopt changes/);
    await Promise.all([company.invoke('grace', card, press), company.invoke('bob', card, press)]);
    await company.settle();
    assert.match(cardText(card.card), /Adopted by (Grace Gallagher|Bob Brandt): it is known, and stands/);
    const entries = (await company.services.store.audit(0, 100)).filter(({ event }) => event === 'outside.adopted');
    assert.equal(entries.length, 1);
    const [fact] = await company.services.store.facts(company.services.tenantId, `feature:${ALERTS}`);
    assert.deepEqual(fact?.source.kind, 'corroborated');
    assert.equal(fact?.value, 'on');
    assert.equal(company.writes.length, 0);
  });

  it('makes a draft of the opposite for whoever asks, once', async () => {
    logged(company.person('sam').userPrincipalName);
    await company.watch();
    const [card] = told(/Changed outside Airlock/);
    assert(card);
    const press = actionOf(card.card, 'revert-outside') ?? assert.fail();
    await company.invoke('grace', card, press);
    await company.settle();
    assert.match(cardText(company.teams.messages.at(-1)?.card), /Turn off Automatically resolve alerts/);
    assert.match(cardText(card.card), /Grace Gallagher is asking to revert it/);
    const again = await company.invoke('bob', card, press);
    assert.match(cardText({ value: again.value }), /Grace Gallagher is asking to revert it/);
    await company.settle();
    assert.equal(told(/Turn off Automatically resolve alerts/).length, 1);
  });
});
