import { existsSync } from 'node:fs';
import { copyFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';

const INSTALLED = [
  '/usr/bin/google-chrome',
  '/usr/bin/chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];

/**
 * Puts a font with arrows and signs beside the one that the browser's package has unpacked (its fonts.conf names the
 * folder).
 */
async function addSigns(): Promise<void> {
  const folder = join(tmpdir(), 'fonts');
  const fonts = createRequire(import.meta.url).resolve('dejavu-fonts-ttf/package.json');
  for (const file of ['DejaVuSans.ttf', 'DejaVuSans-Bold.ttf']) {
    const to = join(folder, file);
    if (!existsSync(to)) await copyFile(join(dirname(fonts), 'ttf', file), to);
  }
}

/**
 * Unpacks the Chromium from npm, on Linux. Files that run side by side would unpack it over one another: before them it
 * is done once.
 * @returns its path; undefined elsewhere, where an installed Chrome is used
 */
export async function unpackBrowser(): Promise<string | undefined> {
  if (process.platform !== 'linux') return undefined;
  const executablePath = await (await packaged()).executablePath();
  await addSigns();
  return executablePath;
}

async function packaged(): Promise<typeof import('@sparticuz/chromium').default> {
  // Makes the package unpack the system libraries that it brings along; it reads this once, when it is loaded.
  process.env.AWS_LAMBDA_JS_RUNTIME ??= 'nodejs20.x';
  return (await import('@sparticuz/chromium')).default;
}

/**
 * Headless Chromium: on Linux the one from npm, which brings its own libraries; elsewhere an installed Chrome. It
 * paints without the graphics processor that the package would emulate: the page has no 3D, and emulating takes most of
 * its time.
 */
export async function openBrowser(): Promise<Browser> {
  const executablePath = await unpackBrowser();
  if (!executablePath) return chromium.launch({ executablePath: INSTALLED.find(existsSync) ?? 'chrome' });
  return chromium.launch({
    executablePath,
    args: [
      ...(await packaged()).args.filter((arg) => !/gpu|-gl=|swiftshader/.test(arg)),
      '--disable-gpu',
      '--disable-software-rasterizer',
      '--disable-quic',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}
