import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { createPortalTenant } from '../defender/portal/create-portal-tenant.ts';
import { memorySession } from '../defender/portal/portal-session.ts';
import { createActivityReader } from '../defender/public-api/activity/create-activity-reader.ts';
import { createFleetReader, createRecentFleet } from '../defender/public-api/fleet.ts';
import { createGraphDirectory } from '../directory/graph-directory.ts';
import { clientSecretToken } from '../directory/token-sources.ts';
import { DEMO_APP } from '../sandbox/oauth/demo-app.ts';
import { type Sandbox, startSandbox } from '../sandbox/start-sandbox.ts';
import type { Clock, Ids } from '../shared/runtime.ts';
import { chainEntry } from '../store/audit-chain.ts';
import { openStore } from '../store/open-store.ts';
import { cardPresentation } from '../teams/cards/request/changes.ts';
import { type DemoSettings, readDemoConfig } from './config/read-config.ts';
import { policyOf } from './config/service-config.ts';
import { type App, createApp } from './http-server.ts';
import { createMetrics, meteredStore } from './metrics.ts';
import { createLog } from './process.ts';

const HOST = '127.0.0.1';
const clock: Clock = { now: () => Date.now() };
const ids: Ids = { next: () => randomUUID() };

/** Time for one call to the sandbox, in ms: short, so that a visitor who switches on "time-out" sees its end. */
const CALL_TIMEOUT = 8_000;

/** The demo: the bot as in production, on loopback only, with the sandbox as everything outside it. */
export async function startDemo(out: NodeJS.WritableStream): Promise<{ close(): Promise<void> }> {
  const settings = readDemoConfig();
  const sandbox = await startSandbox({
    port: settings.sandboxPort,
    botUrl: () => `http://${HOST}:${settings.port}/api/messages`,
    tenant: settings.sandboxTenant,
    now: clock.now,
  });
  const app = await startBot(settings, sandbox);
  app.jobs.start();
  out.write(
    `\n  Airlock demo: open ${sandbox.url} in a browser.\n  The bot listens on ${app.url}/api/messages. Stop with Ctrl+C.\n\n`,
  );
  return {
    async close() {
      await app.close();
      await sandbox.close();
    },
  };
}

async function startBot(settings: DemoSettings, sandbox: Sandbox): Promise<App> {
  const tenantId = sandbox.world.tenantId;
  const common = { clock, timeoutMs: CALL_TIMEOUT };
  const log = createLog(settings.logLevel);
  const token = (scope: string) =>
    clientSecretToken({
      authority: sandbox.url,
      tenantId,
      clientId: DEMO_APP.clientId,
      secret: DEMO_APP.clientSecret,
      scope,
      ...common,
    });
  const mde = { baseUrl: sandbox.url, getToken: token('https://api.securitycenter.microsoft.com/.default') };
  const graph = { baseUrl: sandbox.url, getToken: token('https://graph.microsoft.com/.default') };
  const reader = createFleetReader({ ...mde, log, ...common });
  const file = join(settings.dataDir, 'demo.db');
  await forget(file);
  const store = await openStore({ file, chain: chainEntry, ids });
  const metrics = createMetrics({ backlog: () => store.backlog(clock.now()), log });
  const services = {
    tenantId,
    store: meteredStore(store, metrics.meter),
    directory: createGraphDirectory({ ...graph, clock, timeoutMs: 3_000 }),
    activity: createActivityReader({ mde, graph, log, clock, timeoutMs: 5_000 }),
    tenant: createPortalTenant({
      baseUrl: `${sandbox.url}/apiproxy/mtp`,
      session: memorySession(sandbox.portalSession()),
      tenantId,
      fleet: createRecentFleet(reader, clock),
      ...common,
    }),
    clock,
    ids,
    policy: policyOf(settings),
    log,
    meter: metrics.meter,
    presentation: cardPresentation,
  };
  return createApp({
    services,
    identity: { demo: true },
    port: settings.port,
    host: HOST,
    jitter: Math.random,
    metrics,
  });
}

/** The sandbox begins anew with each start, so last time's requests would be about a tenant that is gone. */
async function forget(file: string): Promise<void> {
  await Promise.all(['', '-wal', '-shm'].map((suffix) => rm(`${file}${suffix}`, { force: true })));
}
