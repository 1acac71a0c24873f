import assert from 'node:assert/strict';
import { Company, type Name, SOC } from '../../support/company/company.ts';
import { actionOf, cardText } from '../../support/company/fake-teams.ts';

const OTHER = '19:project@thread.tacv2;messageid=4';
const THIRD = '19:third@thread.tacv2';
const SWITCH = /Turn on automated investigation/i;
const GROUP = /Lab/;

describe('what is shown in a channel, by the front door', () => {
  let company: Company;
  before(async () => {
    company = await Company.open();
    await company.pending('enable automated investigation', 'alice');
    await company.pending('edit device group Lab level full', 'bob');
    await company.say('alice', 'create device group "Board" level full tag equals board rank 1', 'a:alice');
  });
  after(async () => {
    await company.assertAuditHolds();
    await company.close();
  });

  async function said(who: Name, text: string, where: string): Promise<string> {
    const before = company.teams.messages.length;
    await company.say(who, text, where);
    const answers = company.teams.messages.slice(before).filter(({ conversation }) => conversation === where);
    return answers.map(({ card }) => cardText(card)).join('\n');
  }

  it('is what was asked there, in any thread; one’s own chat shows everything', async () => {
    for (const where of [SOC, '19:soc@thread.tacv2;messageid=77', '19:soc@thread.tacv2', 'a:rita']) {
      for (const text of ['requests', 'all requests', 'status']) {
        const shown = await said('rita', text, where);
        assert.match(shown, SWITCH, `${text} in ${where}`);
        assert.match(shown, GROUP, `${text} in ${where}`);
        company.clock.pass(11_000);
      }
      assert.match(await said('rita', 'show 1', where), SWITCH);
    }
  });

  it('is nothing of what was asked elsewhere: not in a list, by number, or beside the status', async () => {
    const none = /None that was asked here\. Others, if there are any, are shown in your own chat\./;
    for (const text of ['requests', 'all requests']) {
      const answer = await said('rita', text, OTHER);
      assert.doesNotMatch(answer, SWITCH);
      assert.match(answer, none);
    }
    const status = await said('rita', 'status', OTHER);
    assert.doesNotMatch(status, /#1/);
    assert.match(status, none);
    const typed = ['show 1', 'devices 2', 'approve 1', 'reject 1 not now', 'withdraw 1', 'revert 1'];
    for (const text of typed) {
      const answer = await said('bob', text, OTHER);
      assert.match(answer, /There is no request #\d here\. What was asked elsewhere is shown in your own chat/, text);
      assert.equal(await said('bob', text.replace(/\d/, '9'), OTHER), answer.replace(/#\d/, '#9'), text);
    }
  });

  it('is not the request that locks an object, where a second one is asked for', async () => {
    const elsewhere = await said('grace', 'enable automated investigation', OTHER);
    assert.match(elsewhere, /#1, asked for elsewhere, is open on the same object/);
    assert.doesNotMatch(elsewhere, /Alice|CHG-1042/);
    assert.match(await said('grace', 'enable automated investigation', SOC), /#1, asked for by Alice Ahlgren/);
  });

  it('is nothing by a press with the id of what was asked elsewhere', async () => {
    const one = await company.services.store.requestByNumber(company.services.tenantId, 1);
    assert(one);
    await said('rita', 'help', OTHER);
    const foreign = company.teams.messages.findLast(({ conversation }) => conversation === OTHER);
    assert(foreign);
    const data = { requestId: one.id, rev: one.rev, digest: one.digest };
    for (const verb of ['view', 'devices', 'remind', 'again', 'revert', 'approve', 'reject', 'withdraw', 'attest']) {
      const more = verb === 'devices' ? { page: 1 } : { reason: 'Not now, since it is late' };
      const answer = await company.invoke('bob', foreign, { verb, data: { ...data, ...more } });
      await company.settle();
      assert.doesNotMatch(cardText({ value: answer.value }), SWITCH, verb);
      assert.match(cardText({ value: answer.value }), /neither asked nor announced here/, verb);
    }
    assert.doesNotMatch(cardText(foreign.card), SWITCH);
    const after = await company.services.store.requestByNumber(company.services.tenantId, 1);
    assert.equal(after?.rev, one.rev);
  });

  it('is what was announced in the approval channel, too', async () => {
    const channel = await company.pending('use this channel for approvals', 'alice');
    await company.approve('bob', channel);
    await company.settle();
    await company.say('grace', 'enable automatically resolve alerts', OTHER);
    assert.doesNotMatch(await said('rita', 'requests', SOC), /resolve alerts/i, 'a draft is nobody else’s');
    const draft = company.message('resolve alerts');
    const submit = actionOf(await company.view('grace', draft), 'submit') ?? assert.fail();
    await company.invoke('grace', draft, { ...submit, data: { ...submit.data, reason: 'Less noise' } });
    await company.settle();
    assert.match(await said('rita', 'requests', SOC), /resolve alerts/i);
    assert.doesNotMatch(await said('rita', 'requests', THIRD), /resolve alerts/i);
  });
});
