import { randomUUID } from 'node:crypto';
import { memorySession } from '../../../src/defender/portal/create-portal-tenant.ts';
import type { PortalSession } from '../../../src/sandbox/defender/portal-sessions.ts';
import { DEMO_APP, WRITER_APP } from '../../../src/sandbox/oauth/demo-app.ts';
import { composeApp, TIMEOUTS } from '../../../src/service/compose.ts';
import { readDemoConfig } from '../../../src/service/config/read-config.ts';
import { loopbackConfig } from '../../../src/service/demo/loopback-config.ts';
import { createLog, routeConsole, runProcess } from '../../../src/service/process.ts';
import type { StoreLocation } from '../../../src/store/databases/store-location.ts';
import { recordKeys } from '../../../src/store/record/record-keys.ts';

/** What the run hands over in INSTANCE. */
export interface InstanceOrder {
  readonly world: { readonly url: string; readonly tenantId: string };
  readonly session: PortalSession;
  readonly place: StoreLocation;
  readonly keyPem: string;
  readonly environment: Readonly<Record<string, string>>;
  /** Milliseconds that this machine's clock is ahead. */
  readonly skew: number;
}

/** Milliseconds for one call to Defender: what hangs is given up while the run goes on. */
const PATIENCE = 4_000;

/** The bot as in production, beside a sandbox. It says its address, and ends with the process that started it. */
async function start({ world, session, place, keyPem, environment, skew }: InstanceOrder) {
  const keys = recordKeys(keyPem);
  const settings = readDemoConfig({ env: environment, faults: [] });
  const log = createLog('warn');
  routeConsole(log);
  const app = await composeApp(
    {
      ...loopbackConfig({ ...world, app: DEMO_APP, writer: WRITER_APP }, { ...settings, port: 0 }, keys),
      database: place,
      record: { keys, witnessFile: null },
    },
    {
      clock: { now: () => Date.now() + skew },
      ids: { next: () => randomUUID() },
      log,
      jitter: Math.random,
      isAlone: true,
      steady: () => performance.now(),
      timeouts: { ...TIMEOUTS, defender: PATIENCE, login: PATIENCE },
      session: memorySession(session),
    },
  );
  app.jobs.start();
  process.stdout.write(`listens ${app.url}\n`);
  return app;
}

process.stdin.resume().once('end', () => process.exit(1));
runProcess(() => start(JSON.parse(process.env.INSTANCE ?? '{}') as InstanceOrder));
