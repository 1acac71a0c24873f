import assert from 'node:assert/strict';
import type { Request } from '../../../src/requests/record/request.ts';
import { AirlockError } from '../../../src/shared/errors.ts';
import { Company, type CompanyOptions, type Name } from '../../support/company/company.ts';
import { actionOf, cardText, type TeamsMessage } from '../../support/company/fake-teams.ts';
import { fileRequest } from '../../support/company/file-request.ts';
import { beforeStepOf } from '../../support/runtime/before-step.ts';

const FEATURE = { kind: 'advanced-feature', feature: 'automated-investigation' } as const;

describe('the brake, by the front door', () => {
  let company: Company;
  let card: TeamsMessage;
  afterEach(async () => {
    await company.assertAuditHolds();
    await company.close();
  });

  async function open(options: CompanyOptions = {}): Promise<void> {
    company = await Company.open(options);
    for (const who of ['bob', 'grace'] as const) await company.say(who, 'help', `a:${who}`);
    card = await company.pending();
  }

  async function request(number = 1): Promise<Request> {
    const found = await company.services.store.requestByNumber(company.services.tenantId, number);
    return found ?? assert.fail(`#${number} is not there`);
  }

  /** Approved, and waiting for somebody to sign in to Defender. @returns how to sign in */
  async function approvedAndWaiting(): Promise<() => void> {
    const { tenant } = company.services;
    const { read } = tenant;
    tenant.read = () => Promise.reject(new AirlockError('tenant-signed-out', 'The session has ended.'));
    await company.approve('bob', card);
    await company.settle();
    assert.match(cardText(card.card), /Approved, waiting to be applied/);
    return () => {
      tenant.read = read;
    };
  }

  async function offeredTo(who: Name, verb: string) {
    return actionOf(await company.view(who, card), verb) ?? assert.fail(`${who} is offered no ${verb}`);
  }

  async function press(who: Name, verb: string, typed: object = {}): Promise<string> {
    const offered = await offeredTo(who, verb);
    const answer = await company.invoke(who, card, { verb, data: { ...offered.data, ...typed } });
    return cardText({ value: answer.value });
  }

  async function later(): Promise<void> {
    company.clock.pass(60_000);
    await company.settle();
  }

  async function silenceGraph(): Promise<void> {
    const fault = { surface: 'graph', kind: 'status', status: 503, times: 1_000 };
    const answer = await fetch(`${company.sandbox.url}/sandbox/faults`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(fault),
    });
    assert.equal(answer.status, 200, await answer.text());
  }

  it('is told as a stop, never as a rejection, in what called for a decision', async () => {
    await open();
    await approvedAndWaiting();
    await company.say('grace', 'stop 1 called off');
    await company.settle();
    const said = company.teams.messages.map(({ card }) => cardText(card)).join('\n');
    assert.match(said, /#1: Stopped by Grace Gallagher/);
    assert.doesNotMatch(said, /Rejected/);
  });

  it('stops by what the directory said last, where it is silent, and card and record say so', async () => {
    await open();
    await approvedAndWaiting();
    await silenceGraph();
    await company.say('rita', 'stop 1');
    await company.say('alice', 'stop 1');
    assert.equal((await request()).state, 'approved', 'neither a reader nor the requester is an approver');
    await company.say('grace', 'stop 1');
    const { state, closing } = await request();
    assert.equal(state, 'rejected');
    assert.equal(closing?.by?.name, 'Grace Gallagher');
    assert.match(closing?.note ?? '', /The directory gave no answer: stopped by what it said at 2026-/);
    const entry = await company.services.store.latestEntry('request.reject');
    assert.match(JSON.stringify(entry?.data), /"rightsAt":\d+/);
  });

  it('stops nothing by what the directory said more than a day ago', async () => {
    await open();
    await approvedAndWaiting();
    const { store } = company.services;
    const { accountsSeen } = store;
    store.accountsSeen = async (...asked) => {
      const memory = await accountsSeen(...asked);
      return { ...memory, censusAt: company.clock.now() - 25 * 60 * 60_000 };
    };
    await silenceGraph();
    await company.say('grace', 'stop 1');
    assert.equal((await request()).state, 'approved');
  });

  const ways: Record<string, () => Promise<unknown>> = {
    'by the approver’s own button': () => press('bob', 'reject'),
    'by another approver’s button': () => press('grace', 'reject', { reason: 'Called off' }),
    'by a typed "stop 1"': () => company.say('grace', 'stop 1'),
    'by a typed "reject 1 why"': () => company.say('bob', 'reject 1 I was tricked', 'a:bob'),
  };
  for (const [how, stop] of Object.entries(ways)) {
    it(`stops what is approved and waits, ${how}`, async () => {
      await open();
      const signIn = await approvedAndWaiting();
      await stop();
      signIn();
      await later();
      assert.equal((await request()).closing?.code, 'stopped');
      assert.match(cardText(card.card), /Stopped by an approver[\s\S]*Stopped by[\s\S]*Their reason/);
      assert.match(cardText(company.message('#1 was stopped').card), /(Bob Brandt|Grace Gallagher): /);
      assert.deepEqual(company.writes, []);
      const again = await company.pending();
      assert.notEqual(again.id, card.id, 'its object is free');
    });
  }

  for (const connector of ['portal', 'guided'] as const) {
    it(`comes to every approver by itself while an approved change waits: ${connector}`, async () => {
      await open({ connector });
      if (connector === 'portal') await approvedAndWaiting();
      else {
        await company.approve('bob', card);
        await company.settle();
      }
      assert.equal((await request()).state, 'approved');
      const { refresh } = card.card as { refresh?: { userIds: readonly string[] } };
      const mris = ['29:alice', '29:bob', '29:grace'];
      assert.deepEqual([...(refresh?.userIds ?? [])].sort(), mris.sort());
      assert.match(await press('grace', 'reject'), /Stopped by an approver/);
    });
  }

  it('is not for those who may not decide, and says so', async () => {
    await open();
    await approvedAndWaiting();
    for (const who of ['rita', 'gus', 'alice'] as const) await company.say(who, 'stop 1 wrong group', `a:${who}`);
    assert.equal((await request()).state, 'approved');
    assert.equal(actionOf(await company.view('rita', card), 'reject'), null);
  });

  it('takes an approval back by button and in words, and lets another decide', async () => {
    await open();
    const signIn = await approvedAndWaiting();
    await company.say('bob', 'take back 1', 'a:bob');
    assert.equal((await request()).state, 'pending');
    assert.match(cardText(company.message('is not approved any more').card), /Bob Brandt took their approval back/);
    signIn();
    await later();
    assert.deepEqual(company.writes, []);
    await press('grace', 'approve');
    assert.match(await press('grace', 'take-back'), /Waiting for approval/);
    await later();
    assert.deepEqual(company.writes, []);
    await press('grace', 'approve');
    await later();
    assert.deepEqual([(await request()).outcome?.code, company.writes.length], ['written', 1]);
  });

  it('takes back one of two approvals that are needed', async () => {
    await open({ environment: { APPROVALS_REQUIRED: '2' } });
    await press('bob', 'approve');
    await press('bob', 'take-back');
    await press('grace', 'approve');
    await later();
    assert.deepEqual([(await request()).state, company.writes.length], ['pending', 0]);
  });

  const AT_ONCE = {
    'taken back while the last one is stored': ['request.approve', 'grace', 'approve', 'bob', 'take-back'],
    'stored while one of them is taken back': ['request.take-back', 'bob', 'take-back', 'grace', 'approve'],
  } as const;
  for (const [how, [event, first, verb, second, between]] of Object.entries(AT_ONCE))
    it(`of two approvals that are needed, one is ${how}: one is left, and nothing is written`, async () => {
      await open({ environment: { APPROVALS_REQUIRED: '2' } });
      const other = await company.another();
      await press('bob', 'approve');
      const [own, others] = [await offeredTo(first, verb), await offeredTo(second, between)];
      const isLate = beforeStepOf(company, event, () => company.invoke(second, card, others, { app: other }));
      await company.invoke(first, card, own);
      assert(isLate());
      await later();
      const { state, approvals } = await request();
      assert.deepEqual(
        [state, approvals.map(({ by }) => by.name), company.writes.length],
        ['pending', ['Grace Gallagher'], 0],
      );
      await press('bob', 'approve');
      await later();
      assert.deepEqual([(await request()).state, company.writes.length], ['applied', 1]);
    });

  it('takes the steps off the card, where a person was to follow them', async () => {
    await open({ connector: 'guided' });
    await press('bob', 'approve');
    await company.settle();
    assert.ok(actionOf(card.card, 'attest'));
    const older = actionOf(card.card, 'attest') ?? assert.fail();
    await press('bob', 'take-back');
    await company.settle();
    assert.equal(actionOf(card.card, 'attest'), null);
    assert.match(cardText(company.message('is not approved any more').card), /Do not follow the steps/);
    const answer = await company.invoke('grace', card, older);
    assert.match(cardText({ value: answer.value }), /is waiting for a decision/);
  });

  it('pressed while Airlock checks for the last time wins over the write', async () => {
    await open();
    const { tenant } = company.services;
    const { read } = tenant;
    let said = '';
    tenant.read = async (...args) => {
      if (said === '') said = await press('grace', 'reject');
      return read.apply(tenant, args);
    };
    await company.approve('bob', card);
    await company.settle();
    await later();
    assert.match(said, /Stopped by an approver/);
    assert.deepEqual([(await request()).state, company.writes], ['rejected', []]);
  });

  it('pressed while Airlock reads right before the write wins over it, too', async () => {
    await open();
    const { tenant } = company.services;
    assert(tenant.applies === 'automatically');
    const { write } = tenant;
    const said: string[] = [];
    tenant.write = async (...args) => {
      said.push(await press('grace', 'reject'));
      return write.apply(tenant, args);
    };
    await company.approve('bob', card);
    await company.settle();
    await later();
    assert.match(said.join(), /Stopped by an approver/);
    assert.deepEqual([(await request()).state, company.writes], ['rejected', []]);
  });

  it('pressed while Airlock writes comes too late, and says so', async () => {
    await open();
    const seen = actionOf(await company.view('grace', card), 'approve') ?? assert.fail();
    const { tenant } = company.services;
    assert(tenant.applies === 'automatically');
    const { write } = tenant;
    const said: string[] = [];
    tenant.write = (change, base, limits = assert.fail()) => {
      const begin = async () => {
        const may = await limits.begin?.();
        for (const verb of ['reject', 'take-back'])
          said.push(cardText({ value: (await company.invoke('bob', card, { ...seen, verb })).value }));
        return may ?? assert.fail();
      };
      return write.call(tenant, change, base, { ...limits, begin });
    };
    await company.approve('bob', card);
    await company.settle();
    assert.equal(said.length, 2);
    for (const text of said) assert.match(text, /It is being applied\. The write has begun/);
    assert.deepEqual([(await request()).state, company.writes.length], ['applied', 1]);
  });

  it('meets the write at any moment: stopped without a write, or applied by one', async () => {
    company = await Company.open();
    await company.say('alice', 'help');
    for (let round = 1; round <= 6; round += 1) {
      card = await fileRequest(company, { ...FEATURE, to: company.features().AutomatedIrEnabled ? 'off' : 'on' });
      const before = company.writes.length;
      const { data } = actionOf(await company.view('grace', card), 'reject') ?? assert.fail();
      await company.approve('bob', card);
      const settled = company.settle();
      for (let turn = 0; turn < round % 6; turn += 1) await company.invoke('grace', card, { verb: 'view', data });
      await Promise.all([company.invoke('grace', card, { verb: 'reject', data: { ...data, reason: 'No' } }), settled]);
      await later();
      const { state } = await request(round);
      assert.equal(company.writes.length - before, state === 'applied' ? 1 : 0, state);
      assert.ok(state === 'applied' || state === 'rejected', state);
    }
  });
});
