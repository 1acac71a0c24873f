import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

const INSTALLED = [
  '/usr/bin/google-chrome',
  '/usr/bin/chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];

/** Headless Chromium: on Linux the one from npm, which brings its own libraries; elsewhere an installed Chrome. */
export async function openBrowser(): Promise<Browser> {
  // Makes the package unpack the system libraries that it brings along; it reads this once, when it is loaded.
  process.env.AWS_LAMBDA_JS_RUNTIME ??= 'nodejs20.x';
  const { default: sparticuz } = await import('@sparticuz/chromium');
  if (process.platform !== 'linux') return chromium.launch({ executablePath: INSTALLED.find(existsSync) ?? 'chrome' });
  return chromium.launch({
    executablePath: await sparticuz.executablePath(),
    args: [
      ...sparticuz.args,
      '--disable-quic',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}
