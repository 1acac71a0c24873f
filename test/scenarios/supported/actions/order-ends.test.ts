import assert from 'node:assert/strict';
import { actionHabitsOf, machineActionsOf } from '../../../../src/sandbox/mde/actions/machine-actions.ts';
import { Company } from '../../../support/company/company.ts';
import { actionOf, cardText } from '../../../support/company/fake-teams.ts';

const MINUTE = 60_000;

describe('what became of orders on devices', () => {
  let company: Company;
  afterEach(() => company?.close());

  const habits = () => actionHabitsOf(company.sandbox.world);
  const last = () => cardText(company.teams.messages.at(-1)?.card);
  const texts = () => company.teams.messages.map(({ card }) => cardText(card));

  async function pass(minutes: number): Promise<void> {
    for (let at = 0; at < minutes; at += 5) {
      company.clock.pass(5 * MINUTE);
      await company.settle();
    }
  }

  async function isolated(names: string) {
    const card = await company.pending(`isolate ${names}`);
    await company.approve('bob', card);
    await company.settle();
    return card;
  }

  it('is told as ordered until they end, then as done', async () => {
    company = await Company.open({ connector: 'guided' });
    const card = await isolated('LAP-HR-0001');
    assert.match(cardText(card.card), /Ordered: 1 of 1/);
    assert.doesNotMatch(cardText(card.card), /Applied|Nothing to do/);
    assert(texts().some((text) => /#1 is ordered/.test(text)));
    await company.say('alice', 'history applied');
    assert.match(last(), /Ordered/);
    await pass(10);
    assert.match(cardText(card.card), /Done: 1 of 1/);
    assert(texts().some((text) => /#1 is done/.test(text)));
    await company.assertAuditHolds();
  });

  it('shouts where all failed: card, notice, history, revert, and the same once more', async () => {
    company = await Company.open();
    habits().ends = 'Failed';
    const card = await isolated('LAP-HR-0001');
    await pass(10);
    assert.match(cardText(card.card), /Failed: 0 of 1 done/);
    assert.doesNotMatch(cardText(card.card), /Applied|Nothing to do/);
    assert.equal(texts().filter((text) => /#1 failed on the devices/.test(text)).length > 0, true);
    await company.say('alice', 'history failed');
    assert.match(last(), /#1/);
    assert.match(last(), /Failed/);
    await company.say('alice', 'history applied');
    assert.doesNotMatch(last(), /Isolate LAP-HR-0001/);
    await company.say('alice', 'revert 1');
    assert.match(last(), /Defender did it on none of these devices, so there is nothing to undo/);
    assert.equal(actionOf({ ...card.card }, 'revert'), null);
    assert(actionOf({ ...card.card }, 'again'));
    habits().ends = null;
    const again = await company.pending('ask again 1');
    await company.approve('bob', again);
    await pass(10);
    assert.match(cardText(again.card), /Done: 1 of 1/);
    await company.assertAuditHolds();
  });

  it('is undone where it was done, and asked for again where it was not', async () => {
    company = await Company.open();
    habits().held = true;
    const card = await isolated('LAP-HR-0001, LAP-HR-0002');
    const orders = machineActionsOf(company.sandbox.world).filter(({ source }) => source === 'PublicApi');
    for (const order of orders) {
      const fails = order.computerDnsName.toUpperCase().startsWith('LAP-HR-0002');
      Object.assign(order, { waits: 0, takes: MINUTE, ends: fails ? 'Failed' : 'Succeeded' });
    }
    await company.say('alice', 'devices 1');
    assert.match(last(), /LAP-HR-0001\s+ordered\s+LAP-HR-0002\s+ordered/);
    habits().held = false;
    await pass(10);
    assert.match(cardText(card.card), /Done: 1 of 2, 1 failed/);
    await company.say('alice', 'devices 1');
    assert.match(last(), /LAP-HR-0001\s+done\s+LAP-HR-0002\s+failed/);
    await company.say('alice', 'revert 1');
    assert.match(last(), /Release LAP-HR-0001 from isolation/);
    assert.doesNotMatch(last(), /LAP-HR-0002/);
    await company.say('alice', 'ask again 1');
    assert.match(last(), /Isolate LAP-HR-0002/);
    assert.doesNotMatch(last(), /LAP-HR-0001/);
    await company.assertAuditHolds();
  });

  it('is followed for as long as Defender lists an order as waiting for the device, and may be cancelled then', async () => {
    company = await Company.open({ environment: { SCAN_APPROVAL: '0' } });
    habits().held = true;
    const card = await company.pending('scan LAP-HR-0001, LAP-HR-0002');
    await company.approve('bob', card);
    await company.settle();
    for (let day = 0; day < 9; day += 1) {
      company.clock.pass(24 * 60 * MINUTE);
      await company.settle();
    }
    assert.match(cardText(card.card), /Ordered: 2 of 2/);
    await company.say('alice', 'cancel scan 1');
    await pass(10);
    assert.match(cardText(card.card), /Cancelled: 0 of 2 done/);
    await company.assertAuditHolds();
  });

  it('of a release is cancelled by a word while it waits for its device, and answered with the Action center otherwise', async () => {
    company = await Company.open({ connector: 'guided' });
    habits().held = true;
    const card = await company.pending('release LAP-HR-0001, LAP-HR-0002');
    await company.approve('bob', card);
    await company.settle();
    await pass(10);
    await company.say('alice', 'cancel release 1');
    await pass(10);
    assert.match(cardText(card.card), /Cancelled: 0 of 2 done/);
    assert.match(cardText(card.card), /Cancelled by\s+Alice Ahlgren/);
    const statuses = machineActionsOf(company.sandbox.world).filter(({ source }) => source === 'PublicApi');
    assert(statuses.every(({ cancelled }) => cancelled !== null));
    await company.approve('bob', await company.pending('isolate LAP-HR-0003'));
    await company.settle();
    await pass(5);
    await company.say('alice', 'cancel release 2');
    assert.match(last(), /Only scans, and releases and lifts/);
    habits().held = false;
    await company.approve('bob', await company.pending('release LAP-HR-0004'));
    await company.settle();
    await company.say('alice', 'cancel release 3');
    assert.match(last(), /security\.microsoft\.com\/action-center/);
    await company.assertAuditHolds();
  });
});
