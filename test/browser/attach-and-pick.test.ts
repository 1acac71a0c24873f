import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { say } from './demo-page.ts';
import { onePage } from './one-page.ts';
import { PlayedCompany } from './played-company.ts';

const SIZES = [
  { name: 'wide', width: 1280, height: 900 },
  { name: 'phone', width: 390, height: 844 },
] as const;

const CSV = 'indicator,action\nbad.example,block\nworse.example,block\n';

describe('what somebody attaches and picks, in a real browser', function () {
  this.timeout(300_000);
  const page = onePage();
  let company: PlayedCompany;
  beforeEach(async () => {
    company = await PlayedCompany.open(page());
  });
  afterEach(() => company.close());

  for (const { name, ...size } of SIZES) {
    it(`${name}: a list is chosen by the button, taken off, chosen again, and becomes a draft`, async () => {
      const { page, errors } = await company.visit(size, 'alice');
      assert.equal(await page.getByTestId('attach').count(), 0, 'a bot gets no file in a channel');
      await ownChat(page, name === 'phone');
      await choose(page);
      const chip = page.getByRole('button', { name: 'iocs.csv is attached. Remove it' });
      await chip.click();
      await chip.waitFor({ state: 'detached' });
      assert.equal(await page.getByTestId('send').isDisabled(), true, 'nothing is there to send');
      await choose(page);
      await chip.waitFor();
      await page.getByTestId('send').click();
      await page.getByRole('button', { name: 'Request approval' }).waitFor();
      await page.getByText('bad.example').first().waitFor();
      assert.deepEqual(errors, []);
    });

    it(`${name}: who may see a device group is searched for, picked, taken off, and picked by the keyboard`, async () => {
      const { page, errors } = await company.visit(size, 'alice');
      await say(page, 'create device group');
      await page.getByRole('textbox', { name: 'Name', exact: true }).fill('HR laptops');
      await page.getByRole('combobox', { name: 'Remediation level' }).selectOption({ label: 'Full remediation' });
      await page.getByRole('textbox', { name: 'Value' }).first().fill('hr');
      const card = page.getByTestId('card').last();
      await page.getByRole('button', { name: 'More fields' }).click();
      const box = card.getByRole('combobox', { name: 'Entra groups with access' });
      const found = card.locator('.picker-list [role=option]').filter({ hasText: 'Finance' });
      await box.fill('zzzz');
      await page.getByText('No results found').waitFor();
      await box.fill('fin');
      await found.first().click();
      const off = card.getByRole('button', { name: 'Remove Finance' });
      await off.click();
      await off.waitFor({ state: 'detached' });
      await box.fill('fin');
      await found.first().waitFor();
      await box.press('ArrowDown');
      await box.press('Enter');
      await off.waitFor();
      await page.getByRole('button', { name: 'Check and preview' }).click();
      await page.getByRole('button', { name: 'Request approval' }).waitFor();
      assert.match(await page.getByTestId('card').last().innerText(), /Finance/);
      assert.deepEqual(errors, []);
    });
  }
});

async function ownChat(page: Page, isPhone: boolean): Promise<void> {
  if (isPhone) await page.getByTestId('nav-chats').click();
  await page.locator('[data-testid=conversation][data-conversation="a:alice"]').click();
}

/** Presses the button, and chooses a list in the window that the browser opens for it. */
async function choose(page: Page): Promise<void> {
  const [chooser] = await Promise.all([page.waitForEvent('filechooser'), page.getByTestId('attach').click()]);
  await chooser.setFiles({ name: 'iocs.csv', mimeType: 'text/csv', buffer: Buffer.from(CSV) });
}
