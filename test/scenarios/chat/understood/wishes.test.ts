import assert from 'node:assert/strict';
import { entraObjectId } from '../../../../src/shared/ids.ts';
import { Company } from '../../../support/company/company.ts';
import { actionOf, cardText } from '../../../support/company/fake-teams.ts';
import { FormDesk, inputsOf } from '../../../support/company/form-desk.ts';

describe('a wish in one’s own words', () => {
  let company: Company;
  before(async () => {
    company = await Company.open();
  });
  afterEach(() => assert.equal(company.writes.length, 0, 'nothing is written without a submit and an approval'));
  after(async () => {
    await company.assertAuditHolds();
    await company.close();
  });

  /** Says it, and gives what the newest message shows to whoever said it. */
  async function asked(text: string): Promise<string> {
    await company.say('alice', text);
    const message = company.teams.messages.at(-1) ?? assert.fail('nothing was answered');
    const view = actionOf({ ...message.card }, 'view');
    return cardText(view ? await company.view('alice', message) : message.card);
  }

  async function discard(): Promise<void> {
    const message = company.teams.messages.at(-1) ?? assert.fail();
    const button = actionOf(await company.view('alice', message), 'discard') ?? assert.fail('no draft');
    await company.invoke('alice', message, button);
    await company.settle();
  }

  it('keeps why it is wanted on the draft, to be changed before it is sent, in a form, too', async () => {
    await asked('turn on AIR, ticket CHG-1042');
    const draft = company.teams.messages.at(-1) ?? assert.fail();
    assert.equal(inputsOf(await company.view('alice', draft)).reason, 'ticket CHG-1042');
    await discard();
    await company.say('alice', 'change the tag of Lab to rigs because INC-77');
    const desk = FormDesk.at(company, company.teams.messages.at(-1) ?? assert.fail());
    assert.equal(inputsOf(await desk.check()).reason, 'INC-77');
    await desk.press('discard');
  });

  for (const [text, shows] of [
    ['could you please turn on automated investigation for us?', /Automated investigation.*Off.*On/s],
    ['set Finance to no automated response', /Finance.*No automated response/s],
    ['put the ungrouped devices on semi all folders', /Ungrouped devices.*all folders/s],
    ['please rename the group Lab to Playground', /Lab.*Playground/s],
    ['move Lab above Servers', /Lab.*Servers/s],
    ['can you delete the Lab group?', /Lab/],
    ['set the level of group 2 to semi all folders', /approval for all folders/],
    ['create a group called Berlin laptops, tag berlin, full, before Servers', /Berlin laptops.*Full remediation/s],
  ] as const) {
    it(`"${text}" becomes a draft, which waits for whoever asked`, async () => {
      assert.match(await asked(text), shows);
      await discard();
    });
  }

  it('about what would happen is answered with devices, old and new and dangers, and nothing is filed', async () => {
    const said = await asked('what happens if I set Servers to full?');
    assert.match(said, /If asked for: Change device group Servers[\s\S]*Nothing was filed and nobody was asked/);
    assert.match(said, /Remediation level[\s\S]*→ Full[\s\S]*\d+ devices[\s\S]*more automation[\s\S]*Danger/);
    const button = actionOf(company.teams.messages.at(-1)?.card, 'say') ?? assert.fail();
    assert.deepEqual(button.data, { say: 'edit device group "Servers" level full' });
    assert.match(await asked('what if I create a group called HR laptops, tag HR, full?'), /HR laptops/);
    assert.match(await asked('what if we turned AIR on?'), /Automated investigation[\s\S]*Off → On/);
    assert.match(await asked('what if I delete Nowhere?'), /could not be asked for as it stands[\s\S]*Nowhere/);
    assert.match(
      await asked('what if I isolate LAP-HR-0004?'),
      /If asked for: Isolate LAP-HR-0004[\s\S]*reaches nothing but Defender/,
    );
    assert.equal(
      await company.services.store.draftCount(
        company.services.tenantId,
        entraObjectId.parse(company.person('alice').id),
      ),
      0,
    );
  });

  it('about what would happen is answered to whoever may only read, too', async () => {
    await company.say('rita', 'what happens if I set Finance to full?');
    assert.match(cardText(company.teams.messages.at(-1)?.card), /may not|Nothing was filed/);
  });

  it('about all groups at once is not begun: it says to name them', async () => {
    assert.match(await asked('set everything to full'), /changes the groups that you name[\s\S]*as one request/);
  });

  it('for several things of any kind offers each of them, and all together where one request may hold them', async () => {
    const said = await asked('turn on AIR, turn off auto resolve and delete device group Lab');
    assert.match(said, /one request, or for each on its own/);
    assert.match(await asked('turn on AIR and isolate LAP-HR-0004'), /more than one change/);
  });

  it('to know who can approve a draft of one’s own is told that nobody is asked so far', async () => {
    await asked('enable automated investigation');
    const draft = company.teams.messages.at(-1) ?? assert.fail();
    const number = /#(\d+)/.exec(cardText(await company.view('alice', draft)))?.[1];
    assert.match(await asked(`who can approve ${number}?`), /is a draft: nobody decides on it before you send it/);
    await company.say('bob', `who can approve ${number}?`);
    assert.match(cardText(company.teams.messages.at(-1)?.card), /There is no request/);
    await company.say('alice', `show ${number}`);
    await discard();
  });

  it('that is not whole opens the form, with everything that was typed', async () => {
    const desk = await FormDesk.open(company, 'create a group called HR laptops, tag HR, before Servers');
    const inputs = inputsOf(await desk.card());
    assert.equal(inputs.name, 'HR laptops');
    assert.deepEqual([inputs.property0, inputs.operator0, inputs.value0], ['tag', 'equals', 'HR']);
    assert.equal(inputs.level ?? '', '');
    await desk.press('form-discard');
  });

  it('to turn AIR on for one group opens that group, and never means the tenant’s switch', async () => {
    const desk = await FormDesk.open(company, 'enable AIR on the servers group');
    const card = await desk.card();
    assert.equal(inputsOf(card).name, 'Servers');
    assert.doesNotMatch(JSON.stringify(card), /automated investigation/i);
    await desk.press('form-discard');
  });

  it('for two things at once is offered as two', async () => {
    const said = await asked('turn on AIR and auto resolve');
    assert.match(said, /more than one change/);
    assert.match(said, /Enable automated investigation/i);
    assert.match(said, /Enable automatically resolve alerts/i);
    assert.equal(
      await company.services.store.draftCount(
        company.services.tenantId,
        entraObjectId.parse(company.person('alice').id),
      ),
      0,
    );
  });

  for (const [text, answer] of [
    ["don't turn on automated investigation", /Nothing begins/],
    ['never disable auto resolve please', /Nothing begins/],
    ['I would rather not have AIR enabled', /Nothing begins/],
    ['if Bob agrees turn on AIR', /did not understand/],
    ['Bob said "enable automated investigation"', /did not understand/],
    ['do not delete the Lab group', /Nothing begins/],
    ['enable everything', /Is it one of these\?/],
  ] as const) {
    it(`"${text}" files nothing`, async () => {
      const before = (await company.recorded()).length;
      assert.match(await asked(text), answer);
      assert.equal((await company.recorded()).length, before);
    });
  }

  it('is not taken from somebody who may not ask', async () => {
    const before = (await company.recorded()).length;
    await company.say('rita', 'could you turn on automated investigation please', 'a:rita');
    const said = cardText(company.teams.messages.at(-1)?.card);
    assert.match(said, /That was not done/);
    assert.equal((await company.recorded()).length, before);
  });

  it('is filed once, however often it is delivered', async () => {
    const activity = {
      ...company.envelope('alice', 'a:alice'),
      type: 'message',
      text: 'can we turn on AIR?',
      id: '77',
    };
    for (let time = 0; time < 3; time += 1) assert.equal((await company.post(activity)).status, 200);
    await company.settle();
    const drafts = (await company.recorded()).filter(({ event }) => event === 'request.drafted');
    const mine = drafts.at(-1) ?? assert.fail('no draft');
    assert.equal(drafts.filter(({ requestId }) => requestId === mine.requestId).length, 1);
    assert.equal(
      await company.services.store.draftCount(
        company.services.tenantId,
        entraObjectId.parse(company.person('alice').id),
      ),
      1,
    );
  });
});
