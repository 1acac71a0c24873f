import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { actAs, DemoPage, say, shot } from './demo-page.ts';
import { onePage } from './one-page.ts';

const SIZES = [
  { name: 'wide', width: 1280, height: 900 },
  { name: 'phone', width: 390, height: 844 },
] as const;

describe('device groups in a real browser', function () {
  this.timeout(300_000);
  const page = onePage();
  let demo: DemoPage;
  beforeEach(async () => {
    demo = await DemoPage.open(page(), 'portal');
  });
  afterEach(() => demo.close());

  for (const { name, ...size } of SIZES) {
    it(`${name}: a group is filled in, approved, holds its devices, and is undone`, async () => {
      const { page, errors } = await demo.visit(size, 'alice');
      await say(page, 'create device group');
      await fillIn(page);
      await shot(page, `${name}-groups-1-form`);
      await page.getByRole('button', { name: 'Check and preview' }).click();
      await page.getByText('16 of 300 devices would move').first().waitFor();
      await send(page, 'HR asked for it, see CHG-2044');
      await shot(page, `${name}-groups-2-preview`);
      await approve(page, 'bob', 'Create device group HR laptops');
      assert.equal(await held(demo, 'HR laptops'), 16);
      if (name === 'wide') await page.locator('[data-group="HR laptops"][data-count="16"]').waitFor();
      await shot(page, `${name}-groups-3-applied`);
      await page.getByRole('button', { name: 'Revert' }).first().click();
      await page.getByText('Delete device group HR laptops').first().waitFor();
      await send(page, 'The pilot has ended');
      await approve(page, 'alice', 'Delete device group HR laptops');
      assert.equal(await held(demo, 'HR laptops'), null);
      assert.deepEqual(errors, []);
    });
  }
});

async function fillIn(page: Page): Promise<void> {
  await page.getByRole('textbox', { name: 'Name', exact: true }).fill('HR laptops');
  await page
    .getByRole('combobox', { name: 'Remediation level' })
    .selectOption({ label: 'Semi - approval for all folders' });
  await page.getByRole('textbox', { name: 'Value' }).first().fill('hr');
}

/** Gives a reason and sends the draft to the approvers. */
async function send(page: Page, reason: string): Promise<void> {
  // A new post below what is looked at stays where it is, as in Teams; its own view is asked for once it is seen.
  await page.getByTestId('card').last().scrollIntoViewIfNeeded();
  await page.getByRole('textbox', { name: /why/i }).last().fill(reason);
  await page.getByRole('button', { name: 'Request approval' }).last().click();
  // Once it was announced, the card is drawn anew with who was told: from then on it stays.
  const own = page.getByTestId('card').filter({ has: page.getByRole('button', { name: 'Withdraw' }) });
  await own
    .filter({ hasText: /Told|Not told|Cannot count/ })
    .last()
    .waitFor();
}

async function approve(page: Page, person: string, title: string): Promise<void> {
  await actAs(page, person);
  // Its own view is asked for once it is seen.
  const waiting = page.getByTestId('card').filter({ hasText: 'Waiting for approval' }).last();
  // At once: a card that is drawn anew meanwhile is never at rest.
  await waiting.evaluate((element) => element.scrollIntoView({ block: 'center' }));
  await page.getByRole('button', { name: 'Approve' }).last().click();
  await page
    .getByTestId('card')
    .filter({ hasText: title })
    .getByText(/Applied/)
    .first()
    .waitFor();
}

/** How many devices Defender holds in a group; null where there is none of this name. */
async function held(demo: DemoPage, group: string): Promise<number | null> {
  const { deviceGroups } = await demo.tenant();
  if (!deviceGroups.some(({ Name }) => Name === group)) return null;
  const answer = await fetch(`${demo.url}/sandbox/devices?top=1000`);
  const { devices } = (await answer.json()) as { devices: { group: string }[] };
  return devices.filter((device) => device.group === group).length;
}
