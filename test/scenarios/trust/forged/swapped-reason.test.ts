import assert from 'node:assert/strict';
import type { Request } from '../../../../src/requests/record/request.ts';
import { Company } from '../../../support/company/company.ts';
import { actionOf, cardText, type TeamsMessage } from '../../../support/company/fake-teams.ts';
import { tamper } from '../../../support/company/tamper.ts';
import { logTo } from '../../../support/runtime/log-to.ts';

const ENABLE_RESOLVE = 'enable automatically resolve alerts';

describe('a reason that is swapped in the database', () => {
  let company: Company;
  afterEach(() => company.close());

  const logged: string[] = [];
  const counted: unknown[] = [];
  const isTold = () => /recordFaults.*mismatch/.test(JSON.stringify(counted));

  async function request(): Promise<Request> {
    const found = await company.services.store.requestByNumber(company.services.tenantId, 1);
    return found ?? assert.fail('#1 is not there');
  }

  async function asking(to: 'draft' | 'pending' | 'applied'): Promise<TeamsMessage> {
    logged.length = 0;
    counted.length = 0;
    company = await Company.open({ log: logTo(({ message }) => logged.push(message)) });
    for (const who of ['bob', 'grace'] as const) await company.say(who, 'help', `a:${who}`);
    Object.assign(company.services.meter, { count: (...what: unknown[]) => counted.push(what) });
    if (to === 'draft') {
      await company.say('alice', ENABLE_RESOLVE);
      return company.teams.messages.at(-1) ?? assert.fail();
    }
    const card = await company.pending(ENABLE_RESOLVE);
    if (to === 'applied') await company.approve('bob', card);
    await company.settle();
    return card;
  }

  it('is on no card of a request that waits: to look at it stops it, as a press does', async () => {
    const card = await asking('pending');
    tamper(company, (row) => ({ ...row, reason: 'Swapped in' }));
    const views = await Promise.all((['bob', 'grace', 'rita'] as const).map((who) => company.view(who, card)));
    for (const seen of views.map((one) => cardText(one))) {
      assert.match(seen, /the record says otherwise[\s\S]*\(its reason\)[\s\S]*Pilot finished/);
      assert.doesNotMatch(seen, /Swapped in/);
    }
    await company.settle();
    assert.doesNotMatch(cardText(card.card), /Swapped in/);
    assert.equal((await request()).closing?.code, 'record-mismatch');
    assert.equal(logged.filter((one) => one === 'request stopped: not as recorded').length, 1);
    assert(isTold());
  });

  it('is on no card that is sent', async () => {
    await asking('pending');
    tamper(company, (row) => ({ ...row, reason: 'Swapped in' }));
    await company.say('grace', 'show 1', 'a:grace');
    const shown = cardText(company.teams.messages.findLast(({ conversation }) => conversation === 'a:grace')?.card);
    assert.match(shown, /the record says otherwise[\s\S]*Pilot finished/);
    assert.doesNotMatch(shown, /Swapped in/);
    assert(isTold());
  });

  it('is on no card of a request that has ended: it shows what the record has, and says so', async () => {
    const card = await asking('applied');
    tamper(company, (row) => ({ ...row, reason: 'Swapped in' }));
    await company.say('grace', 'show 1', 'a:grace');
    const own = company.teams.messages.findLast(({ conversation }) => conversation === 'a:grace');
    const { data } = actionOf({ ...card.card }, 'revert') ?? assert.fail('the card offers revert');
    const viewed = (await company.invoke('bob', card, { verb: 'view', data })).value;
    for (const shown of [own?.card, { value: viewed }]) {
      assert.match(cardText(shown), /somebody changed it in the database \(its reason\)/);
      assert.match(cardText(shown), /Pilot finished/);
      assert.doesNotMatch(cardText(shown), /Swapped in/);
    }
    assert.equal((await request()).state, 'applied');
    assert(logged.includes('request left as it is: not as recorded') && isTold());
  });

  it('undoes nothing by a row that was swapped: the answer says what is untrue', async () => {
    await asking('applied');
    tamper(company, (row) => ({ ...row, change: { ...Object(row.change), to: 'off' } }));
    await company.say('alice', 'revert 1', 'a:alice');
    const { card } = company.teams.messages.findLast(({ conversation }) => conversation === 'a:alice') ?? assert.fail();
    assert.match(cardText(card), /not what was asked for and decided: .*\(what it asks for\).* Nothing was filed\./);
    assert.equal(await company.services.store.requestByNumber(company.services.tenantId, 2), null);
    assert(isTold());
  });

  for (const [asks, says] of [
    ['status', /✕ Somebody changed #1 in the database, so nothing of it is told here/],
    ['what changed last?', /The last request is not as recorded[\s\S]*Somebody changed #1 in the database/],
    ['is automatically resolve alerts on?', /The last request about it: #1[\s\S]*Somebody changed #1 in the database/],
  ] as const)
    it(`is not told as the last change: "${asks}"`, async () => {
      await asking('applied');
      await company.say('grace', asks, 'a:grace');
      const last = () =>
        cardText(company.teams.messages.findLast(({ conversation }) => conversation === 'a:grace')?.card);
      assert.match(last(), /Bob Brandt/);
      tamper(company, (row) => ({
        ...row,
        requester: { ...Object(row.requester), name: 'Swapped In' },
        approvals: [{ ...Object(Object(row.approvals)[0]), by: { ...Object(row.requester), name: 'Swapped In' } }],
      }));
      company.clock.pass(20_000);
      await company.say('grace', asks, 'a:grace');
      assert.match(last(), says);
      assert.doesNotMatch(last(), /Swapped In/);
      assert(isTold());
    });

  it('is on no card of a draft, nor is what it asks for', async () => {
    const card = await asking('draft');
    const change = { kind: 'advanced-feature', feature: 'automated-investigation', to: 'off' } as const;
    tamper(company, (row) => ({ ...row, change, reason: 'Swapped in' }));
    const seen = cardText(await company.view('alice', card));
    assert.match(seen, /somebody changed it in the database \(what it asks for\)/);
    assert.match(seen, /Turn on Automatically resolve alerts/);
    assert.doesNotMatch(seen, /Swapped in|Turn off/);
    assert(logged.includes('draft not drawn as stored: not as recorded') && isTold());
  });
});
