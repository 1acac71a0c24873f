import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

export const THEMES = ['light', 'dark'] as const;

export type Theme = (typeof THEMES)[number];

/** The rules that ask what colours there are: only for them does it matter which theme is shown. */
const OF_COLOURS = ['color-contrast', 'link-in-text-block'];

/**
 * Runs in the browser. Of each rule the first place is told, with how many there are and why. Nothing is
 * loaded anew for it: only a rule that is off needs style sheets, and the page has no sound.
 */
const FINDINGS = `async (where, rules) => {
  const some = rules ? { runOnly: rules } : {};
  const { violations } = await axe.run(where, { resultTypes: ['violations'], preload: false, ...some });
  return violations.map(({ id, nodes: [first, ...others] }) =>
    id + ' in ' + first.html.slice(0, 160) + ' and ' + others.length + ' more: ' + first.failureSummary);
}`;

/** Loads axe into the page that is open; its own rules of what may run in it do not allow a script by address. */
export async function loadAxe(page: Page): Promise<void> {
  await page.evaluate(AXE);
}

/**
 * What people who do not see, or who use the keyboard alone, could not use there.
 * @param theme which is shown: everything is looked for in the light one, in the dark one what depends on it
 */
export async function findings(page: Page, theme: Theme, where = 'html'): Promise<readonly string[]> {
  const rules = JSON.stringify(theme === 'dark' ? OF_COLOURS : null);
  return (await page.evaluate(`(${FINDINGS})('${where}', ${rules})`)) as string[];
}

/** The same in the light and in the dark theme. */
export async function findingsInBoth(page: Page): Promise<readonly string[]> {
  await loadAxe(page);
  const found: string[] = [];
  for (const colorScheme of THEMES) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    found.push(...(await findings(page, colorScheme)).map((one) => `${colorScheme}: ${one}`));
  }
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: null });
  return found;
}
