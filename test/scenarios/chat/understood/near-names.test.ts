import assert from 'node:assert/strict';
import { Company } from '../../../support/company/company.ts';
import { actionsIn, cardText } from '../../../support/company/fake-teams.ts';

describe('a device group that is not there, where another may be meant', () => {
  let company: Company;
  before(async () => {
    company = await Company.open();
  });
  after(async () => {
    await company.assertAuditHolds();
    await company.close();
  });

  /** What the buttons of the answer say that are no "Try again" and lead to a change, a form or the group. */
  async function offered(text: string): Promise<readonly string[]> {
    await company.say('alice', text, 'a:alice');
    const card = company.teams.messages.at(-1)?.card;
    assert.match(cardText(card), /There is no device group called .*Did you mean/s, text);
    const said = actionsIn(card).map(({ data }) => String((data as { say?: unknown } | undefined)?.say ?? ''));
    return said.filter((line) => line !== text && line !== 'status' && line !== 'help' && line !== '');
  }

  it('is offered as the same wish about each such group, and about no other', async () => {
    assert.deepEqual(await offered('put the finance machines on full remediation'), [
      'edit device group "Finance" level full',
    ]);
    assert.deepEqual(await offered('delete the group Servrs'), ['delete device group "Servers"']);
    for (const other of ['Finance not', 'Finance not yet', 'Labor'])
      assert.deepEqual(await offered(`delete device group ${other}`), [], other);
    assert.deepEqual(await offered('rename device group Servrs to Hosts'), [
      'rename device group "Servers" to "Hosts"',
    ]);
    assert.deepEqual(await offered('rank device group Servrs last'), ['rank device group "Servers" last']);
    assert.deepEqual(await offered('edit device group Servrs'), ['edit device group "Servers"']);
    assert.deepEqual(await offered('show group Servrs'), ['show group "Servers"']);
  });

  it('drafts what it says when it is pressed', async () => {
    await company.say('alice', 'put the finance machines on full remediation', 'a:alice');
    const message = company.teams.messages.at(-1) ?? assert.fail('no answer');
    const [button] = actionsIn(message.card).filter(({ title }) => /Finance/u.test(String(title)));
    assert(button);
    await company.invoke('alice', message, { verb: String(button.verb), data: button.data });
    await company.settle();
    const all = company.teams.messages.map(({ card }) => cardText(card)).join('\n');
    assert.match(all, /Change device group Finance/);
  });
});
