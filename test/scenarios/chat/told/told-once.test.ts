import assert from 'node:assert/strict';
import { announceRequest } from '../../../../src/requests/notifying/announce.ts';
import { takeCensus } from '../../../../src/requests/recording/take-census.ts';
import { Company, SOC } from '../../../support/company/company.ts';
import { actionOf, cardText, type TeamsMessage } from '../../../support/company/fake-teams.ts';

const HOUR = 3_600_000;

describe('nobody is told twice, by the front door', () => {
  let company: Company;
  beforeEach(async () => {
    company = await Company.open();
    for (const name of ['alice', 'bob', 'grace'] as const) await company.say(name, 'help', `a:${name}`);
  });
  afterEach(async () => {
    await company.assertAuditHolds();
    await company.close();
  });

  const saying = (text: RegExp) =>
    company.teams.messages.filter(({ card }) => text.test(cardText(card))).map(({ conversation }) => conversation);
  const toldOnce = () => {
    assert.deepEqual(saying(/#1 waits for a decision/), [SOC]);
    assert.deepEqual(saying(/CHG-9/).sort(), [SOC, 'a:bob', 'a:grace']);
  };

  /** Submits and lets no job run. */
  async function submitted(): Promise<TeamsMessage> {
    await company.say('alice', 'enable automated investigation');
    const card = company.teams.messages.at(-1);
    assert(card);
    const submit = actionOf(await company.view('alice', card), 'submit');
    assert(submit);
    await company.invoke('alice', card, { ...submit, data: { ...submit.data, reason: 'See CHG-9' } });
    return card;
  }

  it('by two instances at the same moment', async () => {
    const second = await company.another();
    await submitted();
    await Promise.all([company.settle(), company.settle(second)]);
    await Promise.all([company.settle(), company.settle(second)]);
    toldOnce();
  });

  it('where an instance was killed after it told them, and before it noted that', async () => {
    await submitted();
    const { services } = company;
    await takeCensus(services);
    const task = await services.store.takeTask(['announce'], 'killed', company.clock.now(), 1_000);
    assert(task?.requestId);
    await announceRequest({ ...services, store: neverCompleting(services.store) }, task, task.requestId);
    company.clock.pass(2_000);
    await company.settle();
    toldOnce();
  });

  it('where an instance was killed between any two of its steps', async () => {
    await submitted();
    const { services } = company;
    await takeCensus(services);
    for (let survives = 0; survives < 4; survives += 1) {
      const task = await services.store.takeTask(['announce'], 'killed', company.clock.now(), 1_000);
      if (!task?.requestId) break;
      const killed = killedAfter(services.store, survives);
      await announceRequest({ ...services, store: killed }, task, task.requestId).catch(() => null);
      company.clock.pass(2_000);
    }
    await company.settle();
    toldOnce();
  });

  it('where two press Remind at the same moment on two instances', async () => {
    const second = await company.another();
    const card = await submitted();
    await company.settle();
    const remind = actionOf(await company.view('alice', card), 'remind');
    assert(remind);
    const answers = await Promise.all([
      company.invoke('alice', card, remind),
      company.invoke('alice', card, remind, { app: second }),
    ]);
    const texts = answers.map(({ value }) => cardText(value));
    assert.deepEqual(texts.filter((text) => /Reminded: /.test(text)).length, 1);
    await Promise.all([company.settle(), company.settle(second)]);
    assert.deepEqual(saying(/is waiting for approval/).sort(), [SOC, 'a:bob', 'a:grace']);
  });

  it('nor reminded of a request that expired while Teams was away', async () => {
    await submitted();
    await company.settle();
    company.teams.refuse = () => ({ status: 503 });
    company.clock.pass(22 * HOUR);
    await company.settle();
    company.clock.pass(3 * HOUR);
    await company.settle();
    company.teams.refuse = null;
    company.clock.pass(60_000);
    await company.settle();
    company.clock.pass(60_000);
    await company.settle();
    assert.deepEqual(saying(/is waiting for approval/), []);
    assert.equal(
      (await company.services.store.undelivered(company.services.tenantId, company.clock.now(), 9)).count,
      0,
    );
    assert.deepEqual(saying(/nobody decided/i).length > 0, true);
  });
});

type Store = Company['services']['store'];

/** The store of a process that is killed right before it says that its work is done. */
function neverCompleting(store: Store): Store {
  return { ...store, send: ({ completes: _never, ...batch }) => store.send(batch) };
}

/** The store of a process that is killed after so many of its writes. */
function killedAfter(store: Store, writes: number): Store {
  let left = writes;
  const alive = () => {
    if (left === 0) throw new Error('killed');
    left -= 1;
  };
  return {
    ...store,
    send: async (batch) => {
      alive();
      await store.send(batch);
    },
    redraw: async (...args) => {
      alive();
      await store.redraw(...args);
    },
  };
}
