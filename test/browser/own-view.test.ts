import assert from 'node:assert/strict';
import type { Locator, Page, Route } from 'playwright-core';
import { openChannel } from './demo-page.ts';
import { goTo, leave, onePage } from './one-page.ts';
import { PretendTeams } from './pretend-teams.ts';

const SIZE = { width: 1280, height: 860 };

describe('what somebody sees of a card in the demo’s page', function () {
  this.timeout(300_000);
  const page = onePage();
  let teams: PretendTeams;
  let id: string;
  beforeEach(async () => {
    teams = await PretendTeams.open();
    id = await teams.post('for all', 'alice', 'bob');
  });
  afterEach(async () => {
    await page().unrouteAll();
    await leave(page());
    await teams.close();
  });

  async function visit(person: string): Promise<string[]> {
    const errors = await goTo(page(), `${teams.sandbox.url}/?as=${person}`, SIZE);
    await openChannel(page());
    return errors;
  }

  it('is asked for again where the call for it failed', async () => {
    teams.answer = () => 'for Bob';
    await page().route(/refresh$/, (route) => route.abort(), { times: 1 });
    const errors = await visit('bob');
    await card(page(), 'for Bob').waitFor();
    assert.deepEqual(errors, []);
  });

  it('is asked for again where the bot gave none', async () => {
    const answers = [null, null, 'for Bob'];
    teams.answer = () => answers.shift() ?? null;
    const errors = await visit('bob');
    await card(page(), 'for Bob').waitFor();
    assert.deepEqual([answers, errors], [[], []]);
  });

  it('is asked for again where the page that asked is gone before the bot fails', async () => {
    const asked = signal<(answer: string | null) => void>();
    teams.answer = () => new Promise((answer) => asked.give(answer));
    await visit('bob');
    const answer = await asked.given;
    teams.answer = () => 'for Bob';
    const errors = await visit('bob');
    await card(page(), 'for all').waitFor();
    answer(null);
    await card(page(), 'for Bob').waitFor();
    assert.deepEqual(errors, []);
  });

  it('is what stands there, where it changes while the conversation is being read', async () => {
    await teams.edit(id, 'first');
    const reading = held(page(), /messages\?as=/);
    const errors = await goTo(page(), `${teams.sandbox.url}/?as=bob`, SIZE);
    const letGo = await reading;
    await teams.edit(id, 'second');
    await letGo();
    await card(page(), 'second').waitFor();
    assert.deepEqual(errors, []);
  });

  it('is what stands there, where the conversation is opened once more and changes meanwhile', async () => {
    await teams.edit(id, 'first');
    const errors = await visit('bob');
    await card(page(), 'first').waitFor();
    const reading = held(page(), /messages\?as=/);
    await page().locator('[data-testid=conversation][data-conversation^="19:soc"]').click();
    const letGo = await reading;
    await teams.edit(id, 'second');
    await card(page(), 'second').waitFor();
    const read = page()
      .waitForResponse(/messages\?as=/)
      .then(() => page().waitForResponse(/conversations\?as=/));
    await letGo();
    await (await read).finished();
    await twoFrames(page());
    assert.deepEqual([await card(page(), 'second').count(), errors], [1, []]);
  });
});

function card(page: Page, text: string): Locator {
  return page.getByTestId('card').filter({ hasText: text });
}

interface Signal<T> {
  readonly given: Promise<T>;
  readonly give: (value: T) => void;
}

function signal<T>(): Signal<T> {
  let give: (value: T) => void = () => undefined;
  const given = new Promise<T>((done) => {
    give = done;
  });
  return { given, give };
}

/**
 * Holds the answer to the next request of such an address back.
 * @returns once the sandbox has answered: what lets that answer through
 */
async function held(page: Page, address: RegExp): Promise<() => Promise<void>> {
  const { given, give } = signal<() => Promise<void>>();
  const hold = async (route: Route) => {
    const response = await route.fetch();
    give(() => route.fulfill({ response }));
  };
  await page.route(address, hold, { times: 1 });
  return given;
}

function twoFrames(page: Page): Promise<unknown> {
  return page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
}
