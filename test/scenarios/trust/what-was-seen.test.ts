import assert from 'node:assert/strict';
import { shortDigest } from '../../../src/requests/record/digest.ts';
import type { Request } from '../../../src/requests/record/request.ts';
import { takeCensus } from '../../../src/requests/recording/take-census.ts';
import { AirlockError } from '../../../src/shared/errors.ts';
import { Company, type CompanyOptions, type Name, SOC } from '../../support/company/company.ts';
import { actionOf, type Card, cardText, type TeamsMessage } from '../../support/company/fake-teams.ts';
import { tamper } from '../../support/company/tamper.ts';
import { logTo } from '../../support/runtime/log-to.ts';
import { buildRequest } from '../../support/samples/build-request.ts';

const ENABLE_RESOLVE = 'enable automatically resolve alerts';

describe('what is approved is what was seen', () => {
  let company: Company;
  afterEach(() => company.close());

  async function open(options: CompanyOptions = {}): Promise<void> {
    company = await Company.open(options);
    for (const who of ['bob', 'grace'] as const) await company.say(who, 'help', `a:${who}`);
  }

  async function request(number = 1): Promise<Request> {
    const found = await company.services.store.requestByNumber(company.services.tenantId, number);
    return found ?? assert.fail(`#${number} is not there`);
  }

  /** The button that this person's own card shows them. */
  async function offered(who: Name, card: TeamsMessage, verb: string) {
    return actionOf(await company.view(who, card), verb) ?? assert.fail(`${who} is offered no ${verb}`);
  }

  it('is not posted for somebody who may not look and types a decision', async () => {
    await open();
    await company.pending(ENABLE_RESOLVE);
    const { length } = company.teams.messages;
    for (const who of ['gus', 'dora'] as const)
      for (const where of [SOC, `a:${who}`]) await company.say(who, 'approve 1', where);
    const said = company.teams.messages.slice(length).map(({ card }) => cardText(card));
    assert.equal(said.length, 4);
    for (const text of said) assert.match(text, /may not look at that/);
    assert.doesNotMatch(said.join('\n'), /resolve alerts|Look at #1/i);
  });

  it('a button that counts as typed decides nothing, whatever it says', async () => {
    await open({ environment: { TYPED_DECISIONS: 'on' } });
    const card = await company.pending(ENABLE_RESOLVE);
    const { digest } = await request();
    const help = company.teams.messages.find(({ conversation }) => conversation === 'a:bob') ?? assert.fail();
    const wheres = [help, card];
    for (const text of ['approve 1', `approve 1 ${shortDigest(digest ?? '')}`, 'reject 1 not tonight', 'withdraw 1'])
      for (const where of wheres) {
        const who = text.startsWith('withdraw') ? 'alice' : 'bob';
        const { value } = await company.invoke(who, where, { verb: 'say', data: { say: text } });
        await company.settle();
        assert.match(cardText({ value }), /Nothing was decided\. Decide on the card of the request/, text);
        assert.equal((await request()).state, 'pending', text);
      }
  });

  for (const digestVersion of [2, undefined] as const)
    it(`a row that is swapped behind a shown card, its digest (${digestVersion ?? 1}) with it, is stopped loudly at a press`, async () => {
      const logged: string[] = [];
      await open({ log: logTo(({ message }) => logged.push(message)) });
      const counted: unknown[] = [];
      Object.assign(company.services.meter, { count: (...what: unknown[]) => counted.push(what) });
      const card = await company.pending(ENABLE_RESOLVE);
      const seen = await offered('bob', card, 'approve');
      const { id, policyVersion, requester } = await request();
      const change = { kind: 'advanced-feature', feature: 'automated-investigation', to: 'off' } as const;
      const base = { objects: { feature: 'automated-investigation', state: 'on' }, preview: null, shown: null };
      const own = digestVersion && { digestVersion };
      const reason = 'Swapped in';
      const forged = buildRequest({ state: 'pending', id, change, base, policyVersion, requester, reason, ...own });
      tamper(company, ({ digestVersion: _, ...row }) => ({
        ...row,
        change,
        base,
        reason,
        digest: forged.digest,
        ...own,
      }));
      const answer = await company.invoke('bob', card, seen);
      await company.settle();
      for (const shown of [{ value: answer.value }, card.card]) {
        assert.match(
          cardText(shown),
          /the record says otherwise[\s\S]*Turn on Auto[\s\S]*\(its reason; what it asks for\)/,
        );
        assert.doesNotMatch(cardText(shown), /Swapped in|Turn off/);
      }
      assert.match(cardText({ value: answer.value }), /showed something else than what is stored/);
      assert.deepEqual([(await request()).closing?.code, company.writes.length], ['record-mismatch', 0]);
      assert(logged.includes('request stopped: not as recorded'));
      assert.match(JSON.stringify(counted), /\["recordFaults",\{"kind":"mismatch"\}\]/);
    });

  it('an ended request that is put back in the database is not decided on, and nothing is signed', async () => {
    await open();
    const card = await company.pending();
    const seen = await offered('bob', card, 'approve');
    const { number: _, ...pending } = await request();
    await company.say('alice', 'withdraw 1');
    const entries = (await company.recorded()).length;
    const { rev } = await request();
    tamper(company, (row) => ({ ...row, ...pending, rev }));
    const answer = await company.invoke('bob', card, seen);
    assert.match(
      cardText({ value: answer.value }),
      /somebody changed #1 in the database\. By the record it is withdrawn/,
    );
    await company.decide('bob', 'approve', 1);
    assert.equal((await company.recorded()).length, entries);
    assert.deepEqual(company.writes, []);
  });

  const bound: Record<string, (row: Record<string, unknown>) => object> = {
    'its reason': () => ({ reason: 'Something else' }),
    'its requester': ({ requester }) => ({ requester: { ...(requester as object), oid: company.person('grace').id } }),
    'its digest’s version': () => ({ digestVersion: undefined }),
  };
  for (const [what, edit] of Object.entries(bound)) {
    it(`a request that had ${what} changed is stopped at the press`, async () => {
      await open();
      const card = await company.pending();
      const seen = await offered('bob', card, 'approve');
      tamper(company, (row) => ({ ...row, ...edit(row) }));
      const answer = await company.invoke('bob', card, seen);
      assert.match(cardText({ value: answer.value }), /not what was asked for/);
      assert.deepEqual(company.writes, []);
    });
  }

  it('two approvals at the same moment both count, and one on a card that is older by one approval, too', async () => {
    await open({ environment: { APPROVALS_REQUIRED: '2' } });
    const card = await company.pending();
    const seen = await offered('bob', card, 'approve');
    const answers = await Promise.all((['bob', 'grace'] as const).map((who) => company.invoke(who, card, seen)));
    for (const { value } of answers) assert.doesNotMatch(cardText({ value }), /faster|out of date|nothing was/i);
    await company.settle();
    assert.equal((await request()).outcome?.code, 'written');
    const second = await company.pending(ENABLE_RESOLVE);
    const older = await offered('grace', second, 'approve');
    await company.invoke('bob', second, older);
    await company.settle();
    await company.invoke('grace', second, older);
    await company.settle();
    assert.equal((await request(2)).outcome?.code, 'written');
    await company.assertAuditHolds();
  });

  it('every button that is pressed twice, at once or later, is answered with the current card and no reproach', async () => {
    await open({ connector: 'guided' });
    const pressed = async (who: Name, card: TeamsMessage, verb: string, typed: object = {}) => {
      const { data } = await offered(who, card, verb);
      const press = { verb, data: { ...data, ...typed } };
      const both = await Promise.all([1, 2].map(() => company.invoke(who, card, press)));
      const later = await company.invoke(who, card, press);
      for (const { value } of [...both, later])
        assert.doesNotMatch(
          cardText({ value }),
          /faster|out of date|Already (?:approved|rejected)|othing was (?:done|decided)/,
          verb,
        );
      await company.settle();
    };
    const reason = { reason: 'Agreed, see CHG-1042' };
    await company.say('alice', 'enable automated investigation');
    const card = company.teams.messages.at(-1) ?? assert.fail();
    await pressed('alice', card, 'submit', reason);
    await pressed('bob', card, 'approve', { approvalReason: 'I looked' });
    assert.equal((await request()).approvals[0]?.reason, 'I looked');
    await pressed('bob', card, 'take-back');
    await pressed('bob', card, 'approve');
    await pressed('grace', card, 'attest');
    await company.say('alice', ENABLE_RESOLVE);
    const draft = company.teams.messages.at(-1) ?? assert.fail();
    await pressed('alice', draft, 'discard');
    await pressed('bob', await company.pending(ENABLE_RESOLVE), 'reject', reason);
    await pressed('alice', await company.pending(ENABLE_RESOLVE), 'withdraw');
    await company.assertAuditHolds();
  });

  it('a number alone approves nothing that was never shown: the answer is that person’s own card, which counts', async () => {
    await open();
    await takeCensus(company.services);
    await company.say('alice', 'enable automated investigation', 'a:alice');
    const draft = company.teams.messages.at(-1) ?? assert.fail();
    const submit = actionOf(draft.card, 'submit') ?? assert.fail();
    await company.invoke('alice', draft, { ...submit, data: { ...submit.data, reason: 'A pilot' } });
    const before = company.teams.messages.length;
    await company.say('bob', 'approve 1', 'a:bob');
    const said = company.teams.messages.slice(before).filter(({ conversation }) => conversation === 'a:bob');
    assert.match(said.map(({ card }) => cardText(card)).join('\n'), /Nothing was decided[\s\S]*Approve/);
    assert.equal((await request()).state, 'pending');
    assert.deepEqual(company.writes, []);
    const own = said.find(({ card }) => actionOf(card, 'approve'));
    assert(own);
    await company.invoke('bob', own, actionOf(own.card, 'approve') ?? assert.fail());
    await company.settle();
    assert.equal((await request()).outcome?.code, 'written');
  });

  it('a number alone reports nothing as applied, and a look decides who may', async () => {
    await open({ connector: 'guided' });
    const card = await company.pending();
    await company.approve('bob', card);
    await company.settle();
    await company.say('grace', 'applied 1');
    assert.match(cardText(company.message('Look at #1 first').card), /a number alone/);
    assert.equal((await request()).handover?.attested, null);
    await company.decide('grace', 'applied', 1);
    assert.equal((await request()).outcome?.code, 'attested');
  });

  it('is answered in words that name the change and its direction', async () => {
    await open();
    company.features().AutomatedIrEnabled = true;
    await company.pending('disable automated investigation');
    const lately = () => cardText(company.teams.messages.findLast(({ conversation }) => conversation === SOC)?.card);
    const turnsOff =
      /Turn off Automated investigation \(.*On → Off\), asked for by Alice Ahlgren \(alice@harbourline\.example\)\. It lowers protection\./;
    await company.decide('bob', 'approve', 1);
    assert.match(cardText(company.message('You approved #1').card), turnsOff);
    await company.pending('enable automated investigation');
    await company.say('bob', 'reject 2 not tonight');
    assert.match(cardText(company.message('You rejected #2').card), /Turn on Automated investigation \(.*Off → On\)/);
    await company.pending('enable automated investigation');
    await company.say('alice', 'withdraw 3');
    assert.match(lately(), /You withdrew #3[\s\S]*Turn on Automated investigation/);
  });

  it('asks approvers for their reason where that is required, and shows it', async () => {
    await open({ environment: { APPROVAL_REASON: 'required' } });
    const card = await company.pending();
    const seen = await offered('bob', card, 'approve');
    const shown = async (approvalReason: string): Promise<Card | string> =>
      (await company.invoke('bob', card, { ...seen, data: { ...seen.data, approvalReason } })).value;
    assert.match(cardText({ value: await shown('') }), /an approval needs a reason/);
    assert.match(cardText({ value: await shown('The pilot is over') }), /Their reason[\s\S]*The pilot is over/);
    await company.settle();
    assert.equal((await request()).outcome?.code, 'written');
  });

  describe('and under the policy of that day', () => {
    const STRICTER = { environment: { APPROVALS_REQUIRED: '2' } };
    const ended = async () => {
      const { state, closing } = await request();
      return [state, closing?.code];
    };

    it('a start under another one ends what waits, says so on its card, and frees its object', async () => {
      await open();
      const card = await company.pending();
      const app = await company.another(STRICTER);
      await company.settle(app);
      assert.deepEqual(await ended(), ['stale', 'policy-changed']);
      assert.match(cardText(card.card), /Stopped, the approval policy changed[\s\S]*Ask again/);
      assert(actionOf(card.card, 'again'));
      await company.pending();
      assert.equal((await request(2)).state, 'pending');
      await company.assertAuditHolds();
    });

    it('an approval that is taken back after that ends it, too, where its card is drawn', async () => {
      await open();
      const card = await company.pending();
      const silent = new AirlockError('tenant-signed-out', 'The session has ended.');
      company.services.tenant.read = () => Promise.reject(silent);
      await company.approve('bob', card);
      await company.settle();
      const back = await offered('bob', card, 'take-back');
      const app = await company.another(STRICTER);
      const { value } = await company.invoke('bob', card, back, { app });
      assert.match(cardText({ value }), /Stopped, the approval policy changed/);
      assert.deepEqual(await ended(), ['stale', 'policy-changed']);
    });

    it('an instance that still has the former one ends nothing that was asked for since', async () => {
      await open();
      const app = await company.another(STRICTER);
      await company.say('alice', 'enable automated investigation');
      const card = company.teams.messages.at(-1) ?? assert.fail();
      const { data } = await offered('alice', card, 'submit');
      await company.invoke('alice', card, { verb: 'submit', data: { ...data, reason: 'Pilot finished' } }, { app });
      await company.settle(app);
      assert.match(cardText(await company.view('bob', card)), /cannot be approved any more/);
      assert.deepEqual(await ended(), ['pending', undefined]);
    });
  });
});
