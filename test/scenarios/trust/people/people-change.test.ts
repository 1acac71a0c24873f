import assert from 'node:assert/strict';
import { Company } from '../../../support/company/company.ts';
import { actionOf, cardText, type TeamsMessage } from '../../../support/company/fake-teams.ts';
import { alterPerson, knowSinceLong } from '../../../support/people/alter-people.ts';

describe('people who change while a request is open', () => {
  let company: Company;
  afterEach(() => company.close());

  const card = (message: TeamsMessage) => cardText(message.card);

  async function approve(who: 'bob' | 'grace' | 'alice2', message: TeamsMessage): Promise<string> {
    return cardText((await company.approve(who, message)).value);
  }

  it('end the request of a requester who is gone, at the approval, and free its object', async () => {
    company = await Company.open();
    const message = await company.pending();
    await alterPerson(company, 'alice', { status: 404 });
    assert.match(
      await approve('bob', message),
      /Alice Ahlgren \(alice@harbourline\.example\), who asked for this, is no longer in the directory/,
    );
    await company.settle();
    assert.match(card(message), /Stopped, the requester is gone/);
    await company.pending('enable automated investigation', 'grace');
    assert.deepEqual(company.writes, []);
    await company.assertAuditHolds();
  });

  it('free the object of a requester who is gone for whoever asks for the same, without any decision', async () => {
    company = await Company.open();
    const message = await company.pending();
    await alterPerson(company, 'alice', { status: 404 });
    const second = await company.pending('enable automated investigation', 'grace');
    assert.match(card(message), /Stopped, the requester is gone/);
    assert.match(cardText(second.card), /Waiting for approval/);
  });

  it('leave a rejection to whoever may reject, whatever became of the requester', async () => {
    company = await Company.open();
    const message = await company.pending();
    await alterPerson(company, 'alice', { status: 404 });
    await company.say('bob', 'reject 1 the requester has left');
    assert.match(card(message), /Rejected/);
  });

  it('count one approval less for an endorser who is gone', async () => {
    company = await Company.open({ environment: { APPROVALS_REQUIRED: '2' } });
    const message = await company.pending();
    await company.approve('bob', message);
    await company.settle();
    await alterPerson(company, 'bob', { status: 404 });
    assert.match(await approve('grace', message), /1 of 2/);
    assert.deepEqual(company.writes, []);
  });

  it('count one approval of two accounts of one person who approve at the same moment', async () => {
    company = await Company.open({ environment: { APPROVALS_REQUIRED: '2' } });
    const second = await company.another();
    await alterPerson(company, 'alice2', { employeeId: '1002' });
    const message = await company.pending();
    const [bob, twin] = [await company.view('bob', message), await company.view('alice2', message)];
    assert.equal(actionOf(twin, 'approve') === null, false);
    const press = actionOf(bob, 'approve') ?? assert.fail();
    const told = await Promise.all([
      company.invoke('bob', message, press),
      company.invoke('alice2', message, press, { app: second }),
    ]);
    assert.equal(told.filter(({ value }) => /both carry the employee id 1002/.test(cardText(value))).length, 1);
    await company.settle();
    assert.deepEqual(company.writes, []);
    assert.match(card(message), /1 of 2/);
  });

  it('write nothing once the approver is gone', async () => {
    company = await Company.open();
    const message = await company.pending();
    await company.approve('bob', message);
    await alterPerson(company, 'bob', { status: 404 });
    await company.settle();
    assert.deepEqual(company.writes, []);
    assert.match(card(message), /Waiting for approval[\s\S]*Bob Brandt\s+since they are no longer in the directory/);
  });

  it('write nothing where a mark was empty only while the second account approved', async () => {
    company = await Company.open({ environment: { PERSON_PROOF: 'accounts' } });
    await alterPerson(company, 'alice2', { employeeId: null });
    const message = await company.pending();
    assert.match(await approve('alice2', message), /Approved/);
    await alterPerson(company, 'alice2', { employeeId: '1001' });
    await company.settle();
    assert.deepEqual(company.writes, []);
    assert.match(card(message), /Stopped, an account was changed/);
    await company.assertAuditHolds();
  });

  for (const [how, who, attributes, told] of [
    ['the approver lost the role', 'bob', { roles: [] }, /Waiting for approval[\s\S]*Bob Brandt\s+since/],
    ['the approver is gone', 'bob', { status: 404 }, /Waiting for approval[\s\S]*no longer in the directory/],
    ['the approver’s mark was emptied', 'bob', { employeeId: null }, /Stopped, an account was changed/],
    ['the requester lost the role', 'alice', { roles: [] }, /Stopped/],
    ['the requester is gone', 'alice', { status: 404 }, /Stopped, the requester is gone/],
  ] as const)
    it(`write nothing where ${how} while Defender was read for the last time`, async () => {
      company = await Company.open();
      const message = await company.pending();
      await company.approve('bob', message);
      onLastReading(company, () => alterPerson(company, who, attributes));
      await company.settle();
      assert.deepEqual(company.writes, []);
      assert.match(card(message), told);
      const begun = (await company.recorded()).filter(({ event }) => event === 'request.start');
      assert.deepEqual(begun, []);
      const whose =
        /"cause":"identity-changed","why":"The account of Bob Brandt \(bob@harbourline\.example\) was changed .*\(employee id\)/;
      if (how.includes('emptied')) assert.match(JSON.stringify(await company.recorded()), whose);
      await company.assertAuditHolds();
    });

  it('write nothing of the next part where the approver lost the role while it was read', async () => {
    company = await Company.open();
    const message = await company.pending(
      'as one request: enable automated investigation; enable automatically resolve alerts',
    );
    await company.approve('bob', message);
    onLastReading(company, () => alterPerson(company, 'bob', { roles: [] }));
    await company.settle();
    assert.deepEqual(company.writes, []);
    await company.assertAuditHolds();
  });

  it('write nothing where the requester’s mark was changed after they asked', async () => {
    company = await Company.open();
    const message = await company.pending();
    await alterPerson(company, 'alice', { employeeId: '4711' });
    assert.match(
      await approve('alice2', message),
      /account of Alice Ahlgren was changed|belong to one person|not known/,
    );
    assert.match(
      await approve('bob', message),
      /The account of Alice Ahlgren \(alice@harbourline\.example\) was changed in the directory/,
    );
    await company.settle();
    assert.deepEqual(company.writes, []);
  });

  it('offer nobody to approve whose approval would not count, nor keep an old copy once it would', async () => {
    company = await Company.open();
    await alterPerson(company, 'bob', { employeeId: null });
    await company.say('bob', 'help', 'a:bob');
    const message = await company.pending();
    const own = company.teams.messages.findLast(({ conversation }) => conversation === 'a:bob') ?? assert.fail();
    await company.say('bob', 'show 1', 'a:bob');
    const shown = company.teams.messages.findLast(({ conversation }) => conversation === 'a:bob') ?? assert.fail();
    assert.notEqual(own.id, shown.id);
    for (const copy of [message, own, shown]) {
      assert.equal(actionOf(copy.card, 'approve'), null);
      const view = await company.view('bob', copy);
      assert.deepEqual([actionOf(view, 'approve'), actionOf(view, 'reject')?.verb], [null, 'reject']);
      assert.match(cardText(view), /You can reject this\. Another admin must approve it[\s\S]*does not count/);
    }
    await alterPerson(company, 'bob', { employeeId: '1002' });
    await knowSinceLong(company, 'bob');
    for (const copy of [own, shown]) assert.ok(actionOf(await company.view('bob', copy), 'approve'));
  });

  it('say that two accounts acted where nothing proves that they are two people’s', async () => {
    company = await Company.open({ environment: { PERSON_PROOF: 'accounts' } });
    await alterPerson(company, 'bob', { employeeId: null });
    const message = await company.pending();
    await company.approve('bob', message);
    await company.settle();
    assert.match(card(message), /Two accounts acted\. Nothing proves that they are two people’s\./);
  });

  it('are told apart on the card where one who was told has the name of whoever asked', async () => {
    company = await Company.open();
    await alterPerson(company, 'bob', { displayName: 'Alice Ahlgren' });
    await company.say('bob', 'help', 'a:bob');
    await company.pending();
    await company.say('alice', 'show 1');
    assert.match(card(company.message('Airlock request 1')), /Told\s+Alice Ahlgren \(bob@harbourline\.example\)/);
  });

  it('are told apart in what is seen first where one who may apply it has the name of whoever approved', async () => {
    company = await Company.open({ connector: 'guided' });
    await alterPerson(company, 'grace', { displayName: 'Bob Brandt' });
    await knowSinceLong(company);
    const message = await company.pending('enable automatically resolve alerts');
    await company.approve('bob', message);
    await company.settle();
    assert.match(card(message), /Approved by\s+Bob Brandt \(bob@harbourline\.example\)/);
    assert.match(card(message), /To apply\s+Somebody other than Bob Brandt \(bob@harbourline\.example\), who approved/);
    const told = company.teams.messages.map(card);
    const call = told.find((text) => /to be applied by hand[\s\S]*<at>/.test(text)) ?? assert.fail();
    assert.match(call, /Approved by Bob Brandt \(bob@harbourline\.example\)\. Alice Ahlgren asked/);
    assert.match(call, /<at>Bob Brandt \(grace@harbourline\.example\)<\/at>/);
    await company.say('alice', 'requests');
    for (const text of company.teams.messages.map(card)) {
      assert.doesNotMatch(text, /(?:pproved by|other than) +Bob Brandt(?! \()/, 'nobody is named by the name alone');
    }
  });

  it('are told apart in a status, and in a refusal to whoever presses what is another one’s', async () => {
    company = await Company.open();
    for (const who of ['bob', 'grace'] as const) await company.say(who, 'help', `a:${who}`);
    await alterPerson(company, 'grace', { displayName: 'Alice Ahlgren' });
    await knowSinceLong(company);
    const message = await company.pending('enable automatically resolve alerts');
    await company.say('grace', 'status');
    await company.settle();
    const told = company.teams.messages.map(card);
    assert(told.some((text) => /Can be decided by Alice Ahlgren \(grace@harbourline\.example\): #1/.test(text)));
    const withdraw = actionOf(await company.view('alice', message), 'withdraw') ?? assert.fail();
    const { value } = await company.invoke('bob', message, withdraw);
    assert.match(cardText(value), /Only Alice Ahlgren \(alice@harbourline\.example\) can withdraw/);
  });

  it('are told apart in what is remembered of them where one has the name of another', async () => {
    company = await Company.open({ connector: 'guided' });
    await alterPerson(company, 'grace', { displayName: 'Bob Brandt' });
    await knowSinceLong(company);
    const message = await company.pending('enable automatically resolve alerts');
    await company.approve('bob', message);
    await company.settle();
    const press = actionOf(await company.view('grace', message), 'attest') ?? assert.fail(card(message));
    await company.invoke('grace', message, press);
    await company.settle();
    await company.say('alice', 'status');
    await company.say('grace', 'automated investigation is on');
    await company.say('alice', 'requests');
    await company.settle();
    const told = company.teams.messages.map(card);
    assert(told.some((text) => /Attested by Bob Brandt \(grace@harbourline\.example\), not readable/.test(text)));
    assert(told.some((text) => /by Bob Brandt \(grace@harbourline\.example\)'s word/.test(text)));
    for (const text of told) assert.doesNotMatch(text, /by +Bob Brandt(?! +\()/, text);
    for (const { event, data } of await company.recorded())
      assert.doesNotMatch(JSON.stringify(data), /by Bob Brandt(?! \()|"by":"Bob Brandt"/, event);
    await company.assertAuditHolds();
  });

  it('are named by the directory, with the name that nobody else has, never by what a message says', async () => {
    company = await Company.open();
    const message = await company.pending();
    await alterPerson(company, 'bob', { displayName: 'Alice Ahlgren' });
    const press = actionOf(await company.view('bob', message), 'approve') ?? assert.fail();
    const envelope = company.envelope('bob', message.conversation);
    await company.post({
      ...envelope,
      from: { ...(envelope.from as object), name: 'Grace Gallagher' },
      ...{ type: 'invoke', name: 'adaptiveCard/action', replyToId: message.id },
      value: { action: { type: 'Action.Execute', ...press }, trigger: 'manual' },
    });
    await company.settle();
    assert.match(card(message), /Approved by\s+Alice Ahlgren\s+bob@harbourline\.example/);
    assert.match(card(message), /Asked by\s+Alice Ahlgren\s+alice@harbourline\.example/);
    const approved = (await company.recorded()).find(({ event }) => event === 'request.approve');
    assert.match(JSON.stringify(approved?.data), /bob@harbourline\.example/);
    assert.doesNotMatch(card(message), /Grace/);
  });
});

/** Happens after Airlock compared the tenant, while the connector reads it once more to write. */
function onLastReading({ services: { tenant } }: Company, act: () => Promise<void>): void {
  assert(tenant.applies === 'automatically');
  const { write } = tenant;
  tenant.write = async (...args) => {
    await act();
    return write.apply(tenant, args);
  };
}
