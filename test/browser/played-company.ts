import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { type Sandbox, startSandbox } from '../../src/sandbox/start-sandbox.ts';
import { type App, createApp } from '../../src/service/http-server.ts';
import { makeServices } from '../support/company/make-services.ts';
import { quickFolder } from '../support/databases/quick-folder.ts';
import { openChannel } from './demo-page.ts';
import { goTo, leave, type Size } from './one-page.ts';

/** The bot and the sandbox with its chat page, in this process, so that days pass when the test says so. */
export class PlayedCompany {
  private constructor(
    private readonly page: Page,
    private readonly folder: string,
    readonly sandbox: Sandbox,
    private readonly ahead: { ms: number },
    private readonly app: App,
  ) {}

  /** @param environment settings, as variables */
  static async open(page: Page, environment: Record<string, string> = {}): Promise<PlayedCompany> {
    const ahead = { ms: 0 };
    const clock = { now: () => Date.now() + ahead.ms };
    let app: App | undefined;
    const botUrl = () => `${app?.url}/api/messages`;
    const sandbox = await startSandbox({ port: 0, botUrl, now: () => clock.now() });
    const folder = await quickFolder('airlock-played-');
    const world = { url: sandbox.url, tenantId: sandbox.world.tenantId, session: sandbox.portalSession() };
    const services = await makeServices(world, { file: join(folder, 'airlock.db') }, clock, {
      connector: 'guided',
      environment,
    });
    const place = { port: 0, host: '127.0.0.1' };
    app = await createApp({ services, identity: { demo: true }, ...place, jitter: () => 0 });
    app.jobs.start();
    await sandbox.introduced();
    return new PlayedCompany(page, folder, sandbox, ahead, app);
  }

  /** The SOC channel as this person; `errors` gathers what the page itself threw. */
  async visit(size: Size, person: string): Promise<{ page: Page; errors: string[] }> {
    const { page } = this;
    const errors = await goTo(page, `${this.sandbox.url}/?as=${person}`, size);
    await openChannel(page);
    return { page, errors };
  }

  /** Lets minutes pass, in so many steps, and everything due happen after each. */
  async pass(minutes: number, steps = 1): Promise<void> {
    for (let step = 0; step < steps; step += 1) {
      this.ahead.ms += minutes * 60_000;
      await this.app.jobs.settle();
    }
  }

  async close(): Promise<void> {
    await leave(this.page);
    await this.app.close();
    await this.sandbox.close();
    await rm(this.folder, { recursive: true, force: true });
  }
}
