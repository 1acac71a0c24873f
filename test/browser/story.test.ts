import assert from 'node:assert/strict';
import type { Locator, Page, Route } from 'playwright-core';
import { actAs, DemoPage, say, shot } from './demo-page.ts';
import { findingsInBoth } from './findings.ts';
import { onePage } from './one-page.ts';

/** What `npm run demo` starts. */
const FROM_SOURCE = ['src/from-source.cjs', 'src/demo.ts'];

/** On the phone Bob's Teams is set to German. */
const SIZES = [
  { name: 'wide', width: 1280, height: 860, approving: 'Approve' },
  { name: 'phone', width: 390, height: 844, approving: 'Genehmigen' },
] as const;

describe('the story in a real browser', function () {
  this.timeout(300_000);
  const page = onePage();
  let demo: DemoPage;
  beforeEach(async () => {
    demo = await DemoPage.open(page(), 'portal', FROM_SOURCE);
  });
  afterEach(() => demo.close());

  for (const { name, approving, ...size } of SIZES) {
    it(`${name}: Alice asks, Bob approves, everybody sees it applied`, async () => {
      const { page, errors } = await demo.visit(size, 'alice');
      await say(page, 'enable automated investigation');
      const reason = page.getByRole('textbox', { name: /reason|why/i });
      await reason.fill('Pilot finished without false positives, see CHG-1042');
      await shot(page, `${name}-1-draft`);
      assert.deepEqual(await findingsInBoth(page), []);
      await page.getByRole('button', { name: 'Request approval' }).click();
      await page.getByRole('button', { name: 'Withdraw' }).waitFor();
      if (name === 'phone') await setToGerman(page, 'Bob');
      await actAs(page, 'bob');
      const approve = page.getByRole('button', { name: approving });
      await approve.waitFor();
      await approve.evaluate((button) => button.scrollIntoView({ block: 'end' }));
      await shot(page, `${name}-2-pending`);
      assert.equal((await demo.tenant()).advancedFeatures.AutomatedIrEnabled, false);
      await approve.press('Enter');
      await applied(page).waitFor();
      assert.equal(await page.evaluate(focused), 'the card', 'neither lost, nor on a button that came in its place');
      await shot(page, `${name}-3-applied`);
      assert.deepEqual(await findingsInBoth(page), []);
      assert.equal((await demo.tenant()).advancedFeatures.AutomatedIrEnabled, true);
      await actAs(page, 'rita');
      await applied(page).waitFor();
      assert.deepEqual(errors, []);
      await page.goto('about:blank');
      await page.setContent(await demo.report());
      assert.deepEqual(await page.evaluate(narrow), [], 'the report of it can be read');
      await page.goto(`${demo.url}/?as=alice2`);
      await page.getByText('Nobody here is called “alice2”, so you act as Alice Ahlgren.').waitFor();
    });
  }

  it('wide: whoever opens the list of people while a chat is still being read keeps that list', async () => {
    const { page, errors } = await demo.visit(SIZES[0], 'alice');
    const release = await hold(page, /messages\?as=/);
    await page.locator('[data-testid=conversation][data-conversation="a:alice"]').click();
    await page.getByTestId('person-switch').click();
    const read = page.waitForResponse(/messages\?as=/).then(() => page.waitForResponse(/conversations\?as=/));
    await release();
    await (await read).finished();
    await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
    assert.equal(await page.locator('[data-testid=person-option]').first().isVisible(), true);
    await page.locator('[data-testid=person-option][data-person=bob]').click();
    await page.getByTestId('composer-input').waitFor();
    assert.deepEqual(errors, []);
  });

  it('wide: what somebody sees of a card stays where live events begin late, and all is read once more', async () => {
    const { page, errors } = await demo.visit(SIZES[0], 'alice');
    await say(page, 'help');
    await page.getByTestId('card').first().waitFor();
    const release = await hold(page, /chat\/events/);
    await page.getByTestId('person-switch').click();
    await page.locator('[data-testid=person-option][data-person=bob]').click();
    const card = page.getByTestId('card').first();
    await card.waitFor();
    await card.evaluate((element) => element.setAttribute('data-seen', 'by Bob'));
    const read = page.waitForResponse(/messages\?as=/).then(() => page.waitForResponse(/conversations\?as=/));
    await release();
    await (await read).finished();
    await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
    assert.equal(await card.getAttribute('data-seen'), 'by Bob');
    assert.deepEqual(errors, []);
  });
});

/** Holds the next request to such an address. @returns what waits for it and then lets its answer through */
async function hold(page: Page, address: RegExp): Promise<() => Promise<void>> {
  let sent: (route: Route) => void = () => undefined;
  const held = new Promise<Route>((done) => {
    sent = done;
  });
  await page.route(address, (route) => sent(route), { times: 1 });
  return async () => (await held).continue();
}

function applied(page: Page): Locator {
  const card = page.getByTestId('card').filter({ hasText: 'Turn on Automated investigation' }).first();
  return card.getByText(/Applied/).first();
}

/** Sets somebody's Teams to German in the panel, which on a phone is a page of its own. */
async function setToGerman(page: Page, name: string): Promise<void> {
  await page.getByTestId('nav-tenant').click();
  const person = page.getByTestId('role-person');
  const label = (await person.getByRole('option').allTextContents()).find((one) => one.startsWith(name));
  await person.selectOption({ label: label ?? assert.fail(name) });
  const taken = page.waitForResponse((answer) => answer.request().method() === 'POST' && answer.ok());
  await page.getByTestId('person-locale').selectOption('de-DE');
  await taken;
  await page.getByTestId('nav-chats').click();
}

/** What holds the focus: a card or a text on it; a button or what else there is by its tag. */
function focused(): string {
  const active = document.activeElement;
  const isText = active?.tagName === 'DIV' && active.closest('[data-testid=card]') !== null;
  return isText ? 'the card' : String(active?.tagName);
}

/** Words of the report that have less room than a date takes; everything, where the page is wider than its window. */
function narrow(): string[] {
  const { scrollWidth, clientWidth } = document.documentElement;
  const least = scrollWidth > clientWidth ? Number.POSITIVE_INFINITY : 80;
  return [...document.querySelectorAll('td, dd')]
    .filter((cell) => cell.checkVisibility() && cell.clientWidth < least && (cell.textContent ?? '').length > 12)
    .map((cell) => cell.textContent ?? '');
}
