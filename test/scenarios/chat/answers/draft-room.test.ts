import assert from 'node:assert/strict';
import { Company } from '../../../support/company/company.ts';
import { cardText } from '../../../support/company/fake-teams.ts';
import { anOid } from '../../../support/samples/ids.ts';

const titlesOn = (card: unknown) => [...JSON.stringify(card).matchAll(/"title":"([^"]+)"/g)].map(([, title]) => title);

function dataOf(card: unknown, title: string): object {
  const found: object[] = [];
  JSON.stringify(card, (_key, node) => {
    if (node?.title === title && node.data) found.push(node.data);
    return node;
  });
  return found[0] ?? assert.fail(title);
}

describe('whoever has as many drafts as may be', () => {
  let company: Company;
  afterEach(() => company.close());

  it('drafts of one person are limited as forms are', async () => {
    company = await Company.open({ environment: { OPEN_PER_PERSON: '2' } });
    const switches = ['enable automated investigation', 'enable automatically resolve alerts'];
    for (const text of [...switches, 'edit device group Lab level full']) await company.say('alice', text);
    const refused = company.teams.messages.at(-1) ?? assert.fail();
    assert.match(
      cardText(refused.card),
      /2 drafts; the limit is 2\. Send or discard one first: #2, #1\. Write "discard 2"/,
    );
    assert.deepEqual(titlesOn(refused.card), [
      'Discard all 2 drafts',
      'Discard #2: Turn on Automatically resolve…',
      'Discard #1: Turn on Automated investigati…',
      'Try again',
      'Home',
    ]);
    const oid = anOid(String(company.person('alice').id));
    assert.equal(await company.services.store.draftCount(company.services.tenantId, oid), 2);
    await company.say('bob', 'edit device group Lab level full');
    assert.match(cardText(company.teams.messages.at(-1)?.card), /Draft/, 'another person has drafts of their own');
    await company.say('bob', 'discard 2');
    assert.match(cardText(company.teams.messages.at(-1)?.card), /no request #2/, 'nobody discards for another');
    await company.invoke('alice', refused, { verb: 'say', data: { say: 'discard 2' } });
    await company.settle();
    assert.match(cardText(company.teams.messages.at(-1)?.card), /Draft #2 is discarded\nTurn on Automatically resolve/);
    const data = dataOf(refused.card, 'Try again');
    await company.invoke('alice', refused, { verb: 'say', data });
    await company.settle();
    assert.equal(await company.services.store.draftCount(company.services.tenantId, oid), 2, 'there is room again');
  });

  it('an emergency does not stumble over drafts that lie idle, and all of them are discarded by one press', async () => {
    company = await Company.open({ environment: { OPEN_PER_PERSON: '2', EMERGENCY_ACTIONS: 'isolate' } });
    for (const text of ['enable automated investigation', 'enable automatically resolve alerts'])
      await company.say('alice', text);
    await company.say('alice', 'emergency isolate LAP-HR-0001');
    assert.match(cardText(company.teams.messages.at(-1)?.card), /Isolate LAP-HR-0001/);
    await company.say('alice', 'my drafts');
    assert.match(cardText(company.teams.messages.at(-1)?.card), /Your drafts: 3\n#3 Isolate LAP-HR-0001; #2 .*; #1 /);
    await company.say('alice', 'scan LAP-HR-0002');
    const refused = company.teams.messages.at(-1) ?? assert.fail();
    assert.match(cardText(refused.card), /3 drafts; the limit is 2\. .*#3, #2, #1\./);
    await company.invoke('alice', refused, { verb: 'say', data: dataOf(refused.card, 'Discard all 3 drafts') });
    await company.settle();
    assert.match(cardText(company.teams.messages.at(-1)?.card), /3 drafts are discarded/);
    await company.say('alice', 'alle Entwürfe verwerfen');
    assert.match(cardText(company.teams.messages.at(-1)?.card), /You have no drafts/);
    await company.assertAuditHolds();
  });

  it('drafts are told in a channel only where they were begun, and discarded from anywhere', async () => {
    company = await Company.open({ environment: { OPEN_PER_PERSON: '1' } });
    await company.say('alice', 'enable automated investigation', 'a:alice');
    await company.say('alice', 'enable automatically resolve alerts');
    const refused = company.teams.messages.at(-1) ?? assert.fail();
    assert.deepEqual(titlesOn(refused.card)[0], 'Discard #1');
    assert.doesNotMatch(cardText(refused.card), /investigation/);
    await company.say('alice', 'verwirf Entwurf 1');
    assert.match(cardText(company.teams.messages.at(-1)?.card), /Draft #1 is discarded/);
    assert.doesNotMatch(cardText(company.teams.messages.at(-1)?.card), /investigation/);
  });
});
