import assert from 'node:assert/strict';
import { Company, type Name } from '../../support/company/company.ts';
import { actionOf, cardText } from '../../support/company/fake-teams.ts';

const ON = 'automated investigation is on';
const OFF = 'automated investigation is off';

describe('what somebody sees in the portal, by the front door', () => {
  let company: Company;
  afterEach(async () => {
    await company.assertAuditHolds();
    await company.close();
  });
  const guided = async () => {
    company = await Company.open({ connector: 'guided' });
  };
  const last = () => cardText(company.teams.messages.at(-1)?.card);
  async function says(who: Name, text: string): Promise<string> {
    company.clock.pass(1_000);
    await company.say(who, text);
    return last();
  }
  const facts = () => company.services.store.facts(company.services.tenantId, '');
  const told = async () =>
    (await company.services.store.audit(0, 1_000)).filter(({ event }) => event === 'tenant.attested');

  it('is recorded by name, changes nothing, and stands in the status from then on', async () => {
    await guided();
    assert.match(
      await says('alice', 'status'),
      /Write "automated investigation is on" or .* if you see it in the portal/,
    );
    assert.match(await says('bob', ON), /Automated investigation: On, by your word\n[\s\S]*nothing was changed/);
    assert.match(await says('alice', 'status'), /Automated investigation\nOn\nby Bob Brandt's word\n/);
    const [entry] = await told();
    assert.equal(entry?.actor, company.person('bob').id);
    assert.match(JSON.stringify(entry?.data), /"key":"feature:automated-investigation","value":"on"/);
    assert.match(JSON.stringify(entry?.data), /"by":"Bob Brandt"/);
    assert.equal(company.writes.length, 0);
    assert.match(
      await says('alice', 'enable air'),
      /already on, by Bob Brandt's word, .*\. There is nothing to approve/,
    );
  });

  it('may be said otherwise later, and the answer says what stood before and by whom', async () => {
    await guided();
    await says('bob', ON);
    assert.match(
      await says('alice', OFF),
      /Off, by your word[\s\S]*Until now it was known as On, by Bob Brandt's word/,
    );
  });

  it('tells the second of two who say otherwise at the same moment what stands, and by whom', async () => {
    await guided();
    const other = await company.another();
    const post = (who: Name, text: string) =>
      company.post({ ...company.envelope(who, `a:${who}`), type: 'message', text });
    await post('bob', ON);
    await post('grace', OFF);
    company.clock.pass(1);
    await Promise.all([company.settle(), company.settle(other)]);
    await company.settle();
    const answers = ['a:bob', 'a:grace'].map((chat) =>
      cardText(company.teams.messages.findLast(({ conversation }) => conversation === chat)?.card),
    );
    assert.equal(answers.filter((text) => /by your word/.test(text)).length, 1);
    const second = answers.find((text) => /Nothing was recorded/.test(text)) ?? '';
    assert.match(second, /this stands: (On, by Bob Brandt's|Off, by Grace Gallagher's) word/);
    assert.equal((await told()).length, 1);
    assert.equal((await facts()).length, 1);
  });

  for (const who of ['rita', 'gus', 'ed'] as const) {
    it(`is not taken from ${who}, who may neither ask nor approve`, async () => {
      await guided();
      await says(who, ON);
      assert.deepEqual([await facts(), await told()], [[], []]);
    });
  }

  it('is not asked for, nor taken, where Airlock reads it itself', async () => {
    company = await Company.open();
    assert.doesNotMatch(await says('alice', 'status'), /if you see it in the portal/);
    assert.match(await says('bob', ON), /Airlock reads this in Defender itself: Off\. Nothing was recorded/);
    assert.deepEqual(await facts(), []);
  });

  it('may be the level of a group, or of the ungrouped devices', async () => {
    await guided();
    assert.match(await says('bob', 'device group "finance" is at full'), /level of Finance: Full remediation, by your/);
    assert.match(
      await says('bob', 'ungrouped devices are at semi-all-folders'),
      /ungrouped devices: Semi - approval for/,
    );
    const status = await says('alice', 'status');
    assert.match(status, /Finance\n(?:I see it\n)?\s*Full remediation[^\n]*\n\s*by Bob Brandt's word/);
    assert.match(
      status,
      /Ungrouped devices \(default\)\n(?:I see it\n)?\s*Semi - approval for all folders[^\n]*\n\s*by Bob/,
    );
    assert.match(await says('bob', 'device group "Nowhere" is at full'), /no device group called "?Nowhere/);
  });

  it('may be the conditions and the access of a group, and decides from then on who would move', async () => {
    await guided();
    assert.match(await says('bob', 'show group "Lab"'), /write what you see, for example: device group "Lab" has tag/);
    const seen = 'device group "Lab" has tag equals lab or tag equals test and os Windows 11 access everybody';
    assert.match(
      await says('bob', seen),
      /Conditions of Lab: Tag equals lab or test; and Operating system is Windows 11/,
    );
    assert.match(last(), /Access of Lab: everybody with portal access, by your word/);
    const shown = await says('alice', 'show group "Lab"');
    assert.match(shown, /Rules\n\s*Tag equals lab or test; and[^\n]*\n\s*by Bob Brandt's word/);
    assert.match(shown, /Access\n\s*everybody with portal access[^\n]*\n\s*by Bob Brandt's word/);
    assert.match(
      await says('grace', 'device group "Lab" has tag contains lab'),
      /Until now it was known as Tag equals lab/,
    );
    const [entry] = await told();
    assert.match(JSON.stringify(entry?.data), /"known":\[.*group:\d+:conditions.*group:\d+:access/);
    assert.equal(company.writes.length, 0);
  });

  it('may be the order of the groups: then their ranks are known', async () => {
    await guided();
    assert.match(
      await says('bob', 'show group "Lab"'),
      /Rank\n\s*If you see the order[^\n]*device groups are in the order[^\n]*\n\s*not known/i,
    );
    const names = (await company.services.tenant.read(['groups'], 'now')).groups ?? [];
    const listed = names.filter(({ ungrouped }) => !ungrouped).map(({ name }) => `"${name}"`);
    assert.match(await says('bob', `device groups are in the order ${listed.join(', ')}`), /, by your word/);
    assert.match(await says('alice', 'show group "Lab"'), /Rank\n\s*\d+\n\s*by Bob Brandt's word/);
    assert.match(
      await says('grace', `device groups are in the order ${listed.slice(0, 2).reverse().join(', ')}`),
      /does not say where each group is in the order that is known[\s\S]*Write the order of all groups[\s\S]*Nothing was rec/,
    );
    const [first = '', , third = ''] = listed;
    assert.match(await says('grace', `device group ${third} has rank before ${first}`), /The others stay as known, by/);
    assert.match(await says('alice', `show group ${third}`), /Rank\n\s*1\n\s*reckoned from what people said of their/);
    assert.match(await says('alice', 'show group "Lab"'), /reckoned from what people said of their order/);
    assert.match(
      await says('grace', `device group ${third} has rank 2`),
      /Rank of [^\n]*: 2\. The others stay as known, by your word/,
    );
    assert.match(await says('alice', `show group ${third}`), /Rank\n\s*2\n\s*reckoned from what people said of their/);
    assert.match(await says('alice', `show group ${first}`), /Rank\n\s*1\n\s*reckoned/);
    assert.match(await says('bob', `device group ${first} has rank last`), /: the last\. The others stay as known, by/);
    assert.match(await says('alice', `show group ${first}`), new RegExp(`Rank\\n\\s*${listed.length}\\n`));
    assert.match(await says('bob', `device group ${third} has rank first`), /says so already/);
    assert.match(
      await says('bob', 'device groups are in the order "Lab", "Nowhere"'),
      /no device group called "?Nowhere/,
    );
    assert.match(await says('bob', 'device groups are in the order "Lab", "lab"'), /Lab is named twice/);
  });

  for (const [words, why] of [
    ['device group "Lab" has tag equals a and tag equals b', /Join them that way/],
    ['device group "Lab" has access "Nobody at all"', /is no security group in Entra ID/],
    ['device group "Nowhere" has tag equals a', /no device group called "?Nowhere/],
    ['device group "Lab" has description "Test"', /Airlock reads this in Defender itself/],
    ['ungrouped devices have tag equals a', /only the level and the access/],
    ['device group "Lab" has tag equals a rank 3', /device groups are in the order/],
    ['device group "Lab" has rank 3', /the order of the others is not known\. Write the order of all groups/],
    ['device group "Lab" has rank last', /the order of the others is not known\. Write the order of all groups/],
    ['device group "Lab" has rank 99', /there are \d device groups with a rank/],
    ['device group "Lab" has rank before "Lab"', /before or after another one alone/],
    ['device group "Lab" has rank before "Nowhere"', /no device group called "?Nowhere/],
  ] as const) {
    it(`is answered, and nothing recorded, where it says: ${words}`, async () => {
      await guided();
      assert.match(await says('bob', words), why);
      assert.deepEqual([await facts(), await told()], [[], []]);
    });
  }

  it('of a group, said without quotes, asks whether it is seen or wanted, and drafts nothing', async () => {
    await guided();
    assert.match(await says('bob', 'lab is at full'), /Do you see this in the portal, or do you want it\?/);
    assert.match(last(), /device group "lab" is at full[\s\S]*Edit device group "lab" level full/);
    assert.equal((await told()).length, 0);
    assert.equal(await company.services.store.requestByNumber(company.services.tenantId, 1), null);
  });

  it('may be pressed on the card that asks', async () => {
    await guided();
    const card = await company.pending('enable automated investigation');
    const press = actionOf(await company.view('bob', card), 'seen-off') ?? assert.fail('the card does not ask');
    company.clock.pass(1_000);
    await company.invoke('bob', card, press);
    await company.settle();
    assert.match(last(), /Automated investigation: Off, by your word/);
    await company.approve('bob', card);
    await company.settle();
    assert.match(cardText(card.card), /Approved, to be applied by hand/, 'to know more is no drift');
  });

  it('that is as asked ends an approved request as what it is: known, not read', async () => {
    await guided();
    const card = await company.pending('enable automated investigation');
    await says('grace', ON);
    await company.approve('bob', card);
    await company.settle();
    assert.match(
      cardText(card.card),
      /Already in place, by what is known[\s\S]*as asked already, by Grace Gallagher's word/,
    );
    assert.match(cardText(card.card), /Airlock did not read it, and wrote nothing/);
  });

  it('that differs from what was said before stops a request, with both words in its columns', async () => {
    await guided();
    await says('bob', 'device group "Lab" is at full');
    const card = await company.pending('edit device group "Lab" level none');
    assert.match(
      cardText(card.card),
      /Full remediation → \n[\s\S]*No automated response\n\s*(?:Before: )?by Bob Brandt's word/,
    );
    await says('grace', 'device group "Lab" is at semi-all-folders');
    await company.approve('bob', card);
    await company.settle();
    const stopped = cardText(card.card);
    assert.match(stopped, /Stopped, something else is known now/);
    assert.match(stopped, /When asked\n[\s\S]*Full remediation\n\s*by Bob Brandt's word/);
    assert.match(stopped, /Now\n[\s\S]*Semi - approval for all folders\n\s*by Grace Gallagher's word/);
  });
});
