import assert from 'node:assert/strict';
import { actionHabitsOf, machineActionsOf } from '../../../../src/sandbox/mde/actions/machine-actions.ts';
import { Company } from '../../../support/company/company.ts';
import { actionOf, type Card, cardText, type TeamsMessage } from '../../../support/company/fake-teams.ts';

describe('orders to cancel while changes of their kind are switched off', () => {
  let company: Company;
  beforeEach(async () => {
    company = await Company.open({ connector: 'guided' });
    actionHabitsOf(company.sandbox.world).held = true;
  });
  afterEach(() => company.close());

  const last = () => cardText(company.teams.messages.at(-1)?.card);
  const cancelled = () => machineActionsOf(company.sandbox.world).filter((one) => one.cancelled !== null);

  async function scanned(): Promise<TeamsMessage> {
    await company.say('alice', 'scan LAP-HR-0003');
    const message = company.teams.messages.findLast((one) => actionOf({ ...one.card }, 'view') !== null);
    assert(message);
    const submit = actionOf(await company.view('alice', message), 'submit') ?? assert.fail('no draft');
    await company.invoke('alice', message, { ...submit, data: { ...submit.data, reason: 'Alert 4711' } });
    await company.settle();
    return message;
  }

  async function switchedOff(): Promise<void> {
    const app = await company.another({ writer: false });
    await company.apps[0]?.close();
    company.apps.shift();
    await company.settle(app);
  }

  it('are not told as cancelled: it is refused, with who can switch them on', async () => {
    const card = await scanned();
    const cancel = actionOf({ ...card.card }, 'cancel-scan') ?? assert.fail('not offered');
    await switchedOff();
    await company.say('alice', 'cancel scan 1');
    assert.match(last(), /Antivirus scans are switched off in this Airlock\.[^\n]*CHANGE_KINDS/);
    const answer = await company.invoke('alice', card, cancel);
    assert.match(cardText(answer.value as Card), /Antivirus scans are switched off/);
    await company.settle();
    assert.deepEqual(cancelled(), []);
    assert.doesNotMatch(cardText(card.card), /[Cc]ancelled/);
  });
});
