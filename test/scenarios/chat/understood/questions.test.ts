import assert from 'node:assert/strict';
import { shortDigest } from '../../../../src/requests/record/digest.ts';
import { AirlockError } from '../../../../src/shared/errors.ts';
import { Company, type CompanyOptions } from '../../../support/company/company.ts';
import { cardText } from '../../../support/company/fake-teams.ts';
import { alterPerson } from '../../../support/people/alter-people.ts';

describe('a question in the chat is simply answered', () => {
  let company: Company;
  afterEach(async () => {
    await company.assertAuditHolds();
    await company.close();
  });
  const open = async (options: CompanyOptions = {}) => {
    company = await Company.open(options);
  };

  /** Says it, and gives the only message that answers. */
  async function answer(text: string, who: Parameters<Company['say']>[0] = 'bob', where?: string): Promise<string> {
    const before = company.teams.messages.length;
    await company.say(who, text, where);
    const [message, ...more] = company.teams.messages.slice(before);
    assert.deepEqual(more, [], text);
    return cardText(message?.card);
  }

  it('whether a switch is on: as read now, and by which request it was changed', async () => {
    await open();
    assert.match(
      await answer('is automated investigation on?'),
      /Automated investigation: Off\n+Read in Defender now\./,
    );
    const message = await company.pending();
    await company.approve('bob', message);
    await company.settle();
    const said = await answer('why is AIR on?');
    assert.match(said, /Automated investigation: On/);
    assert.match(
      said,
      /The last request about it that is shown here: #1\. Alice Ahlgren .*asked for it\. Bob .*approved it\./,
    );
    assert.equal(company.writes.length, 1, 'a question writes nothing');
  });

  it('whether a switch is on where nobody can read it: by whose word, or that it is not known', async () => {
    await open({ connector: 'guided' });
    const unknown = await answer('do we have auto resolve on?', 'alice');
    assert.match(unknown, /Automatically resolve alerts: Not known/);
    assert.match(unknown, /Airlock cannot read it\. Write "automatically resolve alerts is on"/);
    await company.say('alice', 'automatically resolve alerts is on');
    assert.match(
      await answer('is auto resolve enabled?'),
      /Automatically resolve alerts: On\n+Known by Alice Ahlgren's word, /,
    );
  });

  it('who approved the last change, and what it was', async () => {
    await open();
    assert.match(await answer('who approved the last change?'), /No request was applied so far/);
    await company.approve('bob', await company.pending());
    await company.settle();
    assert.match(
      await answer('who made the last change?', 'grace'),
      /The last request that is shown here: #1, .*Automated investigation/s,
    );
    assert.match(await answer('who turned on AIR?', 'grace'), /Bob .* approved it/);
    assert.match(
      await answer('when was auto resolve turned off?', 'grace'),
      /No request about this switch was applied/,
    );
  });

  it('who can approve, in general and one request', async () => {
    await open();
    const general = await answer('who can approve?', 'alice');
    assert.match(general, /4 people \(5 accounts\) can approve changes/);
    assert.match(general, /Bob/);
    const { createdDateTime } = company.person('grace');
    company.person('grace').createdDateTime = new Date(company.clock.now()).toISOString();
    const young = await answer('who can approve?', 'alice');
    assert.match(young, /3 people \(4 accounts\) can approve changes/);
    assert.match(young, /Grace Gallagher.* cannot: "Your account exists only since 20/);
    company.person('grace').createdDateTime = createdDateTime;
    await company.pending();
    const one = await answer('who may approve 1?', 'alice');
    assert.match(one, /people can approve #1|person can approve #1/);
    assert.doesNotMatch(one, /Alice Ahlgren \(alice@[^)]*\)\b.*\bcan approve/);
    assert.match(await answer('who can approve #7?', 'alice'), /There is no request #7/);
  });

  it('who can approve a request: of somebody’s marks others read the kind, never the value', async () => {
    await open();
    await alterPerson(company, 'alice2', { employeeId: null, otherMails: ['alice.private@mail.example'] });
    await alterPerson(company, 'alice', { otherMails: ['alice.private@mail.example'] });
    await alterPerson(company, 'grace', { employeeId: 'E-1001' });
    await company.pending();
    const kinds = /both carry the same address.*their employee ids differ only around the same part/s;
    const values = /alice\.private@mail|1001/;
    for (const [who, where] of [
      ['rita', undefined],
      ['bob', undefined],
      ['alice', undefined],
      ['rita', 'a:rita'],
    ] as const) {
      const said = await answer('who can approve #1?', who, where);
      assert.match(said, kinds, `${who} ${where}`);
      assert.doesNotMatch(said, values, `${who} ${where}`);
    }
    for (const who of ['alice', 'bob'] as const) {
      const said = await answer('who can approve #1?', who, `a:${who}`);
      assert.match(said, /both carry the address alice\.private@mail\.example.*employee ids, e-1001 and 1001,/s, who);
    }
    const request = await company.services.store.requestByNumber(company.services.tenantId, 1);
    const typed = `approve 1 ${shortDigest(request?.digest ?? '')}`;
    assert.match(await answer(typed, 'alice2'), /both carry the same address\. Another admin must decide/);
    assert.match(await answer(typed, 'alice2', 'a:alice2'), /both carry the address alice\.private@mail\.example/);
  });

  it('help, with no decision to be typed where cards alone decide', async () => {
    const TYPED = /approve 12 1be9 85ad|applied 12 1be9 85ad/g;
    await open();
    assert.equal((await answer('help')).match(TYPED)?.length, 3);
    await company.close();
    await open({ environment: { TYPED_DECISIONS: 'off' } });
    const help = await answer('help');
    assert.doesNotMatch(help, TYPED);
    assert.match(help, /reject 12 not tonight[\s\S]*take back 12/);
  });

  it('in which group a device is, and why', async () => {
    await open();
    const said = await answer('which group is LAP-FIN-0001 in, and why?');
    assert.match(said, /LAP-FIN-0001 is in /);
    assert.match(said, /Defender reports .* whose level is: /);
    assert.match(said, /Reckoned from the rules as read: /);
    assert.match(await answer('find device NO-SUCH-0001'), /Defender's list of devices has none called NO-SUCH-0001/);
  });

  it('in which group a device is, by the way of comparing that the whole fleet shows', async () => {
    await open({ tenant: 'twin-os' });
    const machines = company.sandbox.world.machines.filter(({ osPlatform }) => osPlatform === 'Windows2016');
    const said = await answer(`which group is ${machines[0]?.computerDnsName} in, and why?`);
    assert.match(said, /"?Servers"? is the first in rank whose rule takes it/);
    assert.match(said, /Two names of the same operating system count as one here: that fits 300 of 300 devices/);
    assert.doesNotMatch(said, /That is not where Defender reports it/);
  });

  it('in which group a device is, where no rule can be read: why is not known', async () => {
    await open({ connector: 'guided' });
    const said = await answer('which group is LAP-FIN-0001 in, and why?', 'alice');
    assert.match(said, /Defender reports /);
    assert.match(said, /Why is not known.*Defender's report may lag/);
    assert.doesNotMatch(said, /Reckoned/);
  });

  it('what a device group is', async () => {
    await open();
    const said = await answer('show group Servers');
    assert.match(said, /Servers: /);
    assert.match(said, /Rank\n+\d\n+read/);
    assert.match(said, /Rules\n/);
    assert.match(await answer('what level do the ungrouped devices have?'), /Ungrouped devices: /);
    assert.match(
      await answer('show group Serverz'),
      /There is no device group called "Serverz".*Did you mean Servers/s,
    );
  });

  it('only to those who may look, and never of what is not shown there', async () => {
    await open();
    await company.say('bob', 'enable automated investigation', 'a:bob');
    assert.match(await answer('who can approve #1?', 'alice'), /There is no request #1/);
    for (const text of [
      'is AIR on?',
      'who can approve?',
      'which group is LAP-FIN-0001 in?',
      'who made the last change?',
    ]) {
      assert.match(await answer(text, 'gus', 'a:gus'), /may not look|not do that|This account/i, text);
    }
  });

  it('says so where Defender cannot be read, and never "off"', async () => {
    await open();
    const refuse = () => Promise.reject(new AirlockError('tenant-signed-out', 'The session has ended.'));
    Object.assign(company.services.tenant, { read: refuse });
    const said = await answer('is automated investigation on?');
    assert.match(said, /That cannot be answered now/);
    assert.doesNotMatch(said, /: Off/);
  });
});
