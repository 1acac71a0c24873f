import assert from 'node:assert/strict';
import { replaceGroups } from '../../../../src/sandbox/defender/group-of.ts';
import { Company, SOC } from '../../../support/company/company.ts';
import { actionOf, cardText } from '../../../support/company/fake-teams.ts';
import { FormDesk, GOOD_FORM, inputsOf } from '../../../support/company/form-desk.ts';

describe('a form is opened once more with what was typed, by the front door', () => {
  let company: Company;
  beforeEach(async () => {
    company = await Company.open();
  });
  afterEach(() => company.close());

  /** The newest form, by its requester's own view. */
  async function newest(): Promise<Record<string, string>> {
    const message = company.teams.messages.at(-1);
    assert(message);
    return inputsOf(await FormDesk.at(company, message).card());
  }

  async function closedForm(): Promise<FormDesk> {
    const desk = await FormDesk.open(company);
    await desk.press('form-check', { ...GOOD_FORM, value0: '' });
    await desk.press('form-discard');
    return desk;
  }

  it('by the button of the closed one, once however often it is pressed at a time', async () => {
    const desk = await closedForm();
    const again = actionOf(await desk.card(), 'form-again');
    assert(again);
    const before = company.teams.messages.length;
    const [answer] = await Promise.all([
      company.invoke('alice', desk.message, again),
      company.invoke('alice', desk.message, again),
    ]);
    assert.match(cardText(answer.value), /the form follows below/);
    await company.settle();
    assert.equal(company.teams.messages.length, before + 1);
    const { name, level, place, description } = await newest();
    assert.deepEqual(
      { name, level, place, description },
      {
        name: GOOD_FORM.name,
        level: GOOD_FORM.level,
        place: GOOD_FORM.place,
        description: GOOD_FORM.description,
      },
    );
    assert.match(cardText(await FormDesk.at(company, company.message('device group form')).card()), /Filled in as in/);
  });

  it('by nobody but whoever filled it in', async () => {
    const desk = await closedForm();
    const again = actionOf(await desk.card(), 'form-again');
    assert(again);
    const before = company.teams.messages.length;
    await company.invoke('bob', desk.message, again);
    await company.settle();
    assert.equal(company.teams.messages.length, before);
  });

  it('with the touched fields alone where the group was changed since', async () => {
    const desk = await FormDesk.open(company, 'edit device group Finance');
    const { description } = inputsOf(await desk.card());
    await desk.press('form-add', { level: 'none', description: description ?? '' });
    await desk.press('form-discard');
    const { tenant } = company.sandbox.world;
    const described = tenant.deviceGroups.map((group) =>
      group.Name.trim() === 'Finance' ? { ...group, Description: 'Changed in the portal meanwhile' } : group,
    );
    replaceGroups(company.sandbox.world, described);
    const again = actionOf(await desk.card(), 'form-again');
    assert(again);
    company.clock.pass(11 * 60_000);
    await company.invoke('alice', desk.message, again);
    await company.settle();
    const filled = await newest();
    assert.equal(filled.level, 'none');
    assert.equal(filled.description, 'Changed in the portal meanwhile');
  });

  it('by the button under a wish that cannot be asked for as it stands, which asks for nothing else', async () => {
    await company.say('alice', 'create device group "Payroll" level full tag equals " "', SOC);
    const refused = company.teams.messages.at(-1);
    assert(refused);
    const button = (refused.card.actions as { title: string; verb: string; data: object }[]).find(
      ({ title }) => title === 'Open form',
    );
    assert(button, cardText(refused.card));
    await company.invoke('alice', refused, button);
    await company.settle();
    const { name, level } = await newest();
    assert.deepEqual([name, level], ['Payroll', 'full']);
  });

  it('by a wish to edit, with the values that were written and the others as they stand', async () => {
    await company.say('alice', 'change the tag of Finance to payments');
    const filled = await newest();
    assert.equal(filled.name, 'Finance');
    assert(Object.values(filled).includes('payments'));
    assert.match(
      cardText(await FormDesk.at(company, company.message('device group form')).card()),
      /from what you wrote: tag\./,
    );
    await company.say('alice', 'set Finance to no automated response and rename it to Payments');
    const both = await newest();
    assert.deepEqual([both.name, both.level], ['Payments', 'none']);
  });
});
