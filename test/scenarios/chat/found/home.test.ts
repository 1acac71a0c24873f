import assert from 'node:assert/strict';
import { outcomeSentence } from '../../../../src/requests/messages/decision-words.ts';
import { toldAnyway } from '../../../../src/requests/rules/may-read.ts';
import { PEOPLE_IDS } from '../../../../src/sandbox/company/people.ts';
import type { Fault } from '../../../../src/sandbox/company/world.ts';
import { Company, type Name, SOC } from '../../../support/company/company.ts';
import { actionsIn, cardText } from '../../../support/company/fake-teams.ts';
import { anOid } from '../../../support/samples/ids.ts';

describe('the own page of somebody, in their own chat', () => {
  let company: Company;
  before(async () => {
    company = await Company.open();
    await company.approve('bob', await company.pending());
    await company.settle();
    await company.pending('enable automatically resolve alerts');
  });
  after(async () => {
    await company.assertAuditHolds();
    await company.close();
  });

  async function home(who: Name, where = `a:${who}`) {
    await company.say(who, 'home', where);
    return company.teams.messages.at(-1)?.card ?? assert.fail();
  }

  it('shows what waits for them, what they asked for, and what ended, each with a button', async () => {
    const bob = await home('bob');
    assert.match(cardText(bob), /Waiting for you: 1[\s\S]*Waiting for you\n+#2 /);
    assert.match(cardText(bob), /Asked by you, and open\n+Nothing\.[\s\S]*Lately ended[^\n]*\n+#1 /);
    assert.deepEqual(
      actionsIn(bob).flatMap(({ title }) => (title.startsWith('Show ') && /\d/.test(title) ? [title] : [])),
      ['Show 2', 'Show 1'],
    );
    const alice = cardText(await home('alice'));
    assert.match(
      alice,
      /Waiting for you\n+Nothing\.[\s\S]*Asked by you, and open\n+#2 [\s\S]*Lately ended[^\n]*\n+#1 /,
    );
    assert.match(cardText(await home('rita')), /Waiting for you\n+Nothing\./);
  });

  it('shows drafts to whoever drafted them alone', async () => {
    await company.say('alice', 'disable automated investigation');
    await company.say('alice', 'my drafts', 'a:alice');
    assert.match(cardText(company.teams.messages.at(-1)?.card), /Your drafts: 1\n#3 Turn off/);
    assert.match(cardText(await home('alice')), /Asked by you[^\n]*\n+#3 [\s\S]*Draft/);
    assert.doesNotMatch(cardText(await home('bob')), /#3 /);
  });

  it('is not shown to others: in a channel it says where it is', async () => {
    const said = cardText(await home('bob', SOC));
    assert.match(said, /Your own page is in your own chat/);
    assert.doesNotMatch(said, /#\d/);
  });

  describe('says why the directory does not tell what waits, as the directory has it:', () => {
    const whyNot: Readonly<Record<string, [fault: Omit<Fault, 'surface' | 'path'>, says: RegExp]>> = {
      throttled: [{ kind: 'status', status: 429 }, /The directory takes no more calls now \(HTTP 429.*\)\. So what/],
      refused: [{ kind: 'status', status: 403 }, /The directory refused to tell \(HTTP 403.*\)\. So what waits/],
      'an odd answer': [{ kind: 'schema-drift' }, /The directory does not say whether this account is enabled\. So/],
      silence: [{ kind: 'cut' }, /The directory did not answer\. So what waits for you is not known now\./],
    };
    afterEach(() => {
      company.sandbox.world.faults.length = 0;
    });
    for (const [title, [fault, says]] of Object.entries(whyNot))
      it(title, async () => {
        company.sandbox.world.faults.push({ surface: 'graph', path: PEOPLE_IDS.alice, ...fault });
        assert.match(cardText(await home('bob')), says);
        const { services } = company;
        const request = (await services.store.requestByNumber(services.tenantId, 2)) ?? assert.fail();
        const told = await toldAnyway(services, request, anOid(PEOPLE_IDS.alice));
        assert(typeof told === 'object');
        assert.match(
          outcomeSentence(request, told.why),
          /^#2 is now pending\. The directory .* So Airlock shows no more of it\.$/,
        );
        assert.match(`${told.why} So what waits for you is not known now.`, says);
      });
  });

  it('says of somebody who may not look nothing at all', async () => {
    assert.doesNotMatch(cardText(await home('gus')), /#\d|Waiting for you/);
  });
});
