import type { Browser, Page } from 'playwright-core';
import { openBrowser } from './open-browser.ts';

/** Milliseconds for what the page or the bot comes to by itself, on a machine with other work to do. */
const PATIENCE = 90_000;

/** A size of the window, in CSS pixels. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

/**
 * Opens one browser with one page for all tests of a suite, since to start a browser takes more than most of what is
 * done in it. The browser from npm opens no second page at times.
 * @returns the page, while a test of the suite runs
 */
export function onePage(): () => Page {
  let browser: Browser;
  let page: Page;
  before(async () => {
    browser = await openBrowser();
    page = await browser.newPage({ deviceScaleFactor: process.env.SCREENSHOTS ? 2 : 1 });
    page.setDefaultTimeout(PATIENCE);
  });
  after(() => browser.close());
  return () => page;
}

/** Goes to an address in a window of this size. @returns what the page itself throws from then on */
export async function goTo(page: Page, url: string, size: Size): Promise<string[]> {
  const errors: string[] = [];
  page.removeAllListeners('pageerror').on('pageerror', (error) => errors.push(error.message));
  await page.setViewportSize(size);
  await page.goto(url);
  return errors;
}

/** Leaves the place where the page is, which keeps nothing of this visit and can be closed. */
export async function leave(page: Page): Promise<void> {
  await page.evaluate('localStorage.clear(); sessionStorage.clear()').catch(() => undefined);
  await page.goto('about:blank');
}
