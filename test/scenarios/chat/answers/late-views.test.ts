import assert from 'node:assert/strict';
import { Company } from '../../../support/company/company.ts';
import { actionOf, cardText } from '../../../support/company/fake-teams.ts';

describe('a view that was asked for before a step and is answered after it', () => {
  let company: Company;
  beforeEach(async () => {
    company = await Company.open();
    for (const who of ['bob', 'grace'] as const) await company.say(who, 'help', `a:${who}`);
  });
  afterEach(() => company.close());

  /** Runs something while the next card is drawn, after its request was read. */
  function whileDrawn(run: () => Promise<unknown>, times = 1): () => number {
    const { store } = company.services;
    const announced = store.announced.bind(store);
    let runs = 0;
    let isRunning = false;
    Object.assign(store, {
      announced: async (...of: Parameters<typeof announced>) => {
        if (runs < times && !isRunning) {
          isRunning = true;
          runs += 1;
          await run();
          isRunning = false;
        }
        return announced(...of);
      },
    });
    return () => runs;
  }

  it('shows what was decided meanwhile, and no button of before', async () => {
    const card = await company.pending();
    const second = await company.another();
    const runs = whileDrawn(() => company.approve('bob', card, second));
    const seen = await company.view('grace', card);
    assert.equal(runs(), 1);
    assert.doesNotMatch(cardText(seen), /Waiting for approval/);
    assert.match(cardText(seen), /Bob Brandt/);
    assert.equal(actionOf(seen, 'approve'), null);
  });

  it('shows it where a press was answered late, too, with why it changed nothing', async () => {
    const card = await company.pending();
    const withdraw = actionOf(await company.view('alice', card), 'withdraw') ?? assert.fail();
    const offered = actionOf(await company.view('bob', card), 'approve') ?? assert.fail();
    const second = await company.another();
    const runs = whileDrawn(() => company.invoke('alice', card, withdraw, { app: second }));
    const { value } = await company.invoke('bob', card, {
      ...offered,
      data: { ...offered.data, digest: 'f'.repeat(64) },
    });
    assert.equal(runs(), 1);
    assert.doesNotMatch(cardText(value), /Waiting for approval/);
    assert.match(cardText(value), /Withdrawn/);
  });
});
