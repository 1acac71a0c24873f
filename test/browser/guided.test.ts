import assert from 'node:assert/strict';
import type { Locator, Page } from 'playwright-core';
import { actAs, DemoPage, say, shot } from './demo-page.ts';
import { onePage } from './one-page.ts';

const SIZES = [
  { name: 'wide', width: 1280, height: 900 },
  { name: 'phone', width: 390, height: 844 },
] as const;

const AUTO = 'AutoResolveInvestigatedAlerts';
const TITLE = 'Turn on Automatically resolve alerts';

describe('the story of the default connector in a real browser', function () {
  this.timeout(300_000);
  const page = onePage();
  let demo: DemoPage;
  beforeEach(async () => {
    demo = await DemoPage.open(page(), 'guided');
  });
  afterEach(() => demo.close());

  for (const { name, ...size } of SIZES) {
    it(`${name}: asked, approved, applied by hand, attested, corroborated`, async () => {
      const { page, errors } = await demo.visit(size, 'alice');
      const isPhone = name === 'phone';
      await say(page, 'turn on automatically resolve alerts');
      await page.getByRole('textbox', { name: /reason|why/i }).fill('Pilot finished, see CHG-1042');
      await page.getByRole('button', { name: 'Request approval' }).click();
      await page.getByRole('button', { name: 'Withdraw' }).waitFor();
      await actAs(page, 'bob');
      await page.getByRole('button', { name: 'Approve' }).click();
      await actAs(page, 'omar');
      const report = page.getByRole('button', { name: 'I have applied it' });
      await report.waitFor();
      await atTop(card(page));
      await shot(page, `${name}-guided-1-steps`);
      assert.equal((await demo.tenant()).advancedFeatures[AUTO], false, 'Airlock writes nothing');
      await inPanel(page, isPhone, async () => {
        await page.getByTestId(`edit-feature-${AUTO}`).click();
        await page.locator('[data-testid=audit-record][data-shown=false]').waitFor();
        if (isPhone) await shot(page, `${name}-guided-2-portal`);
      });
      if (!isPhone) await shot(page, `${name}-guided-2-portal`);
      await report.click();
      await card(page)
        .getByText(/attested/i)
        .first()
        .waitFor();
      await atTop(card(page));
      await shot(page, `${name}-guided-3-attested`);
      await inPanel(page, isPhone, () => page.getByTestId('audit-show').click());
      await card(page)
        .getByText(/corroborated/i)
        .first()
        .waitFor();
      await atTop(card(page));
      await shot(page, `${name}-guided-4-corroborated`);
      assert.deepEqual(errors, []);
    });

    it(`${name}: a change outside Airlock is noticed, adopted, and the next one reverted`, async () => {
      const { page, errors } = await demo.visit(size, 'alice');
      const there = { page, isPhone: name === 'phone' };
      await demo.followed();
      await changeInPortal(there, 'Grace Gallagher');
      await openChat(there, 'alice');
      const outside = page.getByTestId('card').filter({ hasText: 'Changed outside Airlock' });
      await outside.first().getByText('Grace Gallagher').first().waitFor();
      await atTop(outside.first());
      await shot(page, `${name}-guided-5-outside`);
      await page.getByRole('button', { name: 'Adopt' }).click();
      await outside
        .first()
        .getByText(/Adopted by Alice Ahlgren \(alice@harbourline\.example\)/)
        .waitFor();
      await changeInPortal(there, 'Grace Gallagher');
      await openChat(there, 'alice');
      await outside.filter({ hasText: 'Change 2' }).getByRole('button', { name: 'Ask to revert' }).click();
      await page.getByRole('textbox', { name: /reason|why/i }).fill('Nobody asked for that');
      await page.getByRole('button', { name: 'Request approval' }).click();
      await page.getByRole('button', { name: 'Withdraw' }).waitFor();
      await actAs(page, 'bob');
      await openChat(there, 'bob');
      await page.getByRole('button', { name: 'Approve' }).click();
      await actAs(page, 'alice');
      await openChat(there, 'alice');
      const report = page.getByRole('button', { name: 'I have applied it' });
      await report.waitFor();
      await changeInPortal(there, 'Alice Ahlgren', () => openChat(there, 'alice').then(() => report.click()));
      await openChat(there, 'alice');
      await card(page)
        .getByText(/corroborated/i)
        .first()
        .waitFor();
      await atTop(card(page));
      await shot(page, `${name}-guided-6-reverted`);
      assert.equal((await demo.tenant()).advancedFeatures[AUTO], true);
      assert.deepEqual(errors, []);
    });
  }
});

interface There {
  readonly page: Page;
  readonly isPhone: boolean;
}

/** Opens somebody's own chat with Airlock: on a phone the list comes first. */
async function openChat({ page, isPhone }: There, person: string): Promise<void> {
  if (isPhone) await page.getByTestId('nav-chats').click();
  await page.locator(`[data-testid=conversation][data-conversation="a:${person}"]`).click();
}

/**
 * Turns the switch in the portal as somebody, and lets the minutes pass until the audit log shows it.
 * @param meanwhile what is done before they pass
 */
async function changeInPortal(
  { page, isPhone }: There,
  person: string,
  meanwhile: () => Promise<void> = () => Promise.resolve(),
): Promise<void> {
  const toPanel = async () => void (isPhone && (await page.getByTestId('nav-tenant').click()));
  await toPanel();
  await page.getByTestId('editor').selectOption({ label: person });
  await page.getByTestId(`edit-feature-${AUTO}`).click();
  await page.getByTestId('audit-show').waitFor();
  await meanwhile();
  await toPanel();
  await page.getByTestId('audit-show').click();
}

function card(page: Page): Locator {
  return page.getByTestId('card').filter({ hasText: TITLE }).first();
}

/** Scrolls so that a card begins where the conversation does. */
function atTop(shown: Locator): Promise<void> {
  return shown.evaluate((element) => element.scrollIntoView({ block: 'start' }));
}

/** Does something in the panel, which on a phone is a page of its own. */
async function inPanel(page: Page, isPhone: boolean, work: () => Promise<unknown>): Promise<void> {
  if (!isPhone) return void (await work());
  await page.getByTestId('nav-tenant').click();
  await work();
  await page.getByTestId('nav-chats').click();
  await page.locator('[data-testid=conversation][data-conversation^="19:soc"]').click();
}
