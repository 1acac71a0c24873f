import assert from 'node:assert/strict';
import { rename } from 'node:fs/promises';
import { join } from 'node:path';
import { machineActionsOf, statusOf } from '../../../../src/sandbox/mde/actions/machine-actions.ts';
import type { App } from '../../../../src/service/http-server.ts';
import { Company, type Name, SOC } from '../../../support/company/company.ts';
import { actionOf, actionsIn, cardText, type TeamsMessage } from '../../../support/company/fake-teams.ts';
import { quickFolder } from '../../../support/databases/quick-folder.ts';
import { beforeStepOf } from '../../../support/runtime/before-step.ts';

const MINUTE = 60_000;

describe('antivirus scans by the supported API', () => {
  let company: Company;
  afterEach(() => company?.close());

  const scans = () => machineActionsOf(company.sandbox.world).filter(({ source }) => source === 'PublicApi');
  const titleOf = (card: unknown) => actionsIn(card).find(({ verb }) => verb === 'submit')?.title;
  const last = () => cardText(company.teams.messages.at(-1)?.card);

  async function pass(minutes: number): Promise<void> {
    for (let at = 0; at < minutes; at += 5) {
      company.clock.pass(5 * MINUTE);
      await company.settle();
    }
  }

  /** Asks for something, and presses what the requester's own card offers. */
  async function press(text: string, verb: string, who: Name = 'alice'): Promise<TeamsMessage> {
    await company.say(who, text);
    const message = company.teams.messages.findLast((one) => actionOf({ ...one.card }, 'view') !== null);
    assert(message);
    const action = actionOf(await company.view(who, message), verb);
    assert(action, `the card offers ${verb}`);
    await company.invoke(who, message, { ...action, data: { ...action.data, reason: 'Alert 4711' } });
    await company.settle();
    return message;
  }

  it('of few devices runs at once on one person’s word, and is followed to its end', async () => {
    company = await Company.open({ connector: 'guided' });
    const card = await press('scan LAP-HR-0001, LAP-HR-0002', 'submit');
    assert.equal(scans().length, 2);
    assert.match(cardText(card.card), /No approval\s+Alice Ahlgren.*a scan of so few devices needs no approval/s);
    assert.doesNotMatch(cardText(card.card), /Approved/);
    await pass(10);
    assert.match(cardText(card.card), /Of 2: 0 scanned, 2 scanning/);
    await pass(30);
    assert.match(cardText(card.card), /Of 2: 2 scanned/);
    assert.match(
      cardText(card.card),
      /Nothing to do\. What a scan finds comes as alerts of the device\. A scan cannot be/,
    );
    const says = actionsIn(card.card).flatMap(({ verb, data }) => (verb === 'say' ? [JSON.stringify(data)] : []));
    assert.match(says.join(), /"say":"alerts"/);
    assert.deepEqual(
      company.teams.messages.filter(({ card: one }) => /waiting for approval/i.test(cardText(one))).length,
      0,
    );
    const steps = (await company.recorded()).flatMap(({ event }) =>
      event.startsWith('request.') ? [event.replace('request.', '')] : [],
    );
    assert.deepEqual(steps.slice(0, 5), ['drafted', 'submit', 'proceed', 'start', 'record-outcome']);
    await company.assertAuditHolds();
  });

  it('take the devices whose names begin alike, with their number, and what isolates takes none so', async () => {
    company = await Company.open({ connector: 'guided' });
    await company.say('alice', 'quick scan LAP-HR*');
    assert.match(last(), /Quick antivirus scan of \d+ devices whose names start with LAP-HR/);
    await company.say('alice', 'scan NOBODY*');
    assert.match(last(), /no onboarded device whose name starts with "NOBODY"/);
    await company.say('alice', 'isolate LAP-HR*');
    assert.match(last(), /named one by one/);
    assert.doesNotMatch(last(), /Isolate \d+ devices/);
  });

  it('of more devices, and of any where the policy says so, wait for another admin', async () => {
    company = await Company.open({ environment: { SCAN_APPROVAL: '1' } });
    const card = await press('quick scan LAP-HR-0001, LAP-HR-0002', 'submit');
    assert.deepEqual(scans(), []);
    await company.approve('bob', card);
    await company.settle();
    assert.deepEqual(
      scans().map(({ scope }) => scope),
      ['Quick', 'Quick'],
    );
    await company.assertAuditHolds();
  });

  it('of one device wait for another admin where none may be scanned alone', async () => {
    company = await Company.open({ environment: { SCAN_APPROVAL: '0' } });
    const card = await press('scan LAP-HR-0001', 'submit');
    assert.deepEqual(scans(), []);
    assert.match(cardText(card.card), /Waiting for approval/);
    await company.approve('bob', card);
    await company.settle();
    assert.equal(scans().length, 1);
    await company.assertAuditHolds();
  });

  it('of exactly as many devices as may be scanned alone go ahead at once, and of one more do not', async () => {
    company = await Company.open({ environment: { SCAN_APPROVAL: '2' } });
    await press('scan LAP-HR-0001, LAP-HR-0002, LAP-HR-0003', 'submit', 'bob');
    assert.deepEqual(scans(), []);
    await press('scan LAP-HR-0004, LAP-HR-0005', 'submit');
    assert.equal(scans().length, 2);
    await company.assertAuditHolds();
  });

  it('of one person count together for a day, over accounts that are known to be theirs', async () => {
    company = await Company.open({ environment: { SCAN_APPROVAL: '3' } });
    await press('scan LAP-HR-0001, LAP-HR-0002', 'submit');
    assert.equal(scans().length, 2);
    await press('scan LAP-HR-0003, LAP-HR-0004', 'submit');
    assert.equal(scans().length, 2);
    assert.match(
      cardText(company.message('waits for another admin').card),
      /scans of 2 devices were ordered on your word alone, cancelled ones included/,
    );
    await press('scan LAP-HR-0005, LAP-HR-0006', 'submit', 'alice2');
    assert.equal(scans().length, 2);
    await press('scan LAP-HR-0007, LAP-HR-0008', 'submit', 'bob');
    assert.equal(scans().length, 4);
    await pass(24 * 60);
    await press('scan LAP-HR-0009, LAP-HR-0010, LAP-HR-0011', 'submit');
    assert.equal(scans().length, 7);
    await company.assertAuditHolds();
  });

  it('of one person that count together are said so on the draft, which then asks for approval', async () => {
    company = await Company.open({ environment: { SCAN_APPROVAL: '2' } });
    await press('scan LAP-HR-0001', 'submit');
    await company.say('bob', 'cancel scan 1');
    await company.settle();
    const SPENT = /a scan of 1 device was ordered on your word alone; it counts where it was cancelled, too/;
    for (const place of [SOC, 'a:alice']) {
      await company.say('alice', 'scan LAP-HR-0003, LAP-HR-0004', place);
      const message = company.teams.messages.findLast(({ card }) => /Draft/.test(cardText(card)));
      assert(message);
      const cards = [await company.view('alice', message), ...(place !== SOC ? [message.card ?? {}] : [])];
      for (const card of cards) {
        assert.equal(titleOf(card), 'Request approval');
        assert.match(cardText(card), SPENT);
        assert.doesNotMatch(cardText(card), /Scan now|runs at once/);
      }
      await company.say('alice', 'discard all drafts', place);
    }
    await company.say('alice', 'scan LAP-HR-0003');
    const message = company.teams.messages.findLast(({ card }) => /Draft/.test(cardText(card)));
    assert(message);
    const fits = await company.view('alice', message);
    assert.equal(titleOf(fits), 'Scan now');
  });

  it('of one person count together at one moment on two instances, too, by two accounts of theirs', async () => {
    company = await Company.open({ environment: { SCAN_APPROVAL: '3' } });
    const second = await company.another();
    const submits = [];
    for (const [who, devices] of [
      ['alice', 'LAP-HR-0001, LAP-HR-0002'],
      ['alice2', 'LAP-HR-0003, LAP-HR-0004'],
    ] as const) {
      await company.say(who, `scan ${devices}`);
      const message = company.teams.messages.findLast((one) => actionOf({ ...one.card }, 'view') !== null);
      assert(message);
      const action = actionOf(await company.view(who, message), 'submit');
      assert(action);
      const data = { ...action.data, reason: 'Alert 4711' };
      submits.push((app?: App) => company.invoke(who, message, { ...action, data }, { ...(app && { app }) }));
    }
    const [submit, other] = submits;
    assert(submit && other);
    const isLate = beforeStepOf(company, 'scans-alone', () => other(second));
    await submit();
    await Promise.all([company.settle(), company.settle(second)]);
    await pass(5);
    assert(isLate());
    assert.equal(scans().length, 2);
    company.message('waits for another admin');
    await company.assertAuditHolds();
  });

  it('of a group leave out what cannot be scanned, and keep a ceiling', async () => {
    company = await Company.open({ environment: { SCAN_CEILING: '20' } });
    await company.say('alice', 'scan group Finance');
    assert.match(last(), /scan of the devices of Finance[\s\S]*one request takes 20 at most \(SCAN_CEILING\)/);
    await company.say('alice', 'scan group No such group');
    assert.match(last(), /No device group is called "No such group"/);
    await company.say('alice', 'scan PHN-0001');
    assert.match(last(), /Defender cannot do this on phn-0001/i);
  });

  it('are not said to be cancelled while nothing of that can go to Defender', async () => {
    const file = join(await quickFolder('airlock-witness-'), 'checkpoints');
    company = await Company.open({ witnessFile: file });
    await company.another();
    const card = await press('scan LAP-HR-0001', 'submit');
    await rename(file, `${file}.away`);
    await company.say('bob', 'cancel scan 1');
    await company.settle();
    assert.match(last(), /You asked to cancel what is open of #1/);
    await pass(10);
    assert.match(cardText(card.card), /Cancelling asked for by\s+Bob Brandt/);
    assert.match(cardText(card.card), /has gone to Defender so far\. The file of checkpoints cannot be looked at now/);
    assert.doesNotMatch(cardText(card.card), /Cancelled by/);
    await rename(`${file}.away`, file);
    await pass(60);
    assert.match(cardText(card.card), /Cancelled by\s+Bob Brandt/);
    assert.doesNotMatch(cardText(card.card), /has gone to Defender so far/);
    await company.assertAuditHolds();
  });

  it('are cancelled by whoever may ask, which is recorded', async () => {
    company = await Company.open();
    const card = await press('scan LAP-HR-0001', 'submit');
    await company.say('bob', 'cancel scan 1');
    await company.settle();
    const now = company.clock.now();
    assert.deepEqual(
      scans().map((one) => statusOf(one, now)),
      ['Cancelled'],
    );
    await pass(10);
    assert.match(cardText(card.card), /1 cancelled/);
    assert.match(cardText(card.card), /Cancelled by\s+Bob Brandt/);
    const events = (await company.recorded()).map(({ event }) => event);
    assert.equal(events.filter((event) => event === 'request.cancel').length, 1);
    await company.say('bob', 'cancel scan 1');
    assert.match(last(), /You had asked already to cancel what is open of #1/);
    await company.assertAuditHolds();
  });
});
