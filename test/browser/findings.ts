import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** Runs in the browser. Of each rule the first place is told, with how many there are and why. */
const FINDINGS = `async (where) => {
  const { violations } = await axe.run(where, { resultTypes: ['violations'] });
  return violations.map(({ id, nodes: [first, ...others] }) =>
    id + ' in ' + first.html.slice(0, 160) + ' and ' + others.length + ' more: ' + first.failureSummary);
}`;

/** Loads axe into the page that is open; its own rules of what may run in it do not allow a script by address. */
export async function loadAxe(page: Page): Promise<void> {
  await page.evaluate(AXE);
}

/** What people who do not see, or who use the keyboard alone, could not use there. */
export async function findings(page: Page, where = 'html'): Promise<readonly string[]> {
  return (await page.evaluate(`(${FINDINGS})('${where}')`)) as string[];
}

/** The same in the light and in the dark theme. */
export async function findingsInBoth(page: Page): Promise<readonly string[]> {
  await loadAxe(page);
  const found: string[] = [];
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    found.push(...(await findings(page)).map((one) => `${colorScheme}: ${one}`));
  }
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: null });
  return found;
}
