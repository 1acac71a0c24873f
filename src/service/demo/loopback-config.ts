import { join } from 'node:path';
import { SUPPORTED_KINDS } from '../../changes/supported/supported-kinds.ts';
import { tenantId } from '../../shared/ids.ts';
import type { RecordKeys } from '../../store/record/record-keys.ts';
import type { AppConfig } from '../compose.ts';
import type { DemoSettings } from '../config/read-config.ts';
import { limitsOf, policyOf, tellingOf } from '../config/service-config.ts';

interface AppCredential {
  readonly clientId: string;
  readonly clientSecret: string;
}

/** A sandbox on this machine, and the app registration to sign in with. */
export interface LoopbackWorld {
  /** Origin of everything outside Airlock. */
  readonly url: string;
  readonly tenantId: string;
  readonly app: AppCredential;
  /** The app that writes by supported APIs, with every kind switched on; nothing is written where absent. */
  readonly writer?: AppCredential;
}

/**
 * The demo's configuration: the sandbox stands in for every outside service, the bot is no app, and it listens to this
 * machine only.
 */
export function loopbackConfig(
  { url, tenantId: id, app, writer }: LoopbackWorld,
  settings: DemoSettings,
  keys: RecordKeys,
): AppConfig {
  return {
    tenantId: tenantId.parse(id),
    cloud: 'public',
    endpoints: { login: url, graph: url, mde: url, portal: url, activity: url },
    sandbox: true,
    host: '127.0.0.1',
    port: settings.port,
    ops: null,
    bot: { demo: true },
    graph: { kind: 'secret', tenantId: id, clientId: app.clientId, secret: app.clientSecret },
    connector: { kind: 'portal', settings: {} },
    supported: writer
      ? {
          kinds: SUPPORTED_KINDS,
          credential: { kind: 'secret', tenantId: id, clientId: writer.clientId, secret: writer.clientSecret },
        }
      : null,
    database: { file: join(settings.dataDir, 'demo.db') },
    policy: policyOf(settings),
    // A demo that keeps nothing begins a record at each start, which no earlier checkpoint fits.
    record: { keys, witnessFile: settings.demoKeep === '0' ? null : settings.witnessFile },
    readers: settings.readerIds,
    telling: tellingOf(settings),
    limits: limitsOf(settings),
  };
}
