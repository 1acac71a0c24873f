import assert from 'node:assert/strict';
import type { Fact } from '../../../src/requests/record/fact.ts';
import type { Request } from '../../../src/requests/record/request.ts';
import { auditLogOf } from '../../../src/sandbox/audit-log/audit-log.ts';
import { knowSinceLong } from '../people/alter-people.ts';
import { Company, type Name } from './company.ts';
import { actionOf, cardText, type TeamsMessage } from './fake-teams.ts';

/** What somebody may save in the portal. */
export const ON = { features: { AutoResolveInvestigatedAlerts: true } };
export const OFF = { features: { AutoResolveInvestigatedAlerts: false } };

/** Each test of a suite gets a company of its own that was looked at once, and Grace may be told things. */
export function eachWatched(take: (company: Company) => void, connector: 'guided' | 'portal' = 'guided'): void {
  let company: Company;
  beforeEach(async () => {
    company = await Company.open({ connector });
    await knowSinceLong(company);
    take(company);
    await company.say('grace', 'help', 'a:grace');
    await company.watch();
  });
  afterEach(async () => {
    await company.assertAuditHolds();
    await company.close();
  });
}

/** Alice asks and Bob approves, a minute before anything is done about it. */
export async function approvedBefore(company: Company, text: string): Promise<TeamsMessage> {
  const card = await company.pending(text);
  await company.approve('bob', card);
  await company.settle();
  company.clock.pass(60_000);
  return card;
}

/** What is remembered of the switch that `ON` and `OFF` set. */
export async function alertsFact(company: Company): Promise<Fact | undefined> {
  const [found] = await company.services.store.facts(company.services.tenantId, 'feature:auto-resolve-alerts');
  return found;
}

/** Somebody saves a switch or a group in the Defender portal, behind the bot's back. */
export async function inPortal(company: Company, who: Name, edit: object): Promise<void> {
  const answer = await fetch(`${company.sandbox.url}/sandbox/edit`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ as: company.person(who).userPrincipalName, ...edit }),
  });
  assert.equal(answer.status, 200, await answer.text());
}

/** The audit log of the pretend tenant, and how it behaves. */
export function auditLog(company: Company) {
  return auditLogOf(company.sandbox.world);
}

/** The messages that say this. */
export function told(company: Company, text: RegExp): readonly TeamsMessage[] {
  return company.teams.messages.filter(({ card }) => text.test(cardText(card)));
}

/** Presses a button that the message's card offers to everybody; answers the text of what comes back. */
export async function press(company: Company, who: Name, message: TeamsMessage, verb: string): Promise<string> {
  const offered = actionOf(message.card, verb) ?? assert.fail(`the card offers ${verb}: ${cardText(message.card)}`);
  const answer = await company.invoke(who, message, offered);
  await company.settle();
  return cardText({ value: answer.value });
}

/** Alice asks to turn on alert resolution, and Bob approves it. */
export async function approvedOn(company: Company): Promise<TeamsMessage> {
  const card = await company.pending('enable automatically resolve alerts');
  await company.approve('bob', card);
  await company.settle();
  return card;
}

export async function requestOf(company: Company, number = 1): Promise<Request> {
  return (await company.services.store.requestByNumber(company.services.tenantId, number)) ?? assert.fail();
}
