import assert from 'node:assert/strict';
import { parseExport } from '../../../../src/cli/audit/export-options.ts';
import { exportRecord } from '../../../../src/cli/audit/export-record.ts';
import { machineActionsOf } from '../../../../src/sandbox/mde/actions/machine-actions.ts';
import { withRecord } from '../../../../src/store/audit/record-source.ts';
import { Company, type Name } from '../../../support/company/company.ts';
import { actionOf, type Card, cardText, type TeamsMessage } from '../../../support/company/fake-teams.ts';
import { knowSinceLong } from '../../../support/people/alter-people.ts';
import { TEST_KEYS } from '../../../support/runtime/record-keys.ts';

const HOUR = 3_600_000;

describe('what is owed for an emergency', () => {
  let company: Company;
  beforeEach(async () => {
    company = await Company.open({ environment: { EMERGENCY_ACTIONS: 'isolate,release', DEBT_WINDOW: '2h' } });
  });
  afterEach(() => company.close());

  const texts = () => company.teams.messages.map(({ card }) => cardText(card)).join('\n');
  const actions = () => machineActionsOf(company.sandbox.world).filter(({ source }) => source === 'PublicApi');

  async function draft(text: string, who: Name) {
    await company.say(who, text);
    const message = company.teams.messages.findLast((one) => actionOf({ ...one.card }, 'view') !== null);
    assert(message);
    const own = await company.view(who, message);
    // Whoever owes for another one is offered none, and presses a card that was drawn before.
    const submit = actionOf(own, 'submit') ?? assert.fail('it can be sent');
    const action = actionOf(own, 'act-now') ?? { ...submit, verb: 'act-now' };
    return { message, action: { ...action, data: { ...action.data, reason: 'Ransomware' } } };
  }

  async function actNow(text: string, who: Name): Promise<TeamsMessage> {
    const { message, action } = await draft(text, who);
    const answer = await company.invoke(who, message, action);
    assert.doesNotMatch(cardText(answer.value), /about to ask/, cardText(answer.value) || JSON.stringify(answer.value));
    await company.settle();
    return message;
  }

  it('stands first among what waits, and among what is open, until somebody settles it', async () => {
    const card = await actNow('isolate LAP-HR-0001', 'alice');
    const last = () => company.teams.messages.at(-1)?.card;
    await company.say('bob', 'home', 'a:bob');
    assert.match(cardText(last()), /Waiting for you\s+#1 Isolate LAP-HR-0001\s+Approval owed.*Due \{\{DATE/s);
    assert.match(JSON.stringify(last()), /show 1/);
    await company.say('alice', 'home', 'a:alice');
    assert.match(cardText(last()), /Waiting for you\s+Nothing\..*Asked by you, and open\s+#1 Isolate LAP-HR-0001/s);
    for (const asked of ['requests', 'anything to approve?', 'approve the emergency', 'which emergencies are open?']) {
      await company.say('bob', asked);
      assert.match(cardText(last()), /#1/, asked);
      assert.doesNotMatch(cardText(last()), /No request is open|None that was asked here/, asked);
    }
    company.clock.pass(60_000);
    await company.settle();
    const pressed = await company.approve('bob', card);
    assert.match(cardText(pressed.value as Card), /Approved by\s+Bob Brandt/);
    await company.settle();
    await company.say('bob', 'requests');
    assert.doesNotMatch(cardText(last()), /#1/);
  });

  it('is told as overdue once its time has passed, in every list and on each card, and stands in one part alone', async () => {
    const card = await actNow('isolate LAP-HR-0001', 'alice');
    const last = () => cardText(company.teams.messages.at(-1)?.card);
    await company.say('alice', 'home', 'a:alice');
    assert.match(last(), /Asked by you, and open\s+#1.*Lately ended, of what you asked or decided\s+Nothing\./s);
    assert.match(last(), /Due \{\{DATE/);
    // The order ends first: nothing else than the time draws its card then.
    for (const minutes of [5, 5, 120]) {
      company.clock.pass(minutes * 60_000);
      await company.settle();
    }
    const shown = company.teams.messages.find(({ id }) => id === card.id);
    assert.match(cardText(shown?.card), /That time has passed: the approval is overdue/, 'nobody pressed anything');
    for (const [who, where] of [
      ['bob', 'home'],
      ['alice', 'home'],
      ['bob', 'requests'],
    ] as const) {
      await company.say(who, where, `a:${who}`);
      assert.match(last(), /#1 Isolate LAP-HR-0001.*Overdue since \{\{DATE/s, `${who}: ${where}`);
      assert.doesNotMatch(last(), /Due \{\{DATE/, `${who}: ${where}`);
    }
  });

  it('is undone past drafts that lie idle', async () => {
    await company.close();
    company = await Company.open({ environment: { EMERGENCY_ACTIONS: 'isolate', OPEN_PER_PERSON: '2' } });
    await actNow('isolate LAP-HR-0001', 'alice');
    for (const text of ['enable automated investigation', 'enable automatically resolve alerts'])
      await company.say('bob', text);
    company.clock.pass(60_000);
    await company.settle();
    await company.say('bob', 'revert 1');
    assert.match(cardText(company.teams.messages.at(-1)?.card), /Release LAP-HR-0001 from isolation/);
  });

  it('stands on top of the digest, and not under the open requests', async () => {
    await actNow('isolate LAP-HR-0001', 'alice');
    company.clock.pass(60_000);
    await company.settle();
    await company.say('bob', 'digest now');
    const text = cardText(company.teams.messages.at(-1)?.card);
    assert.match(text, /What matters most\s+Done alone as an emergency, an approval is owed: #1.*Switches/s);
    assert.match(text, /Open requests that are shown here\s+None\.(?!\s+Done alone)/);
  });

  async function status(): Promise<string> {
    company.clock.pass(60_000);
    await company.settle();
    await company.say('alice', 'status');
    return cardText(company.teams.messages.at(-1)?.card);
  }

  /** The instance ends, and another one goes on with the file. */
  async function restart(): Promise<void> {
    const next = await company.another();
    await company.app.close();
    company.apps = [next];
  }

  async function report(number: number): Promise<string> {
    let text = '';
    const out = { write: (part: string) => (text += part) };
    const { clock } = company;
    const options = { ...parseExport({ format: 'html', request: String(number) }), keys: TEST_KEYS.known, clock };
    await withRecord(company.place, (source) => exportRecord(source, out, options));
    return text;
  }

  const events = () =>
    withRecord(company.place, async (source) => {
      const found: string[] = [];
      for await (const { event } of source.entries()) found.push(event);
      return found;
    });

  it('is owed after a restart: in status, by its reminders, in the record and in the report, until it is approved', async () => {
    const card = await actNow('isolate LAP-HR-0001', 'alice');
    await restart();
    assert.match(await status(), /an approval is owed: #1/);
    const { message, action } = await draft('isolate LAP-HR-0002', 'alice');
    const refused = await company.invoke('alice', message, action);
    assert.match(JSON.stringify(refused.value), /You did #1 at once/);
    assert.match(await report(1), /another admin approves or undoes it by [^<]*\. Nobody has so far\./);
    assert.equal((await events()).filter((event) => event === 'request.proceed').length, 1);
    company.clock.pass(2 * HOUR);
    await company.settle();
    assert.match(texts(), /#1 is owed an approval, overdue/);
    assert.match(cardText(await company.view('bob', card)), /That time has passed: the approval is overdue/);
    assert.match(await status(), /an approval is owed: #1, overdue since /);
    await restart();
    await company.approve('bob', card);
    await company.settle();
    assert.match(cardText(card.card), /Approved by\s+Bob Brandt.*late: it was due 2026-/s);
    assert.doesNotMatch(await status(), /an approval is owed/);
    assert.match(await report(1), /undoes it by [^<]*\. [^<]+ on [^<]*, late\./);
    assert.equal(actions().length, 1, 'nothing was ordered twice');
    await company.assertAuditHolds();
  });

  it('by two people is two debts, each of which another admin settles on its own', async () => {
    await knowSinceLong(company, 'alice', 'bob');
    const first = await actNow('isolate LAP-HR-0001', 'alice');
    const second = await actNow('isolate LAP-HR-0002', 'bob');
    assert.equal(actions().length, 2);
    assert.match(await status(), /an approval is owed: #1[^\n]*#2|an approval is owed: #2[^\n]*#1/);
    const own = await company.approve('bob', second);
    assert.match(JSON.stringify(own.value), /You asked for this change, so you cannot decide on it/);
    await company.approve('bob', first);
    await company.settle();
    const left = await status();
    assert.match(left, /an approval is owed: #2/);
    assert.doesNotMatch(left, /an approval is owed: [^\n]*#1/);
    assert.match(await report(2), /Nobody has so far/);
    await company.approve('alice', second);
    await company.settle();
    assert.doesNotMatch(await status(), /an approval is owed/);
    await company.assertAuditHolds();
  });

  it('is told at once to whoever asks for an action on the same device, and to nobody else', async () => {
    await knowSinceLong(company, 'alice', 'bob');
    const told = () =>
      company.teams.messages.map(({ card }) => cardText(card)).filter((text) => /about the same dev/.test(text));
    await actNow('isolate LAP-HR-0001', 'alice');
    await company.say('bob', 'isolate LAP-HR-0001, LAP-HR-0003');
    const [text = ''] = told();
    assert.match(text, /Alice Ahlgren[^\n]* did #1, Isolate LAP-HR-0001, as an emergency on LAP-HR-0001\./);
    assert.match(text, /has not ended it yet\. Another admin has to approve or undo it[\s\S]*Show 1/);
    await actNow('isolate LAP-HR-0005', 'bob');
    assert.equal(told().length, 1, 'of another device nothing is told');
    company.clock.pass(10 * 60_000);
    await company.settle();
    await company.say('bob', 'isolate LAP-HR-0001');
    const answer = cardText(company.teams.messages.at(-1)?.card);
    assert.match(
      answer,
      /isolated already\.[^\n]* did #1, [^\n]*It has ended\. Another admin has to approve[\s\S]*Show 1/,
    );
  });

  it('is told of an ordinary order that has not ended, too', async () => {
    const told = () =>
      company.teams.messages.map(({ card }) => cardText(card)).filter((text) => /about the same dev/.test(text));
    const card = await company.pending('restrict LAP-HR-0007, LAP-HR-0008');
    await company.approve('bob', card);
    await company.settle();
    await company.say('bob', 'restrict LAP-HR-0008, LAP-HR-0009');
    assert.match(told().join(), /asked for #1, [^\n]*on LAP-HR-0008, too\. Defender took the order/);
    await company.say('bob', 'isolate LAP-HR-0008');
    assert.equal(told().length, 1, 'another kind of thing');
  });
});
