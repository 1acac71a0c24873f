import assert from 'node:assert/strict';
import { tellEntry } from '../../../../src/cli/audit/told-entries.ts';
import { takeCensus } from '../../../../src/requests/recording/take-census.ts';
import { Company } from '../../../support/company/company.ts';
import { actionOf, cardText } from '../../../support/company/fake-teams.ts';
import { approvedOn, press, requestOf } from '../../../support/company/watched-company.ts';

const SECURITY_ADMIN = '194ae4cb-b126-40b2-bd5b-6091b380977d';

describe('who applies an approved change, by the front door', () => {
  let company: Company;
  afterEach(async () => {
    await company.assertAuditHolds();
    await company.close();
  });

  async function open(environment: Record<string, string> = {}) {
    company = await Company.open({ connector: 'guided', environment });
    return approvedOn(company);
  }

  it('is told beforehand on the card, and refused to whoever approved', async () => {
    const card = await open();
    assert.match(cardText(card.card), /To apply[\s\S]*Somebody other than Bob Brandt, who approved it/);
    const own = await company.view('bob', card);
    assert.deepEqual([actionOf(own, 'attest'), actionOf(own, 'take-back')?.verb], [null, 'take-back']);
    assert.match(cardText(own), /You approved this, so anybody else who may change it applies and reports it/);
    assert.match(await press(company, 'bob', card, 'attest'), /You approved this change, so somebody else must apply/);
    assert.equal((await requestOf(company)).state, 'approved');
    await company.decide('bob', 'applied', 1);
    assert.match(
      cardText(company.teams.messages.at(-1)?.card),
      /You approved this change, so somebody else must apply/,
    );
    await press(company, 'omar', card, 'attest');
    assert.equal((await requestOf(company)).outcome?.code, 'attested');
    assert.doesNotMatch(cardText(card.card), /one person approved and applied/);
  });

  it('may be whoever approved where fewer than two others can; card, record and report say so', async () => {
    const card = await open();
    for (const who of ['grace', 'omar', 'sam'] as const) company.person(who).roles.clear();
    await press(company, 'bob', card, 'attest');
    assert.equal((await requestOf(company)).outcome?.code, 'attested');
    assert.match(cardText(card.card), /Approved this, too: one person approved and applied it/);
    const entry = (await company.recorded()).find(({ event }) => event === 'request.attest') ?? assert.fail();
    const { why } = tellEntry(entry, { people: new Map(), numbers: new Map() });
    assert.match(why ?? '', /One person approved this and applied it: fewer than two others could have/);
  });

  it('may be whoever approved with IMPLEMENTER=anyone; card and record say so', async () => {
    const card = await open({ IMPLEMENTER: 'anyone' });
    assert.doesNotMatch(cardText(card.card), /Somebody other than/);
    await press(company, 'bob', card, 'attest');
    assert.match(cardText(card.card), /Approved this, too: one person approved and applied it/);
    const entry = (await company.recorded()).find(({ event }) => event === 'request.attest');
    assert.match(JSON.stringify(entry?.data), /which the policy allows \(IMPLEMENTER\)/);
  });

  it('is not another account of whoever approved', async () => {
    const card = await secondAccount();
    const shown = await company.view('grace', card);
    assert.equal(actionOf(shown, 'attest'), null);
    assert.match(cardText(shown), /Another account of yours approved this, so anybody else/);
    assert.notEqual(actionOf(await company.view('omar', card), 'attest'), null);
    assert.match(await press(company, 'grace', card, 'attest'), /Another account of yours approved this change/);
    assert.equal((await requestOf(company)).state, 'approved');
  });

  for (const [title, alter, shown, refused] of [
    [
      'an account of an hour ago',
      () => ({ createdDateTime: new Date(company.clock.now() - 3_600_000).toISOString() }),
      /Your account exists only since [^,]*, so your word does not count yet/,
      /Your account exists only since/,
    ],
    [
      'an account of which it is not known that it is another person’s',
      () => ({ employeeId: null }),
      /It is not known whether this account belongs to another person than who approved this/,
      /Your report does not count, since it is not known/,
    ],
  ] as const)
    it(`is not offered to ${title}, and not asked anew to draw that`, async () => {
      const card = await open();
      Object.assign(company.person('grace'), alter());
      await takeCensus(company.services);
      const own = await company.view('grace', card);
      assert.equal(actionOf(own, 'attest'), null);
      assert.match(cardText(own), shown);
      assert.notEqual(actionOf(await company.view('omar', card), 'attest'), null);
      assert.match(await press(company, 'grace', card, 'attest'), refused);
      assert.equal((await requestOf(company)).state, 'approved');
    });

  it('is not another account of whoever approved, whose number was taken away or altered meanwhile', async () => {
    const card = await secondAccount();
    await takeCensus(company.services);
    for (const employeeId of [null, '74520']) {
      company.person('grace').employeeId = employeeId;
      assert.match(await press(company, 'grace', card, 'attest'), /Another account of yours approved this change/);
    }
    assert.equal((await requestOf(company)).state, 'approved');
  });

  it('is flagged on card and record where whoever approved is the one who says that it is in place', async () => {
    company = await Company.open({ connector: 'guided' });
    const card = await company.pending('enable automatically resolve alerts');
    await company.say('bob', 'automatically resolve alerts is on');
    await company.approve('bob', card);
    await company.settle();
    const says = /Bob Brandt approved this, too: one person approved it and says that it is applied/;
    assert.match(cardText(card.card), says);
    assert.match(cardText(card.card), /Let somebody else look in the portal/);
    assert.match(JSON.stringify((await company.recorded()).at(-1)?.data), says);
  });

  for (const [title, employeeId, says] of [
    [
      'an account with the number of whoever approved',
      () => company.person('bob').employeeId,
      /Omar Okafor has another account that approved this: one person approved it and says that it is applied/,
    ],
    [
      'an account of which it is not known whose it is',
      () => null,
      /It is not known whether Omar Okafor, by whose word or record this is applied, is another person than who approved it/,
    ],
  ] as const)
    it(`is flagged, too, where ${title} says that it is in place`, async () => {
      company = await Company.open({ connector: 'guided' });
      const card = await company.pending('enable automatically resolve alerts');
      company.person('omar').employeeId = employeeId();
      await company.say('omar', 'automatically resolve alerts is on');
      await company.approve('bob', card);
      await company.settle();
      assert.match(cardText(card.card), says);
      assert.match(cardText(card.card), /Let somebody else look in the portal/);
      assert.match(JSON.stringify((await company.recorded()).at(-1)?.data), says);
    });

  it('is tried again where nobody can be asked who says so', async () => {
    company = await Company.open({ connector: 'guided' });
    const card = await company.pending('enable automatically resolve alerts');
    await company.say('omar', 'automatically resolve alerts is on');
    await company.approve('bob', card);
    const { id } = company.person('omar');
    company.sandbox.world.faults.push({ surface: 'graph', path: `/v1.0/users/${id}`, kind: 'status', status: 503 });
    await company.settle();
    assert.equal((await requestOf(company)).state, 'approved');
    company.sandbox.world.faults.length = 0;
    company.clock.pass(60_000);
    await company.settle();
    assert.equal((await requestOf(company)).state, 'applied');
  });

  it('is not flagged where somebody else says that it is in place', async () => {
    company = await Company.open({ connector: 'guided' });
    const card = await company.pending('enable automatically resolve alerts');
    await company.say('omar', 'automatically resolve alerts is on');
    await company.approve('bob', card);
    await company.settle();
    assert.equal((await requestOf(company)).outcome?.warning, undefined);
  });

  it('is refused with a sentence of its own where nobody can be asked whether others may', async () => {
    const card = await open();
    const attest = actionOf(card.card, 'attest') ?? assert.fail();
    const { id } = company.person('bob');
    company.sandbox.world.faults.push({ surface: 'graph', kind: 'status', status: 503 });
    const answer = cardText({ value: (await company.invoke('bob', card, attest)).value });
    assert.doesNotMatch(answer, /somebody else must apply/);
    assert.match(answer, /could not|did not answer|fault of its own/i, id);
    assert.equal((await requestOf(company)).state, 'approved');
  });

  /** Bob approves; then Grace's account turns out to carry Bob's number. */
  async function secondAccount() {
    const card = await open();
    company.person('grace').employeeId = company.person('bob').employeeId;
    assert.ok(company.person('omar').roles.has(SECURITY_ADMIN));
    return card;
  }
});
