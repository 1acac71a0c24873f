import assert from 'node:assert/strict';
import { Company } from '../../../support/company/company.ts';
import { actionOf, cardText, type TeamsMessage } from '../../../support/company/fake-teams.ts';
import { auditLog, inPortal, press, told } from '../../../support/company/watched-company.ts';
import { knowSinceLong } from '../../../support/people/alter-people.ts';

const ON = { features: { AutoResolveInvestigatedAlerts: true } };
const OFF = { features: { AutoResolveInvestigatedAlerts: false } };

describe('the list of what was changed outside Airlock', () => {
  let company: Company;
  beforeEach(async () => {
    company = await Company.open({ connector: 'guided' });
    await knowSinceLong(company);
    await company.say('grace', 'help', 'a:grace');
  });
  afterEach(async () => {
    await company.assertAuditHolds();
    await company.close();
  });

  const last = () => company.teams.messages.at(-1) ?? assert.fail('nothing was answered');

  async function list(): Promise<TeamsMessage> {
    await company.say('bob', 'outside changes', 'a:bob');
    return last();
  }

  /** Presses the first button of this verb on a card that was answered; answers the card that takes its place. */
  async function follow(who: 'bob' | 'rita', from: TeamsMessage, card: unknown, verb: string): Promise<object> {
    const offered = actionOf(card, verb) ?? assert.fail(`the card offers ${verb}: ${cardText(card)}`);
    const answer = await company.invoke(who, from, offered);
    await company.settle();
    return { value: answer.value };
  }

  /** Somebody switches back and forth, as often as this, an hour apart. */
  async function changed(times: number): Promise<void> {
    for (let at = 0; at < times; at += 1) {
      await inPortal(company, at % 2 === 0 ? 'omar' : 'grace', at % 2 === 0 ? ON : OFF);
      await company.watch();
      company.clock.pass(3_600_000);
    }
  }

  it('says before the first look that nobody looked, and after it what is watched and since when', async () => {
    assert.match(cardText((await list()).card), /has not looked yet/);
    await company.watch();
    const text = cardText((await list()).card);
    assert.match(text, /knows of none that is open\. That is not "nothing was changed"/);
    assert.match(text, /Switches, by Microsoft's audit log\nRead until \{\{DATE/);
    assert.match(text, /Names of device groups[^\n]*\nRead \{\{DATE/);
    assert.match(text, /Since\s+\{\{DATE/);
    await company.say('bob', 'status', 'a:bob');
    await company.settle();
    assert.match(cardText(last().card), /Changed outside Airlock\s+Airlock knows of none that is open/);
  });

  it('says why the audit log was not read', async () => {
    for (const surface of ['graph', 'activity'] as const) {
      company.sandbox.world.faults.push({ surface, kind: 'status', status: 503 });
    }
    await company.watch();
    company.sandbox.world.faults.length = 0;
    assert.match(cardText((await list()).card), /Not read at the last look: /);
  });

  it('opens each with what can be done with it, and leads back', async () => {
    await company.watch();
    await changed(1);
    const message = await list();
    assert.match(
      cardText(message.card),
      /1 open[\s\S]*1\. Automatically resolve[^\n]*\nOmar Okafor · Microsoft's audit log/,
    );
    const opened = await follow('bob', message, message.card, 'outside-show');
    assert.match(cardText(opened), /Change 1[\s\S]*Adopt\s+Ask to revert\s+Back to the list/);
    const foreign = await follow('rita', message, message.card, 'outside-show');
    assert.equal(actionOf(foreign, 'adopt'), null, 'nobody is offered what they may not do');
    assert.match(cardText(await follow('bob', message, opened, 'outside-list')), /1 open/);
    const adopted = await follow('bob', message, opened, 'adopt');
    assert.match(cardText(adopted), /Adopted by Bob Brandt \(bob@harbourline\.example\)/);
    assert.match(cardText(await follow('bob', message, adopted, 'outside-list')), /knows of none that is open/);
    assert.match(cardText(told(company, /Changed outside Airlock, adopted/)[0]?.card), /Adopted by Bob/);
  });

  it('drafts the opposite from a card that was opened', async () => {
    await company.watch();
    await changed(1);
    const message = await list();
    const opened = await follow('bob', message, message.card, 'outside-show');
    await follow('bob', message, opened, 'revert-outside');
    assert.match(cardText(last().card), /Turn off Automatically resolve alerts/);
  });

  it('turns pages, and is offered by the status with how many are open', async () => {
    await company.watch();
    await changed(7);
    const first = await list();
    assert.match(cardText(first.card), /7 open[\s\S]*7\. Auto[\s\S]*3\. Auto[\s\S]*Page 1 of 2/);
    assert.doesNotMatch(cardText(first.card), /\n2\. Auto/);
    const second = await follow('bob', first, first.card, 'outside-list');
    assert.match(cardText(second), /2\. Auto[\s\S]*1\. Auto[\s\S]*Page 2 of 2[\s\S]*Previous/);
    await company.say('bob', 'status', 'a:bob');
    await company.settle();
    assert.match(cardText(last().card), /Changed outside Airlock\s+7 are open\./);
    assert.match(cardText(last().card), /Set to On outside Airlock, as Microsoft's audit log says: change 7/);
    assert.match(cardText(await follow('bob', last(), last().card, 'outside-list')), /7 open/);
  });

  it('shows nothing to whoever may not look', async () => {
    await company.watch();
    auditLog(company).names = company.person('omar').userPrincipalName;
    await changed(1);
    const message = await list();
    const stranger = await press(company, 'dora', message, 'outside-show').catch((error: unknown) => String(error));
    assert.doesNotMatch(stranger, /Automatically resolve/);
  });
});
