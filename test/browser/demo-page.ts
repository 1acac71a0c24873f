import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout } from 'node:timers/promises';
import Database from 'libsql';
import type { Page } from 'playwright-core';
import { parseExport } from '../../src/cli/audit/export-options.ts';
import { exportRecord } from '../../src/cli/audit/export-record.ts';
import { demoKeys } from '../../src/service/keeping/demo-key.ts';
import { withRecord } from '../../src/store/audit/record-source.ts';
import { quickFolder } from '../support/databases/quick-folder.ts';
import { bundled } from '../support/processes/bundled.ts';
import { goTo, leave, type Size } from './one-page.ts';

/** Where pictures go: the folder of the README's when asked for, else one that is thrown away. */
const SHOTS = process.env.SCREENSHOTS ?? join(tmpdir(), 'airlock-shots');

/** The demo as a process of its own, and its chat page in a real browser. */
export class DemoPage {
  private constructor(
    private readonly page: Page,
    private readonly demo: ChildProcess,
    private readonly folder: string,
    /** Origin of the chat page. */
    readonly url: string,
  ) {}

  /**
   * @param connector how approved changes are applied
   * @param program what starts the demo: the one that is made once for all tests when absent
   */
  static async open(page: Page, connector: 'guided' | 'portal', program?: readonly string[]): Promise<DemoPage> {
    await mkdir(SHOTS, { recursive: true });
    const folder = await quickFolder('airlock-demo-');
    const { demo, url } = await startDemo(program ?? (await bundled('src/demo.ts')), folder, connector);
    return new DemoPage(page, demo, folder, url);
  }

  async close(): Promise<void> {
    await leave(this.page);
    const ended = once(this.demo, 'exit');
    this.demo.kill('SIGTERM');
    assert.deepEqual(await ended, [0, null], 'SIGTERM stops the demo cleanly');
    await rm(this.folder, { recursive: true, force: true });
  }

  /** The SOC channel as this person; `errors` gathers what the page itself threw. */
  async visit(size: Size, person: string): Promise<{ page: Page; errors: string[] }> {
    const { page } = this;
    const errors = await goTo(page, `${this.url}/?as=${person}`, size);
    await openChannel(page);
    return { page, errors };
  }

  /** Settles once the bot's first look at the audit log has ended: what is changed from then on is told. */
  async followed(): Promise<void> {
    const db = new Database(join(this.folder, 'demo.db'), { readonly: true });
    const looked = db.prepare("select key from facts where key = 'watch:audit'");
    while (looked.all().length === 0) await setTimeout(100);
    db.close();
  }

  /** The page that `audit export --format html` writes of all requests. */
  async report(): Promise<string> {
    const file = join(this.folder, 'demo.db');
    const options = {
      ...parseExport({ format: 'html' }),
      keys: demoKeys(file).known,
      clock: { now: () => Date.now() },
    };
    let text = '';
    await withRecord({ file }, (source) => exportRecord(source, { write: (part) => (text += part) }, options));
    return text;
  }

  /** The tenant as the sandbox stores it. */
  async tenant(): Promise<{
    readonly advancedFeatures: Readonly<Record<string, unknown>>;
    readonly deviceGroups: readonly { readonly Name: string }[];
  }> {
    const answer = await fetch(`${this.url}/sandbox/tenant`);
    return (await answer.json()) as Awaited<ReturnType<DemoPage['tenant']>>;
  }
}

/** The page pales a card that is about to change, which may begin at any moment: a picture shows it as it stands. */
const AS_IT_STANDS = '.card-host.holding .card { opacity: 1 }';

/** A picture of the page, once no card waits for an answer or is about to change; of one that hangs, as it hangs. */
export async function shot(page: Page, name: string): Promise<void> {
  const busy = page.locator('[data-testid=card][aria-busy=true], .card-host.holding');
  await busy
    .first()
    .waitFor({ state: 'detached', timeout: 10_000 })
    .catch(() => undefined);
  await page.screenshot({ path: join(SHOTS, `${name}.png`), animations: 'disabled', style: AS_IT_STANDS });
}

export async function say(page: Page, text: string): Promise<void> {
  await page.getByTestId('composer-input').fill(text);
  await page.getByTestId('send').click();
}

/** Goes on as another person, in the SOC channel. */
export async function actAs(page: Page, person: string): Promise<void> {
  await page.getByTestId('person-switch').click();
  await page.locator(`[data-testid=person-option][data-person=${person}]`).click();
  await openChannel(page);
}

/** On a phone the list comes first; wide, the channel is open already. */
export async function openChannel(page: Page): Promise<void> {
  const entry = page.locator('[data-testid=conversation][data-conversation^="19:soc"]');
  const composer = page.getByTestId('composer-input');
  await page
    .locator('[data-testid=conversation][data-conversation^="19:soc"]:visible, [data-testid=composer-input]:visible')
    .first()
    .waitFor();
  if (!(await composer.isVisible())) await entry.click();
  await composer.waitFor();
}

/**
 * The demo has to be told its ports, and a port that was free a moment ago may be taken by a test beside this one: then
 * it is started again on others.
 */
async function startDemo(
  program: readonly string[],
  folder: string,
  connector: string,
  tries = 4,
): Promise<{ demo: ChildProcess; url: string }> {
  const [bot, sandbox] = await Promise.all([freePort(), freePort()]);
  const ports = { PORT: String(bot), SANDBOX_PORT: String(sandbox) };
  const demo = spawn(process.execPath, program, {
    env: { ...process.env, ...ports, DATA_DIR: folder, LOG_LEVEL: 'silent', DEFENDER_CONNECTOR: connector },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const url = await addressOf(demo);
  if (url !== null) return { demo, url };
  assert(tries > 1, 'the demo ended without an address');
  return startDemo(program, folder, connector, tries - 1);
}

/** @returns null where the demo ended without one */
async function addressOf(demo: ChildProcess): Promise<string | null> {
  assert(demo.stdout);
  for await (const line of createInterface({ input: demo.stdout })) {
    const found = /open (http:\/\/127\.0\.0\.1:\d+)/.exec(line)?.[1];
    if (found) return found;
  }
  return null;
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
