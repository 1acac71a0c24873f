import assert from 'node:assert/strict';
import { Company, type Name } from '../../support/company/company.ts';
import { actionOf, cardText, type TeamsMessage } from '../../support/company/fake-teams.ts';

describe('the form that says what somebody sees in the portal, by the front door', () => {
  let company: Company;
  beforeEach(async () => {
    company = await Company.open({ connector: 'guided' });
  });
  afterEach(async () => {
    assert.equal(company.writes.length, 0, 'nothing was changed');
    await company.assertAuditHolds();
    await company.close();
  });

  const last = (): TeamsMessage => company.teams.messages.at(-1) ?? assert.fail();
  const facts = () => company.services.store.facts(company.services.tenantId, '');

  async function opened(who: Name, line: string): Promise<TeamsMessage> {
    company.clock.pass(1_000);
    await company.say(who, line);
    return last();
  }

  async function sends(who: Name, form: TeamsMessage, inputs: object): Promise<string> {
    company.clock.pass(1_000);
    const { verb, data } = actionOf(form.card, 'seen') ?? assert.fail(cardText(form.card));
    const answer = await company.invoke(who, form, { verb, data: { ...data, ...inputs } });
    await company.settle();
    return cardText({ value: answer.value });
  }

  it('opens by one press on the row of the status, and becomes what was said', async () => {
    const status = await opened('bob', 'status');
    const row = JSON.stringify(status.card);
    assert.match(row, /"say":"what I see of automated investigation"/);
    assert.match(row, /"say":"what I see of device group \\"Lab\\""/);
    const pressed = { verb: 'say', data: { say: 'what I see of automated investigation' } };
    await company.invoke('bob', status, pressed);
    await company.settle();
    const form = last();
    assert.match(cardText(form.card), /What do you see of Automated investigation/);
    const before = company.teams.messages.length;
    await sends('bob', form, { state: 'on' });
    assert.equal(company.teams.messages.length, before, 'the form itself is the answer');
    assert.match(cardText(form.card), /Automated investigation: On, by your word/);
    const again = await company.invoke('grace', form, { verb: 'seen', data: { ...sees(form), state: 'off' } });
    assert.match(cardText({ value: again.value }), /Somebody said what they see already/);
    assert.deepEqual(
      (await facts()).map(({ key, value }) => [key, value]),
      [['feature:automated-investigation', 'on']],
    );
  });

  const sees = (_form: TeamsMessage) => ({ sees: { feature: 'automated-investigation' } });

  it('takes level, rules and access of a group, keeps what is not understood, and says why beside the press', async () => {
    const form = await opened('bob', 'what I see of device group "Lab"');
    assert.match(await sends('bob', form, {}), /Choose or write what you see first/);
    const kept = await sends('bob', form, { level: 'full', rules: 'tag equals lab and', access: 'everybody' });
    assert.match(kept, /tag equals lab and/);
    assert.match(kept, /must be followed by another condition/);
    await sends('bob', form, { level: 'full', rules: 'tag equals lab', access: 'everybody' });
    const said = cardText(form.card);
    assert.match(said, /Remediation level of Lab: Full remediation/);
    assert.match(said, /Conditions of Lab: Tag equals lab/);
    assert.match(said, /Access of Lab: everybody with portal access/);
  });

  const FORM = {
    description: 'Rigs "and" access everybody',
    order: 'Finance, Executives, Servers, "Domain controllers", Lab',
  };

  it('takes the description of a group and the order of all, whatever stands in the description', async () => {
    const path = '/roleManagement/defender';
    company.sandbox.world.faults.push({ surface: 'graph', path, kind: 'status', status: 403 });
    const form = await opened('bob', 'what I see of device group "Lab"');
    await sends('bob', form, FORM);
    const said = cardText(form.card);
    assert.match(said, /Description of Lab: [^\n]*Rigs "and" access everybody/);
    assert.match(said, /Order of device groups: Finance, Executives, Servers, Domain controllers, Lab/);
    const known = await facts();
    const [order, description] = ['group:order', 'description'].map((end) =>
      known.find(({ key }) => key.endsWith(end)),
    );
    assert.equal(order?.source.kind, 'attested');
    assert.equal(description?.value, FORM.description);
  });

  it('keeps the rest of what is said with a description that Airlock reads itself, and says so', async () => {
    const form = await opened('bob', 'what I see of device group "Lab"');
    await sends('bob', form, FORM);
    assert.match(
      cardText(form.card),
      /Order of device groups: [\s\S]*reads this in Defender itself[\s\S]*not recorded/,
    );
    assert.deepEqual(
      (await facts()).map(({ key }) => key),
      ['group:order'],
    );
  });

  it('takes the order alone, says of which groups the place is not known, and refuses one that is not there', async () => {
    const form = await opened('bob', 'what I see of device group "Lab"');
    assert.match(await sends('bob', form, { order: 'Lab' }), /Name at least two groups/);
    await sends('bob', form, { order: 'Servers, Lab' });
    assert.match(cardText(form.card), /Servers, Lab\. Of the other groups the place is not known/);
  });

  it('is named by the line of what is not known, and offered for as long as anything of a group is not', async () => {
    const first = cardText((await opened('alice', 'status')).card);
    assert.match(first, /select "I see it" beside it, or write: device group "Finance" is at/i);
    await opened('bob', 'device group "Lab" is at full');
    assert.match(JSON.stringify((await opened('alice', 'status')).card), /what I see of device group \\"Lab\\"/);
  });

  it('takes the level of a group, or of the ungrouped devices, alone', async () => {
    await sends('bob', await opened('bob', 'what I see of device group "Lab"'), { level: 'none' });
    await sends('bob', await opened('bob', 'what I see of ungrouped devices'), { level: 'full' });
    const status = cardText((await opened('alice', 'status')).card);
    assert.match(status, /Lab\n(?:I see it\n)?\s*[^\n]*No automated response[^\n]*\n\s*by Bob Brandt's word/);
    assert.match(
      status,
      /Ungrouped devices \(default\)\n(?:I see it\n)?\s*Full remediation[^\n]*\n\s*by Bob Brandt's word/,
    );
  });

  it('opens for nobody who may not say so, and takes nothing of theirs', async () => {
    const form = await opened('bob', 'what I see of automated investigation');
    assert.doesNotMatch(cardText((await opened('rita', 'what I see of automated investigation')).card), /What do you/);
    await sends('rita', form, { state: 'on' });
    assert.deepEqual(await facts(), []);
  });

  it('is taken from a client that sends it as a message without a verb', async () => {
    await opened('bob', 'what I see of automated investigation');
    const value = { ...sees(last()), state: 'off' };
    await company.post({ ...company.envelope('bob', 'a:bob'), type: 'message', text: '', value });
    await company.settle();
    assert.match(cardText(last().card), /Automated investigation: Off, by your word/);
  });
});
