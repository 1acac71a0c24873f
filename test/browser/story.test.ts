import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Browser, Locator, Page } from 'playwright-core';
import { openBrowser } from './open-browser.ts';

const SIZES = [
  { name: 'wide', width: 1280, height: 860 },
  { name: 'phone', width: 390, height: 844 },
] as const;

/** Where pictures go: the folder of the README's when asked for, else one that is thrown away. */
const SHOTS = process.env.SCREENSHOTS ?? join(tmpdir(), 'airlock-shots');

describe('the story in a real browser', function () {
  this.timeout(120_000);
  let browser: Browser;
  let demo: ChildProcess;
  let folder: string;
  let chat: string;

  beforeEach(async () => {
    await mkdir(SHOTS, { recursive: true });
    browser = await openBrowser();
    folder = await mkdtemp(join(tmpdir(), 'airlock-demo-'));
    const [bot, sandbox] = await Promise.all([freePort(), freePort()]);
    const env = {
      ...process.env,
      PORT: String(bot),
      SANDBOX_PORT: String(sandbox),
      DATA_DIR: folder,
      LOG_LEVEL: 'silent',
    };
    demo = spawn(process.execPath, ['src/from-source.cjs', 'src/demo.ts'], {
      env,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    chat = await addressOf(demo);
  });
  afterEach(async () => {
    await browser.close();
    const ended = once(demo, 'exit');
    demo.kill('SIGTERM');
    assert.deepEqual(await ended, [0, null], 'SIGTERM stops the demo cleanly');
    await rm(folder, { recursive: true, force: true });
  });

  for (const size of SIZES) {
    it(`${size.name}: Alice asks, Bob approves, everybody sees it applied`, async () => {
      const page = await browser.newPage({
        viewport: { width: size.width, height: size.height },
        deviceScaleFactor: 2,
      });
      const errors: string[] = [];
      page.on('pageerror', (error) => errors.push(error.message));
      await page.goto(`${chat}/?as=alice`);
      await openChannel(page);
      await page.getByTestId('composer-input').fill('enable automated investigation');
      await page.getByTestId('send').click();
      const reason = page.getByRole('textbox', { name: /reason|why/i });
      await reason.fill('Pilot finished without false positives, see CHG-1042');
      await shot(page, `${size.name}-1-draft`);
      await page.getByRole('button', { name: 'Request approval' }).click();
      await page.getByRole('button', { name: 'Withdraw' }).waitFor();
      await actAs(page, 'bob');
      await openChannel(page);
      const approve = page.getByRole('button', { name: 'Approve' });
      await approve.waitFor().finally(() => shot(page, `${size.name}-2-pending`));
      assert.equal((await tenant()).AutomatedIrEnabled, false);
      await approve.click();
      await requestCard(page)
        .getByText(/Applied/)
        .first()
        .waitFor();
      await shot(page, `${size.name}-3-applied`);
      assert.equal((await tenant()).AutomatedIrEnabled, true);
      await actAs(page, 'rita');
      await openChannel(page);
      await requestCard(page)
        .getByText(/Applied/)
        .first()
        .waitFor();
      assert.deepEqual(errors, []);
    });
  }

  function requestCard(page: Page): Locator {
    return page.getByTestId('card').filter({ hasText: 'Turn on Automated investigation' }).first();
  }

  async function tenant(): Promise<Record<string, unknown>> {
    const answer = (await (await fetch(`${chat}/sandbox/tenant`)).json()) as {
      advancedFeatures: Record<string, unknown>;
    };
    return answer.advancedFeatures;
  }

  async function shot(page: Page, name: string): Promise<void> {
    await page.screenshot({ path: join(SHOTS, `${name}.png`) });
  }
});

async function actAs(page: Page, person: string): Promise<void> {
  await page.getByTestId('person-switch').click();
  await page.locator(`[data-testid=person-option][data-person=${person}]`).click();
}

/** On a phone the list comes first; wide, the channel is open already. */
async function openChannel(page: Page): Promise<void> {
  const entry = page.locator('[data-testid=conversation][data-conversation^="19:soc"]');
  const composer = page.getByTestId('composer-input');
  await page
    .locator('[data-testid=conversation][data-conversation^="19:soc"]:visible, [data-testid=composer-input]:visible')
    .first()
    .waitFor();
  if (!(await composer.isVisible())) await entry.click();
  await composer.waitFor();
}

async function addressOf(demo: ChildProcess): Promise<string> {
  assert(demo.stdout);
  for await (const line of createInterface({ input: demo.stdout })) {
    const found = /open (http:\/\/127\.0\.0\.1:\d+)/.exec(line)?.[1];
    if (found) return found;
  }
  throw new assert.AssertionError({ message: 'the demo ended without an address' });
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  assert(address && typeof address === 'object');
  server.close();
  await once(server, 'close');
  return address.port;
}
