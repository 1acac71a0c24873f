import assert from 'node:assert/strict';
import { Company, type Name, SOC } from '../../support/company/company.ts';
import { actionOf, cardText } from '../../support/company/fake-teams.ts';

const WAIT = /That was more than Airlock answers at once/;

describe('who may make work, by the front door', () => {
  let company: Company;
  afterEach(async () => {
    await company.assertAuditHolds();
    await company.close();
  });

  /** Posts a message and lets no job run. */
  async function write(who: Name, text: string, conversation = SOC): Promise<void> {
    const { status } = await company.post({ ...company.envelope(who, conversation), type: 'message', text });
    assert.equal(status, 200);
  }

  function press(who: Name, action: { verb: string; data: unknown }, trigger = 'manual') {
    const message = company.teams.messages.at(-1) ?? assert.fail();
    return company.invoke(who, message, action, { trigger });
  }

  /** How many tasks wait besides the daily checkpoint of the record, which every start files. */
  async function tasks(): Promise<number> {
    return (await company.services.store.backlog(Number.MAX_SAFE_INTEGER)).tasks - 1;
  }

  function told(pattern: RegExp, conversation = SOC): number {
    return company.teams.messages.filter(
      (message) => message.conversation === conversation && pattern.test(cardText(message.card)),
    ).length;
  }

  it('a guest’s six status a second queue nothing, and a draft waits for none of them', async () => {
    company = await Company.open({ limits: { perPerson: 20, perConversation: 100 } });
    for (let time = 0; time < 60; time += 1) await write('gus', 'status');
    assert.equal(await tasks(), 0);
    assert.equal(told(/may not look at that/), 6);
    assert.equal(told(WAIT), 1, 'one polite sentence, then silence');
    assert.equal(told(/Too much at once/), 1);
    await write('alice', 'enable automated investigation');
    await company.settle();
    assert.match(cardText(company.teams.messages.at(-1)?.card), /Draft/);
  });

  const ASKS = [
    'enable automated investigation',
    'create device group',
    'edit device group Lab level full',
    'revert 1',
  ];
  for (const who of ['gus', 'dora', 'rita', 'ed'] as const) {
    it(`nothing that ${who} asks for is queued`, async () => {
      company = await Company.open();
      for (const text of [...ASKS, 'use this channel for approvals']) await write(who, text);
      assert.equal(await tasks(), 0);
    });
  }

  it('a person is answered again as soon as there are tokens; refreshes have their own', async () => {
    company = await Company.open({ limits: { perPerson: 6, perConversation: 100 } });
    await company.say('alice', 'enable automated investigation');
    const message = company.teams.messages.at(-1) ?? assert.fail();
    const view = actionOf(await company.view('alice', message), 'discard') ?? assert.fail();
    const help = async (times: number) => {
      for (let time = 0; time < times; time += 1) await write('alice', 'help', 'a:alice');
      await company.settle();
      return [told(/what you can write|Commands|status/i, 'a:alice'), told(WAIT, 'a:alice')];
    };
    assert.deepEqual(await help(25), [19, 1], 'twenty at once, with the first command');
    const pressed = await press('alice', view);
    assert.match(String(pressed.value), WAIT);
    const refreshed = await press('alice', { verb: 'view', data: view.data }, 'automatic');
    assert.match(cardText(refreshed.value), /Draft/);
    company.clock.pass(20_000);
    assert.deepEqual(await help(4), [21, 1], 'two more, and no second sentence in one dry spell');
    company.clock.pass(30_000);
    assert.deepEqual(await help(4), [24, 2], 'a new spell after half a minute');
    company.clock.pass(10_000);
    assert.match(cardText((await press('alice', view)).value), /Discarded/);
  });

  it('outsiders take nothing from a channel: few are answered, and its people all the time', async () => {
    company = await Company.open({ limits: { perPerson: 60, perConversation: 10 } });
    const strangers = Array.from({ length: 5 }, (_one, index) => `99999999-9999-4999-8999-99999999999${index}`);
    const shout = (oid: string, text = 'status') =>
      company.post({
        ...{ ...company.envelope('gus', SOC), type: 'message', text },
        from: { id: `29:${oid}`, name: 'Nobody', aadObjectId: oid },
      });
    await Promise.all(strangers.flatMap((oid) => Array.from({ length: 40 }, () => shout(oid))));
    assert.equal(told(/may not look at that/), 20, 'six each, twenty in the channel');
    assert(told(WAIT) <= strangers.length + 1, `${told(WAIT)}`);
    const { length } = company.teams.messages;
    for (let time = 0; time < 30; time += 1) for (const oid of strangers) await shout(oid, 'take back 1');
    assert.equal(company.teams.messages.length, length, 'silence');
    for (const who of ['alice', 'bob'] as const) await company.say(who, 'requests');
    assert.equal(told(/Nothing is open|No request|requests/i), 2);
  });

  for (const text of ['status', 'approve 1', 'enable automated investigation'] as const)
    it(`that the directory does not answer is said a few times in a channel, however often two readers write ${text}`, async () => {
      company = await Company.open({ limits: { perPerson: 60, perConversation: 100 } });
      company.sandbox.world.faults.push({ surface: 'graph', kind: 'status', status: 503 });
      for (let time = 0; time < 30; time += 1) for (const who of ['bob', 'grace'] as const) await write(who, text);
      await company.settle();
      assert.deepEqual([told(/directory/i), told(WAIT)], [4, 1]);
    });

  it('one person’s messages wait for each other, and nobody else for them', async () => {
    company = await Company.open({ limits: { perPerson: 60, perConversation: 100 } });
    const asked: string[] = [];
    let answer = (): void => {};
    const silence = new Promise<void>((resolve) => {
      answer = resolve;
    });
    const { standing } = company.services.directory;
    const slow = company.person('bob').id;
    company.services.directory.standing = async (oid, ids) => {
      asked.push(oid);
      if (oid === slow) await silence;
      return standing(oid, ids);
    };
    const flood = Array.from({ length: 30 }, () => write('bob', 'requests', 'a:bob'));
    await write('alice', 'requests', 'a:alice');
    await company.settle();
    assert.deepEqual([told(/./, 'a:alice'), told(/./, 'a:bob')], [1, 0]);
    assert(asked.filter((oid) => oid === slow).length <= 4);
    answer();
    await Promise.all(flood);
    await company.settle();
    assert.equal(told(/./, 'a:bob'), 30, 'each is answered in the end');
  });

  it('a conversation has a bucket, too, which a press does not draw from', async () => {
    company = await Company.open({ limits: { perPerson: 100, perConversation: 2 } });
    const people = ['alice', 'bob', 'grace'] as const;
    for (let time = 0; time < 9; time += 1) await write(people[time % 3] ?? 'alice', 'help');
    await company.settle();
    assert.equal(told(WAIT), 1);
    await write('alice', 'enable automated investigation', 'a:alice');
    await company.settle();
    const draft = company.teams.messages.at(-1) ?? assert.fail();
    assert.match(cardText(draft.card), /Draft/, 'other conversations go on');
    const answer = await company.invoke('bob', { ...draft, conversation: SOC }, { verb: 'view', data: {} });
    assert.doesNotMatch(String(answer.value), WAIT);
  });

  it('one status is on its way to a conversation at a time, and those of some seconds share a reading', async () => {
    company = await Company.open();
    let reads = 0;
    const { tenant } = company.services;
    const read = tenant.read.bind(tenant);
    company.services.tenant.read = (...asked) => {
      reads += 1;
      return read(...asked);
    };
    for (let time = 0; time < 5; time += 1) await write('alice', 'status');
    await write('bob', 'status', 'a:bob');
    assert.equal(await tasks(), 2);
    await company.settle();
    assert.deepEqual([reads, told(/Approvals go to/), told(/Approvals go to/, 'a:bob')], [1, 1, 1]);
    await company.say('alice', 'status');
    assert.deepEqual([reads, told(/Approvals go to/)], [1, 2], 'within ten seconds');
    company.clock.pass(10_001);
    await company.say('alice', 'status');
    assert.deepEqual([reads, told(/Approvals go to/)], [2, 3]);
  });

  it('a status that failed is read anew, and one that was never answered blocks nobody for long', async () => {
    company = await Company.open();
    company.sandbox.world.faults.push({ surface: 'portal', kind: 'status', status: 500 });
    await company.say('alice', 'status');
    company.sandbox.world.faults.length = 0;
    await company.say('alice', 'status');
    assert.equal(told(/Approvals go to/), 1);
    const { store, clock } = company.services;
    await write('alice', 'status');
    const lost = await store.takeTask(['status'], 'dead', clock.now(), 1);
    assert(lost);
    await store.completeTask(lost);
    await company.say('alice', 'status');
    assert.equal(told(/Approvals go to/), 1);
    company.clock.pass(30_001);
    await company.say('alice', 'status');
    assert.equal(told(/Approvals go to/), 2);
  });

  it('a status that Defender answers slowly holds up neither drafts nor forms', async () => {
    company = await Company.open();
    const { tenant } = company.services;
    const read = tenant.read.bind(tenant);
    let answer = (): void => {};
    const silence = new Promise<void>((resolve) => {
      answer = resolve;
    });
    company.services.tenant.read = async (scopes, freshness) => {
      if (scopes.includes('features') && scopes.includes('groups')) await silence;
      return read(scopes, freshness);
    };
    await write('alice', 'status');
    company.app.jobs.start();
    await write('alice', 'enable automated investigation');
    await write('alice', 'create device group');
    while (told(/Draft|Device group form/) < 2) await new Promise((resolve) => setImmediate(resolve));
    assert.equal(told(/Approvals go to/), 0);
    answer();
    while (told(/Approvals go to/) < 1) await new Promise((resolve) => setImmediate(resolve));
  });

  it('buttons that count as typed, and wishes of the compose box, draw from the same bucket as messages', async () => {
    company = await Company.open({ limits: { perPerson: 100, perConversation: 2 } });
    await company.say('alice', 'help', 'a:alice');
    const card = company.teams.messages.at(-1) ?? assert.fail();
    const answers: string[] = [];
    for (let time = 0; time < 12; time += 1) {
      const { value } = await company.invoke('alice', card, { verb: 'say', data: { say: `show ${time + 10}` } });
      answers.push(cardText({ value }));
    }
    const first = answers.findIndex((text) => WAIT.test(text));
    assert(first > 0 && first < 8, `${first}`);
    await company.say('bob', 'help', 'a:bob');
    const wishes: string[] = [];
    for (let time = 0; time < 9; time += 1) wishes.push(JSON.stringify(await compose('bob', `show ${time + 10}`)));
    assert(wishes.some((text) => WAIT.test(text)));
  });

  /** A wish that is typed in the dialog of the compose box. */
  async function compose(who: Name, wish: string): Promise<unknown> {
    const value = { commandId: 'ask', data: { wish } };
    const envelope = company.envelope(who, `a:${who}`);
    const { body } = await company.post({
      ...{ ...envelope, type: 'invoke', name: 'composeExtension/submitAction', value },
    });
    await company.settle();
    return body;
  }

  it('so many requests of one person are open at a time, however few drafts there are', async () => {
    company = await Company.open({ environment: { OPEN_PER_PERSON: '2' } });
    await company.pending('enable automated investigation');
    await company.pending('enable automatically resolve alerts');
    await company.say('alice', 'edit device group Lab level full');
    const draft = company.teams.messages.at(-1) ?? assert.fail();
    const submit = actionOf(await company.view('alice', draft), 'submit') ?? assert.fail();
    const refused = await company.invoke('alice', draft, {
      ...submit,
      data: { ...submit.data, reason: 'Pilot ended' },
    });
    assert.match(cardText({ value: refused.value }), /You have 2 requests open; the limit is 2/);
    const state = async () => (await company.services.store.requestByNumber(company.services.tenantId, 3))?.state;
    assert.equal(await state(), 'draft');
    await company.say('alice', 'withdraw 1');
    await company.invoke('alice', draft, { ...submit, data: { ...submit.data, reason: 'Pilot ended' } });
    assert.equal(await state(), 'pending');
  });

  it('one request of one person is told as one', async () => {
    company = await Company.open({ environment: { OPEN_PER_PERSON: '1' } });
    await company.pending('enable automated investigation');
    await company.say('alice', 'edit device group Lab level full');
    const draft = company.teams.messages.at(-1) ?? assert.fail();
    const submit = actionOf(await company.view('alice', draft), 'submit') ?? assert.fail();
    const press = { ...submit, data: { ...submit.data, reason: 'Pilot ended' } };
    const refused = cardText({ value: (await company.invoke('alice', draft, press)).value });
    assert.match(refused, /You have 1 request open, and no more may be\. Withdraw it, or wait until it is decided\./);
  });

  it('what one person asks for holds up nobody: three wait, however many come at once', async () => {
    company = await Company.open();
    Object.assign(company.features(), { AutomatedIrEnabled: true });
    const asks = [...Array.from({ length: 20 }, () => 'enable automated investigation'), 'create device group'];
    await Promise.all(asks.map((text) => write('alice', text, 'a:alice')));
    assert.equal(await tasks(), 3);
    await write('bob', 'enable automatically resolve alerts', 'a:bob');
    assert.equal(await tasks(), 4, 'others are not counted');
    await company.settle();
    assert.equal(told(/still reading Defender for 3 things/, 'a:alice'), 18);
    assert.equal(told(/Draft/, 'a:bob'), 1);
    await company.say('alice', 'enable automatically resolve alerts', 'a:alice');
    assert.equal(told(/Draft/, 'a:alice'), 1, 'as soon as they are answered');
  });
});
