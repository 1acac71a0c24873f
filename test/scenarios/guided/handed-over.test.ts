import assert from 'node:assert/strict';
import { AirlockError } from '../../../src/shared/errors.ts';
import { Company, SOC } from '../../support/company/company.ts';
import { actionOf, cardText, type TeamsMessage } from '../../support/company/fake-teams.ts';
import { alterPerson } from '../../support/people/alter-people.ts';

describe('who is told that a change waits to be applied by hand, by the front door', () => {
  let company: Company;
  let card: TeamsMessage;
  beforeEach(async () => {
    company = await Company.open({ connector: 'guided' });
    card = await company.pending('enable automatically resolve alerts');
  });
  afterEach(async () => {
    await company.assertAuditHolds();
    await company.close();
  });

  const told = (text: RegExp) => company.teams.messages.filter((one) => text.test(cardText(one.card)));

  it('mentions those who may apply it, and says in place that it was', async () => {
    await company.approve('bob', card);
    await company.settle();
    const calls = () => company.teams.messages.filter(({ card: one }) => 'msteams' in one);
    const call = calls().at(-1) ?? assert.fail('somebody is mentioned');
    assert.equal(call.conversation, SOC);
    const text = cardText(call.card);
    assert.match(text, /Approved by Bob Brandt\. Alice Ahlgren asked: [\s\S]*Automatically resolve alerts[\s\S]*On/);
    assert.match(text, /<at>Alice Ahlgren<\/at>, [\s\S]*<at>/);
    assert.match(text, /to be applied by hand/);
    assert.equal(told(/is approved, to be applied by hand/).length, 1, 'told once there');
    assert.match(
      cardText(card.card),
      /Automatically resolve alerts[\s\S]*→[\s\S]*On[\s\S]*By hand, in the Defender portal/,
    );
    await company.invoke('omar', card, actionOf(card.card, 'attest') ?? assert.fail());
    await company.settle();
    assert.match(cardText(call.card), /#1: Applied/);
    assert(!('msteams' in call.card), 'nobody is mentioned once more');
  });

  it('mentions nobody whose card offers no step to report it', async () => {
    await alterPerson(company, 'alice2', { employeeId: null });
    await company.approve('bob', card);
    await company.settle();
    const call = told(/is approved, to be applied by hand/).find(({ card: one }) => 'msteams' in one);
    const text = cardText(call?.card).replace(/[()]/g, '');
    const people = {
      alice2: 'Alice Ahlgren admin',
      alice: 'Alice Ahlgren',
      omar: 'Omar Okafor',
      grace: 'Grace Gallagher',
    };
    for (const [who, name] of Object.entries(people)) {
      // Sound: these are names of the company's people.
      const shown = await company.view(who as keyof typeof people, card);
      const mentioned = text.includes(`<at>${name}</at>`);
      assert.equal(mentioned, actionOf(shown, 'attest') !== null, name);
    }
  });

  it('mentions nobody who wants no messages', async () => {
    await company.say('alice', 'mute', 'a:alice');
    await company.approve('bob', card);
    await company.settle();
    assert.equal(told(/is approved, to be applied by hand/).filter(({ card: one }) => 'msteams' in one).length, 1);
    assert.equal(told(/<at>Alice Ahlgren<\/at>/).length, 0);
  });

  it('hands it over also while the directory does not answer, and mentions nobody then', async () => {
    await company.approve('bob', card);
    const { directory } = company.services;
    const holders = directory.holders.bind(directory);
    Object.assign(directory, { holders: () => Promise.reject(new AirlockError('directory-unavailable', 'down')) });
    await company.settle();
    Object.assign(directory, { holders });
    assert.equal(told(/is approved, to be applied by hand/).length, 1);
    assert.equal(told(/<at>Alice Ahlgren<\/at>/).length, 0);
  });
});
