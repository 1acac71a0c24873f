import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { SessionSource } from '../../defender/define-connector.ts';
import { CONNECTORS } from '../../defender/registry/connectors.ts';
import { DEMO_APP, WRITER_APP } from '../../sandbox/oauth/demo-app.ts';
import { type Sandbox, startSandbox } from '../../sandbox/start-sandbox.ts';
import type { Log } from '../../shared/runtime.ts';
import { composeApp, TIMEOUTS } from '../compose.ts';
import { type DemoSettings, type Environment, readDemoConfig, readEnvironment } from '../config/read-config.ts';
import type { App } from '../http-server.ts';
import { demoKeys } from '../keeping/demo-key.ts';
import { createLog } from '../process.ts';
import { type DemoBot, startDemoBot } from './demo-bot.ts';
import { keptDemo, makeRoom, worldFile } from './demo-files.ts';
import { loopbackConfig } from './loopback-config.ts';
import { sandboxSession } from './sandbox-session.ts';

const clock = { now: () => Date.now() };

/** Milliseconds for one call to Defender: short, so that a visitor who switches on "time-out" sees it end. */
const PATIENCE = 8_000;

/** Milliseconds until the audit log shows a change: short, so that a visitor sees it happen. */
const AUDIT_DELAY = 20_000;

/** What a visitor may try as an emergency, where the environment names nothing else. */
const EMERGENCIES = 'isolate,isolate-selectively,restrict';

/** How often the tenant is looked at, for the same reason. */
const PACE = { watchEvery: 4_000, watchLook: 2_000 };

export interface Demo {
  /** Origin of the sandbox and its chat page. */
  readonly url: string;
  close(): Promise<void>;
}

/** The demo: the bot as in production, on loopback only; the sandbox stands in for every outside service. */
export async function startDemo(
  out: Pick<NodeJS.WritableStream, 'write'>,
  environment: Pick<Environment, 'env' | 'faults'> = readEnvironment(),
): Promise<Demo> {
  const env = { EMERGENCY_ACTIONS: EMERGENCIES, ...environment.env };
  const settings = readDemoConfig({ ...environment, env });
  let bot: DemoBot | null = null;
  const sandbox = await sandboxAround(settings, () => bot);
  const log = createLog(settings.logLevel);
  const moved = await makeRoom(settings, clock.now());
  if (moved !== null) out.write(`\n  ${moved}\n`);
  if (settings.demoKeep !== '0') {
    sandbox.keepIn(worldFile(settings), (error) => log.warn({ err: error }, 'pretend tenant not kept'));
  }
  const session = sandboxSession(sandbox);
  const compose = (kind: string) => composeBot({ ...settings, connector: kind }, sandbox, session, log);
  bot = await startDemoBot(compose, settings.connector);
  // A card that is posted before is refreshed for nobody whom the bot does not know yet.
  await sandbox.introduced();
  out.write(welcome(sandbox.url, bot));
  const started = bot;
  return {
    url: sandbox.url,
    async close() {
      await started.close();
      await sandbox.close();
    },
  };
}

function welcome(url: string, bot: DemoBot): string {
  const said = `The bot listens on ${bot.url()}/api/messages, with the connector ${bot.connector()}. Stop with Ctrl+C.`;
  return `\n  Airlock demo: open ${url} in a browser.\n  ${said}\n\n`;
}

/** The sandbox of the demo. @param bot null until it has started */
function sandboxAround(settings: DemoSettings, bot: () => DemoBot | null): Promise<Sandbox> {
  const botUrl = () => bot()?.url() ?? `http://127.0.0.1:${settings.port}`;
  return startSandbox({
    port: settings.sandboxPort,
    botUrl: () => `${botUrl()}/api/messages`,
    tenant: settings.sandboxTenant,
    now: clock.now,
    kept: keptDemo(settings),
    auditDelay: AUDIT_DELAY,
    connectors: {
      kinds: Object.fromEntries(CONNECTORS.map(({ kind, words }) => [kind, words.setting])),
      current: () => bot()?.connector() ?? settings.connector,
      choose: async (kind) => bot()?.choose(kind),
      handed: async () => (await bot()?.handed()) ?? [],
      beginAnew: async () => bot()?.beginAnew(),
    },
  });
}

function composeBot(settings: DemoSettings, sandbox: Sandbox, session: SessionSource, log: Log): Promise<App> {
  const { url, world } = sandbox;
  if (settings.demoKeep === '0' && settings.witnessFile !== null)
    log.warn(
      {},
      'AUDIT_WITNESS_FILE is passed over: a demo that keeps nothing (DEMO_KEEP) begins a new record each time',
    );
  const keys = demoKeys(join(settings.dataDir, 'demo.db'));
  const config = loopbackConfig({ url, tenantId: world.tenantId, app: DEMO_APP, writer: WRITER_APP }, settings, keys);
  return composeApp(
    { ...config, connector: { kind: settings.connector, settings: {} } },
    {
      clock,
      ids: { next: () => randomUUID() },
      log,
      jitter: Math.random,
      isAlone: true,
      pace: PACE,
      timeouts: { ...TIMEOUTS, defender: PATIENCE, login: PATIENCE },
      session,
    },
  );
}
